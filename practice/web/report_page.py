"""What the report page shows, worked out from the report."""

from dataclasses import dataclass

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief
from practice.domain.grade import GradeStatus, point_to_work_on
from practice.domain.mood import Mood, MoodEffect, MoodTable
from practice.domain.report import CriterionSummary, GradedReply, MoodPoint
from practice.domain.verdict import CriterionScore
from practice.model.port import Role
from practice.services.chat import TurnView
from practice.services.report import ReportView
from practice.web.charts import NARROW_MOOD, LevelChart, Mark, MoodChart, level_chart, mood_chart
from practice.web.language import in_page_language


@dataclass(frozen=True)
class Cell:
    """One criterion in one reply. Either a level with its `score`, or a mark that says why there is none."""

    number: int
    score: CriterionScore | None
    mark: Mark | None


@dataclass(frozen=True)
class CriterionPanel:
    summary: CriterionSummary
    cells: tuple[Cell, ...]
    chart: LevelChart

    @property
    def grading(self) -> int:
        """How many of `summary.not_graded` may yet get a level."""
        return sum(cell.mark is Mark.GRADING for cell in self.cells)


@dataclass(frozen=True)
class Points:
    """Changes of the three gauges."""

    frustration: int
    trust: int
    patience: int

    @property
    def any(self) -> bool:
        return bool(self.frustration or self.trust or self.patience)


@dataclass(frozen=True)
class Cause:
    """`label` is None where today's table no longer has the event."""

    label: str | None
    effect: MoodEffect

    @property
    def counts(self) -> bool:
        """False where the same event had moved the mood in this turn already."""
        return bool(self.effect.frustration or self.effect.trust or self.effect.patience)


@dataclass(frozen=True)
class Reaction:
    """`rest` is the part of `change` that no words caused: waiting, and the limits of the mood table."""

    mood: Mood
    change: Points
    causes: tuple[Cause, ...]
    rest: Points


@dataclass(frozen=True)
class MoodStep:
    """`reaction` is None where reply `number` got none: the customer could not answer, or was stopped before."""

    number: int
    reaction: Reaction | None


@dataclass(frozen=True)
class Said:
    """A turn of the transcript; `number` is None for the customer's."""

    view: TurnView
    number: int | None
    cells: tuple[Cell, ...]

    @property
    def point(self) -> CriterionScore | None:
        """The one thing to work on in this reply."""
        return point_to_work_on(self.view.grade) if self.view.grade else None


@dataclass(frozen=True)
class ReportPage:
    found: ReportView
    panels: tuple[CriterionPanel, ...]
    ungraded: tuple[Said, ...]
    said: tuple[Said, ...]
    start_mood: Mood
    steps: tuple[MoodStep, ...]
    wide_mood: MoodChart
    narrow_mood: MoodChart
    customer_models: tuple[str, ...]
    grader_models: tuple[str, ...]
    coach_models: tuple[str, ...]

    @property
    def customer_name(self) -> str:
        return self.found.view.scenario.persona.name.in_language(self.found.view.conversation.language)

    @property
    def debrief(self) -> Debrief | None:
        return self.found.debrief if isinstance(self.found.debrief, Debrief) else None

    @property
    def debrief_problem(self) -> Problem | None:
        return self.found.debrief if isinstance(self.found.debrief, Problem) else None

    @property
    def lines_of_the_scenario(self) -> int:
        """How often the customer's model did not say anything usable, so that the scenario's own line stood in."""
        checks = [entry.view.turn.check for entry in self.said]
        return sum(check is not None and check.fell_back for check in checks)

    @property
    def waiting(self) -> bool:
        """Something on the page is still being made, so it is worth looking again."""
        return self.found.debriefing or not self.found.view.settled


def report_page(found: ReportView, table: MoodTable) -> ReportPage:
    said = _said(found)
    path = found.report.mood_path
    grades = [reply.grade for reply in found.report.replies if reply.grade]
    graded = [grade for grade in grades if grade.status is GradeStatus.GRADED]
    return ReportPage(
        found,
        panels=_panels(found.report.summaries, said),
        ungraded=tuple(entry for entry in said if _lacks_grade(entry)),
        said=said,
        start_mood=found.view.scenario.start_mood,
        steps=_steps(found, table),
        wide_mood=mood_chart(path),
        narrow_mood=mood_chart(path, NARROW_MOOD),
        customer_models=found.models.get(Role.CUSTOMER.value, ()),
        grader_models=tuple(dict.fromkeys(grade.model for grade in graded)),
        coach_models=found.models.get(Role.COACH.value, ()),
    )


def _said(found: ReportView) -> tuple[Said, ...]:
    replies = {reply.reply.id: reply for reply in found.report.replies}
    criteria = [summary.criterion.key for summary in found.report.summaries]
    said: list[Said] = []
    for view in found.view.turns:
        reply = replies.get(view.turn.id)
        cells = tuple(_cell(reply, key, view.grading) for key in criteria) if reply else ()
        said.append(Said(view, reply.number if reply else None, cells))
    return tuple(said)


def _cell(reply: GradedReply, criterion: str, grading: bool) -> Cell:
    score = reply.score(criterion)
    if score is None:
        return Cell(reply.number, None, Mark.GRADING if grading else Mark.NOT_GRADED)
    return Cell(reply.number, score, Mark.NOT_SHOWN if score.level is None else None)


def _panels(summaries: tuple[CriterionSummary, ...], said: tuple[Said, ...]) -> tuple[CriterionPanel, ...]:
    columns = list(zip(*(entry.cells for entry in said if entry.number), strict=True)) or [()] * len(summaries)
    return tuple(
        CriterionPanel(summary, cells, level_chart([_level(cell) for cell in cells]))
        for summary, cells in zip(summaries, columns, strict=True)
    )


def _level(cell: Cell) -> int | Mark:
    if cell.score and cell.score.level is not None:
        return cell.score.level
    return cell.mark or Mark.NOT_GRADED


def _lacks_grade(entry: Said) -> bool:
    return any(cell.score is None for cell in entry.cells)


def _steps(found: ReportView, table: MoodTable) -> tuple[MoodStep, ...]:
    points = {point.number: point for point in found.report.mood_path}
    mood = found.view.scenario.start_mood
    steps: list[MoodStep] = []
    for reply in found.report.replies:
        point = points.get(reply.number)
        steps.append(MoodStep(reply.number, _reaction(mood, point, table) if point else None))
        mood = point.mood if point else mood
    return tuple(steps)


def _reaction(before: Mood, point: MoodPoint, table: MoodTable) -> Reaction:
    change = Points(
        point.mood.frustration - before.frustration,
        point.mood.trust - before.trust,
        point.mood.patience - before.patience,
    )
    rest = Points(
        change.frustration - sum(effect.frustration for effect in point.effects),
        change.trust - sum(effect.trust for effect in point.effects),
        change.patience - sum(effect.patience for effect in point.effects),
    )
    return Reaction(point.mood, change, tuple(_cause(effect, table) for effect in point.effects), rest)


def _cause(effect: MoodEffect, table: MoodTable) -> Cause:
    rule = table.rule(effect.event)
    return Cause(in_page_language(rule.label) if rule else None, effect)
