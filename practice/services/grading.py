"""Grades one reply: asks the graders for a verdict by the rubric, flags what a trainer should see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from practice.domain.casework import grading_case
from practice.domain.fence import fenced
from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.prompt import Prompt
from practice.domain.recalibration import Recalibration, recalibrated
from practice.domain.rubric import Calls, Criterion, Rubric, Scope
from practice.domain.rubric_text import examples_text, rubric_text
from practice.domain.scenario import Channel
from practice.domain.screens import Screens, screened
from practice.domain.transcript import Transcript
from practice.domain.verdict import sought_in_reply, verdict_schema
from practice.model.port import Message, ModelRequest, Role
from practice.services.panel import Panel, Question, judged

#: Before the name of a screen in a grade's flags.
SCREEN = "screen:"


@dataclass(frozen=True)
class Method:
    """How replies are graded. `recalibrations` are by criterion; empty where none applies."""

    prompt: Prompt
    rubric: Rubric
    screens: Screens
    recalibrations: Mapping[str, Recalibration] = field(default_factory=dict)


@dataclass(frozen=True)
class ReplyToGrade:
    """`before` ends with the customer's words that the reply answers."""

    language: Language
    channel: Channel
    situation: str
    before: Transcript
    reply: str


def grade_reply(panel: Panel, method: Method, task: ReplyToGrade, seed: int) -> Grade:
    """A grade, or one with status NOT_GRADED that says why; it never raises for what a model did.

    The screens flag it either way, as `screen:<name>`, and change nothing else.
    """
    questions = [_question(method, part, task, seed) for part in parts(method.rubric, Scope.REPLY)]
    given = judged(panel, questions, method.prompt.hash)
    flags = (SCREEN + name for name in screened(task.reply, method.screens, method.rubric))
    scores = tuple(recalibrated(score, method.recalibrations.get(score.criterion)) for score in given.scores)
    return replace(given, scores=scores, flags=(*given.flags, *flags))


def parts(rubric: Rubric, scope: Scope) -> list[tuple[Criterion, ...]]:
    """The criteria of `scope` as they are asked about: all at once, or one by one."""
    criteria = rubric.of_scope(scope)
    if rubric.calls is Calls.EACH:
        return [(criterion,) for criterion in criteria]
    return [criteria] if criteria else []


def grading_request(
    prompt: Prompt, system: Mapping[str, str], case: Mapping[str, object], criteria: Sequence[Criterion], seed: int
) -> ModelRequest:
    """What is the same for every case stands in the system part, first, where providers can cache it."""
    messages = (
        Message("system", prompt.render_system(system)),
        Message("user", prompt.render_user({"case": fenced(case)})),
    )
    head = prompt.head
    schema = verdict_schema(criteria)
    return ModelRequest(Role.GRADER, messages, head.temperature, head.max_tokens, schema, "grade", seed)


def _question(method: Method, criteria: tuple[Criterion, ...], task: ReplyToGrade, seed: int) -> Question:
    rubric = method.rubric
    case = grading_case(criteria, task.language, task.channel, task.situation, task.before, task.reply)
    system = {
        "rubric": rubric_text(rubric, criteria),
        "examples": examples_text(rubric, task.language, task.channel),
    }
    request = grading_request(method.prompt, system, case, criteria, seed)
    part = criteria[0].key if rubric.calls is Calls.EACH else ""
    return Question(part, request, sought_in_reply(criteria, task.reply, task.before))
