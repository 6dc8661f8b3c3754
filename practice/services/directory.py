"""The people of an organisation, for their administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.errors import NotFound
from practice.services.access import require_in_organisation
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.directory import Entry, InCohort, Standing, cohorts_with, entries, entry
from practice.store.person import Person, PersonRole, hold_person
from practice.store.sign_in_link import drop_links
from practice.store.types import now
from practice.store.web_session import end_sessions

NO_PERSON = "no such person"


@dataclass(frozen=True)
class Directory:
    """`found` are those looked for, by name."""

    found: tuple[Entry, ...]
    #: Whatever is looked for; who was invited last comes first.
    invitations: tuple[Entry, ...]


@dataclass(frozen=True)
class Listed:
    entry: Entry
    cohorts: tuple[InCohort, ...]

    @property
    def person(self) -> Person:
        return self.entry.person


class DirectoryService:
    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def people(self, by: Person, words: str = "", role: PersonRole | None = None) -> Directory:
        """Those of the asking administrator's organisation whose name or address holds `words`. Raises NotAllowed."""
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        with self._database.reading() as session:
            everybody = entries(session, organisation_id)
        found = [one for one in everybody if role in (None, one.person.role) and _holds(one.person, words)]
        invited = [one for one in everybody if one.standing is Standing.INVITED]
        newest_first = sorted(invited, key=lambda one: one.since, reverse=True)
        return Directory(tuple(found), tuple(newest_first))

    def person(self, by: Person, person_id: int) -> Listed:
        """Raises NotAllowed, or NotFound for whoever belongs elsewhere."""
        with self._database.reading() as session:
            found = _required(session, by, person_id)
            return Listed(found, tuple(cohorts_with(session, person_id)))

    def end_sessions(self, by: Person, person_id: int, address: str = "") -> None:
        """Wherever they are signed in or remembered, and links that would sign them in. Raises like `person`."""
        with self._database.writing() as session:
            person = _required(session, by, person_id).person
            hold_person(session, person.id)
            ended = end_sessions(session, person.id, self._clock()) + drop_links(session, person.id)
            if ended:
                about = Audited(AuditedKind.PERSON, str(person.id), person.name)
                add_audit(session, by, AuditAct.SESSIONS_ENDED, about, "all", address=address)


def _required(session: Session, by: Person, person_id: int) -> Entry:
    organisation_id = require_in_organisation(by, Act.ADMINISTER)
    found = entry(session, person_id)
    if found is None or found.person.organisation_id != organisation_id:
        raise NotFound(NO_PERSON)
    return found


def _holds(person: Person, words: str) -> bool:
    text = f"{person.name} {person.email}".casefold()
    return all(word in text for word in words.casefold().split())
