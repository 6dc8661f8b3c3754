"""An agreement run as tables for a terminal."""

from collections.abc import Iterable, Iterator

import click
from rich.columns import Columns
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from practice.commands.agreement_keeping import told
from practice.commands.agreement_run import Run
from practice.domain.agreement import Agreement, AgreementReport, CriterionAgreement, Estimate, MeanAgreement
from practice.domain.agreement_comparison import Comparison
from practice.domain.counting import counted
from practice.domain.labels import UNNAMED, Reference
from practice.domain.recalibration import Proposal
from practice.domain.rubric import LEVELS, NOT_SHOWN
from practice.domain.teaching import as_yaml

NONE = "–"
MOST_FLIPS = 20
_LEGEND = """\
kappa: quadratic weighted, with the raters' median. error: mean absolute, in levels; constant: had this one level been
given to all. bias: the grader less the people, above 0 it is more generous. alpha: Krippendorff's, ordinal.
[ ]: 95 % by bootstrap over replies. A median is steadier than one rater, so what people reach among themselves is to
be set beside the grader's kappa with one rater."""


def print_run(run: Run) -> None:
    console = Console()
    _print_head(run)
    console.print(_figures(run.report.overall))
    console.print(_raters(run.report.overall))
    click.echo(_LEGEND)
    for note in _lacking(run.report.overall):
        click.echo(f"- {note}")
    console.print(_groups(run.report))
    console.print(Columns([_confusion(one) for one in run.report.overall.criteria]))
    console.print(_shown(run.report.overall))
    if run.report.worst:
        console.print(_worst(run.report))
    if run.comparison is not None:
        click.echo(f"A: {run.grader}\nB: {run.second}")
        console.print(_compared(run.comparison))
        _print_flips(console, run.comparison)
    for proposal in run.recalibrations or ():
        _print_recalibration(console, proposal)
    if run.kept is not None:
        for line in told(run.kept):
            click.echo(line)
    if run.teaching is not None:
        _print_teaching(run)


def _print_head(run: Run) -> None:
    report = run.report
    raters = [name for name in report.raters if name != UNNAMED]
    by = f"{len(raters)} raters ({', '.join(raters)})" if len(raters) > 1 else "one rater"
    click.echo(f"{run.grader}, beside {by}, on {counted(report.overall.replies, 'reply', 'replies')}")
    if report.taught:
        click.echo(f"left out, since the rubric teaches the grader their levels: {', '.join(report.taught)}")
    if report.changed:
        click.echo(
            f"levels that their raters changed when they could see what others say: {report.changed}; "
            "one rater at a time, the first ones count, else the changed ones"
        )
    for one in report.not_graded:
        click.echo(f"not graded: {one.id}: {one.problem}")


def _table(*columns: str, title: str | None = None) -> Table:
    """On a narrow terminal, cells go over several lines: a number cut short would be another number."""
    return Table(*[Column(name, overflow="fold") for name in columns], title=title, title_justify="left")


def _row(table: Table, cells: Iterable[str]) -> None:
    """As they are: an id may look like markup."""
    table.add_row(*[Text(cell) for cell in cells])


def _figures(agreement: Agreement) -> Table:
    table = _table("criterion", "n", "graded", "kappa", "error", "constant", "bias", title="the grader and the people")
    for one in agreement.criteria:
        constant = f"{one.constant.mae:.2f} ({one.constant.level})" if one.constant else NONE
        _row(table, [one.criterion, *_cells(one, constant)])
    mean = agreement.mean
    table.add_section()
    _row(table, ["mean", *_cells(mean, NONE if mean.constant_mae is None else f"{mean.constant_mae:.2f}")])
    return table


def _cells(one: CriterionAgreement | MeanAgreement, constant: str) -> list[str]:
    graded = f"{one.coverage.graded} of {one.coverage.labelled}"
    return [str(one.n), graded, _figure(one.kappa), _figure(one.mae), constant, _figure(one.bias, signed=True)]


def _raters(agreement: Agreement) -> Table:
    heads = ("kappa of the grader with one rater", "kappa among the raters", "alpha among the raters")
    table = _table("criterion", *heads, title="one rater at a time")
    for one in agreement.criteria:
        _row(table, [one.criterion, _figure(one.kappa_single), _figure(one.ceiling), _figure(one.alpha)])
    mean = agreement.mean
    table.add_section()
    _row(table, ["mean", _figure(mean.kappa_single), _figure(mean.ceiling), _figure(mean.alpha)])
    return table


def _figure(estimate: Estimate, *, signed: bool = False) -> str:
    if estimate.value is None:
        return NONE
    form = "+z.2f" if signed else "z.2f"  # z: no -0.00
    between = f" [{estimate.interval.low:{form}}, {estimate.interval.high:{form}}]" if estimate.interval else ""
    return f"{estimate.value:{form}}{between}"


def _lacking(agreement: Agreement) -> Iterator[str]:
    """Each reason once, with the figures it is about."""
    ones: list[CriterionAgreement | MeanAgreement] = [*agreement.criteria, agreement.mean]
    for one in ones:
        name = one.criterion if isinstance(one, CriterionAgreement) else "mean"
        figures = {
            "kappa": one.kappa,
            "kappa with one rater": one.kappa_single,
            "kappa among raters": one.ceiling,
            "alpha": one.alpha,
            "error": one.mae,
            "bias": one.bias,
        }
        for why in dict.fromkeys(figure.lacking for figure in figures.values() if figure.lacking):
            about = ", ".join(figure for figure, estimate in figures.items() if estimate.lacking == why)
            yield f"{name}: {about}: {why}"


def _groups(report: AgreementReport) -> Table:
    keys = [one.criterion for one in report.overall.criteria]
    table = _table("", "replies", *keys, "mean", title="kappa · bias · n (?: too few replies for an interval)")
    for group in report.groups:
        figures: list[CriterionAgreement | MeanAgreement] = [*group.agreement.criteria, group.agreement.mean]
        _row(table, [f"{group.by} {group.value}", str(group.agreement.replies), *map(_brief, figures)])
    return table


def _brief(one: CriterionAgreement | MeanAgreement) -> str:
    """Without intervals; where few replies leave no interval, a question mark says so."""
    kappa = NONE if one.kappa.value is None else f"{one.kappa.value:.2f}{'' if one.kappa.interval else '?'}"
    return f"{kappa} · {_figure(Estimate(one.bias.value), signed=True)} · {one.n}"


def _confusion(one: CriterionAgreement) -> Table:
    table = _table("people ↓ grader →", *map(str, LEVELS), title=one.criterion)
    for level, counts in zip(LEVELS, one.confusion, strict=True):
        table.add_row(str(level), *[str(count) if count else "·" for count in counts])
    return table


def _shown(agreement: Agreement) -> Table:
    table = _table(
        "criterion", "both", "neither", "people only", "grader only", "agreement", title="something to judge by"
    )
    for one in agreement.criteria:
        shown = one.shown
        counts = (shown.both, shown.neither, shown.people_only, shown.grader_only)
        table.add_row(one.criterion, *map(str, counts), NONE if shown.agreement is None else f"{shown.agreement:.0%}")
    return table


def _worst(report: AgreementReport) -> Table:
    table = _table(
        "id", "criterion", "people", "grader", "difference", "quote", "reason", "reply", title="farthest apart"
    )
    for one in report.worst:
        levels = [_people(one.reference), str(one.level), f"{one.difference:+g}"]
        _row(table, [one.id, one.criterion, *levels, one.quote or NONE, one.reason, one.reply])
    return table


def _people(reference: Reference) -> str:
    """The median, with the range where they differ."""
    if reference.median is None:
        return NOT_SHOWN
    spread = f" ({reference.lowest}-{reference.highest})" if reference.lowest != reference.highest else ""
    return f"{reference.median:g}{spread}"


def _compared(comparison: Comparison) -> Table:
    heads = ("n", "kappa A", "kappa B", "B less A", "error A", "error B", "B less A")
    table = _table("criterion", *heads, title="B is better where kappa rises and error falls")
    for one in (*comparison.criteria, comparison.mean):
        kappas = [_figure(one.kappa_a), _figure(one.kappa_b), _figure(one.kappa_difference, signed=True)]
        errors = [_figure(one.mae_a), _figure(one.mae_b), _figure(one.mae_difference, signed=True)]
        _row(table, [one.criterion, str(one.n), *kappas, *errors])
    return table


def _print_flips(console: Console, comparison: Comparison) -> None:
    for one in (*comparison.criteria, comparison.mean):
        for why in dict.fromkeys(e.lacking for e in (one.kappa_difference, one.mae_difference) if e.lacking):
            click.echo(f"- {one.criterion}: {why}")
    if comparison.only_a or comparison.only_b:
        click.echo(
            f"not compared: {counted(comparison.only_a, 'reply', 'replies')} that A alone graded, "
            f"{comparison.only_b} that B alone did"
        )
    if not comparison.flips:
        click.echo("no labelled score differs between A and B")
        return
    shown = comparison.flips[:MOST_FLIPS]
    title = f"scores that differ, worst for B first: {len(shown)} of {len(comparison.flips)}"
    table = _table("id", "criterion", "people", "A", "B", "B farther by", title=title)
    for flip in shown:
        levels = [_level(flip.label), _level(flip.level_a), _level(flip.level_b)]
        _row(table, [flip.id, flip.criterion, *levels, NONE if flip.harm is None else f"{flip.harm:+g}"])
    console.print(table)


def _level(level: float | None) -> str:
    return NOT_SHOWN if level is None else f"{level:g}"


def _print_recalibration(console: Console, proposal: Proposal) -> None:
    verdict = "worth applying" if proposal.applies else "not applied"
    click.echo(f"recalibration of {proposal.criterion}: {verdict}: {proposal.why}")
    if proposal.recalibration is None:
        return
    table = _table("grader gave", "becomes", "people's mean, fitted", "n")
    for step in proposal.recalibration.steps:
        fitted = NONE if step.fitted is None else f"{step.fitted:.2f}"
        table.add_row(str(step.raw), str(step.level), fitted, str(step.n))
    console.print(table)


def _print_teaching(run: Run) -> None:
    if not run.teaching:
        click.echo("nothing to teach: no reply on which people agree is graded outside what they gave")
        return
    click.echo("# To paste under `examples:` of the rubric; then they no longer count here.")
    click.echo(as_yaml(run.teaching))
