"""`practice regrade`: grades kept replies again, keeps the old grades beside the new, and tells what moved."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from practice.commands.bulk import SOME_NOT_GRADED, rubric_document
from practice.commands.regrade_output import print_json, print_table
from practice.domain.counting import counted
from practice.domain.regrading import Only, compare
from practice.errors import BadInput, ModelMisconfigured, NotFound, PracticeError
from practice.library import Document
from practice.services.assembly import Services, assemble
from practice.services.regrading import Choice, RegradingService
from practice.settings import load_settings
from practice.store.migrate import require_current
from practice.store.regrading import RunProgress

#: As a shell has it for a command that Ctrl-C ended.
STOPPED = 130
_NEWEST = ""


@click.command()
@click.option("--rubric", "rubric_name", help="A rubric's key or file, in place of each talk's own.")
@click.option("--model", help="Another grader than the settings name.")
@click.option("--since", help="Only replies said since this day, YYYY-MM-DD in UTC.")
@click.option("--only", type=click.Choice([only.value for only in Only]), help="Only replies that now stand so.")
@click.option(
    "--resume",
    is_flag=False,
    flag_value=_NEWEST,
    metavar="[ID]",
    help="Go on with an unfinished run: this one, or the newest.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
def regrade(
    rubric_name: str | None,
    model: str | None,
    since: str | None,
    only: str | None,
    resume: str | None,
    form: str | None,
) -> None:
    """Grade the replies of kept talks again. Old grades stay; the end tells how levels moved.

    With --rubric the new grades are for comparison and do not count in their talks. What was begun is kept: --resume
    goes on after a stop. Exit 0 when all were graded, 3 when some could not be, 2 when the input cannot be used.
    """
    if resume is not None and any((rubric_name, model, since, only)):
        raise BadInput("--resume goes on with a run as it was begun; leave out --rubric, --model, --since and --only")
    said_since = _day(since) if since is not None else None
    services = assemble(load_settings())
    require_current(services.database)
    services.voices.preload()
    runs = RegradingService(services.database, services.voices)
    if resume is not None:
        run_id: str | None = runs.find(resume or None)
    else:
        document = _document(services, rubric_name) if rubric_name is not None else None
        run_id = _begun(runs, Choice(document, model, said_since, Only(only) if only else None))
    if run_id is not None:
        _work(services, runs, run_id)
    comparison = runs.comparison(run_id) if run_id is not None else compare(())
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    (print_table if as_table else print_json)(run_id, comparison)
    sys.exit(SOME_NOT_GRADED if comparison.not_graded else 0)


def _day(given: str) -> datetime:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"--since {given!r}: is no day; write YYYY-MM-DD, such as 2026-01-31 (UTC)") from error


def _document(services: Services, name: str) -> Document:
    try:
        return rubric_document(services.library, name)
    except NotFound as error:
        raise BadInput(f"--rubric: {error}, or the path of a file *.yaml") from error


def _begun(runs: RegradingService, choice: Choice) -> str | None:
    try:
        return runs.begin(choice)
    except ModelMisconfigured as error:
        raise BadInput(f"--model: {error}") from error


def _work(services: Services, runs: RegradingService, run_id: str) -> None:
    """Until the run is done. Whatever stops it before, the jobs stay in the table."""
    progress = runs.progress(run_id)
    if not progress.open:
        return
    try:
        click.echo(f"run {run_id}: {progress.open} of {counted(progress.total, 'reply', 'replies')} to grade", err=True)
        services.worker.start()
        _show(runs.follow(run_id, services.worker), progress.total)
    except (KeyboardInterrupt, PracticeError) as stop:
        click.echo(f"stopping. Go on with: practice regrade --resume {run_id}", err=True)
        if isinstance(stop, PracticeError):
            raise
        sys.exit(STOPPED)
    finally:
        services.worker.stop()


def _show(steps: Iterator[RunProgress], total: int) -> None:
    """A bar on standard error, where somebody watches it."""
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("grading again", total=total)
        for step in steps:
            progress.update(bar, completed=step.done)
