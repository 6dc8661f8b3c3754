"""How often somebody may try a password: counted in the database, so over all processes together."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from practice.store.database import Database
from practice.store.sign_in_attempt import (
    add_attempt,
    attempts_since,
    drop_attempt,
    drop_attempts_before,
    drop_attempts_of,
)

MOST_OF_ACCOUNT = 10
MOST_FROM_ADDRESS = 50
WINDOW = timedelta(minutes=15)


class SignInLimits:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def may_try(self, email: str, address: str) -> bool:
        """False where there were too many; else this try counts as failed until `succeeded`.

        It is written before the password is looked at, and only then counted: of many at once, the limit's worth pass.
        """
        account, moment = account_hash(email), self._clock()
        if self._beyond(account, address, moment, waiting=1):
            return False
        with self._database.writing() as session:
            drop_attempts_before(session, moment - WINDOW)
            attempt = add_attempt(session, account, address, moment)
        if self._beyond(account, address, moment, waiting=0):
            with self._database.writing() as session:
                drop_attempt(session, attempt)
            return False
        return True

    def succeeded(self, email: str) -> None:
        with self._database.writing() as session:
            drop_attempts_of(session, account_hash(email))

    def _beyond(self, account: str, address: str, moment: datetime, waiting: int) -> bool:
        with self._database.reading() as session:
            of_account, from_address = attempts_since(session, account, address, moment - WINDOW)
        return of_account + waiting > MOST_OF_ACCOUNT or from_address + waiting > MOST_FROM_ADDRESS


def account_hash(email: str) -> str:
    """So that the table of failures is no list of addresses."""
    return hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()
