"""Holds a grader against the examples of a rubric, as people graded them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from practice.domain.grade import Grade
from practice.domain.rubric import NOT_SHOWN, Example, Rubric, Scope
from practice.domain.score import CriterionScore
from practice.domain.transcript import Line, Speaker
from practice.domain.yaml_text import read_yaml
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.model.port import ChatModel, Role
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.panel import Panel
from practice.services.recording import Occasion, RecordingModel, ReplayingModel
from practice.services.voices import voices_from
from practice.settings import STUB, load_settings


@dataclass(frozen=True)
class Tapes:
    """Where answers are kept, and where they are taken from."""

    record: Path | None = None
    replay: Path | None = None

    def prepare(self) -> None:
        """Raises BadInput for a folder that cannot be used."""
        if self.replay and not self.replay.is_dir():
            raise BadInput(f"{self.replay}: no folder with recorded answers is there")
        try:
            if self.record:
                self.record.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"{self.record}: answers cannot be kept there: {error.strerror}") from error

    def around(self, model: ChatModel, occasion: Occasion) -> ChatModel:
        if self.replay:
            return ReplayingModel(model.name, self.replay, occasion)
        return RecordingModel(model, self.record, occasion) if self.record else model


@dataclass(frozen=True)
class Examiner:
    """Everything that grades the examples of one rubric file."""

    path: Path
    rubric: Rubric
    library: Library
    model: ChatModel
    tapes: Tapes

    def grade(self, example: Example, repeat: int) -> Grade:
        """Each repeat has a seed of its own: with the same one, a model would only say again what it said."""
        occasion = Occasion(f"{self.path.name}::{example.language.value}::{example.id}", repeat)
        before = (Line(Speaker.CUSTOMER, example.customer),)
        task = ReplyToGrade(example.language, example.channel, example.situation, before, example.reply)
        method = Method(self.library.prompt("grade"), self.rubric, self.library.screens)
        return grade_reply(Panel((self.tapes.around(self.model, occasion),)), method, task, seed=repeat - 1)


@dataclass(frozen=True)
class Sitting:
    """One grading of one example, which stands on `line` of its file; done when it is first asked for."""

    examiner: Examiner
    example: Example
    line: int
    repeat: int

    @cached_property
    def grade(self) -> Grade:
        return self.examiner.grade(self.example, self.repeat)


def check_examples(text: str, rubric: Rubric) -> list[tuple[int, Example]]:
    """Those that test a grader, each with the line on which it stands in `text`, which holds `rubric`."""
    read = read_yaml(text, "")
    lines = [read.line_of(("examples", index, "id")) for index in range(len(rubric.examples))]
    return [(line, example) for line, example in zip(lines, rubric.examples, strict=True) if example.use == "check"]


def examiner_for(path: Path, rubric: Rubric, model_name: str, tapes: Tapes) -> Examiner:
    """Grades with the prompts beside the rubric's folder, else with those that the service would use.

    Raises PracticeError for settings, prompts or folders that cannot be used.
    """
    settings = load_settings(model=model_name, grader_model=model_name)
    library = Library(find_content(settings.content, working=path.parent.parent))
    library.prompt("grade")
    tapes.prepare()
    return Examiner(path, rubric, library, voices_from(settings).of(Role.GRADER), tapes)


def why_not_tried(sitting: Sitting, criterion: str) -> str | None:
    """None for a criterion that this grader is to be tried on."""
    if criterion not in sitting.examiner.rubric.keys_of(Scope.REPLY):
        return f"{criterion} is judged over a whole conversation, not reply by reply"
    if sitting.example.needs == "model" and sitting.examiner.model.name == STUB:
        return "needs: model, and the stub is rules; name one with --practice-model"
    return None


def shortfall(sitting: Sitting, criterion: str) -> str | None:
    """What a reader has to know where the grader did not give what people expect; None where it did."""
    expected, score = sitting.example.expected[criterion], sitting.grade.score(criterion)
    if score and expected.allows(score.level):
        return None
    given = f"given {score.level or NOT_SHOWN}" if score else "not graded"
    rows = [f"{name:>9}: {text}" for name, text in _told(sitting, criterion)]
    return "\n".join([f"expected {expected}, {given}", *rows])


def _told(sitting: Sitting, criterion: str) -> Iterator[tuple[str, str]]:
    example, grade = sitting.example, sitting.grade
    yield "example", f"{example.id} ({sitting.examiner.path.name}, line {sitting.line}), {criterion}"
    yield "customer", example.customer
    yield "reply", example.reply
    if score := grade.score(criterion):
        yield "quote", _quote(score)
        yield "reason", score.reason
    elif grade.problem:
        yield "problem", grade.problem.detail
    yield "grader", grade.model


def _quote(score: CriterionScore) -> str:
    if not score.quotes:
        return "none"
    return " · ".join(f"“{quote.text}”" + ("" if quote.found else " (not in the reply)") for quote in score.quotes)
