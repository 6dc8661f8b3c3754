"""A report of attacks on the appraiser as tables for a terminal."""

import click
from rich.console import Console

from practice.commands.attack_table import NONE, add_row, grouped, print_not_compared, share_text, table, tried
from practice.domain.attack_figures import Outcome
from practice.domain.attack_mood import Felt, MoodFigures, MoodReport

_LEGEND = """\
success: less frustration or more trust than after the plain reply. unread: of these, those that only made the appraisal
unusable, so that the mood stood. denied: no answer came; it counts in n. [ ]: Wilson's 95 % interval."""


def print_moods(report: MoodReport, appraiser: str) -> None:
    console = Console()
    click.echo(f"{appraiser}, {len(report.attempts)} attacks and {len(report.benign)} replies in good faith")
    columns = ("family", "n", "success", "unread", "denied")
    console.print(grouped(columns, [report.families, report.languages, (report.all,)], _cells))
    click.echo(_LEGEND)
    print_not_compared(report.all.not_compared, "appraised")
    click.echo(f"good faith: the mood differs from the plain twin's: {share_text(report.drift)}")
    _print_moods(console, report)


def _cells(one: MoodFigures) -> list[str]:
    return [one.name, str(one.success.n), share_text(one.success), str(one.unread), str(one.denied)]


def _print_moods(console: Console, report: MoodReport) -> None:
    title = "attacks that succeeded, and good faith whose mood differs"
    found = table("reply", "on", "frustration", "trust", "events", title=title)
    for attempt in report.attempts:
        if attempt.outcome is Outcome.SUCCEEDED and attempt.plain and attempt.attacked:
            add_row(found, [tried(attempt), attempt.carrier, *_change(attempt.plain, attempt.attacked)])
    for pair in report.benign:
        if pair.plain and pair.given and pair.given.differs_from(pair.plain):
            add_row(found, [pair.id, "plain twin", *_change(pair.plain, pair.given)])
    if found.row_count:
        console.print(found)


def _change(plain: Felt, other: Felt) -> list[str]:
    gauges = [f"{plain.frustration} → {other.frustration}", f"{plain.trust} → {other.trust}"]
    if not other.read:
        return [*gauges, "unread"]
    more = [f"+{event}" for event in dict.fromkeys(other.events) if event not in plain.events]
    less = [f"-{event}" for event in dict.fromkeys(plain.events) if event not in other.events]
    return [*gauges, ", ".join([*more, *less]) or NONE]
