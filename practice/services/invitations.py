"""How often an administrator may invite: with each a letter can go out, and whether an address is taken is told."""

from collections.abc import Callable
from datetime import datetime

from practice.domain.access import Act
from practice.services.access import require_in_organisation
from practice.services.costly import CostlyActs
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import now


class InvitationService:
    def __init__(self, settings: Settings, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._costly = CostlyActs(settings, clock)

    def count(self, by: Person) -> None:
        """One more invitation, whatever comes of it. Raises NotAllowed, or TooMuch beyond an hour's."""
        require_in_organisation(by, Act.ADMINISTER)
        with self._database.writing() as session:
            self._costly.count_invitation(session, by)
