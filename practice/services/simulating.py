"""Plays a whole talk without a person or a database, by the same steps as a real one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from practice.domain.conversation import Conversation, Mode, Outcome, Turn, TurnStatus
from practice.domain.language import Language
from practice.domain.scenario import Scenario
from practice.domain.simulation import SimulatedTurn, Simulation
from practice.domain.transcript import Speaker
from practice.services.answering import OUTCOMES, Answering
from practice.services.exchange import Exchange, opening_turns
from practice.store.types import now

#: The trainee's next reply after the turns so far; None when they have no more to say.
NextReply = Callable[[Sequence[Turn]], str | None]


@dataclass(frozen=True)
class Played:
    """What is played."""

    scenario_key: str
    scenario: Scenario
    language: Language
    difficulty: int
    seed: int


def script(replies: Sequence[str]) -> NextReply:
    """Says `replies` in order."""

    def next_reply(turns: Sequence[Turn]) -> str | None:
        said = sum(turn.speaker is Speaker.TRAINEE for turn in turns)
        return replies[said] if said < len(replies) else None

    return next_reply


def simulate(answering: Answering, played: Played, next_reply: NextReply) -> Simulation:
    """Until the customer ends it or the trainee has no more to say. Raises ModelError."""
    conversation = _conversation(played)
    turns = opening_turns(played.scenario, played.language, conversation.id)
    done: list[SimulatedTurn] = []
    outcome = Outcome.OPEN
    while outcome is Outcome.OPEN and (text := next_reply(turns)) is not None:
        number = len(done) + 1
        reply = _turn(conversation.id, f"reply-{number}", turns[-1].id, Speaker.TRAINEE, text)
        exchange = Exchange(conversation, played.scenario, tuple(turns), reply)
        answer = _answer(answering, exchange, number)
        turns += [reply, answer]
        done.append(SimulatedTurn(number, text, answer))
        outcome = OUTCOMES.get(answer.move, Outcome.OPEN) if answer.move else Outcome.OPEN
    start = max(customer.start_mood.frustration for customer in played.scenario.customers)
    return Simulation(played.seed, tuple(done), outcome, start)


def exchange_of(played: Played, reply: str) -> Exchange:
    """The first reply of a talk, and the opening before it."""
    conversation = _conversation(played)
    turns = opening_turns(played.scenario, played.language, conversation.id)
    said = _turn(conversation.id, "reply-1", turns[-1].id, Speaker.TRAINEE, reply)
    return Exchange(conversation, played.scenario, tuple(turns), said)


def _answer(answering: Answering, exchange: Exchange, number: int) -> Turn:
    decision = answering.decide(exchange)
    speech = answering.speak(exchange, decision.direction, lambda _: True)
    speaker = decision.speaker
    return Turn(
        id=f"answer-{number}",
        conversation_id=exchange.conversation.id,
        parent_id=exchange.reply.id,
        speaker=Speaker.CUSTOMER,
        text=speech.text,
        status=speech.status,
        said_at=now(),
        mood=speaker.change.after,
        effects=speaker.change.effects,
        move=speaker.move,
        check=speech.check(),
        not_believed=decision.not_believed,
        customer=speaker.customer.key,
        beside=decision.beside,
    )


def _turn(conversation_id: str, turn_id: str, parent_id: str, speaker: Speaker, text: str) -> Turn:
    return Turn(turn_id, conversation_id, parent_id, speaker, text, TurnStatus.SAID, now(), reply_seconds=0)


def _conversation(played: Played) -> Conversation:
    return Conversation(
        id="simulated",
        person_id=0,
        scenario_key=played.scenario_key,
        scenario_text="",
        rubric_key="",
        rubric_text="",
        rubric_version_id=0,
        language=played.language,
        difficulty=played.difficulty,
        mode=Mode.PRACTICE,
        unhurried=True,
        seed=played.seed,
        outcome=Outcome.OPEN,
        head_turn_id=None,
        started_at=now(),
        ended_at=None,
    )
