"""Small things that several tests of the domain are about."""

from collections.abc import Iterable
from datetime import UTC, datetime

from practice.domain.conversation import Outcome, Reaction, SpeechCheck, Turn, TurnStatus
from practice.domain.customer import Customer
from practice.domain.mood import AppraisedEvent, Mood, MoodEffect
from practice.domain.mood_change import Temper
from practice.domain.mood_table import DecisionStyle, EventKind, EventRule, MoodTable
from practice.domain.reacting import TalkBefore, mood_before, react, who_speaks
from practice.domain.scenario import Scenario
from practice.domain.simulation import SimulatedTurn, Simulation
from practice.domain.stock import LAST_MOVES, Move
from practice.domain.transcript import Speaker

START = Mood(frustration=70, trust=25, patience=60)
#: Nobody in particular: every event counts as the table says.
EVEN = Temper(3, DecisionStyle.ANALYTICAL, {"gives_figures": 1 / 1.6, "gives_overall_picture": 1 / 0.6})
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def events(*names: str, about: dict[str, str] | None = None) -> tuple[AppraisedEvent, ...]:
    return tuple(AppraisedEvent(name, f"words of {name}", (about or {}).get(name)) for name in names)


def names_of(table: MoodTable, kind: EventKind) -> list[str]:
    return [rule.event for rule in table.events if rule.kind is kind]


def rule_of(table: MoodTable, event: str) -> EventRule:
    rule = table.rule(event)
    assert rule is not None
    return rule


def customer_turn(
    mood: Mood, move: Move | None = None, effects: tuple[MoodEffect, ...] = (), customer: str = ""
) -> Turn:
    return Turn(
        "t", "c", None, Speaker.CUSTOMER, "Well?", TurnStatus.SAID, EPOCH,
        mood=mood, move=move, effects=effects, customer=customer,
    )  # fmt: skip


class PlayedTalk:
    """A talk played through moods and moves alone, as `services.answering` does it."""

    def __init__(self, scenario: Scenario, table: MoodTable, difficulty: int = 3) -> None:
        self.scenario, self.table, self.difficulty = scenario, table, difficulty
        self.turns = [customer_turn(one.start_mood, customer=one.key) for one in scenario.customers]
        self.moves: list[Move] = []

    @property
    def customer(self) -> Customer:
        return self.scenario.customers[0]

    @property
    def mood(self) -> Mood:
        return mood_before(self.customer, self.turns)

    @property
    def effects(self) -> list[MoodEffect]:
        return [effect for turn in self.turns for effect in turn.effects]

    def reply(self, noticed: tuple[AppraisedEvent, ...]) -> Move:
        """Every customer notices the same."""
        before = TalkBefore(tuple(self.turns), len(self.moves) + 1, self.difficulty)
        reacted = [react(customer, noticed, before, self.table) for customer in self.scenario.customers]
        speaker, *others = who_speaks(reacted, before, self.table)
        answer = customer_turn(speaker.change.after, speaker.move, speaker.change.effects, speaker.customer.key)
        beside = tuple(other.in_silence() for other in others)
        self.turns.append(Turn(**{**vars(answer), "beside": beside}))
        self.moves.append(speaker.move)
        return speaker.move

    def play(self, replies: list[tuple[AppraisedEvent, ...]]) -> list[Move]:
        """Until the talk is over or the replies are."""
        for noticed in replies:
            if self.reply(noticed) in LAST_MOVES:
                break
        return self.moves


def simulated_turn(
    number: int,
    frustration: int,
    patience: int = 50,
    text: str = "Well?",
    check: SpeechCheck | None = None,
    beside: int | None = None,
) -> SimulatedTurn:
    """`beside` is the frustration of a second customer."""
    silent = () if beside is None else (Reaction("other", Mood(frustration=beside, trust=50, patience=50)),)
    answer = customer_turn(Mood(frustration=frustration, trust=50, patience=patience), customer="one")
    return SimulatedTurn(
        number, f"reply {number}", Turn(**{**vars(answer), "text": text, "check": check, "beside": silent})
    )


def simulation(
    *frustrations: int, outcome: Outcome = Outcome.OPEN, start: int = 70, turns: Iterable[SimulatedTurn] = ()
) -> Simulation:
    """One turn for each of `frustrations`, or the `turns` given."""
    played = tuple(turns) or tuple(simulated_turn(number, points) for number, points in enumerate(frustrations, 1))
    return Simulation(1, played, outcome, start)
