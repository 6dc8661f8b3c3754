"""What the customer does next: decided here, by rules a person can read, never by a model's wish to be nice."""

from dataclasses import dataclass

from practice.domain.conversation import Turn
from practice.domain.mood import (
    CONCRETE_STEP,
    INSULT,
    OPEN_QUESTION,
    WHO_AND_WHEN,
    EventKind,
    Mood,
    MoodEffect,
    MoodTable,
)
from practice.domain.scenario import Move, Scenario

EARLIEST_ACCEPT = 2  #: nobody is won over by the first reply
FURIOUS = 88
NEARLY_OUT_OF_PATIENCE = 18
STILL_ANGRY = 60


@dataclass(frozen=True)
class TalkSoFar:
    """What earlier replies led to. `replies` counts the trainee's replies, the one just given included."""

    replies: int
    moves: tuple[Move, ...]
    abouts: frozenset[str]

    @property
    def disclosed(self) -> bool:
        return Move.DISCLOSE in self.moves


def talk_so_far(customer_turns: list[Turn]) -> TalkSoFar:
    """From the customer's earlier turns, the opening line included."""
    moves = tuple(turn.move for turn in customer_turns if turn.move)
    abouts = frozenset(effect.about for turn in customer_turns for effect in turn.effects if effect.about)
    return TalkSoFar(len(customer_turns), moves, abouts)


def choose_move(
    scenario: Scenario, mood: Mood, effects: tuple[MoodEffect, ...], talk: TalkSoFar, table: MoodTable
) -> Move:
    """The next move, from the mood after the reply and what the reply did."""
    events = {effect.event for effect in effects}
    harmed = any(_kind(event, table) is EventKind.HARM for event in events)
    if _walks_out(mood, harmed, talk, INSULT in events):
        return Move.LEAVE
    if not harmed and _settled(scenario, mood, effects, talk):
        return Move.ACCEPT
    only_good = bool(events) and not harmed
    if mood.patience < NEARLY_OUT_OF_PATIENCE and not only_good:
        return Move.THREATEN_TO_LEAVE
    if mood.frustration >= FURIOUS and _last(talk) is not Move.ASK_FOR_MANAGER:
        return Move.ASK_FOR_MANAGER
    if harmed:
        return Move.VENT
    return _answer_to_goodwill(scenario, mood, events, talk)


def _answer_to_goodwill(scenario: Scenario, mood: Mood, events: set[str], talk: TalkSoFar) -> Move:
    trusted = mood.trust >= scenario.hidden_need.trust_needed
    if not talk.disclosed and (OPEN_QUESTION in events or trusted):
        return Move.DISCLOSE
    if CONCRETE_STEP in events:
        if WHO_AND_WHEN not in events:
            return Move.TEST
        return Move.CONCEDE if trusted else Move.DOUBT
    if trusted and events:
        return Move.CONCEDE
    if mood.frustration >= STILL_ANGRY and _last(talk) is not Move.VENT:
        return Move.VENT
    return Move.DEMAND


def _walks_out(mood: Mood, harmed: bool, talk: TalkSoFar, insulted: bool) -> bool:
    warned = _last(talk) is Move.THREATEN_TO_LEAVE
    return mood.patience == 0 or (insulted and mood.trust == 0) or (warned and harmed)


def _settled(scenario: Scenario, mood: Mood, effects: tuple[MoodEffect, ...], talk: TalkSoFar) -> bool:
    resolution = scenario.resolution
    abouts = talk.abouts | {effect.about for effect in effects if effect.about}
    return (
        talk.replies >= EARLIEST_ACCEPT
        and any(remedy in abouts for remedy in resolution.remedies)
        and all(topic in abouts for topic in resolution.topics)
        and mood.frustration <= resolution.frustration_at_most
        and mood.trust >= resolution.trust_at_least
    )


def _last(talk: TalkSoFar) -> Move | None:
    return talk.moves[-1] if talk.moves else None


def _kind(event: str, table: MoodTable) -> EventKind | None:
    rule = table.rule(event)
    return rule.kind if rule else None
