"""`practice agreement LABELS`: how far the grader agrees with people who labelled the same replies."""

import json
import sys

import click

from practice.commands.agreement_json import as_json
from practice.commands.agreement_run import GraderNamed, Run
from practice.commands.agreement_table import print_run
from practice.commands.bulk import SOME_NOT_GRADED, rubric_document, with_progress
from practice.domain.agreement import ScoredReply
from practice.domain.grade import GradeStatus
from practice.domain.labels import LabelledReply
from practice.domain.labels_reading import read_labels
from practice.domain.rubric import Rubric
from practice.domain.teaching import propose_teaching
from practice.domain.verdict import reply_criteria
from practice.errors import BadInput
from practice.library import Document, Library, find_content, read_rubric
from practice.services.agreement import items, proposals, report, scored, without_taught
from practice.services.agreement_comparison import compare
from practice.services.bulk_grading import BulkTask, grade_items
from practice.settings import Settings, load_settings


@click.command()
@click.argument("labels", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--rubric", "rubric_name", help="A rubric's key, or the path of a rubric file.")
@click.option("--model", help="Another grader than the settings name.")
@click.option("--against", help="A second rubric (key or file), compared with the first on the same replies.")
@click.option("--against-model", help="A second grader's model, compared likewise.")
@click.option("--recalibrate", is_flag=True, help="Also fit a table that moves levels to the people's; stores nothing.")
@click.option(
    "--propose-teach", "teach", type=click.IntRange(1, 50), help="Also propose so many teach examples, as YAML."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.option("--jobs", default=8, show_default=True, type=click.IntRange(1, 512), help="Replies at once.")
def agreement(
    labels: str,
    rubric_name: str | None,
    model: str | None,
    against: str | None,
    against_model: str | None,
    recalibrate: bool,
    teach: int | None,
    form: str | None,
    jobs: int,
) -> None:
    """Grade the replies in LABELS (JSON lines or CSV; `-`: standard input) and compare with the levels people gave.

    Each reply has id, language, channel, situation, customer, reply, and for each criterion a level 1-5, not_shown or
    nothing: {"calmness": 4}, {"levels": {...}} or {"labels": {rater: {...}}}; in CSV a column for each criterion or for
    each rater:criterion. Exit 0 when all were graded, 3 when some could not be, 2 when the input cannot be used.
    """
    first = _grader(rubric_name, model, jobs, "--rubric")
    second = (
        _grader(against or rubric_name, against_model or model, jobs, "--against") if against or against_model else None
    )
    criteria = reply_criteria(first.rubric)
    source = "standard input" if labels == "-" else labels
    given = read_labels(_bytes(labels), source, criteria)
    sifted = without_taught(given, [grader.rubric for grader in (first, second) if grader])
    if not sifted.usable:
        raise BadInput(f"{source}: every reply is a teach example of the rubric; label replies that it does not show")
    graded = first.grade(sifted.usable, "grading")
    again = second.grade(sifted.usable, "grading again") if second else None
    run = Run(
        grader=first.named,
        report=report(graded, criteria, sifted.taught),
        second=second.named if second else None,
        comparison=compare(graded, again, criteria) if again else None,
        recalibrations=proposals(graded, criteria) if recalibrate else None,
        teaching=tuple(propose_teaching(graded, first.rubric, teach)) if teach else None,
    )
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    print_run(run) if as_table else click.echo(json.dumps(as_json(run), ensure_ascii=False, indent=2))
    failed = [one for one in (*graded, *(again or ())) if one.grade.status is GradeStatus.NOT_GRADED]
    sys.exit(SOME_NOT_GRADED if failed else 0)


class _Grader:
    """A rubric and a model that grade by it."""

    def __init__(self, settings: Settings, document: Document, jobs: int) -> None:
        self.rubric: Rubric = read_rubric(document.text, str(document.path))
        self.named = GraderNamed(document.key, settings.model_for("grader"))
        self._task = BulkTask(settings, document.text, str(document.path), jobs)

    def grade(self, replies: list[LabelledReply], doing: str) -> list[ScoredReply]:
        return scored(replies, with_progress(grade_items(items(replies), self._task), len(replies), doing))


def _grader(rubric_name: str | None, model: str | None, jobs: int, option: str) -> _Grader:
    settings = load_settings(**({"model": model, "grader_model": model} if model else {}))
    library = Library(find_content(settings.content))
    return _Grader(settings, rubric_document(library, rubric_name or settings.rubric, option), jobs)


def _bytes(file: str) -> bytes:
    try:
        with click.open_file(file, "rb") as stream:
            data: bytes = stream.read()
            return data
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error
