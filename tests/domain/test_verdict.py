"""The grader's answer is read strictly: no default, no clamp, no guess."""

import json
from typing import Any

import pytest

from practice.domain.rubric import Rubric
from practice.domain.transcript import Line, Speaker
from practice.domain.verdict import CriterionScore, ScoreStatus, read_verdict, reply_criteria, verdict_schema
from practice.errors import UnreadableAnswer
from practice.library import Library, read_rubric

REPLY = "I’m sorry — ten days is long. A courier brings it on Friday."
GOOD = {"quote": "ten days is long", "reason": "Names the wait.", "level": 4, "advice": None}
CRITERIA = ("calmness", "empathy", "solutions", "level_tone")


@pytest.fixture
def rubric(library: Library) -> Rubric:
    document = library.rubric_document("frontline")
    return read_rubric(document.text, document.key)


def _answer(**changes: object) -> str:
    """A good answer, with these keys of the empathy criterion changed."""
    scores = {key: {**GOOD, **(changes if key == "empathy" else {})} for key in CRITERIA}
    return json.dumps({"scores": scores})


def _fault(answer: str, rubric: Rubric) -> str:
    with pytest.raises(UnreadableAnswer) as caught:
        read_verdict(answer, REPLY, rubric)
    return str(caught.value)


def _empathy(answer: str, rubric: Rubric) -> CriterionScore:
    return next(score for score in read_verdict(answer, REPLY, rubric).scores if score.criterion == "empathy")


def test_a_good_answer_is_read_in_the_order_of_the_rubric(rubric: Rubric) -> None:
    scores = dict.fromkeys(reversed(CRITERIA), GOOD)
    verdict = read_verdict(json.dumps({"scores": scores}), REPLY, rubric)
    assert tuple(score.criterion for score in verdict.scores) == CRITERIA
    assert verdict.flags == ()
    assert verdict.scores[0] == CriterionScore(
        "calmness", ScoreStatus.SCORED, 4, "ten days is long", True, "Names the wait.", None
    )


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_every_level_that_is_offered_is_taken(rubric: Rubric, level: int) -> None:
    assert _empathy(_answer(level=level), rubric).level == level


def test_not_shown_is_no_level(rubric: Rubric) -> None:
    score = _empathy(_answer(level="not_shown", quote=None), rubric)
    assert (score.status, score.level, score.quote) == (ScoreStatus.NOT_SHOWN, None, None)


@pytest.mark.parametrize(
    "level", [0, 6, 7, -1, "4", "", "five", "not shown", 4.0, 3.5, 1e300, True, False, None, [4], {"level": 4}]
)
def test_a_level_that_is_not_offered_is_refused_with_those_that_are(rubric: Rubric, level: object) -> None:
    fault = _fault(_answer(level=level), rubric)
    assert fault == f'empathy: level {level!r} is not offered; offered: 1, 2, 3, 4, 5, "not_shown"'


def test_a_long_level_is_quoted_short(rubric: Rubric) -> None:
    assert len(_fault(_answer(level="x" * 5000), rubric)) < 200


@pytest.mark.parametrize("constant", ["NaN", "Infinity"])
def test_numbers_that_are_none_are_refused(rubric: Rubric, constant: str) -> None:
    assert f"{constant} is not JSON" in _fault(_answer().replace('"level": 4', f'"level": {constant}'), rubric)


def test_a_missing_criterion_is_named(rubric: Rubric) -> None:
    answer = json.dumps({"scores": {key: GOOD for key in CRITERIA if key != "solutions"}})
    assert _fault(answer, rubric) == f"criterion 'solutions' is missing; needed: {', '.join(CRITERIA)}"


def test_a_criterion_the_rubric_does_not_have_is_named(rubric: Rubric) -> None:
    answer = json.dumps({"scores": dict.fromkeys((*CRITERIA, "overall"), GOOD)})
    assert "criterion 'overall' is not in the rubric" in _fault(answer, rubric)


@pytest.mark.parametrize("lacking", ["quote", "reason", "level", "advice"])
def test_a_missing_key_of_a_criterion_is_named(rubric: Rubric, lacking: str) -> None:
    scores: dict[str, Any] = dict.fromkeys(CRITERIA, GOOD)
    scores["empathy"] = {key: value for key, value in GOOD.items() if key != lacking}
    assert f"empathy: lacks '{lacking}'" in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("score", [4, None, [], "4", [GOOD], {}])
def test_a_criterion_that_is_no_object_is_refused(rubric: Rubric, score: object) -> None:
    scores: dict[str, Any] = {**dict.fromkeys(CRITERIA, GOOD), "empathy": score}
    assert "empathy: lacks 'quote'" in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("scores", [[], [GOOD], None, "4", 4, True])
def test_scores_that_are_no_object_are_refused(rubric: Rubric, scores: object) -> None:
    assert '"scores"' in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("key", ["quote", "reason", "advice"])
@pytest.mark.parametrize("value", [4, True, ["ten days"], {"text": "ten days"}])
def test_a_text_that_is_none_is_refused(rubric: Rubric, key: str, value: object) -> None:
    assert f"empathy: {key} is to be text, not {type(value).__name__}" in _fault(_answer(**{key: value}), rubric)


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_level_without_a_reason_is_refused(rubric: Rubric, reason: str | None) -> None:
    assert _fault(_answer(reason=reason), rubric) == "empathy: the reason is empty"


def test_a_quote_is_looked_for_in_the_trainees_words(rubric: Rubric) -> None:
    score = _empathy(_answer(quote='"I\'m sorry - TEN days"'), rubric)
    assert score.quote_found


def test_a_quote_that_is_not_there_flags_and_keeps_the_level(rubric: Rubric) -> None:
    verdict = read_verdict(_answer(quote="I could not care less"), REPLY, rubric)
    assert verdict.flags == ("quote_not_found:empathy",)
    score = verdict.scores[1]
    assert (score.level, score.quote, score.quote_found) == (4, "I could not care less", False)


def test_a_quote_of_the_customers_words_is_refused_as_theirs(rubric: Rubric) -> None:
    before = (Line(Speaker.TRAINEE, "One moment."), Line(Speaker.CUSTOMER, "Ten days, and nobody rang me!"))
    verdict = read_verdict(_answer(quote="nobody rang me"), REPLY, rubric, before)
    assert verdict.flags == ("quote_from_customer:empathy",)
    assert (verdict.scores[1].level, verdict.scores[1].quote_found) == (4, False)


@pytest.mark.parametrize(("quote", "flags"), [("ten days", ()), ("One moment", ("quote_not_found:empathy",))])
def test_only_what_the_customer_alone_said_is_theirs(rubric: Rubric, quote: str, flags: tuple[str, ...]) -> None:
    before = (Line(Speaker.TRAINEE, "One moment."), Line(Speaker.CUSTOMER, "Ten days, and nobody rang me!"))
    assert read_verdict(_answer(quote=quote), REPLY, rubric, before).flags == flags


def test_a_quote_that_leaves_words_out_is_found(rubric: Rubric) -> None:
    assert _empathy(_answer(quote="ten days is long … brings it on Friday"), rubric).quote_found


@pytest.mark.parametrize("quote", [None, "", "  "])
def test_a_level_without_a_quote_is_flagged(rubric: Rubric, quote: str | None) -> None:
    verdict = read_verdict(_answer(quote=quote), REPLY, rubric)
    assert verdict.flags == ("no_quote:empathy",)
    assert verdict.scores[1].quote is None


def test_not_shown_needs_no_quote(rubric: Rubric) -> None:
    assert read_verdict(_answer(level="not_shown", quote=None), REPLY, rubric).flags == ()


def test_further_keys_are_passed_over(rubric: Rubric) -> None:
    given = json.loads(_answer(confidence=0.4))
    assert read_verdict(json.dumps({**given, "note": "done"}), REPLY, rubric).scores[1].level == 4


def test_a_criterion_graded_twice_is_refused(rubric: Rubric) -> None:
    twice = _answer()[:-2] + ', "empathy": ' + json.dumps({**GOOD, "level": 5}) + "}}"
    assert _fault(twice, rubric) == "key 'empathy' stands twice"


@pytest.mark.parametrize("wrap", ["{}\n{}", "The grade: {}", "{} Done.", "[{}]"])
def test_prose_or_a_second_verdict_around_it_is_refused(rubric: Rubric, wrap: str) -> None:
    assert "not one JSON object" in _fault(wrap.replace("{}", _answer()), rubric)


def test_a_verdict_cut_short_anywhere_is_refused(rubric: Rubric) -> None:
    whole = _answer()
    for length in range(0, len(whole), 7):
        assert _fault(whole[:length], rubric)


def test_a_fenced_verdict_is_read(rubric: Rubric) -> None:
    assert _empathy(f"```json\n{_answer()}\n```", rubric).level == 4


def test_texts_can_be_stored_whatever_the_model_sent(rubric: Rubric) -> None:
    score = _empathy(_answer(reason="Names\0 it \ud83d", advice="\ud83d\ude00"), rubric)
    assert (score.reason, score.advice) == ("Names it \ufffd", "😀")


def test_the_schema_asks_for_the_evidence_before_the_level(rubric: Rubric) -> None:
    schema = verdict_schema(rubric)
    scores = schema["properties"]["scores"]
    assert tuple(scores["required"]) == CRITERIA
    assert scores["properties"]["empathy"]["required"] == ["quote", "reason", "level", "advice"]
    assert scores["additionalProperties"] is False


def test_only_criteria_of_a_reply_are_asked_for(rubric: Rubric) -> None:
    whole_talk = rubric.criteria[0].model_copy(update={"scope": "conversation"})
    changed = rubric.model_copy(update={"criteria": [whole_talk, *rubric.criteria[1:]]})
    assert reply_criteria(changed) == ["empathy", "solutions", "level_tone"]
