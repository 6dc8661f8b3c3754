"""The one place where services ask whether a person may do something, and say no."""

from sqlmodel import Session

from practice.domain.access import Act, Actor, ActorRole, Decision, Talk, decide
from practice.domain.access import Cohort as CohortTarget
from practice.domain.access import Organisation as OrganisationTarget
from practice.domain.conversation import Conversation, Turn
from practice.domain.override import SecondLook
from practice.errors import NotAllowed, NotFound
from practice.store.chat_reading import load_conversation, load_turn
from practice.store.cohort import Cohort, load_cohort, trainers_of_cohort
from practice.store.person import Person, person_by_id
from practice.store.readable import readers_of
from practice.store.review_queue import readers_of_talks

NO_CONVERSATION = "no such conversation"
NO_TURN = "no such turn"
NO_COHORT = "no such cohort"
NOT_OPEN = "this is not open to you"


def require(
    session: Session, person: Person, act: Act, conversation: Conversation | None, missing: str = NO_CONVERSATION
) -> Conversation:
    """The conversation, being there and open to this act.

    Raises NotFound(missing) where there is none or it is hidden from this person, NotAllowed where they only see it.
    """
    if conversation is None:
        raise NotFound(missing)
    enforce(decide(_actor(person), act, _talk(session, person, conversation)), missing)
    return conversation


def require_turn(session: Session, person: Person, act: Act, turn_id: str) -> Turn:
    """The turn of a conversation that is open to this act. Raises like `require`."""
    turn = load_turn(session, turn_id)
    if turn is None:
        raise NotFound(NO_TURN)
    require(session, person, act, load_conversation(session, turn.conversation_id), NO_TURN)
    return turn


def require_cohort(session: Session, person: Person, act: Act, cohort_id: str) -> Cohort:
    """Raises NotFound where it is not there or hidden from this person."""
    cohort = load_cohort(session, cohort_id)
    if cohort is None:
        raise NotFound(NO_COHORT)
    target = CohortTarget(cohort.organisation_id, trainers_of_cohort(session, cohort_id))
    enforce(decide(_actor(person), act, target), NO_COHORT)
    return cohort


def require_trained_cohort(session: Session, person: Person, cohort_id: str) -> Cohort:
    """One that the person trains; administering it alone opens nobody's talks. Raises NotFound."""
    cohort = require_cohort(session, person, Act.SEE, cohort_id)
    if person.id not in trainers_of_cohort(session, cohort_id):
        raise NotFound(NO_COHORT)
    return cohort


def require_in_organisation(person: Person, act: Act) -> int:
    """The id of the person's own organisation, in which they may do this. Raises NotAllowed."""
    organisation_id = person.organisation_id
    if organisation_id is None or not may_in_organisation(person, act):
        raise NotAllowed(NOT_OPEN)
    return organisation_id


def may_in_organisation(person: Person, act: Act) -> bool:
    """In their own one; nobody may in local mode."""
    organisation_id = person.organisation_id
    if organisation_id is None:
        return False
    return decide(_actor(person), act, OrganisationTarget(organisation_id)) is Decision.ALLOWED


def may_read(person: Person, trainee: Person, trainer_ids: frozenset[int]) -> bool:
    """What the trainee practises and does not keep private; `trainer_ids` are of the trainers of all their cohorts."""
    talk = Talk(trainee.id, trainee.organisation_id, trainer_ids)
    return decide(_actor(person), Act.SEE, talk) is Decision.ALLOWED


def may_change_cohort(person: Person, organisation_id: int, trainer_ids: frozenset[int]) -> bool:
    """Whether somebody who once changed a cohort of that organisation and these trainers still may."""
    target = CohortTarget(organisation_id, trainer_ids)
    return not person.disabled and decide(_actor(person), Act.CHANGE, target) is Decision.ALLOWED


def second_look(session: Session, person: Person, conversation: Conversation) -> SecondLook:
    """At a level of a talk of their own: asked for where a trainer reads it."""
    if decide(_actor(person), Act.DISPUTE, Talk(conversation.person_id)) is not Decision.ALLOWED:
        return SecondLook.NEVER
    readers = {reader.id for reader in readers_of_talks(session, [conversation.id]).get(conversation.id, ())}
    if readers - {person.id}:
        return SecondLook.OFFERED
    waits = any(not group.reads for group in conversation.groups)
    return SecondLook.AFTER_HANDING_IN if waits else SecondLook.NEVER


def enforce(decision: Decision, missing: str) -> None:
    """Raises NotFound(missing) for what is hidden, NotAllowed for what is refused."""
    if decision is Decision.HIDDEN:
        raise NotFound(missing)
    if decision is not Decision.ALLOWED:
        raise NotAllowed(NOT_OPEN)


def _talk(session: Session, person: Person, conversation: Conversation) -> Talk:
    if conversation.is_of(person.id):
        return Talk(conversation.person_id)
    owner = person_by_id(session, conversation.person_id)
    trainer_ids = readers_of(session, conversation.id)
    return Talk(conversation.person_id, owner.organisation_id if owner else None, trainer_ids)


def _actor(person: Person) -> Actor:
    return Actor(person.id, ActorRole(person.role), person.organisation_id)
