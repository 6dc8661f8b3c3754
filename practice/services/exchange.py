"""What a job needs to know about its turn, read in one go."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.conversation import Conversation, Turn, transcript_of
from practice.domain.mood import Mood
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker, Transcript
from practice.errors import NotFound
from practice.library import read_rubric, read_scenario
from practice.store.chat_reading import load_conversation, load_turn, path_to
from practice.store.database import Database


@dataclass(frozen=True)
class Exchange:
    """A trainee's reply, and the talk before it."""

    conversation: Conversation
    scenario: Scenario
    rubric: Rubric
    before: tuple[Turn, ...]
    reply: Turn

    @property
    def transcript_before(self) -> Transcript:
        return transcript_of(list(self.before))

    @property
    def customer_turns(self) -> list[Turn]:
        return [turn for turn in self.before if turn.speaker is Speaker.CUSTOMER]

    @property
    def mood_before(self) -> Mood:
        return next((turn.mood for turn in reversed(self.before) if turn.mood), self.scenario.start_mood)


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
    return Exchange(conversation, scenario_of(conversation), rubric_of(conversation), tuple(before), reply)


def scenario_of(conversation: Conversation) -> Scenario:
    """The scenario as it was when the talk began."""
    return read_scenario(conversation.scenario_text, f"scenario {conversation.scenario_key}")


def rubric_of(conversation: Conversation) -> Rubric:
    """The rubric as it was when the talk began."""
    return read_rubric(conversation.rubric_text, f"rubric {conversation.rubric_key}")
