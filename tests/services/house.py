"""A shop whose people have accounts, with a clock and a hasher that tests can steer."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from practice.errors import PracticeError
from practice.services.accounts import AccountService
from practice.services.hashing import Hasher
from practice.services.links import LinkService, link_added
from practice.services.sessions import SessionService
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.sign_in_link import LinkPurpose

PASSWORD = "four calm blue whales"
ADDRESS = "192.0.2.1"


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


class QuickHasher(Hasher):
    """Argon2id with next to no work in it, counted."""

    def __init__(self, rounds: int = 1) -> None:
        super().__init__(memory_kib=8, rounds=rounds)
        self.verified: list[str] = []

    def verify(self, kept: str, password: str) -> bool:
        self.verified.append(kept)
        return super().verify(kept, password)


class House:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.hasher = QuickHasher()
        self.accounts = AccountService(database, self.hasher, self.clock)
        self.links = LinkService(database, self.hasher, self.clock)
        self.sessions = SessionService(database, self.clock)
        self.accounts.add_organisation("shop", "The Shop")

    def add(self, name: str, role: PersonRole = PersonRole.TRAINEE, password: str = PASSWORD) -> Person:
        """Somebody who has chosen a password, by a letter."""
        person = self.accounts.add_person(f"{name.lower()}@shop.example", name, "shop", role)
        assert self.links.choose_password(self.mailed_link(person), password) == person
        return person

    def mailed_link(self, person: Person, purpose: LinkPurpose = LinkPurpose.ACCOUNT) -> str:
        """The token in a letter to them."""
        with self.database.writing() as session:
            return link_added(session, person, purpose, self.clock(), mailed=True)

    def sign_in(self, person: Person, password: str = PASSWORD, address: str = ADDRESS) -> Person | None:
        assert person.email is not None
        return self.accounts.sign_in(person.email, password, address)


def at_once(*steps: Callable[[], object]) -> list[object]:
    """What each gave or raised, all begun at the same moment."""
    start, told = threading.Barrier(len(steps)), list[object]()

    def run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            told.append(step())
        except PracticeError as error:
            told.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
