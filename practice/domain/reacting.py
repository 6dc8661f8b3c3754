"""How the customers of a talk react to one reply: each by themselves, then who of them speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.conversation import Reaction, Turn, mood_of
from practice.domain.customer import Customer
from practice.domain.mood import AppraisedEvent, Mood, MoodChange
from practice.domain.mood_change import Given, Temper, end_mood, given_by, move_mood
from practice.domain.mood_table import MoodTable
from practice.domain.move import choose_move, talk_so_far
from practice.domain.stock import LAST_MOVES, Move

_GOES_AWAY = (Move.LEAVE, Move.ESCALATE)


@dataclass(frozen=True)
class TalkBefore:
    """The turns before the reply, the number of the reply from 1, and what holds for the whole talk."""

    turns: tuple[Turn, ...]
    replies: int
    difficulty: int
    wait_costs: int = 0


@dataclass(frozen=True)
class Reacted:
    """One customer's reaction. `events` are None where the appraiser could not be read: the mood then stays."""

    customer: Customer
    change: MoodChange
    move: Move
    events: tuple[AppraisedEvent, ...] | None

    @property
    def noticed(self) -> tuple[AppraisedEvent, ...]:
        """Each event once for each thing it is about, as it was kept."""
        return tuple(AppraisedEvent(e.event, e.words, e.about) for e in self.change.effects if e.words)

    def in_silence(self) -> Reaction:
        """For one who does not speak now: a move that nobody heard was not made, but content they are."""
        move = self.move if self.move is Move.ACCEPT else None
        return Reaction(self.customer.key, self.change.after, self.change.effects, move)


def mood_before(customer: Customer, turns: Sequence[Turn]) -> Mood:
    return mood_of(turns, customer.key) or customer.start_mood


def react(
    customer: Customer, events: tuple[AppraisedEvent, ...] | None, before: TalkBefore, table: MoodTable
) -> Reacted:
    """`events` None: nothing is known of the reply, not even that it held nothing new, so nothing moves."""
    mood = mood_before(customer, before.turns)
    talk = talk_so_far(before.turns, customer.key, before.replies)
    if events is None:
        change = MoodChange(mood, mood, ())
    else:
        persona = customer.persona
        temper = Temper(before.difficulty, persona.decision_style, persona.weighs)
        earlier: Given = given_by(talk.causes, table)
        change = move_mood(mood, events, table, temper, earlier, before.wait_costs)
    return Reacted(customer, change, choose_move(customer, change, talk, table, before.difficulty), events)


def who_speaks(reacted: Sequence[Reacted], before: TalkBefore, table: MoodTable) -> tuple[Reacted, ...]:
    """The speaker first, with the mood that the ending leaves where this ends the talk.

    One who goes away speaks; one who is content lets the other speak; else the one it hit harder, and where both were
    hit alike the one who did not speak last.
    """
    last = next((turn.customer for turn in reversed(before.turns) if turn.customer), "")

    def claim(one: Reacted) -> tuple[bool, bool, int, bool]:
        rise = one.change.after.frustration - one.change.before.frustration
        return one.move in _GOES_AWAY, one.move is not Move.ACCEPT, rise, one.customer.key != last

    speaker, *others = sorted(reacted, key=claim, reverse=True)
    if speaker.move not in LAST_MOVES:
        return (speaker, *others)
    return tuple(
        Reacted(one.customer, end_mood(one.change, one.move, table), one.move, one.events) for one in (speaker, *others)
    )
