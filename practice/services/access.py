"""The one place where services ask whether a person may do something, and say no."""

from sqlmodel import Session

from practice.domain.access import Act, Actor, ActorRole, Decision, Target, decide
from practice.domain.conversation import Conversation, Turn
from practice.errors import NotAllowed, NotFound
from practice.store.chat_reading import load_conversation, load_turn
from practice.store.person import Person

NO_CONVERSATION = "no such conversation"
NO_TURN = "no such turn"


def require(
    person: Person, act: Act, conversation: Conversation | None, missing: str = NO_CONVERSATION
) -> Conversation:
    """The conversation, being there and open to this act.

    Raises NotFound(missing) where there is none or it is hidden from this person, NotAllowed where they only see it.
    """
    if conversation is None:
        raise NotFound(missing)
    enforce(decide(_actor(person), act, Target(conversation.person_id)), missing)
    return conversation


def require_turn(session: Session, person: Person, act: Act, turn_id: str) -> Turn:
    """The turn of a conversation that is open to this act. Raises like `require`."""
    turn = load_turn(session, turn_id)
    if turn is None:
        raise NotFound(NO_TURN)
    require(person, act, load_conversation(session, turn.conversation_id), NO_TURN)
    return turn


def enforce(decision: Decision, missing: str) -> None:
    """Raises NotFound(missing) for what is hidden, NotAllowed for what is refused."""
    if decision is Decision.HIDDEN:
        raise NotFound(missing)
    if decision is not Decision.ALLOWED:
        raise NotAllowed("this is not open to you")


def _actor(person: Person) -> Actor:
    return Actor(person.id, ActorRole(person.role))
