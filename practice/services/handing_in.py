"""Who reads what a trainee practises, and handing in what is private until then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Conversation
from practice.errors import BadInput, Conflict
from practice.services.access import require, require_cohort
from practice.services.cohorts import audited
from practice.services.statements import Statements
from practice.store.audit import add_audit
from practice.store.chat import lock_conversation
from practice.store.chat_reading import load_conversation
from practice.store.cohort import Cohort, hold_cohort, keep_cohort
from practice.store.database import Database
from practice.store.handing_in import cohorts_practised_in, has_replied, keep_handed_in, keep_unfinished_private
from practice.store.out_of_sight import OutOfSight, made_private
from practice.store.person import Person
from practice.store.types import now


@dataclass(frozen=True)
class Readers:
    """Names of the trainee's groups: whose trainers read it now, and whose will once it is handed in."""

    now: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.later)


@dataclass(frozen=True)
class BeforePrivate:
    """`lost` is what making this cohort private would take from its trainers now."""

    cohort: Cohort
    lost: OutOfSight


class HandingInService:
    def __init__(
        self, database: Database, clock: Callable[[], datetime] = now, statements: Statements | None = None
    ) -> None:
        self._database = database
        self._statements = statements or Statements()
        self._clock = clock

    def readers(self, person: Person) -> Readers:
        """Of what this person begins to practise now."""
        if person.organisation_id is None:
            return Readers()
        with self._database.reading() as session:
            cohorts = cohorts_practised_in(session, person.id)
        names = tuple(name for name, _ in cohorts)
        return Readers(later=names) if any(private for _, private in cohorts) else Readers(now=names)

    def readers_of(self, person: Person, talk: Conversation) -> Readers:
        """Of a talk of this person's own: nobody is told who else reads what is not theirs."""
        if person.organisation_id is None or not talk.is_of(person.id):
            return Readers()
        return Readers(
            tuple(group.name for group in talk.groups if group.reads),
            tuple(group.name for group in talk.groups if not group.reads),
        )

    def before_private(self, person: Person, cohort_id: str) -> BeforePrivate:
        """Raises NotFound."""
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            return BeforePrivate(cohort, made_private(session, cohort_id))

    def set_private(self, person: Person, cohort_id: str, private: bool, address: str = "") -> None:
        """Whether a cohort's trainers read what is practised only once it is handed in. Raises NotFound.

        Taken back, that goes for talks begun from then on: what was begun before stays as it was promised.
        """
        with self._database.writing() as session:
            hold_cohort(session, cohort_id)
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            if cohort.private_until_handed_in is private:
                return
            open_since = cohort.open_since if private else self._clock()
            keep_cohort(session, replace(cohort, private_until_handed_in=private, open_since=open_since))
            keep_unfinished_private(session, cohort_id)
            detail = "open → private until handed in" if private else "private until handed in → open"
            add_audit(session, person, AuditAct.COHORT_CHANGED, audited(cohort), detail, address=address)

    def hand_in(self, person: Person, conversation_id: str, address: str = "") -> Conversation:
        """For good; once more is no error. The talk, as it was before.

        Raises NotFound, NotAllowed, BadInput where nothing was said yet, Conflict where nobody waits for it.
        """
        with self._database.writing() as session:
            lock_conversation(session, conversation_id)
            talk = require(session, person, Act.HAND_IN, load_conversation(session, conversation_id))
            if talk.handed_in_at is not None:
                return talk
            if not has_replied(session, conversation_id):
                raise BadInput("nothing was said yet, so there is nothing to hand in")
            if all(group.reads for group in talk.groups):
                raise Conflict("every trainer who may ever read this talk reads it already")
            keep_handed_in(session, conversation_id, self._clock())
            about = Audited(AuditedKind.CONVERSATION, talk.id, f"{talk.scenario_key}, {person.name}")
            add_audit(session, person, AuditAct.HANDED_IN, about, address=address)
            self._statements.tell(session, conversation_id)
        return talk
