"""The coach's answer, believed only where the trainee's own words back it."""

import json
from typing import Any

import pytest

from practice.domain.debrief import MOST_PRIORITIES, Point, debrief_schema, read_debrief
from practice.domain.rubric import Rubric
from practice.errors import UnreadableAnswer
from practice.library import Library, read_rubric

REPLIES = ["I am sorry, ten days is far too long.", "A courier brings it on Friday before six."]
STRENGTH = {"quote": "ten days is far too long", "text": "You named what hurt."}
PRIORITY = {"criterion": "solutions", "quote": "a courier brings it", "text": "Offer a choice."}


@pytest.fixture
def rubric(library: Library) -> Rubric:
    document = library.rubric_document("frontline")
    return read_rubric(document.text, document.key)


def _answer(strength: object = None, priorities: list[Any] | None = None) -> str:
    return json.dumps({"strength": strength, "priorities": priorities or []})


def test_a_backed_point_is_kept(rubric: Rubric) -> None:
    debrief = read_debrief(_answer(STRENGTH, [PRIORITY]), REPLIES, rubric)
    assert debrief.strength == Point(None, "ten days is far too long", "You named what hurt.")
    assert [point.criterion for point in debrief.priorities] == ["solutions"]


def test_a_quote_the_trainee_never_wrote_is_dropped(rubric: Rubric) -> None:
    invented = {**PRIORITY, "quote": "please calm down"}
    debrief = read_debrief(_answer({**STRENGTH, "quote": "you are right"}, [invented, PRIORITY]), REPLIES, rubric)
    assert debrief.strength is None
    assert [point.quote for point in debrief.priorities] == ["a courier brings it"]


def test_a_quote_of_the_customers_words_is_not_the_trainees(rubric: Rubric) -> None:
    theirs = {**STRENGTH, "quote": "where is my parcel"}
    assert read_debrief(_answer(theirs), REPLIES, rubric).strength is None


def test_a_criterion_that_the_rubric_does_not_have_is_dropped(rubric: Rubric) -> None:
    debrief = read_debrief(_answer(None, [{**PRIORITY, "criterion": "charm"}, PRIORITY]), REPLIES, rubric)
    assert [point.criterion for point in debrief.priorities] == ["solutions"]


def test_more_priorities_than_help_are_left_out(rubric: Rubric) -> None:
    assert len(read_debrief(_answer(None, [PRIORITY] * 5), REPLIES, rubric).priorities) == MOST_PRIORITIES


def test_a_talk_in_which_nothing_needs_work_has_no_priority(rubric: Rubric) -> None:
    assert read_debrief(_answer(STRENGTH), REPLIES, rubric).priorities == ()


def test_json_wrapped_as_markdown_code_is_read(rubric: Rubric) -> None:
    assert read_debrief(f"```json\n{_answer(STRENGTH)}\n```", REPLIES, rubric).strength


@pytest.mark.parametrize(
    "answer",
    [
        "Well done!",
        "[]",
        "{}",
        '{"strength": null}',
        '{"strength": "warm", "priorities": []}',
        '{"strength": null, "priorities": [{"criterion": "empathy", "text": "no quote"}]}',
        '{"strength": {"quote": "", "text": "x"}, "priorities": []}',
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(rubric: Rubric, answer: str) -> None:
    with pytest.raises(UnreadableAnswer):
        read_debrief(answer, REPLIES, rubric)


def test_the_schema_offers_the_rubrics_criteria_and_no_other(rubric: Rubric) -> None:
    offered = debrief_schema(rubric)["properties"]["priorities"]["items"]["properties"]["criterion"]["enum"]
    assert offered == [criterion.key for criterion in rubric.criteria]
