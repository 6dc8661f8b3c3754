"""What the customer does next: decided here, by rules a person can read, never by a model's wish to be nice."""

from collections.abc import Iterable
from dataclasses import dataclass

from practice.domain.conversation import Turn
from practice.domain.customer import Customer
from practice.domain.mood import Mood, MoodChange, MoodEffect
from practice.domain.mood_table import (
    CONCRETE_STEP,
    FIGURES,
    HANDS_OVER,
    INSULT,
    NOT_ALLOWED,
    OPEN_QUESTION,
    OVERALL_PICTURE,
    THREAT,
    WHO_AND_WHEN,
    DecisionStyle,
    MoodTable,
)
from practice.domain.stock import Move

_WANTED = {DecisionStyle.ANALYTICAL: FIGURES, DecisionStyle.HOLISTIC: OVERALL_PICTURE}


@dataclass(frozen=True)
class TalkSoFar:
    """What earlier replies led to, for one customer. `replies` counts the one just given too."""

    replies: int
    moves: tuple[Move, ...] = ()
    causes: frozenset[str] = frozenset()
    abouts: frozenset[str] = frozenset()

    @property
    def last(self) -> Move | None:
        return self.moves[-1] if self.moves else None


def talk_so_far(turns: Iterable[Turn], customer: str, replies: int) -> TalkSoFar:
    """From the turns before the reply."""
    reactions = [reaction for turn in turns if (reaction := turn.reaction(customer))]
    effects = [effect for reaction in reactions for effect in reaction.effects]
    return TalkSoFar(
        replies,
        tuple(reaction.move for reaction in reactions if reaction.move),
        frozenset(effect.event for effect in effects),
        frozenset(effect.about for effect in effects if effect.about),
    )


def choose_move(customer: Customer, change: MoodChange, talk: TalkSoFar, table: MoodTable, difficulty: int) -> Move:
    """The next move, from the mood after the reply and what the reply did."""
    mood, limits = change.after, table.moves
    events = frozenset(effect.event for effect in change.effects)
    harmed, helped = any(map(table.is_harm, events)), any(map(table.is_repair, events))
    if _walks_out(mood, talk, events, harmed=harmed):
        return Move.LEAVE
    enough = talk.replies >= limits.earliest_accept[difficulty]
    if enough and not harmed and _settled(customer, mood, change.effects, talk):
        return Move.ACCEPT
    if _taken_higher(customer, change, talk, table, harmed=harmed, helped=helped):
        return Move.ESCALATE
    if mood.patience < limits.nearly_out_of_patience and (harmed or not helped):
        return Move.THREATEN_TO_LEAVE
    if mood.frustration >= limits.furious and Move.ASK_FOR_MANAGER not in talk.moves:
        return Move.ASK_FOR_MANAGER
    if NOT_ALLOWED in events:
        return Move.DOUBT
    if harmed:
        return _answer_to_harm(mood, events, talk, table)
    return _answer_to_goodwill(customer, mood, events, talk, table)


def _answer_to_harm(mood: Mood, events: frozenset[str], talk: TalkSoFar, table: MoodTable) -> Move:
    """What hurts is answered with anger; what is not there is demanded."""
    if any(map(table.hurts, events)):
        return Move.DEMAND if talk.last is Move.VENT and INSULT not in events else Move.VENT
    if talk.last is not Move.DEMAND:
        return Move.DEMAND
    return Move.VENT if mood.frustration >= table.moves.still_angry else Move.DOUBT


def _answer_to_goodwill(
    customer: Customer, mood: Mood, events: frozenset[str], talk: TalkSoFar, table: MoodTable
) -> Move:
    if Move.DISCLOSE not in talk.moves:
        if mood.disclosure >= customer.hidden_need.opens_at:
            return Move.DISCLOSE
        if OPEN_QUESTION in events and Move.WITHHOLD not in talk.moves:
            return Move.WITHHOLD
    trusts = mood.trust >= customer.resolution.trust_at_least
    if CONCRETE_STEP in events:
        return _answer_to_step(customer, events, talk, trusts=trusts)
    if trusts and any(map(table.is_repair, events)):
        return Move.CONCEDE
    if mood.frustration >= table.moves.still_angry and talk.last is not Move.VENT:
        return Move.VENT
    return Move.DEMAND


def _answer_to_step(customer: Customer, events: frozenset[str], talk: TalkSoFar, *, trusts: bool) -> Move:
    if WHO_AND_WHEN not in events:
        return Move.TEST
    wanted = _WANTED[customer.persona.decision_style]
    if wanted not in events | talk.causes and Move.ASK_FOR_FIGURES not in talk.moves:
        return Move.ASK_FOR_FIGURES
    if not trusts:
        return Move.DOUBT
    return Move.CONCEDE if talk.last is Move.THANK_GRUDGINGLY else Move.THANK_GRUDGINGLY


def _walks_out(mood: Mood, talk: TalkSoFar, events: frozenset[str], *, harmed: bool) -> bool:
    warned = talk.last is Move.THREATEN_TO_LEAVE
    abused = not events.isdisjoint({INSULT, THREAT})
    return mood.patience == 0 or (abused and mood.trust == 0) or (warned and harmed)


def _taken_higher(
    customer: Customer, change: MoodChange, talk: TalkSoFar, table: MoodTable, *, harmed: bool, helped: bool
) -> bool:
    """Asked for a manager, and either gets one or has been given nothing better."""
    if Move.ASK_FOR_MANAGER not in talk.moves:
        return False
    if harmed or not helped:
        return change.after.frustration >= table.moves.furious
    settles = {effect.about for effect in change.effects} & set(customer.resolution.remedies)
    return any(effect.event == HANDS_OVER for effect in change.effects) and not settles


def _settled(customer: Customer, mood: Mood, effects: tuple[MoodEffect, ...], talk: TalkSoFar) -> bool:
    resolution = customer.resolution
    abouts = talk.abouts | {effect.about for effect in effects if effect.about}
    return (
        any(remedy in abouts for remedy in resolution.remedies)
        and all(topic in abouts for topic in resolution.topics)
        and mood.frustration <= resolution.frustration_at_most
        and mood.trust >= resolution.trust_at_least
    )
