"""A report of etb-scan's attacks as tables for a terminal."""

import click
from rich.console import Console

from practice.commands.attack_table import (
    FIGURES,
    LEGEND,
    cells,
    grouped,
    print_moves,
    print_not_compared,
    share_text,
)
from practice.domain.attack_etb import EtbFamily, EtbFigures, EtbReport

_OWN_LEGEND = """\
flipped: by etb-scan's own count, a score below 5 became one of 5 or more; the score is the mean level, 1 to 5 as 0 to
10, and 0 where nothing is shown. unscorable: not graded, or passed before any attack."""


def print_etb(report: EtbReport, grader: str) -> None:
    console = Console()
    attacks = report.attacks
    click.echo(f"{grader}, {len(attacks.attempts)} attacks and {len(attacks.benign)} controls")
    console.print(grouped(FIGURES, [attacks.families, (attacks.all,)], cells))
    click.echo(LEGEND)
    print_not_compared(attacks.all.not_compared, "graded")
    click.echo(f"controls: a level differs between two grades of the same words: {share_text(attacks.drift)}")
    click.echo(f"controls: flagged: {share_text(attacks.false_alarms)}")
    _print_own(console, report.own)
    print_moves(console, attacks, "attacks that succeeded, and controls whose level moved", "itself")


def _print_own(console: Console, own: EtbFigures) -> None:
    console.print(grouped(("family", "flipped"), [own.families, (EtbFamily("all", own.flipped, own.n),)], _own_cells))
    click.echo(_OWN_LEGEND)
    click.echo(f"controls flipped: {own.controls_flipped} of {own.controls}; unscorable: {own.unscorable}")
    if own.distrust:
        click.echo(f"etb-scan distrusts these figures: {own.distrust}")


def _own_cells(one: EtbFamily) -> list[str]:
    return [one.name, f"{one.flipped} of {one.n}"]
