"""Grades one reply: asks the grader, reads its verdict strictly, asks once more when it cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from practice.domain.casework import grading_case
from practice.domain.conversation import Problem
from practice.domain.fence import fenced, untrusted
from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language
from practice.domain.prompt import Prompt
from practice.domain.rubric import Rubric
from practice.domain.rubric_text import examples_text, rubric_text
from practice.domain.scenario import Channel
from practice.domain.screens import Screens, screened
from practice.domain.transcript import Transcript
from practice.domain.verdict import Verdict, read_verdict, verdict_schema
from practice.errors import ModelError, UnreadableAnswer
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Role

MOST_READINGS = 2
#: Before the name of a screen in a grade's flags.
SCREEN = "screen:"


@dataclass(frozen=True)
class ReplyToGrade:
    """`before` ends with the customer's words that the reply answers."""

    language: Language
    channel: Channel
    situation: str
    before: Transcript
    reply: str


def grade_reply(
    model: ChatModel, prompt: Prompt, rubric: Rubric, screens: Screens, task: ReplyToGrade, seed: int
) -> Grade:
    """A grade, or one with status NOT_GRADED that says why; it never raises for what a model did.

    The screens flag it either way, as `screen:<name>`, and change nothing else.
    """
    given = _graded(model, prompt, rubric, task, seed)
    return replace(given, flags=(*given.flags, *(SCREEN + name for name in screened(task.reply, screens, rubric))))


def _graded(model: ChatModel, prompt: Prompt, rubric: Rubric, task: ReplyToGrade, seed: int) -> Grade:
    first = request = _request(prompt, rubric, task, seed)
    answers: list[ModelAnswer] = []
    problem = Problem("model_error", "")
    raw: str | None = None
    for _ in range(MOST_READINGS):
        raw = None
        try:
            answers.append(model.complete(request))
            raw = answers[-1].text
            verdict = read_verdict(answers[-1].text, task.reply, rubric, task.before)
        except UnreadableAnswer as error:
            problem = Problem(error.key, str(error))
            request = _asked_again(first, problem.detail)
        except ModelError as error:
            problem = Problem(error.key, str(error))
            break
        else:
            return _grade(model, prompt, answers, raw, verdict)
    return _grade(model, prompt, answers, raw, problem)


def _request(prompt: Prompt, rubric: Rubric, task: ReplyToGrade, seed: int) -> ModelRequest:
    case = grading_case(rubric, task.language, task.channel, task.situation, task.before, task.reply)
    system = prompt.render_system(
        {"rubric": rubric_text(rubric), "examples": examples_text(rubric, task.language, task.channel)}
    )
    messages = (Message("system", system), Message("user", prompt.render_user({"case": fenced(case)})))
    return ModelRequest(
        Role.GRADER,
        messages,
        prompt.head.temperature,
        prompt.head.max_tokens,
        schema=verdict_schema(rubric),
        schema_name="grade",
        seed=seed,
    )


def _asked_again(request: ModelRequest, fault: str) -> ModelRequest:
    *earlier, last = request.messages
    again = Message(last.role, f"{last.content}\n\n<fault>{untrusted(fault)}</fault>")
    return replace(request, messages=(*earlier, again))


def _grade(
    model: ChatModel, prompt: Prompt, answers: list[ModelAnswer], raw: str | None, result: Verdict | Problem
) -> Grade:
    """`raw` is the answer that `result` is about, None where the last call brought none."""
    verdict = result if isinstance(result, Verdict) else None
    problem = result if isinstance(result, Problem) else None
    last = answers[-1] if answers else None
    costs = [answer.usage.cost for answer in answers if answer.usage.cost is not None]
    parameters: Mapping[str, Any] = last.parameters if last else {}
    return Grade(
        status=GradeStatus.GRADED if verdict else GradeStatus.NOT_GRADED,
        problem=problem,
        scores=verdict.scores if verdict else (),
        flags=verdict.flags if verdict else (),
        model=last.model if last else model.name,
        prompt_hash=prompt.hash,
        raw_answer=raw,
        parameters=dict(parameters),
        prompt_tokens=sum(answer.usage.prompt_tokens for answer in answers),
        completion_tokens=sum(answer.usage.completion_tokens for answer in answers),
        cost=sum(costs) if costs else None,
        milliseconds=sum(answer.milliseconds for answer in answers),
        attempts=sum(answer.attempts for answer in answers),
    )
