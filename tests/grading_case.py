"""Whole cases of grading, read strictly from files: what was said, what the grader answered, what has to come of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from practice.domain.document import mistake_at, read_document
from practice.domain.language import Text
from practice.domain.rubric import Level, Rubric, Scope
from practice.domain.transcript import Line, Speaker, Transcript
from practice.domain.verdict import Verdict, read_verdict, sought_in_reply
from practice.errors import BadInput, UnreadableAnswer
from practice.library import Library, read_rubric

#: Rubrics that only cases use; any other key is one of `rubrics/`.
RUBRICS = Path(__file__).parent / "grading_cases" / "rubrics"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Part):
    speaker: Speaker
    text: Text


class Outcome(_Part):
    """Levels of every criterion, with flags and parts of reasons, or else a part of why it is not graded."""

    levels: dict[str, Level | Literal["not_shown"]] = {}
    flags: list[Text] = Field(default=[], description="all of them, in order")
    reasons: dict[str, Text] = {}
    not_graded: Text | None = None

    @model_validator(mode="after")
    def _asserts_something(self) -> "Outcome":
        if self.not_graded is None and not self.levels:
            raise mistake_at((), "asserts nothing; write levels, or not_graded with a part of the reason")
        if self.not_graded is not None and (self.levels or self.flags or self.reasons):
            raise mistake_at(("not_graded",), "what is not graded has no levels, flags or reasons; keep one of them")
        if unknown := [key for key in self.reasons if key not in self.levels]:
            raise mistake_at(("reasons", unknown[0]), "has no level above; write both or none")
        return self


def _form(rubric: object) -> str:
    return "inline" if isinstance(rubric, dict | Rubric) else "key"


class GradingCase(_Part):
    """`tests/grading_cases/*.yaml`."""

    name: Text
    rubric: Annotated[Annotated[Text, Tag("key")] | Annotated[Rubric, Tag("inline")], Discriminator(_form)]
    transcript: list[Said] = Field(min_length=1)
    reply: Text
    grader_says: str
    expected: Outcome

    @property
    def before(self) -> Transcript:
        return tuple(Line(said.speaker, said.text) for said in self.transcript)


@dataclass(frozen=True)
class Came:
    """What came of a case: a verdict, or why there is none."""

    verdict: Verdict | None
    fault: str | None


def read_cases(folder: Path) -> list[GradingCase]:
    """Raises BadInput that names the file whose case cannot be used."""
    found: dict[str, Path] = {}
    cases: list[GradingCase] = []
    for path in sorted(folder.glob("*.yaml")):
        case = read_document(path.read_text(encoding="utf-8"), path.name, GradingCase)
        first = found.setdefault(case.name, path)
        if first != path:
            raise BadInput(f"{path.name}: key 'name': {case.name!r} is the name of {first.name} too; choose another")
        cases.append(case)
    return cases


def play(case: GradingCase, library: Library) -> Came:
    try:
        criteria = _rubric(case, library).of_scope(Scope.REPLY)
        return Came(read_verdict(case.grader_says, sought_in_reply(criteria, case.reply, case.before)), None)
    except UnreadableAnswer as fault:
        return Came(None, str(fault))


def _rubric(case: GradingCase, library: Library) -> Rubric:
    if isinstance(case.rubric, Rubric):
        return case.rubric
    own = RUBRICS / f"{case.rubric}.yaml"
    if own.exists():
        return read_rubric(own.read_text(encoding="utf-8"), own.name)
    document = library.rubric_document(case.rubric)
    return read_rubric(document.text, document.key)


def differences(case: GradingCase, came: Came) -> list[str]:
    """Where `came` is not what the case expects; empty where it is."""
    expected = case.expected
    if expected.not_graded is not None:
        fits = came.fault is not None and expected.not_graded in came.fault
        return [] if fits else [f"expected no grade because {expected.not_graded!r}, came {came.fault or 'a grade'!r}"]
    if came.verdict is None:
        return [f"expected a grade, came none because {came.fault!r}"]
    levels = {score.criterion: score.level or score.status.value for score in came.verdict.scores}
    told = [
        f"expected {name} {wanted}, came {had}"
        for name, wanted, had in (
            ("levels", expected.levels, levels),
            ("flags", expected.flags, list(came.verdict.flags)),
        )
        if wanted != had
    ]
    reasons = {score.criterion: score.reason for score in came.verdict.scores}
    return told + [
        f"expected {part!r} in the reason of {key}, came {reasons.get(key)!r}"
        for key, part in expected.reasons.items()
        if part not in reasons.get(key, "")
    ]
