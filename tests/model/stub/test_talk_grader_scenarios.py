"""The stub grades the good way through each scenario; the answer is read as the service reads it."""

from pathlib import Path

import pytest

from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.domain.scenario import Scenario
from practice.domain.talk_case import talk_case
from practice.domain.transcript import Line, Speaker
from practice.domain.verdict import Sought, Verdict, read_verdict
from practice.library import read_rubric, read_scenario
from practice.model.stub.model import StubModel
from tests.model.stub.talks import asking_for_a_grade

ROOT = Path(__file__).parents[3]
RUBRIC = read_rubric((ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8"), "frontline.yaml")
SCENARIOS = sorted((ROOT / "prompts" / "scenarios").glob("*.yaml"))


@pytest.fixture(params=SCENARIOS, ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return read_scenario(request.param.read_text(encoding="utf-8"), request.param.name)


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def verdict_on(scenario: Scenario, language: Language, replies: list[str]) -> Verdict:
    opening = scenario.customers[0].opening.in_language(language)
    talk = tuple(line for reply in replies for line in (Line(Speaker.CUSTOMER, opening), Line(Speaker.TRAINEE, reply)))
    criteria = RUBRIC.of_scope(Scope.CONVERSATION)
    case = talk_case(criteria, scenario, language, talk, "resolved")
    answer = StubModel().complete(asking_for_a_grade(case)).text
    return read_verdict(answer, Sought(criteria, tuple(replies), (opening,), numbered=True))


def test_it_can_be_read_and_every_quote_is_found_in_its_reply(scenario: Scenario, language: Language) -> None:
    replies = scenario.good_way.in_language(language)
    verdict = verdict_on(scenario, language, replies)
    assert [score.criterion for score in verdict.scores] == RUBRIC.keys_of(Scope.CONVERSATION)
    assert verdict.flags == ()
    for quote in (quote for score in verdict.scores for quote in score.quotes):
        assert quote.reply
        assert quote.text in replies[quote.reply - 1]


def test_it_gives_the_good_way_its_due(scenario: Scenario, language: Language) -> None:
    verdict = verdict_on(scenario, language, scenario.good_way.in_language(language))
    levels = {score.criterion: score.level for score in verdict.scores}
    assert (levels["resolution"] or 0) >= 4
    assert levels["cause_found"] == 4
    assert levels["hard_topic"] == (4 if scenario.topics else None)


def test_it_gives_the_way_without_its_words_less(scenario: Scenario, language: Language) -> None:
    levels = {score.criterion: score.level for score in verdict_on(scenario, language, ["OK."]).scores}
    assert levels["resolution"] == 2
    assert levels["hard_topic"] == (2 if scenario.topics else None)
