"""The customer's answer to one reply, without a database: what was noticed, how the moods moved, who says what."""

from collections.abc import Mapping
from dataclasses import dataclass

from practice.domain.conversation import Outcome, Reaction, Turn
from practice.domain.mood import AppraisedEvent, MoodChange
from practice.domain.reacting import Reacted, TalkBefore, mood_before, react, who_speaks
from practice.domain.stock import Move
from practice.library import Library
from practice.model.port import ModelAnswer, Role
from practice.services.appraising import Appraiser
from practice.services.customer import Direction, Listener, Speaking, Speech
from practice.services.exchange import Exchange
from practice.services.voices import Voices

OUTCOMES: Mapping[Move, Outcome] = {
    Move.ACCEPT: Outcome.RESOLVED,
    Move.LEAVE: Outcome.LEFT,
    Move.ESCALATE: Outcome.ESCALATED,
}


@dataclass(frozen=True)
class Decision:
    """`speaker` reacts aloud, the others in silence. `answers` are the appraiser's, for the record of what was used."""

    speaker: Reacted
    beside: tuple[Reaction, ...]
    not_believed: tuple[str, ...]
    answers: tuple[ModelAnswer, ...]

    @property
    def direction(self) -> Direction:
        return Direction(self.speaker.customer, self.speaker.move, self.speaker.change, self.speaker.noticed)


class Answering:
    def __init__(self, library: Library, voices: Voices) -> None:
        self._library = library
        self._voices = voices

    def decide(self, exchange: Exchange) -> Decision:
        """Raises ModelError where the appraiser gave no answer at all."""
        table = self._library.mood_table
        channel = self._library.channels.of(exchange.scenario.channel)
        appraiser = Appraiser(self._voices.of(Role.APPRAISER), self._library.prompt("appraise"), table)
        noticed = appraiser.appraise(exchange, channel)
        talk = exchange.conversation
        hurried = channel.waits is not None and not talk.unhurried
        costs = channel.waits.cost(exchange.reply.reply_seconds or 0) if channel.waits and hurried else 0
        before = TalkBefore(exchange.before, exchange.replies, talk.difficulty, costs)
        reacted = [react(one.customer, one.events, before, table) for one in noticed]
        speaker, *others = who_speaks(reacted, before, table)
        return Decision(
            speaker,
            tuple(other.in_silence() for other in others),
            tuple(claim for one in noticed for claim in one.refused),
            tuple(one.answer for one in noticed if one.answer),
        )

    def speak(self, exchange: Exchange, direction: Direction, listener: Listener) -> Speech:
        """Raises ModelError where the model gave nothing that could be shown; words already shown are kept."""
        speaking = Speaking(
            self._voices.of(Role.CUSTOMER),
            self._library.prompt("customer"),
            self._library.speech_rules,
            self._library.fact_book,
            self._library.channels.of(exchange.scenario.channel),
        )
        return speaking.speak(exchange, direction, listener)


def decided_before(exchange: Exchange, turn: Turn) -> Direction | None:
    """What an earlier attempt at this line had decided: the reply is not read anew, so the mood cannot change."""
    if turn.mood is None or turn.move is None:
        return None
    noticed = tuple(AppraisedEvent(effect.event, effect.words, effect.about) for effect in turn.effects if effect.words)
    customer = exchange.scenario.customer(turn.customer)
    change = MoodChange(mood_before(customer, exchange.before), turn.mood, turn.effects)
    return Direction(customer, turn.move, change, noticed)
