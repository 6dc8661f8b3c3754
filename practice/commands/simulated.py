"""A simulated talk, and many, as JSON and as a table."""

from typing import Any

import click
from rich.console import Console
from rich.table import Table

from practice.domain.conversation import Reaction
from practice.domain.counting import counted
from practice.domain.mood import Mood, MoodEffect
from practice.domain.simulation import Many, Mean, SimulatedTurn, Simulation


def as_json(turn: SimulatedTurn) -> dict[str, Any]:
    """One line of output; with two customers also who spoke, and what the reply did to the other."""
    speaker, *others = turn.reactions
    line = {
        "turn": turn.number,
        "trainee": turn.reply,
        "customer": turn.answer.text,
        **_reaction(speaker),
        "move": turn.answer.move.value if turn.answer.move else None,
        "check": {
            "retried": turn.check.retried,
            "fell_back": turn.check.fell_back,
            "broken_rules": list(turn.check.broken_rules),
        },
        "not_believed": list(turn.answer.not_believed),
    }
    if others:
        line |= {"who": speaker.customer, "beside": [{"who": one.customer, **_reaction(one)} for one in others]}
    return line


def summary_as_json(talk: Simulation) -> dict[str, Any]:
    return {
        "outcome": talk.outcome.value,
        "frustration_start": talk.frustration_start,
        "frustration_end": talk.frustration_end,
        "turns": len(talk.turns),
        "calm_from_turn": talk.calm_from_turn,
        "retries": talk.retries,
        "fallbacks": talk.fallbacks,
    }


def many_as_json(many: Many) -> dict[str, Any]:
    return {
        "talks": many.talks,
        "outcomes": {outcome.value: count for outcome, count in many.outcomes.items()},
        "frustration_start": _mean(many.frustration_start),
        "frustration_end": _mean(many.frustration_end),
        "turns": _mean(many.turns),
        "calm_from_turn": _mean(many.calm_from_turn) if many.calm_from_turn else None,
        "became_calm": many.became_calm,
        "retries": _mean(many.retries),
        "fallbacks": _mean(many.fallbacks),
    }


def print_talk(talk: Simulation) -> None:
    table = Table("turn", "trainee", "noticed", "frustration", "trust", "patience", "move", "customer")
    for turn in talk.turns:
        speaker = turn.reactions[0]
        noticed = ", ".join(effect.event for effect in speaker.effects if effect.words)
        moods = [str(getattr(speaker.mood, gauge)) for gauge in ("frustration", "trust", "patience")]
        move = turn.answer.move.value if turn.answer.move else ""
        table.add_row(str(turn.number), turn.reply, noticed, *moods, move, turn.answer.text)
    Console().print(table)
    for name, value in summary_as_json(talk).items():
        click.echo(f"{name}: {'never' if value is None else value}")


def print_many(many: Many) -> None:
    table = Table(f"of {counted(many.talks, 'talk')}", "mean", "95 % interval")
    figures = {
        "frustration at the start": many.frustration_start,
        "frustration at the end": many.frustration_end,
        "turns": many.turns,
        f"calm from turn ({counted(many.became_calm, 'talk')})": many.calm_from_turn,
        "retries": many.retries,
        "fallbacks": many.fallbacks,
    }
    for name, mean in figures.items():
        table.add_row(name, f"{mean.value:.2f}" if mean else "–", f"{mean.low:.2f}-{mean.high:.2f}" if mean else "–")
    Console().print(table)
    click.echo(", ".join(f"{outcome.value}: {count}" for outcome, count in many.outcomes.items()))


def _reaction(reaction: Reaction) -> dict[str, Any]:
    return {
        "events": [
            {"event": effect.event, "words": effect.words, "about": effect.about, "effect": _points(effect)}
            for effect in reaction.effects
        ],
        "mood": _points(reaction.mood),
        "disclosure": reaction.mood.disclosure,
    }


def _points(of: MoodEffect | Mood) -> dict[str, int]:
    return {"frustration": of.frustration, "trust": of.trust, "patience": of.patience}


def _mean(mean: Mean) -> dict[str, float]:
    return {"mean": round(mean.value, 3), "low": round(mean.low, 3), "high": round(mean.high, 3)}
