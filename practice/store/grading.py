"""Grades and the score of each criterion. A new grade stands beside the older ones; none is overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Row, UniqueConstraint, bindparam, insert, select
from sqlmodel import Field, Session, SQLModel

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus
from practice.domain.verdict import CriterionScore, ScoreStatus
from practice.store.types import UtcDateTime, now, one_of, storable, table_of


class GradeRow(SQLModel, table=True):
    __tablename__ = "grade"
    __table_args__ = (
        one_of("status", GradeStatus),
        CheckConstraint("(status = 'not_graded') = (problem_key IS NOT NULL)", name="not_graded_says_why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: One job makes one grade, so that a job done twice cannot grade twice.
    job_id: int = Field(foreign_key="job.id", unique=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    rubric_version_id: int = Field(foreign_key="rubric_version.id")
    status: str = Field(max_length=20)
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    model: str = Field(max_length=200)
    prompt_hash: str = Field(max_length=64)
    raw_answer: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    milliseconds: int = 0
    attempts: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CriterionScoreRow(SQLModel, table=True):
    __tablename__ = "criterion_score"
    __table_args__ = (
        UniqueConstraint("grade_id", "criterion"),
        one_of("status", ScoreStatus),
        CheckConstraint("(status = 'scored') = (score IS NOT NULL)", name="score_where_scored"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_on_scale"),
    )

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", index=True)
    criterion: str = Field(max_length=80)
    status: str = Field(max_length=20)
    score: int | None = None
    quote: str | None = None
    quote_found: bool = False
    reason: str
    advice: str | None = None


_GRADE = table_of(GradeRow)
_SCORE = table_of(CriterionScoreRow)
_ADD_GRADE = insert(_GRADE)
_ADD_SCORES = insert(_SCORE)
_GRADES_OF = select(_GRADE).where(_GRADE.c.turn_id.in_(bindparam("turn_ids", expanding=True))).order_by(_GRADE.c.id)
_SCORES_OF = select(_SCORE).where(_SCORE.c.grade_id.in_(bindparam("grade_ids", expanding=True))).order_by(_SCORE.c.id)


def add_grade(session: Session, grade: Grade, job_id: int, turn_id: str, rubric_version_id: int) -> None:
    values = {
        "job_id": job_id,
        "turn_id": turn_id,
        "rubric_version_id": rubric_version_id,
        "status": grade.status.value,
        "problem_key": grade.problem.key if grade.problem else None,
        "problem_detail": storable(grade.problem.detail) if grade.problem else None,
        "flags": list(grade.flags),
        "model": grade.model,
        "prompt_hash": grade.prompt_hash,
        "raw_answer": grade.raw_answer and storable(grade.raw_answer),
        "parameters": grade.parameters,
        "prompt_tokens": grade.prompt_tokens,
        "completion_tokens": grade.completion_tokens,
        "cost": grade.cost,
        "milliseconds": grade.milliseconds,
        "attempts": grade.attempts,
        "created_at": now(),
    }
    connection = session.connection()
    added = connection.execute(_ADD_GRADE, values)
    assert added.inserted_primary_key is not None
    if grade.scores:
        grade_id = added.inserted_primary_key[0]
        connection.execute(_ADD_SCORES, [_score_values(grade_id, score) for score in grade.scores])


def latest_grades(session: Session, turn_ids: list[str]) -> dict[str, Grade]:
    """Turn id -> its newest grade; turns without any are absent."""
    connection = session.connection()
    rows = connection.execute(_GRADES_OF, {"turn_ids": turn_ids}).all()
    newest = {row.turn_id: row for row in rows}
    if not newest:
        return {}
    scores = connection.execute(_SCORES_OF, {"grade_ids": [row.id for row in newest.values()]}).all()
    return {
        turn_id: _grade(row, [score for score in scores if score.grade_id == row.id]) for turn_id, row in newest.items()
    }


def _score_values(grade_id: int, score: CriterionScore) -> dict[str, Any]:
    return {
        "grade_id": grade_id,
        "criterion": score.criterion,
        "status": score.status.value,
        "score": score.level,
        "quote": score.quote,
        "quote_found": score.quote_found,
        "reason": score.reason,
        "advice": score.advice,
    }


def _grade(row: Row[Any], scores: list[Row[Any]]) -> Grade:
    return Grade(
        status=GradeStatus(row.status),
        problem=Problem(row.problem_key, row.problem_detail or "") if row.problem_key else None,
        scores=tuple(
            CriterionScore(s.criterion, ScoreStatus(s.status), s.score, s.quote, s.quote_found, s.reason, s.advice)
            for s in scores
        ),
        flags=tuple(row.flags),
        model=row.model,
        prompt_hash=row.prompt_hash,
        raw_answer=row.raw_answer,
        parameters=row.parameters,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        cost=row.cost,
        milliseconds=row.milliseconds,
        attempts=row.attempts,
    )
