"""Grades, the score of each criterion and each question asked. A new grade stands beside the older ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint, insert
from sqlmodel import Field, Session, SQLModel

from practice.domain.grade import Grade, GradeStatus, GradingCall
from practice.domain.rubric import Scope
from practice.domain.score import CriterionScore, ScoreStatus
from practice.store.types import UtcDateTime, now, one_of, storable, table_of


class GradeRow(SQLModel, table=True):
    """Of one reply, or of a whole talk: then `turn_id` is the talk's last turn, which tells the path to it."""

    __tablename__ = "grade"
    __table_args__ = (
        one_of("status", GradeStatus),
        one_of("scope", Scope),
        CheckConstraint("(status = 'not_graded') = (problem_key IS NOT NULL)", name="not_graded_says_why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: One job makes one grade, so that a job done twice cannot grade twice.
    job_id: int = Field(foreign_key="job.id", unique=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    scope: str = Field(default=Scope.REPLY.value, max_length=20)
    rubric_version_id: int = Field(foreign_key="rubric_version.id")
    status: str = Field(max_length=20)
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    model: str = Field(max_length=400)
    prompt_hash: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class GradingCallRow(SQLModel, table=True):
    """One question to one grader, with what is needed to ask it again and compare."""

    __tablename__ = "grading_call"

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", index=True)
    part: str = Field(max_length=80)
    repeat: int
    request_key: str = Field(max_length=64)
    model: str = Field(max_length=200)
    raw_answer: str | None = None
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None
    milliseconds: int
    attempts: int


class CriterionScoreRow(SQLModel, table=True):
    """`raw_score` is the graders' own level, `score` the one that is shown: they differ where recalibrated."""

    __tablename__ = "criterion_score"
    __table_args__ = (
        UniqueConstraint("grade_id", "criterion"),
        one_of("status", ScoreStatus),
        CheckConstraint("(status = 'scored') = (score IS NOT NULL)", name="score_where_scored"),
        CheckConstraint("(score IS NULL) = (raw_score IS NULL)", name="raw_score_with_score"),
        CheckConstraint("(status = 'not_graded') = (problem_key IS NOT NULL)", name="not_graded_says_why"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_on_scale"),
    )

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", index=True)
    criterion: str = Field(max_length=80)
    status: str = Field(max_length=20)
    score: int | None = None
    raw_score: int | None = None
    quotes: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    checks: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    votes: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    reason: str
    advice: str | None = None
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None


_ADD_GRADE = insert(table_of(GradeRow))
_ADD_CALLS = insert(table_of(GradingCallRow))
_ADD_SCORES = insert(table_of(CriterionScoreRow))


def add_grade(
    session: Session, grade: Grade, job_id: int, turn_id: str, rubric_version_id: int, scope: Scope = Scope.REPLY
) -> int:
    """The new grade's id."""
    values = {
        "job_id": job_id,
        "turn_id": turn_id,
        "scope": scope.value,
        "rubric_version_id": rubric_version_id,
        "status": grade.status.value,
        "problem_key": grade.problem.key if grade.problem else None,
        "problem_detail": storable(grade.problem.detail) if grade.problem else None,
        "flags": list(grade.flags),
        "model": grade.model,
        "prompt_hash": grade.prompt_hash,
        "created_at": now(),
    }
    connection = session.connection()
    added = connection.execute(_ADD_GRADE, values)
    assert added.inserted_primary_key is not None
    grade_id: int = added.inserted_primary_key[0]
    if grade.calls:
        connection.execute(_ADD_CALLS, [_call_values(grade_id, call) for call in grade.calls])
    if grade.scores:
        connection.execute(_ADD_SCORES, [_score_values(grade_id, score) for score in grade.scores])
    return grade_id


def _call_values(grade_id: int, call: GradingCall) -> dict[str, Any]:
    return {
        "grade_id": grade_id,
        "part": call.part,
        "repeat": call.repeat,
        "request_key": call.request_key,
        "model": call.model,
        "raw_answer": call.raw_answer and storable(call.raw_answer),
        "problem_key": call.problem.key if call.problem else None,
        "problem_detail": storable(call.problem.detail) if call.problem else None,
        "parameters": call.parameters,
        "prompt_tokens": call.prompt_tokens,
        "completion_tokens": call.completion_tokens,
        "cost": call.cost,
        "milliseconds": call.milliseconds,
        "attempts": call.attempts,
    }


def _score_values(grade_id: int, score: CriterionScore) -> dict[str, Any]:
    return {
        "grade_id": grade_id,
        "criterion": score.criterion,
        "status": score.status.value,
        "score": score.level,
        "raw_score": score.given,
        "quotes": [{"text": quote.text, "found": quote.found, "reply": quote.reply} for quote in score.quotes],
        "checks": [{"key": check.key, "yes": check.yes} for check in score.checks],
        "votes": [{"grader": vote.grader, "level": vote.level} for vote in score.votes],
        "reason": score.reason,
        "advice": score.advice,
        "problem_key": score.problem.key if score.problem else None,
        "problem_detail": storable(score.problem.detail) if score.problem else None,
    }
