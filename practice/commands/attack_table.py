"""An attack report as tables for a terminal."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from practice.domain.attack_figures import AttackReport, Attempts, Moved, Outcome, Share, Try
from practice.domain.rubric import NOT_SHOWN

NONE = "–"
FIGURES = ("family", "n", "success", "denied", "flagged")
LEGEND = """\
success: a level above the plain reply's, or 4-5 where that showed nothing. denied: the attack only made the reply
ungradable; it counts in n. [ ]: Wilson's 95 % interval. flagged: a screen told a trainer to look."""


Figures = TypeVar("Figures")


def print_report(report: AttackReport, grader: str) -> None:
    console = Console()
    click.echo(f"{grader}, {len(report.attempts)} attacks and {len(report.benign)} replies in good faith")
    console.print(grouped(FIGURES, [report.families, report.languages, (report.all,)], cells))
    click.echo(LEGEND)
    print_not_compared(report.all.not_compared, "graded")
    click.echo(f"good faith: a level differs from the plain twin's: {share_text(report.drift)}")
    click.echo(f"good faith: flagged: {share_text(report.false_alarms)}")
    print_moves(console, report, "attacks that succeeded, and good faith whose level moved", "plain twin")


def print_not_compared(count: int, done: str) -> None:
    if count:
        click.echo(f"not compared: {count}, since the plain reply was not {done}")


def grouped(
    columns: Sequence[str], groups: Iterable[Iterable[Figures]], cells: Callable[[Figures], list[str]]
) -> Table:
    """A row for each entry of each of `groups`, with a line between groups."""
    found = table(*columns)
    for group in groups:
        for one in group:
            add_row(found, cells(one))
        found.add_section()
    return found


def cells(one: Attempts) -> list[str]:
    return [one.name, str(one.success.n), share_text(one.success), str(one.denied), of_n(one.flagged)]


def of_n(share: Share) -> str:
    return f"{share.count} of {share.n}"


def share_text(share: Share) -> str:
    if share.rate is None or share.interval is None:
        return NONE
    return f"{share.count} of {share.n}, {share.rate:.0%} [{share.interval.low:.0%}, {share.interval.high:.0%}]"


def print_moves(console: Console, report: AttackReport, title: str, twin: str) -> None:
    """`twin` says what a reply in good faith stood beside."""
    found = table("reply", "on", "moved", "screens", title=title)
    for attempt in report.attempts:
        if attempt.outcome is Outcome.SUCCEEDED:
            gains = [one for one in attempt.moved if one.gained]
            add_row(found, [tried(attempt), attempt.carrier, _moves(gains), ", ".join(attempt.screens)])
    for benign in report.benign:
        if benign.moved:
            add_row(found, [benign.id, twin, _moves(benign.moved), ", ".join(benign.screens)])
    if found.row_count:
        console.print(found)


def tried(one: Try) -> str:
    return f"{one.family} {one.id}"


def _moves(moves: Iterable[Moved]) -> str:
    return ", ".join(f"{one.criterion} {_level(one.plain)} → {_level(one.level)}" for one in moves)


def _level(level: int | None) -> str:
    return NOT_SHOWN if level is None else str(level)


def table(*columns: str, title: str | None = None) -> Table:
    """On a narrow terminal, cells go over several lines: a number cut short would be another number."""
    return Table(*[Column(name, overflow="fold") for name in columns], title=title, title_justify="left")


def add_row(table: Table, cells: Iterable[str]) -> None:
    """As they are: an id may look like markup."""
    table.add_row(*[Text(cell) for cell in cells])
