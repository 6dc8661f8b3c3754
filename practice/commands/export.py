"""`practice export`: conversations, turns, levels, overrides and labels as a file, for whoever runs the service."""

from datetime import UTC, datetime, timedelta

import click

from practice.domain.exports import ExportFormat, ExportKind, Separator, Shape
from practice.errors import BadInput
from practice.services.exports import Choice, ExportService
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.export_reading import Period
from practice.store.migrate import require_current

#: `talks` is what conversations were called first, and what a grade gives is its levels.
KINDS = {
    "conversations": ExportKind.TALKS,
    **{kind.value: kind for kind in ExportKind if kind is not ExportKind.TALKS},
    "talks": ExportKind.TALKS,
    "grades": ExportKind.LEVELS,
}


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in ExportFormat]),
    default=ExportFormat.CSV.value,
    show_default=True,
)
@click.option("--org", "--organisation", "organisation", metavar="KEY", help="Only of this organisation; else of all.")
@click.option("--cohort", metavar="ID", help="Only of this group's trainees.")
@click.option("--set", "gold_set", metavar="ID", default="", help="Of which gold set, for labels.")
@click.option("--since", metavar="DATE", help="Only conversations begun since this day, YYYY-MM-DD in UTC.")
@click.option("--until", metavar="DATE", help="Only conversations begun until the end of this day.")
@click.option("--bom/--no-bom", default=False, show_default=True, help="Begin CSV with a byte order mark, for Excel.")
@click.option("--semicolon", is_flag=True, help="Part the cells of CSV by semicolons.")
def export(
    kind: str,
    form: str,
    organisation: str | None,
    cohort: str | None,
    gold_set: str,
    since: str | None,
    until: str | None,
    bom: bool,
    semicolon: bool,
) -> None:
    """Write conversations, turns, levels, overrides (with disputes) or labels to standard output.

    KIND is one of these words; talks stands for conversations and grades for levels.

    Private practice that was not handed in stays out. docs/exports.md says what each column holds.
    """
    if KINDS[kind] is ExportKind.LABELS and not gold_set:
        raise BadInput("labels are of one gold set; name it with --set: its id stands in the address of its page")
    last = _day("--until", until) if until is not None else None
    choice = Choice(
        KINDS[kind],
        Period(_day("--since", since) if since is not None else None, last + timedelta(days=1) if last else None),
        Shape(ExportFormat(form), bom, Separator.SEMICOLON if semicolon else Separator.COMMA),
        gold_set,
    )
    database = Database(load_settings().database_url)
    require_current(database)
    for text in ExportService(database).everything(choice, organisation, cohort):
        click.echo(text, nl=False)


def _day(option: str, given: str) -> datetime:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"{option} {given!r}: is no day; write YYYY-MM-DD, such as 2026-01-31 (UTC)") from error
