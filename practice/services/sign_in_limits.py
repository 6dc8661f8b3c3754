"""How often somebody may try a password, or ask for a link: counted in the database, so over all processes together."""

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.store.database import Database
from practice.store.sign_in_attempt import (
    add_attempt,
    attempts_since,
    date_attempt,
    drop_attempt,
    drop_attempts_before,
    drop_attempts_of,
)


@dataclass(frozen=True)
class Limit:
    """Tries with one `mark` do not count for another's."""

    most_of_account: int
    most_from_address: int
    window: timedelta
    mark: str = ""


PASSWORDS = Limit(10, 50, timedelta(minutes=15))
#: Asking for a link, whether or not there is an account.
LETTERS = Limit(5, 20, timedelta(hours=1), "letter ")
_LONGEST_WINDOW = max(PASSWORDS.window, LETTERS.window)


class SignInLimits:
    def __init__(self, database: Database, clock: Callable[[], datetime], limit: Limit = PASSWORDS) -> None:
        self._database = database
        self._clock = clock
        self._limit = limit

    def may_try(self, email: str, address: str) -> int | None:
        """None where there were too many; else the try's number, and it counts as failed until `succeeded`.

        It is written before the password is looked at, and only then counted: of many at once, the limit's worth pass.
        """
        account, moment = account_hash(self._limit.mark + email), self._clock()
        address = (self._limit.mark + network_of(address))[:64]
        if self._beyond(account, address, moment, waiting=1):
            return None
        with self._database.writing() as session:
            drop_attempts_before(session, moment - _LONGEST_WINDOW)
            attempt = add_attempt(session, account, address, moment)
        if self._beyond(account, address, moment, waiting=0):
            with self._database.writing() as session:
                drop_attempt(session, attempt)
            return None
        return attempt

    def failed(self, session: Session, attempt: int) -> None:
        """It counts from now on. So an unknown account costs a write too, like one whose failure is kept."""
        date_attempt(session, attempt, self._clock())

    def succeeded(self, email: str) -> None:
        with self._database.writing() as session:
            drop_attempts_of(session, account_hash(self._limit.mark + email))

    def _beyond(self, account: str, address: str, moment: datetime, waiting: int) -> bool:
        with self._database.reading() as session:
            of_account, from_address = attempts_since(session, account, address, moment - self._limit.window)
        most = self._limit
        return of_account + waiting > most.most_of_account or from_address + waiting > most.most_from_address


def network_of(address: str) -> str:
    """What counts as one place: of IPv6 the first 64 bits, since a household has all addresses behind them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def account_hash(email: str) -> str:
    """So that the table of failures is no list of addresses."""
    return hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()
