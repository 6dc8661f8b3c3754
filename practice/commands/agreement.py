"""`practice agreement LABELS`: how far the grader agrees with people who labelled the same replies."""

import json
import sys
from collections.abc import Sequence

import click

from practice.commands.agreement_json import as_json
from practice.commands.agreement_keeping import Keeper
from practice.commands.agreement_run import GraderNamed, Run
from practice.commands.agreement_table import print_run
from practice.commands.bulk import SOME_NOT_GRADED, grading_settings, rubric_document, with_progress
from practice.domain.agreement import ScoredReply
from practice.domain.grade import GradeStatus
from practice.domain.labels import LabelledReply
from practice.domain.labels_reading import read_labels
from practice.domain.labels_rubric import labels_of
from practice.domain.rubric import Rubric, Scope
from practice.domain.teaching import propose_teaching
from practice.errors import BadInput
from practice.library import Document, Library, find_content, read_rubric
from practice.services.agreement import items, proposals, report, scored, without_taught
from practice.services.agreement_comparison import compare
from practice.services.bulk_grading import BulkTask, grade_items
from practice.services.own_rubrics import InForce, rubric_in_force
from practice.services.recalibrating import Use
from practice.services.voices import voices_from
from practice.settings import Settings
from practice.store.database import Database
from practice.store.migrate import require_current


@click.command()
@click.argument("labels", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--rubric", "rubric_name", help="A rubric's key, or the path of a rubric file.")
@click.option("--model", help="Another grader than the settings name.")
@click.option(
    "--org",
    "--organisation",
    "organisation",
    metavar="KEY",
    help="Grade by the version that this organisation's new talks are graded by.",
)
@click.option("--against", help="A second rubric (key or file), compared with the first on the same replies.")
@click.option("--against-model", help="A second grader's model, compared likewise.")
@click.option("--recalibrate", is_flag=True, help="Also fit a table that moves levels to the people's.")
@click.option("--keep", is_flag=True, help="Keep what --recalibrate fits, so that grades in talks are moved by it.")
@click.option(
    "--propose-teach", "teach", type=click.IntRange(1, 50), help="Also propose so many teach examples, as YAML."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.option("--jobs", default=8, show_default=True, type=click.IntRange(1, 512), help="Replies at once.")
def agreement(
    labels: str,
    rubric_name: str | None,
    model: str | None,
    organisation: str | None,
    against: str | None,
    against_model: str | None,
    recalibrate: bool,
    keep: bool,
    teach: int | None,
    form: str | None,
    jobs: int,
) -> None:
    """Grade the replies in LABELS (JSON lines or CSV; `-`: standard input) and compare with the levels people gave.

    LABELS may be a rubric file too: its check examples, of whose range of levels the ends count as two raters.

    Each reply has id, language, channel, situation, customer, reply, and for each criterion a level 1-5, not_shown or
    nothing: {"calmness": 4}, {"levels": {...}} or {"labels": {rater: {...}}}; in CSV a column for each criterion or for
    each rater:criterion. What is measured are the grader's own levels, whatever `practice recalibration` lists. Exit 0
    when all were graded, 3 when some could not be, 2 when the input cannot be used.
    """
    if keep and not recalibrate:
        raise click.UsageError("--keep keeps what --recalibrate fits: give both")
    settings = grading_settings(model)
    library = Library(find_content(settings.content))
    measured = _measured(settings, library, rubric_name, organisation)
    first = _Grader(settings, measured.document, jobs)
    second = None
    if against or against_model:
        document = rubric_document(library, against, "--against") if against else measured.document
        second = _Grader(grading_settings(against_model or model), document, jobs)
    criteria = first.rubric.keys_of(Scope.REPLY)
    use = Use(measured.document, first.named.model, measured.version_id)
    keeper = Keeper(use, organisation) if keep else None
    source = "standard input" if labels == "-" else labels
    data = _bytes(labels)
    given = _labelled(data, source, criteria)
    sifted = without_taught(given, [grader.rubric for grader in (first, second) if grader])
    if not sifted.usable:
        raise BadInput(f"{source}: every reply is a teach example of the rubric; label replies that it does not show")
    graded = first.grade(sifted.usable, "grading")
    again = second.grade(sifted.usable, "grading again") if second else None
    found = proposals(graded, criteria) if recalibrate else ()
    run = Run(
        grader=first.named,
        report=report(graded, criteria, sifted.taught),
        second=second.named if second else None,
        comparison=compare(graded, again, criteria) if again else None,
        recalibrations=found if recalibrate else None,
        teaching=tuple(propose_teaching(graded, first.rubric, teach)) if teach else None,
        kept=keeper.keep(found, data, len(_not_graded(graded))) if keeper else None,
    )
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    print_run(run) if as_table else click.echo(json.dumps(as_json(run), ensure_ascii=False, indent=2))
    sys.exit(SOME_NOT_GRADED if _not_graded((*graded, *(again or ()))) else 0)


class _Grader:
    """A rubric and a model that grade by it."""

    def __init__(self, settings: Settings, document: Document, jobs: int) -> None:
        self.rubric: Rubric = read_rubric(document.text, str(document.path))
        self.document = document
        self.named = GraderNamed(document.key, voices_from(settings).graders().name)
        self._task = BulkTask(settings, document.text, str(document.path), jobs)

    def grade(self, replies: list[LabelledReply], doing: str) -> list[ScoredReply]:
        return scored(replies, with_progress(grade_items(items(replies), self._task), len(replies), doing))


def _measured(settings: Settings, library: Library, rubric_name: str | None, organisation: str | None) -> InForce:
    if organisation is None:
        return InForce(rubric_document(library, rubric_name or settings.rubric, "--rubric"))
    database = Database(settings.database_url)
    try:
        require_current(database)
        return rubric_in_force(database, library, organisation, rubric_name or settings.rubric)
    finally:
        # Grading forks, and a connection must not be shared with the forked.
        database.close()


def _not_graded(replies: Sequence[ScoredReply]) -> list[ScoredReply]:
    return [one for one in replies if one.grade.status is GradeStatus.NOT_GRADED]


def _labelled(data: bytes, source: str, criteria: Sequence[str]) -> list[LabelledReply]:
    if not source.endswith((".yaml", ".yml")):
        return read_labels(data, source, criteria)
    try:
        rubric = read_rubric(data.decode("utf-8"), source)
    except UnicodeDecodeError as error:
        raise BadInput(f"{source}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return labels_of(rubric, source, criteria)


def _bytes(file: str) -> bytes:
    try:
        with click.open_file(file, "rb") as stream:
            data: bytes = stream.read()
            return data
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error
