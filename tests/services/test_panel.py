"""Graders are asked: all of a panel, each question, and once more where an answer cannot be read."""

import pytest

from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language
from practice.domain.rubric import Calls, Rubric
from practice.domain.scenario import Channel
from practice.domain.score import ScoreStatus, Vote
from practice.domain.transcript import Line, Speaker
from practice.errors import ModelTimeout, ModelUnavailable
from practice.library import Library
from practice.model.port import ModelAnswer, ModelRequest
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.panel import Panel
from practice.services.recording import request_key
from tests.fakes import QueuedModel
from tests.services.talk import CRITERIA, FRONTLINE, verdict

TASK = ReplyToGrade(
    Language.EN, Channel.WEB_CHAT, "Late.", (Line(Speaker.CUSTOMER, "Where is it?"),), "I am sorry. It comes today."
)
EACH = FRONTLINE.model_copy(update={"calls": Calls.EACH})


def _graded(library: Library, panel: Panel, rubric: Rubric = FRONTLINE) -> Grade:
    return grade_reply(panel, Method(library.prompt("grade"), rubric, library.screens), TASK, seed=7)


def test_each_model_of_a_panel_is_asked_the_same(library: Library) -> None:
    first, second = QueuedModel("first").will_say(verdict(2)), QueuedModel("second").will_say(verdict(5))
    grade = _graded(library, Panel((first, second)))
    assert first.asked[0].messages[0] == second.asked[0].messages[0]
    assert first.case() == second.case()
    assert (grade.model, {score.level for score in grade.scores}) == ("first + second", {2})
    assert [(call.model, call.raw_answer) for call in grade.calls] == [("first", verdict(2)), ("second", verdict(5))]
    assert "spread:empathy" in grade.flags


def test_each_repeat_has_a_seed_and_a_name_of_its_own(library: Library) -> None:
    model = QueuedModel("m").will_say(verdict(3), verdict(3), verdict(4))
    grade = _graded(library, Panel((model,), repeats=3))
    assert sorted(request.seed or 0 for request in model.asked) == [7, 8, 9]
    assert grade.model == "m ×3"
    assert [call.repeat for call in grade.calls] == [1, 2, 3]
    [score, *_] = grade.scores
    assert {vote.grader for vote in score.votes} == {"m #1", "m #2", "m #3"}
    assert score.level == 3


def test_a_panel_grades_without_the_one_that_fails(library: Library) -> None:
    well, ill = QueuedModel("well").will_say(verdict(4)), QueuedModel("ill").will_say(ModelUnavailable("gone"))
    grade = _graded(library, Panel((well, ill)))
    assert grade.status is GradeStatus.GRADED
    assert [(score.level, score.votes) for score in grade.scores] == [(4, (Vote("well", 4),))] * len(CRITERIA)
    assert {f"panel_incomplete:{key}" for key in CRITERIA} <= set(grade.flags)


def test_a_panel_that_fails_whole_gives_no_grade(library: Library) -> None:
    panel = Panel(tuple(QueuedModel(name).will_say(ModelTimeout("late")) for name in ("a", "b")))
    grade = _graded(library, panel)
    assert (grade.status, grade.scores, grade.model) == (GradeStatus.NOT_GRADED, (), "a + b")
    assert grade.problem is not None
    assert grade.problem.key == ModelTimeout.key


def test_a_rubric_may_have_each_criterion_asked_about_by_itself(library: Library) -> None:
    model = QueuedModel().will_say(*[verdict(4, only=key) for key in CRITERIA])
    grade = _graded(library, Panel((model,)), EACH)
    assert sorted(call.part for call in grade.calls) == sorted(CRITERIA)
    for request in model.asked:
        schema = request.schema
        assert schema is not None
        [asked] = schema["properties"]["scores"]["required"]
        assert [key for key in CRITERIA if f"## {key}: " in request.messages[0].content] == [asked]


def test_a_criterion_asked_about_by_itself_can_fail_by_itself(library: Library) -> None:
    class Choosy(QueuedModel):
        """Answers about everything but empathy."""

        def complete(self, request: ModelRequest) -> ModelAnswer:
            [asked] = (request.schema or {})["properties"]["scores"]["required"]
            self.queue.clear()
            self.will_say(ModelUnavailable("gone") if asked == "empathy" else verdict(4, only=asked))
            return super().complete(request)

    grade = _graded(library, Panel((Choosy(),)), EACH)
    assert grade.status is GradeStatus.GRADED
    assert [(s.criterion, s.status) for s in grade.scores if s.level is None] == [("empathy", ScoreStatus.NOT_GRADED)]
    assert grade.score("empathy") is None
    assert "not_graded:empathy" in grade.flags


def test_a_call_keeps_the_key_of_its_question(library: Library) -> None:
    model = QueuedModel("m").will_say(verdict(9), verdict(3))
    grade = _graded(library, Panel((model,)))
    assert [call.request_key for call in grade.calls] == [request_key("m", request, 1) for request in model.asked]
    assert grade.calls[0].request_key != grade.calls[1].request_key
    again = QueuedModel("m").will_say(verdict(3))
    assert _graded(library, Panel((again,))).calls[0].request_key == grade.calls[0].request_key


@pytest.mark.parametrize("calls", list(Calls))
def test_tokens_cost_and_time_are_those_of_all_calls(library: Library, calls: Calls) -> None:
    answers = [verdict(3)] if calls is Calls.TOGETHER else [verdict(3, only=key) for key in CRITERIA]
    model = QueuedModel().will_say(*answers)
    grade = _graded(library, Panel((model,)), FRONTLINE.model_copy(update={"calls": calls}))
    times = len(answers)
    assert (grade.prompt_tokens, grade.completion_tokens) == (10 * times, 5 * times)
    assert (grade.attempts, grade.milliseconds) == (times, 7 * times)
    assert grade.cost == pytest.approx(0.001 * times)
