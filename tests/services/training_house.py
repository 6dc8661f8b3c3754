"""The shop of `House` with groups in it, and a mill next door that is none of its business."""

from collections.abc import Callable

from sqlmodel import col, select

from practice.services.cohorts import CohortService
from practice.services.joining import JoiningService
from practice.services.person_progress import PersonProgressService
from practice.store.audit import AuditRow
from practice.store.cohort import MemberRole
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from tests.services.house import House, QuickHasher


class CountingHasher(QuickHasher):
    """`then` happens while it hashes."""

    def __init__(self) -> None:
        super().__init__()
        self.hashed = 0
        self.then: Callable[[], object] = lambda: None

    def hash(self, password: str) -> str:
        self.hashed += 1
        self.then()
        return super().hash(password)


class TrainingHouse(House):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.cohorts = CohortService(database, self.clock)
        self.person_progress = PersonProgressService(database, lambda person: (), self.clock)
        self.newcomers_hasher = CountingHasher()
        self.joining = JoiningService(database, self.newcomers_hasher, self.clock)
        self.accounts.add_organisation("mill", "The Mill")
        self.tina = self.known("tina", PersonRole.TRAINER)
        self.tom = self.known("tom", PersonRole.TRAINER)
        self.ada = self.known("ada", PersonRole.ADMIN)
        self.kim = self.known("kim", PersonRole.TRAINEE)
        self.mia = self.known("mia", PersonRole.ADMIN, "mill")
        self.max = self.known("max", PersonRole.TRAINER, "mill")

    def known(self, name: str, role: PersonRole, organisation: str = "shop") -> Person:
        """Without a password, which is quicker."""
        return self.accounts.add_person(f"{name}@{organisation}.example", name.capitalize(), organisation, role)

    def group(self, name: str = "Spring") -> str:
        """Tina's."""
        return self.cohorts.add(self.tina, name)

    def practising(self, cohort_id: str, *people: Person) -> None:
        for person in people:
            self.cohorts.add_member(self.ada, cohort_id, person.email or "", MemberRole.TRAINEE)

    def trainees(self, cohort_id: str) -> list[str]:
        return [member.person.name for member in self.cohorts.cohort(self.ada, cohort_id).trainees]

    def trainers(self, cohort_id: str) -> list[str]:
        return [member.person.name for member in self.cohorts.cohort(self.ada, cohort_id).trainers]

    def audited(self, *acts: str) -> list[tuple[str, str, str]]:
        """Of these acts: actor's name, what the object was called, and the detail."""
        wanted = select(AuditRow).where(col(AuditRow.act).in_(acts)).order_by(col(AuditRow.id))
        with self.database.reading() as session:
            rows = session.exec(wanted).all()
        return [(row.actor.partition(" <")[0], row.object_name, row.detail) for row in rows]
