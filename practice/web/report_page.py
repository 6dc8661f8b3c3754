"""What the report page shows, worked out from the report."""

from dataclasses import dataclass

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief
from practice.domain.grade import Grade, GradeStatus, point_to_work_on
from practice.domain.mood_table import MoodTable
from practice.domain.report import CriterionSummary, GradedReply
from practice.domain.rubric import Criterion
from practice.domain.score import CriterionScore
from practice.model.port import Role
from practice.services.report import ReportView
from practice.services.talk import TurnView
from practice.web.charts import NARROW_MOOD, LevelChart, Mark, MoodChart, level_chart, mood_chart
from practice.web.judging_page import Judgeable
from practice.web.lines import LineView, lines_of
from practice.web.mood_path import MoodPath, mood_paths
from practice.web.whole_talk import WholeTalk, whole_talk


@dataclass(frozen=True)
class Cell:
    """One criterion in one reply. Either a level with its `score`, or a mark that says why there is none.

    `problem` is what kept it from being graded, where that is known.
    """

    number: int
    score: CriterionScore | None
    mark: Mark | None
    problem: Problem | None = None
    judgeable: Judgeable | None = None


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
class MoodPanel:
    """How one customer felt."""

    path: MoodPath
    wide: MoodChart
    narrow: MoodChart


@dataclass(frozen=True)
class Said:
    """A turn of the transcript; `number` is None for the customer's."""

    view: TurnView
    line: LineView
    number: int | None
    cells: tuple[Cell, ...]

    @property
    def point(self) -> CriterionScore | None:
        """The one thing to work on in this reply."""
        return point_to_work_on(self.view.grade) if self.view.grade else None

    @property
    def left_out(self) -> tuple[CriterionScore, ...]:
        """The criteria that were not graded in a reply that was."""
        return tuple(score for score in self.view.grade.scores if not score.graded) if self.view.grade else ()


@dataclass(frozen=True)
class ReportPage:
    found: ReportView
    panels: tuple[CriterionPanel, ...]
    ungraded: tuple[Said, ...]
    said: tuple[Said, ...]
    moods: tuple[MoodPanel, ...]
    whole: WholeTalk | None
    customer_models: tuple[str, ...]
    grader_models: tuple[str, ...]
    coach_models: tuple[str, ...]

    @property
    def two(self) -> bool:
        return len(self.moods) > 1

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Those that a level on the page belongs to."""
        of_replies = tuple(panel.summary.criterion for panel in self.panels)
        return (*of_replies, *self.whole.criteria) if self.whole else of_replies

    @property
    def by_trainer(self) -> bool:
        """Whether a level of some reply is a trainer's."""
        return any(panel.summary.by_trainer for panel in self.panels)

    @property
    def judgeable(self) -> tuple[Judgeable, ...]:
        """Every level of which people can say something."""
        of_replies = (cell.judgeable for entry in self.said for cell in entry.cells if cell.judgeable)
        of_talk = self.whole.judgeable if self.whole else ()
        return (*of_replies, *of_talk)

    @property
    def asked(self) -> tuple[Judgeable, ...]:
        """The levels at which somebody is asked to look again, and has not answered yet."""
        return tuple(one for one in self.judgeable if one.waits)

    @property
    def talk_models(self) -> tuple[str, ...]:
        return (self.whole.model,) if self.whole and self.whole.scores else ()

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
        return self.found.debriefing or self.found.view.grading_talk or not self.found.view.settled


def report_page(found: ReportView, table: MoodTable) -> ReportPage:
    said = _said(found)
    grades = [reply.grade for reply in found.report.replies if reply.grade]
    graded = [grade for grade in grades if grade.status is GradeStatus.GRADED]
    return ReportPage(
        found,
        panels=_panels(found.report.summaries, said),
        ungraded=tuple(entry for entry in said if _lacks_grade(entry)),
        said=said,
        moods=tuple(_mood_panel(path) for path in mood_paths(found.view, table)),
        whole=whole_talk(found),
        customer_models=found.models.get(Role.CUSTOMER.value, ()),
        grader_models=tuple(dict.fromkeys(grade.model for grade in graded)),
        coach_models=found.models.get(Role.COACH.value, ()),
    )


def _said(found: ReportView) -> tuple[Said, ...]:
    replies = {reply.reply.id: reply for reply in found.report.replies}
    criteria = [summary.criterion for summary in found.report.summaries]
    said: list[Said] = []
    for view, line in zip(found.view.turns, lines_of(found.view), strict=True):
        reply = replies.get(view.turn.id)
        cells = tuple(_cell(reply, criterion, view.grading) for criterion in criteria) if reply else ()
        said.append(Said(view, line, reply.number if reply else None, cells))
    return tuple(said)


def _cell(reply: GradedReply, criterion: Criterion, grading: bool) -> Cell:
    score = reply.score(criterion.key)
    if score is not None:
        mark = Mark.NOT_SHOWN if score.level is None else None
        return Cell(reply.number, score, mark, judgeable=_judgeable(reply, criterion, score))
    if grading:
        return Cell(reply.number, None, Mark.GRADING)
    return Cell(reply.number, None, Mark.NOT_GRADED, _obstacle(reply.grade, criterion.key))


def _judgeable(reply: GradedReply, criterion: Criterion, score: CriterionScore) -> Judgeable | None:
    if reply.grade is None or reply.grade.id is None:
        return None
    return Judgeable(reply.grade.id, reply.reply.id, criterion, score, reply.number)


def _obstacle(grade: Grade | None, criterion: str) -> Problem | None:
    """What kept this criterion, or the whole reply, from being graded."""
    if grade is None:
        return None
    own = (score.problem for score in grade.scores if score.criterion == criterion)
    return next(own, grade.problem)


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


def _mood_panel(path: MoodPath) -> MoodPanel:
    return MoodPanel(path, mood_chart(path.points), mood_chart(path.points, NARROW_MOOD))
