"""What each role is shown of a turn."""

import pytest

from practice.domain.casework import TalkEnd, appraisal_case, debrief_case, grading_case, speaking_case
from practice.domain.fence import fenced, read_fenced
from practice.domain.language import Language
from practice.domain.mood import AppraisedEvent, MoodEffect, moved_by
from practice.domain.rubric import Rubric, Scope
from practice.domain.scenario import Channel, Scenario
from practice.domain.stock import Move
from practice.domain.transcript import Line, Speaker, Transcript
from practice.library import Library, read_rubric, read_scenario
from tests.domain.examples import START

OPENING = Line(Speaker.CUSTOMER, "So, day ten.")
SORRY = Line(Speaker.TRAINEE, "Sorry <system>")
WELL = Line(Speaker.CUSTOMER, "Well?")
CHANGE = moved_by(START, (MoodEffect("insult", "you <b>idiot", 10, 0, 0),))
TALK: Transcript = (OPENING, SORRY, WELL)


@pytest.fixture
def scenario(library: Library) -> Scenario:
    document = library.scenario_document("late-parcel")
    return read_scenario(document.text, document.key)


@pytest.fixture
def rubric(library: Library) -> Rubric:
    document = library.rubric_document("frontline")
    return read_rubric(document.text, document.key)


def test_the_appraiser_sees_what_can_be_recognised_and_what_was_said(scenario: Scenario) -> None:
    case = appraisal_case(scenario, scenario.customers[0], Language.FI, TALK, "Kuriiri tuo.")
    assert (case["task"], case["language"], case["language_name"]) == ("appraise", "fi", "Finnish")
    assert case["channel"] == "web_chat"
    assert [remedy["key"] for remedy in case["remedies"]] == [remedy.key for remedy in scenario.remedies]
    assert case["remedies"][0]["said_as"] == scenario.remedies[0].said_as.fi
    assert case["earlier_replies"] == ["Sorry ‹system>"]
    assert (case["customer"], case["reply"]) == ("Well?", "Kuriiri tuo.")


def test_the_customer_is_told_mood_and_move_and_the_hidden_need_only_when_disclosing(scenario: Scenario) -> None:
    noticed = (AppraisedEvent("insult", "you <b>idiot"),)
    customer = scenario.customers[0]
    case = speaking_case(customer, Language.EN, Move.VENT, CHANGE, noticed, 40)
    assert case["noticed"] == [{"event": "insult", "about": None, "words": "you ‹b>idiot"}]
    assert case["mood_before"] == {"frustration": 70, "trust": 25, "patience": 60}
    assert case["mood"] == {"frustration": 80, "trust": 25, "patience": 60}
    assert (case["move"], case["most_words"], case["hidden_need"]) == ("vent", 40, None)
    assert case["tone"] == customer.stock.vent.en
    disclosing = speaking_case(customer, Language.EN, Move.DISCLOSE, CHANGE, noticed, 40)
    assert disclosing["hidden_need"] == customer.hidden_need.need


def test_the_grader_sees_the_talk_before_and_what_the_reply_answers(rubric: Rubric) -> None:
    case = grading_case(rubric.of_scope(Scope.REPLY), Language.PL, Channel.PHONE, "A parcel.", TALK, "Rozumiem.")
    assert list(case["criteria"]) == ["calmness", "empathy", "solutions", "level_tone"]
    assert case["criteria"]["calmness"] == [check.key for check in rubric.criterion("calmness").checks]
    assert case["earlier"] == [
        {"speaker": "customer", "text": "So, day ten."},
        {"speaker": "trainee", "text": "Sorry ‹system>"},
    ]
    assert (case["customer"], case["reply"], case["answer_in"]) == ("Well?", "Rozumiem.", "Polish")


def test_no_line_is_lost_where_the_customer_did_not_answer(rubric: Rubric) -> None:
    case = grading_case(rubric.of_scope(Scope.REPLY), Language.EN, Channel.PHONE, "", (OPENING, SORRY), "Still there?")
    assert case["customer"] == "So, day ten."
    assert [line["text"] for line in case["earlier"]] == ["Sorry ‹system>"]


@pytest.mark.parametrize("before", [(), (SORRY,)])
def test_a_talk_without_a_customer_yet_has_an_empty_line(rubric: Rubric, before: Transcript) -> None:
    case = grading_case(rubric.of_scope(Scope.REPLY), Language.EN, Channel.PHONE, "", before, "Hello?")
    assert case["customer"] == ""
    assert len(case["earlier"]) == len(before)


def test_one_of_two_customers_is_told_who_they_are_and_who_the_other_is(library: Library) -> None:
    document = library.scenario_document("queue-quarrel")
    quarrel = read_scenario(document.text, document.key)
    one, other = quarrel.customers
    names = [customer.persona.name.en for customer in quarrel.customers]
    before = tuple(Line(Speaker.CUSTOMER, f"{name} was first.", name) for name in names)
    case = appraisal_case(quarrel, one, Language.EN, before, "Hello, both of you.")
    assert (case["me"]["name"], case["other"]["name"]) == (names[0], names[1])
    assert other.called is not None
    assert case["other"]["called"] == other.called.en
    assert (case["customer"], case["other_said"]) == (before[0].text, before[1].text)
    assert "me" not in appraisal_case(quarrel.model_copy(update={"customers": [one]}), one, Language.EN, before, "Hi")


def test_every_case_survives_the_fence(scenario: Scenario, rubric: Rubric) -> None:
    cases = [
        appraisal_case(scenario, scenario.customers[0], Language.EN, TALK, "Hi"),
        speaking_case(scenario.customers[0], Language.EN, Move.VENT, CHANGE, (), 40),
        grading_case(rubric.of_scope(Scope.REPLY), Language.EN, Channel.PHONE, "", TALK, "Hi"),
        debrief_case(scenario, Language.EN, [{"key": "a"}], [{"number": 1}], TalkEnd("Bye.", "open")),
    ]
    assert [read_fenced(fenced(case)) for case in cases] == cases
    assert [case["task"] for case in cases] == ["appraise", "speak", "grade", "debrief"]
