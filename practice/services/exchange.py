"""What a job needs to know about its turn, read in one go."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.conversation import Conversation, Turn, TurnStatus, transcript_of
from practice.domain.customer import Customer
from practice.domain.language import Language
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker, Transcript
from practice.errors import NotFound
from practice.library import read_kept_scenario, read_rubric
from practice.store.chat_reading import load_conversation, load_turn, path_to
from practice.store.database import Database
from practice.store.types import new_id, now


@dataclass(frozen=True)
class Exchange:
    """A trainee's reply, and the talk before it."""

    conversation: Conversation
    scenario: Scenario
    before: tuple[Turn, ...]
    reply: Turn

    @property
    def language(self) -> Language:
        return self.conversation.language

    @property
    def transcript_before(self) -> Transcript:
        return transcript_of(self.before, names_of(self.scenario, self.language))

    @property
    def replies(self) -> int:
        """The number of this reply, from 1."""
        return 1 + sum(turn.speaker is Speaker.TRAINEE for turn in self.before)

    @property
    def earlier_replies(self) -> list[str]:
        return [turn.text for turn in self.before if turn.speaker is Speaker.TRAINEE]

    def said_by(self, customer: Customer) -> list[str]:
        """The customer's own lines, the opening included."""
        return [turn.text for turn in self.before if turn.speaker is Speaker.CUSTOMER and self.is_of(customer, turn)]

    def is_of(self, customer: Customer, turn: Turn) -> bool:
        """Whether a customer's turn is this customer's."""
        return self.scenario.customer(turn.customer).key == customer.key


def names_of(scenario: Scenario, language: Language) -> dict[str, str]:
    """Customer's key -> name, where there is more than one to be told apart."""
    if len(scenario.customers) == 1:
        return {}
    return {customer.key: customer.persona.name.in_language(language) for customer in scenario.customers}


def opening_turns(scenario: Scenario, language: Language, conversation_id: str) -> list[Turn]:
    """Each customer's first line, one after the other."""
    turns: list[Turn] = []
    for customer in scenario.customers:
        turn = Turn(
            id=new_id(),
            conversation_id=conversation_id,
            parent_id=turns[-1].id if turns else None,
            speaker=Speaker.CUSTOMER,
            text=customer.opening.in_language(language),
            status=TurnStatus.SAID,
            said_at=now(),
            mood=customer.start_mood,
            customer=customer.key,
        )
        turns.append(turn)
    return turns


def load_exchange(database: Database, reply_id: str) -> Exchange:
    """Raises NotFound."""
    with database.reading() as session:
        reply = load_turn(session, reply_id)
        if reply is None:
            raise NotFound(f"no turn {reply_id}")
        return exchange_with(session, reply.conversation_id, reply_id)


def exchange_with(session: Session, conversation_id: str, reply_id: str) -> Exchange:
    """Raises NotFound."""
    conversation = load_conversation(session, conversation_id)
    if conversation is None:
        raise NotFound(f"no conversation {conversation_id}")
    *before, reply = path_to(session, conversation_id, reply_id)
    return Exchange(conversation, scenario_of(conversation), tuple(before), reply)


def scenario_of(conversation: Conversation) -> Scenario:
    """The scenario as it was when the talk began."""
    return read_kept_scenario(conversation.scenario_text, f"scenario {conversation.scenario_key}")


def rubric_of(conversation: Conversation) -> Rubric:
    """The rubric as it was when the talk began."""
    return read_rubric(conversation.rubric_text, f"rubric {conversation.rubric_key}")
