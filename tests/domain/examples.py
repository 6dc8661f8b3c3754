"""Small things that several tests of the domain are about."""

from practice.domain.mood import AppraisedEvent, EventKind, EventRule, Mood, MoodEffect, MoodTable, move_mood
from practice.domain.move import TalkSoFar, choose_move
from practice.domain.scenario import Move, Scenario

START = Mood(frustration=70, trust=25, patience=60)


def events(*names: str, about: dict[str, str] | None = None) -> tuple[AppraisedEvent, ...]:
    return tuple(AppraisedEvent(name, f"words of {name}", (about or {}).get(name)) for name in names)


def names_of(table: MoodTable, kind: EventKind) -> list[str]:
    return [rule.event for rule in table.events if rule.kind is kind]


def rule_of(table: MoodTable, event: str) -> EventRule:
    rule = table.rule(event)
    assert rule is not None
    return rule


class PlayedTalk:
    """A talk played through mood and moves alone, as `services.speaking` does it."""

    def __init__(self, scenario: Scenario, table: MoodTable) -> None:
        self.scenario, self.table = scenario, table
        self.mood = scenario.start_mood
        self.moves: list[Move] = []
        self.effects: list[MoodEffect] = []

    def reply(self, noticed: tuple[AppraisedEvent, ...]) -> Move:
        abouts = frozenset(effect.about for effect in self.effects if effect.about)
        talk = TalkSoFar(len(self.moves) + 1, tuple(self.moves), abouts)
        change = move_mood(self.mood, noticed, self.table)
        move = choose_move(self.scenario, change.after, change.effects, talk, self.table)
        self.mood = change.after
        self.effects += change.effects
        self.moves.append(move)
        return move

    def play(self, replies: list[tuple[AppraisedEvent, ...]]) -> list[Move]:
        """Until the talk is over or the replies are."""
        for noticed in replies:
            if self.reply(noticed) in (Move.ACCEPT, Move.LEAVE):
                break
        return self.moves
