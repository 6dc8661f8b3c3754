"""Asks the graders: every one of a panel, each question, once more where an answer cannot be read."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from practice.domain.conversation import Problem
from practice.domain.fence import untrusted
from practice.domain.grade import Grade, GradeStatus, GradingCall, grade_failed
from practice.domain.panel import Combined, Opinion, combine
from practice.domain.score import CriterionScore, not_graded
from practice.domain.verdict import Sought, Verdict, read_verdict
from practice.errors import ModelError, UnreadableAnswer
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest
from practice.services.recording import request_key

MOST_READINGS = 2


@dataclass(frozen=True)
class Panel:
    """Who grades: every model, `repeats` times. One model asked once is the usual panel."""

    models: tuple[ChatModel, ...]
    repeats: int = 1

    @property
    def name(self) -> str:
        """As a grade names its grader: `a`, `a + b`, `a ×3`."""
        times = f" ×{self.repeats}" if self.repeats > 1 else ""
        return " + ".join(model.name for model in self.models) + times


@dataclass(frozen=True)
class Question:
    """`part` is the criterion asked about, empty for all of `sought`."""

    part: str
    request: ModelRequest
    sought: Sought


@dataclass(frozen=True)
class _Seat:
    model: ChatModel
    repeat: int
    name: str


@dataclass(frozen=True)
class _Heard:
    """One grader on one question."""

    seat: _Seat
    calls: tuple[GradingCall, ...]
    scores: tuple[CriterionScore, ...]
    flags: tuple[str, ...]


def judged(panel: Panel, questions: Sequence[Question], prompt_hash: str) -> Grade:
    """One grade of all that was heard. It never raises for what a model did."""
    heard = _all_heard([(seat, question) for seat in _seats(panel) for question in questions])
    calls = tuple(call for one in heard for call in one.calls)
    criteria = [criterion.key for question in questions for criterion in question.sought.criteria]
    combined = [_combined(key, heard) for key in criteria]
    if not any(one.score.graded for one in combined):
        problem = combined[0].score.problem or Problem("model_error", "")
        return grade_failed(problem, _models(panel, calls), prompt_hash, calls)
    flags = (*(flag for one in heard for flag in one.flags), *(flag for one in combined for flag in one.flags))
    failed = tuple(f"not_graded:{one.score.criterion}" for one in combined if not one.score.graded)
    return Grade(
        status=GradeStatus.GRADED,
        problem=None,
        scores=tuple(one.score for one in combined),
        flags=tuple(dict.fromkeys((*flags, *failed))),
        model=_models(panel, calls),
        prompt_hash=prompt_hash,
        calls=calls,
    )


def _seats(panel: Panel) -> list[_Seat]:
    return [
        _Seat(model, repeat, f"{model.name} #{repeat}" if panel.repeats > 1 else model.name)
        for model in panel.models
        for repeat in range(1, panel.repeats + 1)
    ]


def _all_heard(asked: list[tuple[_Seat, Question]]) -> list[_Heard]:
    if len(asked) == 1:
        return [_hear(*asked[0])]
    with ThreadPoolExecutor(len(asked), thread_name_prefix="grader") as pool:
        return list(pool.map(lambda one: _hear(*one), asked))


def _hear(seat: _Seat, question: Question) -> _Heard:
    first = request = _with_seed(question.request, seat.repeat)
    calls: list[GradingCall] = []
    for _ in range(MOST_READINGS):
        try:
            answer = seat.model.complete(request)
        except ModelError as error:
            calls.append(_call(seat, question, request, None, Problem(error.key, str(error))))
            break
        try:
            verdict = read_verdict(answer.text, question.sought)
        except UnreadableAnswer as error:
            calls.append(_call(seat, question, request, answer, Problem(error.key, str(error))))
            request = _asked_again(first, str(error))
        else:
            calls.append(_call(seat, question, request, answer, None))
            return _heard(seat, tuple(calls), verdict)
    problem = calls[-1].problem or Problem("model_error", "")
    failed = tuple(not_graded(criterion.key, problem) for criterion in question.sought.criteria)
    return _Heard(seat, tuple(calls), failed, ())


def _heard(seat: _Seat, calls: tuple[GradingCall, ...], verdict: Verdict) -> _Heard:
    return _Heard(seat, calls, verdict.scores, verdict.flags)


def _with_seed(request: ModelRequest, repeat: int) -> ModelRequest:
    """With the same seed a model would only say again what it said."""
    return replace(request, seed=None if request.seed is None else request.seed + repeat - 1)


def _asked_again(request: ModelRequest, fault: str) -> ModelRequest:
    *earlier, last = request.messages
    again = Message(last.role, f"{last.content}\n\n<fault>{untrusted(fault)}</fault>")
    return replace(request, messages=(*earlier, again))


def _call(
    seat: _Seat, question: Question, request: ModelRequest, answer: ModelAnswer | None, problem: Problem | None
) -> GradingCall:
    key = request_key(seat.model.name, request, seat.repeat)
    call = GradingCall(seat.model.name, question.part, seat.repeat, key, problem=problem)
    if answer is None:
        return call
    return replace(
        call,
        model=answer.model,
        raw_answer=answer.text,
        parameters=dict(answer.parameters),
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
        cost=answer.usage.cost,
        milliseconds=answer.milliseconds,
        attempts=answer.attempts,
    )


def _combined(criterion: str, heard: Sequence[_Heard]) -> Combined:
    return combine(
        [Opinion(one.seat.name, score) for one in heard for score in one.scores if score.criterion == criterion]
    )


def _models(panel: Panel, calls: Sequence[GradingCall]) -> str:
    """The models that answered; the panel's own name where several graders sit in it."""
    answered = dict.fromkeys(call.model for call in calls if call.raw_answer is not None)
    return panel.name if len(panel.models) * panel.repeats > 1 else " + ".join(answered) or panel.name
