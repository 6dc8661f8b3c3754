"""xAPI statements: the same ones whenever they are made, and no number where nothing was measured."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from practice.domain.conversation import Conversation, Mode, Outcome, Problem, Turn, TurnStatus
from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language
from practice.domain.score import CriterionScore, ScoreStatus, not_graded
from practice.domain.transcript import Speaker
from practice.domain.xapi import Told, duration

SITE = "https://practice.example"
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TALK = Conversation(
    id="0" * 31 + "1",
    person_id=7,
    scenario_key="late-parcel",
    scenario_text="",
    rubric_key="frontline",
    rubric_text="",
    rubric_version_id=1,
    language=Language.FI,
    difficulty=3,
    mode=Mode.PRACTICE,
    unhurried=True,
    seed=1,
    outcome=Outcome.LEFT,
    head_turn_id=None,
    started_at=START,
    ended_at=None,
)
REPLY = Turn("2" * 32, TALK.id, None, Speaker.TRAINEE, "Anteeksi.", TurnStatus.SAID, START, reply_seconds=12.345)
TOLD = Told(SITE, TALK, {"en": "A late parcel", "fi": "Myöhästynyt paketti"})


def score(key: str, level: int | None) -> CriterionScore:
    status = ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED
    return CriterionScore(key, status, level, (), "why", None)


def grade(*scores: CriterionScore) -> Grade:
    return Grade(GradeStatus.GRADED, None, scores, (), "stub", "", id=5)


def test_made_anew_it_is_the_same_statement_and_another_sites_is_another() -> None:
    assert TOLD.initialized() == TOLD.initialized()
    assert TOLD.initialized().id != replace(TOLD, site="https://other.example").initialized().id
    statements = [TOLD.initialized(), TOLD.answered(REPLY, 1), TOLD.scored(REPLY, 1, grade(), START)]
    assert len({statement.id for statement in statements}) == 3
    assert [statement.body["context"]["registration"] for statement in statements] == [
        f"{'0' * 8}-0000-0000-0000-{1:012}"
    ] * 3


@pytest.mark.parametrize(("levels", "scaled"), [((1, 1), 0), ((5, 5), 1), ((2, 3), 0.375), ((4, None), 0.75)])
def test_a_score_is_the_mean_of_what_has_a_level(levels: tuple[int | None, ...], scaled: float) -> None:
    given = grade(*(score(str(number), level) for number, level in enumerate(levels)))
    assert TOLD.scored(REPLY, 1, given, START).body["result"]["score"]["scaled"] == scaled


@pytest.mark.parametrize(("given", "state"), [
    (grade(score("a", None), score("b", None)), "graded"),
    (grade(score("a", 4), not_graded("b", Problem("unreadable_answer", "?"))), "partly_graded"),
    (Grade(GradeStatus.NOT_GRADED, Problem("internal", "?"), (), (), "stub", "", id=5), "not_graded"),
])  # fmt: skip
def test_without_a_level_for_all_that_was_shown_there_is_no_score(given: Grade, state: str) -> None:
    result = TOLD.scored(REPLY, 1, given, START).body["result"]
    assert "score" not in result
    assert result["extensions"][f"{SITE}/xapi/grade"] == state


def test_a_reply_tells_how_long_it_took_and_its_words_only_on_request() -> None:
    assert TOLD.answered(REPLY, 3).body["result"] == {"duration": "PT12.35S"}
    assert replace(TOLD, texts=True).answered(REPLY, 3).body["result"]["response"] == "Anteeksi."
    assert TOLD.answered(REPLY, 3).body["context"]["extensions"][f"{SITE}/xapi/reply"] == 3
    assert "result" not in TOLD.answered(replace(REPLY, reply_seconds=None), 1).body


def test_an_end_tells_the_outcome_and_calls_it_no_success() -> None:
    body = TOLD.completed(START + timedelta(minutes=3, seconds=1)).body
    assert body["result"] == {
        "completion": True,
        "duration": "PT181.00S",
        "extensions": {f"{SITE}/xapi/outcome": "left"},
    }
    assert body["timestamp"] == "2026-05-04T09:03:01.000Z"
    assert duration(timedelta(hours=2)) == "PT7200.00S"
