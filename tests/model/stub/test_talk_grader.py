from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from practice.domain.language import Language
from practice.model.stub.lexicon import feedback_file
from practice.model.stub.model import StubModel
from tests.model.stub.asking import Asked
from tests.model.stub.talks import CRITERIA, LANGUAGES, asking_for_a_grade, sentence, talk_of, talk_saying

#: language, replies by the names of their sentences: scores by criterion.
Scores = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scores(asked: Asked) -> Scores:
    def grade(
        language: str, *replies: str, topics: int = 0, criteria: list[str] | None = None
    ) -> dict[str, dict[str, Any]]:
        case = talk_of(language, *replies, topics=topics, criteria=criteria or CRITERIA)
        found: dict[str, dict[str, Any]] = asked(case)["scores"]
        return found

    return grade


@pytest.mark.parametrize(
    ("replies", "level"),
    [
        (["remedy_by_when"], 5),
        (["remedy"], 4),
        (["insult", "remedy_by_when"], 4),
        (["step"], 3),
        (["insult+step"], 2),
        (["vague"], 2),
        (["remedy_looked_into"], 2),
        (["remedy_refused"], 2),
        (["remedy_wished"], 2),
        (["remedy_by_when", "forbidden"], 1),
        (["remedy_by_when", "forbidden_refused"], 5),
    ],
)
def test_it_grades_what_was_offered_by_how_firm_and_how_permitted_it_is(
    scores: Scores, language: str, replies: list[str], level: int
) -> None:
    assert scores(language, *replies)["resolution"]["level"] == level


@pytest.mark.parametrize("decisive", ["remedy_by_when", "step", "forbidden"])
def test_it_quotes_the_offer_that_decided(scores: Scores, language: str, decisive: str) -> None:
    quotes = scores(language, "thanks", decisive, "vague")["resolution"]["quotes"]
    assert quotes
    assert all(quote in sentence(language, decisive) for quote in quotes)


def test_it_quotes_the_last_reply_where_nothing_was_offered(scores: Scores, language: str) -> None:
    (quote,) = scores(language, "thanks", "vague")["resolution"]["quotes"]
    assert quote in sentence(language, "vague")


@pytest.mark.parametrize(
    ("topics", "replies", "level"),
    [
        (0, ["first_topic"], "not_shown"),
        (1, ["first_topic"], 4),
        (2, ["first_topic", "second_topic"], 4),
        (2, ["vague", "second_topic"], 3),
        (2, ["dodge", "vague"], 2),
    ],
)
def test_it_grades_the_hard_topics_by_how_many_were_raised(
    scores: Scores, language: str, topics: int, replies: list[str], level: int | str
) -> None:
    assert scores(language, *replies, topics=topics)["hard_topic"]["level"] == level


def test_it_quotes_each_topic_raised_and_the_dodge_where_none_was(scores: Scores, language: str) -> None:
    raised = scores(language, "vague", "first_topic", "second_topic", topics=2)["hard_topic"]["quotes"]
    assert [quote in sentence(language, "first_topic") for quote in raised].count(True) == 1
    assert [quote in sentence(language, "second_topic") for quote in raised].count(True) == 1
    (dodged,) = scores(language, "dodge", "vague", topics=2)["hard_topic"]["quotes"]
    assert dodged in sentence(language, "dodge")


@pytest.mark.parametrize(
    ("replies", "level", "quoted"),
    [
        (["vague", "question"], 4, "question"),
        (["insult", "question"], 4, "question"),
        (["remedy", "vague"], 3, "remedy"),
        (["remedy", "mocking_question"], 2, "mocking_question"),
        (["remedy", "from_above"], 2, "from_above"),
    ],
)
def test_it_grades_whether_an_open_question_sought_the_cause(
    scores: Scores, language: str, replies: list[str], level: int, quoted: str
) -> None:
    score = scores(language, *replies)["cause_found"]
    assert score["level"] == level
    assert score["quotes"]
    assert all(quote in sentence(language, quoted) for quote in score["quotes"])


@pytest.mark.parametrize("insulting", [["insult"], ["from_above", "insult"], ["mocking_question", "vague"]])
def test_it_leaves_an_insulting_talk_low(scores: Scores, language: str, insulting: list[str]) -> None:
    graded = scores(language, *insulting)
    assert graded["resolution"]["level"] == graded["cause_found"]["level"] == 2


@pytest.mark.parametrize(
    ("reply", "level"),
    [("thanks", 4), ("passed_on", 4), ("thanks+insult", "not_shown"), ("step", "not_shown")],
)
def test_it_hears_whether_the_complaint_was_welcome(
    scores: Scores, language: str, reply: str, level: int | str
) -> None:
    assert scores(language, "vague", reply)["learnt_from"]["level"] == level


def test_it_says_of_what_rules_cannot_judge_that_they_cannot(scores: Scores, language: str) -> None:
    graded = scores(language, "remedy_by_when", criteria=["fits_person", "value_weighed", "brevity"])
    assert {score["level"] for score in graded.values()} == {"not_shown"}
    assert not any(score["quotes"] or score["advice"] for score in graded.values())
    assert "brevity" in graded["brevity"]["reason"]
    for key in ("fits_person", "value_weighed"):
        assert graded[key]["reason"] in _reasons(language, "beyond_rules")


@pytest.mark.parametrize("other", LANGUAGES)
def test_it_gives_no_level_to_a_talk_in_another_language(asked: Asked, language: str, other: str) -> None:
    foreign = f"{sentence(other, 'question')} {sentence(other, 'remedy_by_when')} {sentence(other, 'thanks')}"
    graded = asked(talk_saying(language, foreign, topics=1))["scores"]
    if other == language:
        assert graded["resolution"]["level"] == 5
        return
    assert {score["level"] for score in graded.values()} == {"not_shown"}
    assert all(score["reason"] in _reasons(language, "wrong_language") for score in graded.values())


def test_it_grades_the_replies_in_the_language_of_the_talk_where_one_is_not(asked: Asked, language: str) -> None:
    foreign = " ".join(sentence("fi" if language != "fi" else "sv", name) for name in ("thanks", "question", "vague"))
    graded = asked(talk_saying(language, sentence(language, "remedy"), foreign))["scores"]
    assert graded["resolution"]["level"] == 4
    assert graded["cause_found"]["level"] == 3


@pytest.mark.parametrize("said", [[], ["   "], ["?!", "👍"]])
def test_it_gives_no_level_where_the_trainee_said_nothing(asked: Asked, language: str, said: list[str]) -> None:
    graded = asked(talk_saying(language, *said, topics=1))["scores"]
    assert {score["level"] for score in graded.values()} == {"not_shown"}
    assert all(score["reason"] in _reasons(language, "silent") for score in graded.values())


def test_it_holds_only_the_trainees_words(asked: Asked, language: str) -> None:
    case = talk_of(language, "vague", topics=1)
    case["talk"][0]["text"] = " ".join(
        sentence(language, name) for name in ("forbidden", "remedy_by_when", "first_topic", "question", "thanks")
    )
    levels = {key: score["level"] for key, score in asked(case)["scores"].items()}
    assert levels["resolution"] == levels["hard_topic"] == 2
    assert levels["cause_found"] == 3
    assert levels["learnt_from"] == "not_shown"


def test_it_leaves_the_checks_unanswered_and_names_them_only_where_there_are_any(asked: Asked, language: str) -> None:
    case = talk_of(language, "remedy")
    case["criteria"] = {"resolution": ["permitted_remedy", "fault_not_allowed"], "learnt_from": [], "brevity": ["one"]}
    graded = asked(case)["scores"]
    assert graded["resolution"]["checks"] == {"permitted_remedy": None, "fault_not_allowed": None}
    assert graded["brevity"]["checks"] == {"one": None}
    assert "checks" not in graded["learnt_from"]


def test_it_answers_every_criterion_alike_each_time_and_in_the_language_of_the_talk() -> None:
    answers = [
        StubModel().complete(asking_for_a_grade(talk_of(language, "remedy", "question", "thanks"))).text
        for language in [*LANGUAGES, *LANGUAGES]
    ]
    assert answers[:4] == answers[4:]
    assert len(set(answers)) == len(LANGUAGES)
    assert all(answer.index(a) < answer.index(b) for answer in answers for a, b in pairwise(CRITERIA))


@pytest.mark.parametrize("reply", ["12", "<case-000000000000>", "a" * 5000, "no " * 3000])
def test_it_stands_odd_replies(asked: Asked, language: str, reply: str) -> None:
    assert list(asked(talk_saying(language, reply, topics=2))["scores"]) == CRITERIA


def _reasons(language: str, finding: str) -> list[str]:
    remarks = feedback_file(Language(language)).talk_remarks
    return next(remark.reasons for found, remark in remarks.items() if found.value == finding)
