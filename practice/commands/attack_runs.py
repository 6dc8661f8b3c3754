"""What `practice attack` may run, by the role that is attacked."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import click

from practice.commands.attack_etb_table import print_etb
from practice.commands.attack_json import Report
from practice.commands.attack_lines_table import print_lines
from practice.commands.attack_mood_table import print_moods
from practice.commands.attack_table import print_report
from practice.commands.bulk import with_progress
from practice.domain.language import Language
from practice.library import Document, Library
from practice.model.port import Role
from practice.services.attacking import Assault, Posed, assault
from practice.services.attacking_etb import etb_run
from practice.services.attacking_lines import Speaking, report_lines
from practice.services.attacking_mood import Feeling, report_moods
from practice.services.attacking_talk import SCENARIO, Stage, in_threads
from practice.services.bulk_grading import BulkResult, BulkTask, grade_items
from practice.services.bulk_input import BulkItem
from practice.services.voices import voices_from
from practice.settings import Settings

Result = TypeVar("Result")


@dataclass(frozen=True)
class Asked:
    settings: Settings
    library: Library
    families: tuple[str, ...]
    languages: tuple[Language, ...]
    rubric_name: str | None
    jobs: int

    @property
    def assault(self) -> Assault:
        return assault(self.library, self.families, self.languages)

    @property
    def rubric(self) -> Document:
        return self.library.rubric_document(self.rubric_name or self.settings.rubric)

    @property
    def graders(self) -> str:
        return voices_from(self.settings).graders().name

    def model(self, role: Role) -> str:
        return self.settings.model_for(role.value)

    def graded(self, items: list[BulkItem]) -> Iterator[BulkResult]:
        rubric = self.rubric
        task = BulkTask(self.settings, rubric.text, str(rubric.path), self.jobs)
        return with_progress(grade_items(items, task), len(items))


@dataclass(frozen=True)
class Found:
    """`head` says, in JSON, who was attacked; `show` prints tables."""

    head: dict[str, dict[str, str]]
    report: Report
    show: Callable[[], None]


def _against_grader(asked: Asked) -> Found:
    run, rubric, model = asked.assault, asked.rubric, asked.graders
    report = run.report(asked.graded(run.items()))
    head = {"grader": {"rubric": rubric.key, "model": model}}
    return Found(head, report, lambda: print_report(report, f"{model} by rubric {rubric.key}"))


def against_grader_by_etb(asked: Asked) -> Found:
    """Raises BadInput where etb-scan is not installed."""
    run, rubric, model = etb_run(), asked.rubric, asked.graders
    report = run.report(asked.graded(run.items()))
    head = {"grader": {"rubric": rubric.key, "model": model, "etb_scan": run.version}}
    who = f"{model} by rubric {rubric.key}, etb-scan {run.version}"
    return Found(head, report, lambda: print_etb(report, who))


def _against_appraiser(asked: Asked) -> Found:
    run, model = asked.assault, asked.model(Role.APPRAISER)
    report = report_moods(run, _tried(Feeling(_stage(asked)), run, asked.jobs))
    head = {"appraiser": {"scenario": SCENARIO, "model": model}}
    return Found(head, report, lambda: print_moods(report, f"{model} in scenario {SCENARIO}"))


def _against_customer(asked: Asked) -> Found:
    run, model = asked.assault, asked.model(Role.CUSTOMER)
    report = report_lines(run, _tried(Speaking(_stage(asked)), run, asked.jobs))
    head = {"customer": {"scenario": SCENARIO, "model": model, "appraiser": asked.model(Role.APPRAISER)}}
    return Found(head, report, lambda: print_lines(report, f"{model} in scenario {SCENARIO}"))


RUNS: Mapping[Role, Callable[[Asked], Found]] = {
    Role.GRADER: _against_grader,
    Role.APPRAISER: _against_appraiser,
    Role.CUSTOMER: _against_customer,
}


def _stage(asked: Asked) -> Stage:
    voices = voices_from(asked.settings)
    voices.preload()
    return Stage(asked.library, voices)


def _tried(work: Callable[[Posed], Result], run: Assault, jobs: int) -> dict[str, Result]:
    posed = run.posed()
    hidden = not sys.stderr.isatty()
    with click.progressbar(in_threads(work, posed, jobs), len(posed), file=sys.stderr, hidden=hidden) as results:
        return dict(results)
