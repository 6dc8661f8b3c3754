"""The grader's answer is read strictly: no default, no clamp, no guess."""

import json
from typing import Any

import pytest

from practice.domain.rubric import Check, Rubric
from practice.domain.score import CheckAnswer, CriterionScore, Quote, ScoreStatus
from practice.domain.transcript import Line, Speaker, Transcript
from practice.domain.verdict import Sought, Verdict, read_verdict, sought_in_reply, verdict_schema
from practice.errors import UnreadableAnswer
from practice.library import read_rubric
from tests.grading_case import RUBRICS

REPLY = "I’m sorry — ten days is long. A courier brings it on Friday."
GOOD = {"quotes": ["ten days is long"], "reason": "Names the wait.", "level": 4, "advice": None}
CRITERIA = ("calmness", "empathy", "solutions", "level_tone")


@pytest.fixture
def rubric() -> Rubric:
    """Criteria without checks, so that a test shows what it is about."""
    return read_rubric((RUBRICS / "plain.yaml").read_text(encoding="utf-8"), "plain")


def _read(answer: str, rubric: Rubric, before: Transcript = ()) -> Verdict:
    return read_verdict(answer, sought_in_reply(rubric.criteria, REPLY, before))


def _answer(**changes: object) -> str:
    """A good answer, with these keys of the empathy criterion changed."""
    scores = {key: {**GOOD, **(changes if key == "empathy" else {})} for key in CRITERIA}
    return json.dumps({"scores": scores})


def _fault(answer: str, rubric: Rubric) -> str:
    with pytest.raises(UnreadableAnswer) as caught:
        _read(answer, rubric)
    return str(caught.value)


def _empathy(answer: str, rubric: Rubric) -> CriterionScore:
    return next(score for score in _read(answer, rubric).scores if score.criterion == "empathy")


def test_a_good_answer_is_read_in_the_order_of_the_rubric(rubric: Rubric) -> None:
    scores = dict.fromkeys(reversed(CRITERIA), GOOD)
    verdict = _read(json.dumps({"scores": scores}), rubric)
    assert tuple(score.criterion for score in verdict.scores) == CRITERIA
    assert verdict.flags == ()
    assert verdict.scores[0] == CriterionScore(
        "calmness", ScoreStatus.SCORED, 4, (Quote("ten days is long", found=True),), "Names the wait.", None
    )


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_every_level_that_is_offered_is_taken(rubric: Rubric, level: int) -> None:
    assert _empathy(_answer(level=level), rubric).level == level


def test_not_shown_is_no_level(rubric: Rubric) -> None:
    score = _empathy(_answer(level="not_shown", quotes=[]), rubric)
    assert (score.status, score.level, score.quotes) == (ScoreStatus.NOT_SHOWN, None, ())


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


@pytest.mark.parametrize("lacking", ["quotes", "reason", "level", "advice"])
def test_a_missing_key_of_a_criterion_is_named(rubric: Rubric, lacking: str) -> None:
    scores: dict[str, Any] = dict.fromkeys(CRITERIA, GOOD)
    scores["empathy"] = {key: value for key, value in GOOD.items() if key != lacking}
    assert f"empathy: lacks '{lacking}'" in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("score", [4, None, [], "4", [GOOD], {}])
def test_a_criterion_that_is_no_object_is_refused(rubric: Rubric, score: object) -> None:
    scores: dict[str, Any] = {**dict.fromkeys(CRITERIA, GOOD), "empathy": score}
    assert "empathy: lacks 'quotes'" in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("scores", [[], [GOOD], None, "4", 4, True])
def test_scores_that_are_no_object_are_refused(rubric: Rubric, scores: object) -> None:
    assert '"scores"' in _fault(json.dumps({"scores": scores}), rubric)


@pytest.mark.parametrize("key", ["reason", "advice"])
@pytest.mark.parametrize("value", [4, True, ["ten days"], {"text": "ten days"}])
def test_a_text_that_is_none_is_refused(rubric: Rubric, key: str, value: object) -> None:
    assert f"empathy: {key} is to be text, not {type(value).__name__}" in _fault(_answer(**{key: value}), rubric)


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_level_without_a_reason_is_refused(rubric: Rubric, reason: str | None) -> None:
    assert _fault(_answer(reason=reason), rubric) == "empathy: the reason is empty"


def test_a_quote_is_looked_for_in_the_trainees_words(rubric: Rubric) -> None:
    score = _empathy(_answer(quotes=['"I\'m sorry - TEN days"']), rubric)
    assert score.quotes[0].found


def test_a_quote_that_is_not_there_flags_and_keeps_the_level(rubric: Rubric) -> None:
    verdict = _read(_answer(quotes=["ten days is long", "I could not care less"]), rubric)
    assert verdict.flags == ("quote_not_found:empathy",)
    score = verdict.scores[1]
    assert (score.level, [quote.found for quote in score.quotes]) == (4, [True, False])


def test_a_quote_of_the_customers_words_is_refused_as_theirs(rubric: Rubric) -> None:
    before = (Line(Speaker.TRAINEE, "One moment."), Line(Speaker.CUSTOMER, "Ten days, and nobody rang me!"))
    verdict = _read(_answer(quotes=["nobody rang me"]), rubric, before)
    assert verdict.flags == ("quote_from_customer:empathy",)
    assert (verdict.scores[1].level, verdict.scores[1].quotes[0].found) == (4, False)


@pytest.mark.parametrize(("quote", "flags"), [("ten days", ()), ("One moment", ("quote_not_found:empathy",))])
def test_only_what_the_customer_alone_said_is_theirs(rubric: Rubric, quote: str, flags: tuple[str, ...]) -> None:
    before = (Line(Speaker.TRAINEE, "One moment."), Line(Speaker.CUSTOMER, "Ten days, and nobody rang me!"))
    assert _read(_answer(quotes=[quote]), rubric, before).flags == flags


def test_a_quote_that_leaves_words_out_is_found(rubric: Rubric) -> None:
    assert _empathy(_answer(quotes=["ten days is long … brings it on Friday"]), rubric).quotes[0].found


@pytest.mark.parametrize("quotes", [[], [""], ["  ", ""]])
def test_a_level_without_a_quote_is_flagged(rubric: Rubric, quotes: list[str]) -> None:
    verdict = _read(_answer(quotes=quotes), rubric)
    assert verdict.flags == ("no_quote:empathy",)
    assert verdict.scores[1].quotes == ()


def test_several_quotes_are_kept_in_order_and_once_each(rubric: Rubric) -> None:
    given = ["A courier brings it", "ten days", "A courier brings it"]
    assert [quote.text for quote in _empathy(_answer(quotes=given), rubric).quotes] == given[:2]


@pytest.mark.parametrize("quotes", [None, "ten days", {"text": "ten days"}, 4, True])
def test_quotes_that_are_no_list_are_refused(rubric: Rubric, quotes: object) -> None:
    assert "empathy: quotes is to be a list of texts" in _fault(_answer(quotes=quotes), rubric)


@pytest.mark.parametrize("quote", [4, True, ["ten days"], {"text": "ten days"}])
def test_a_quote_that_is_no_text_is_refused(rubric: Rubric, quote: object) -> None:
    assert f"empathy: a quote is to be text, not {type(quote).__name__}" in _fault(_answer(quotes=[quote]), rubric)


def test_more_quotes_than_a_choice_are_refused(rubric: Rubric) -> None:
    words = ["I’m", "sorry", "ten", "days", "is", "long", "A"]
    assert _fault(_answer(quotes=words), rubric) == "empathy: 7 quotes are too many; at most 6"


def test_a_quote_tells_its_reply_where_a_whole_talk_is_graded(rubric: Rubric) -> None:
    sought = Sought(tuple(rubric.criteria), ("One moment.", REPLY), numbered=True)
    scores = read_verdict(_answer(quotes=["One moment", "ten days", "never said"]), sought).scores
    assert [(quote.found, quote.reply) for quote in scores[1].quotes] == [(True, 1), (True, 2), (False, None)]


@pytest.fixture
def checked(rubric: Rubric) -> Rubric:
    """With two checks of empathy, one of which counts against the reply."""
    checks = [Check(key="names_it", question="Is it named?"), Check(key="fault_brushes_off", question="Brushed off?")]
    criteria = [rubric.criteria[0], rubric.criteria[1].model_copy(update={"checks": checks}), *rubric.criteria[2:]]
    return rubric.model_copy(update={"criteria": criteria})


def test_checks_are_answered_yes_no_or_no_occasion(checked: Rubric) -> None:
    score = _empathy(_answer(checks={"names_it": True, "fault_brushes_off": None}), checked)
    assert score.checks == (CheckAnswer("names_it", yes=True), CheckAnswer("fault_brushes_off", yes=None))


@pytest.mark.parametrize("checks", [None, {}, [], {"names_it": True}])
def test_a_check_without_an_answer_is_named(checked: Rubric, checks: object) -> None:
    assert "is not answered; needed: names_it, fault_brushes_off" in _fault(_answer(checks=checks), checked)


@pytest.mark.parametrize("answer", ["yes", 1, 0, "true", []])
def test_an_answer_that_is_neither_is_refused(checked: Rubric, answer: object) -> None:
    fault = _fault(_answer(checks={"names_it": answer, "fault_brushes_off": False}), checked)
    assert fault == f"empathy: check names_it: {answer!r} is not true, false or null"


@pytest.mark.parametrize(("level", "flags"), [(3, ()), (4, ("fault_at_high_level:empathy",)), ("not_shown", ())])
def test_a_high_level_beside_a_fault_is_flagged_and_kept(checked: Rubric, level: object, flags: tuple[str]) -> None:
    answer = _answer(level=level, checks={"names_it": False, "fault_brushes_off": True})
    assert _read(answer, checked).flags == flags


def test_the_schema_asks_for_the_checks_first(checked: Rubric) -> None:
    score = verdict_schema(checked.criteria)["properties"]["scores"]["properties"]["empathy"]
    assert score["required"] == ["checks", "quotes", "reason", "level", "advice"]
    assert score["properties"]["checks"]["required"] == ["names_it", "fault_brushes_off"]


def test_not_shown_needs_no_quote(rubric: Rubric) -> None:
    assert _read(_answer(level="not_shown", quotes=[]), rubric).flags == ()


def test_further_keys_are_passed_over(rubric: Rubric) -> None:
    given = json.loads(_answer(confidence=0.4))
    assert _read(json.dumps({**given, "note": "done"}), rubric).scores[1].level == 4


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
    schema = verdict_schema(rubric.criteria)
    scores = schema["properties"]["scores"]
    assert tuple(scores["required"]) == CRITERIA
    assert scores["properties"]["empathy"]["required"] == ["quotes", "reason", "level", "advice"]
    assert scores["additionalProperties"] is False
