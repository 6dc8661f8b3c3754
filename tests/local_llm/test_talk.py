"""A small real model plays every role. It may play badly; what the service makes of that must be true."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from practice.domain.conversation import Outcome, Turn, TurnStatus
from practice.domain.debrief import Debrief
from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import LEVELS, NOT_SHOWN
from practice.domain.transcript import Speaker
from practice.model.port import Role
from practice.services.assembly import assemble
from practice.settings import load_settings
from practice.store.job import JobState
from tests.commands.run import practice
from tests.commands.test_grade import ITEM
from tests.local_llm.play import REPLIES, Played, play
from tests.local_llm.server import ALIAS, serving

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(scope="module")
def played(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("played"))
        for name, value in environment.items():
            patch.setenv(name, value)
        services = assemble(load_settings())
        services.worker.start()
        yield play(services)
        services.worker.stop()
        services.database.close()


def test_every_customers_turn_is_said_or_its_failure_is(played: Played) -> None:
    for turn in _customers(played):
        if turn.status is TurnStatus.SAID:
            assert turn.text.strip()
            assert turn.problem is None
        else:
            assert turn.status is TurnStatus.FAILED
            assert turn.problem is not None
            assert turn.problem.key
            assert turn.problem.detail


def test_no_forbidden_phrase_was_said(played: Played) -> None:
    assert played.english_phrases
    for turn in _customers(played):
        found = [phrase for phrase in played.english_phrases if f" {_even(phrase)} " in f" {_even(turn.text)} "]
        assert found == [], turn.text


def test_the_talk_goes_on_to_its_end(played: Played) -> None:
    said = [entry.turn.text for entry in played.turns if entry.turn.speaker is Speaker.TRAINEE]
    assert said == list(REPLIES[: len(said)])
    ended_itself = played.report.view.conversation.outcome is not Outcome.OPEN
    fell_silent = _customers(played)[-1].status is TurnStatus.FAILED
    assert len(said) == len(REPLIES) or ended_itself or fell_silent
    assert not played.report.view.conversation.open


def test_every_reply_has_a_grade_or_the_reason_why_not(played: Played) -> None:
    for entry in played.turns:
        assert not entry.grading
        if entry.turn.speaker is Speaker.TRAINEE:
            assert entry.grade is not None
            _says_why_or_scores(entry.grade)


def test_every_level_stands_in_the_models_own_answer(played: Played) -> None:
    for grade in played.grades:
        if grade.status is GradeStatus.GRADED:
            given = _object(grade.calls[-1].raw_answer)["scores"]
            assert set(given) == {score.criterion for score in grade.scores}
            for score in grade.scores:
                level = given[score.criterion]["level"]
                assert level == (NOT_SHOWN if score.level is None else score.level)
                assert score.level is None or score.level in LEVELS


def test_the_report_counts_only_what_was_graded(played: Played) -> None:
    for summary in played.report.report.summaries:
        scores = [grade.score(summary.criterion.key) for grade in played.grades]
        levels = [score.level for score in scores if score and score.level is not None]
        assert summary.mean == (sum(levels) / len(levels) if levels else None)
        assert (summary.scored, summary.replies) == (len(levels), len(played.grades))
        assert summary.not_graded == sum(grade.status is GradeStatus.NOT_GRADED for grade in played.grades)


def test_the_debrief_quotes_the_trainee_or_says_why_there_is_none(played: Played) -> None:
    assert not played.report.debriefing
    debrief = played.report.debrief
    if isinstance(debrief, Debrief):
        points = [point for point in (debrief.strength, *debrief.priorities) if point]
        for point in points:
            assert any(_even(point.quote) in _even(reply) for reply in REPLIES)
    else:
        assert debrief is not None
        assert debrief.key
        assert debrief.detail


def test_no_job_crashed(played: Played) -> None:
    assert [(job.kind, job.state, job.attempts) for job in played.jobs if job.attempts != 1] == []
    assert {job.state for job in played.jobs} == {JobState.DONE.value}


def test_customer_appraiser_and_grader_answered_and_their_tokens_were_counted(played: Played) -> None:
    assert {Role.APPRAISER.value, Role.CUSTOMER.value, Role.GRADER.value} <= set(played.report.models)
    assert {usage.model for usage in played.usage} == {f"openai/{ALIAS}"}
    answered = [usage for usage in played.usage if usage.completion_tokens]
    assert all(usage.prompt_tokens > 0 for usage in answered)


def test_practice_grade_grades_or_says_why_not(environment: dict[str, str]) -> None:
    done = practice("grade", "--format", "jsonl", text=json.dumps(ITEM), **environment)
    [result] = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (0 if result["status"] == "graded" else 3), done.stderr
    assert "Traceback" not in done.stderr
    assert result["model"] == f"openai/{ALIAS}"
    if result["status"] == "graded":
        assert all(score["score"] in (*LEVELS, None) for score in result["scores"].values())
    else:
        assert result["problem"]
        assert result["scores"] == {}


def test_a_prompt_longer_than_the_model_can_read_is_said_and_makes_no_number(
    prepared: Path, environment: dict[str, str]
) -> None:
    with serving(prepared, context=512) as address:
        done = practice(
            "grade", "--format", "jsonl", text=json.dumps(ITEM), **{**environment, "PRACTICE_API_BASE": address}
        )
    [result] = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3, done.stderr
    assert "longer than" in result["problem"]
    assert result["scores"] == {}


def test_practice_doctor_finds_everything_well(environment: dict[str, str]) -> None:
    done = practice("doctor", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith("ok") for line in lines)
    assert len([line for line in lines if f"openai/{ALIAS} (answered in" in line]) == len(Role)


def _customers(played: Played) -> list[Turn]:
    return [entry.turn for entry in played.turns if entry.turn.speaker is Speaker.CUSTOMER]


def _says_why_or_scores(grade: Grade) -> None:
    if grade.status is GradeStatus.GRADED:
        assert grade.problem is None
        assert grade.scores
    else:
        assert grade.problem is not None
        assert grade.problem.key
        assert grade.problem.detail
        assert grade.scores == ()


def _object(raw_answer: str | None) -> dict[str, Any]:
    """By the shortest way there is, so that the product's own reader is not its own judge."""
    assert raw_answer is not None
    found: dict[str, Any] = json.loads(raw_answer[raw_answer.index("{") : raw_answer.rindex("}") + 1])
    return found


def _even(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.replace("’", "'").casefold()))
