"""What an administrator is told of learning records: where they go, and whether they arrive."""

from dataclasses import dataclass

from practice.domain.access import Act
from practice.services.access import require_in_organisation
from practice.services.record_store import record_store_from
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person
from practice.store.statement import Outbox, outbox


@dataclass(frozen=True)
class Records:
    """`goal` is None where nobody is told anything; `outbox` is of the asking person's organisation."""

    goal: str | None
    texts: bool
    outbox: Outbox


class RecordService:
    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def overview(self, person: Person) -> Records:
        """Raises NotAllowed."""
        organisation_id = require_in_organisation(person, Act.ADMINISTER)
        store = record_store_from(self._settings)
        with self._database.reading() as session:
            found = outbox(session, organisation_id)
        return Records(store.name if store else None, self._settings.xapi_texts, found)
