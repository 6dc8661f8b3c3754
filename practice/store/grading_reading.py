"""Grades as they were kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, GradingCall
from practice.domain.rubric import Scope
from practice.domain.score import CheckAnswer, CriterionScore, Quote, ScoreStatus, Vote
from practice.store.chat import ConversationRow, TurnRow
from practice.store.grading import CriterionScoreRow, GradeRow, GradingCallRow
from practice.store.types import table_of

_GRADE = table_of(GradeRow)
_CALL = table_of(GradingCallRow)
_SCORE = table_of(CriterionScoreRow)
_TURN = table_of(TurnRow)
_TALK = table_of(ConversationRow)
#: By the rubric that the talk began with: a grade by another one stands beside, for a trainer to compare.
_GRADES_OF = (
    select(_GRADE)
    .join(_TURN, _TURN.c.id == _GRADE.c.turn_id)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .where(
        _GRADE.c.turn_id.in_(bindparam("turn_ids", expanding=True)),
        _GRADE.c.scope == bindparam("scope"),
        _GRADE.c.rubric_version_id == _TALK.c.rubric_version_id,
    )
    .order_by(_GRADE.c.id)
)
_SCORES_OF = select(_SCORE).where(_SCORE.c.grade_id.in_(bindparam("grade_ids", expanding=True))).order_by(_SCORE.c.id)
_CALLS_OF = select(_CALL).where(_CALL.c.grade_id.in_(bindparam("grade_ids", expanding=True))).order_by(_CALL.c.id)


def latest_grades(session: Session, turn_ids: list[str], scope: Scope = Scope.REPLY) -> dict[str, Grade]:
    """Turn id -> its newest grade, where one could be given the newest of those; turns without any are absent."""
    rows = session.connection().execute(_GRADES_OF, {"turn_ids": turn_ids, "scope": scope.value}).all()
    newest: dict[str, Row[Any]] = {}
    for row in rows:
        had = newest.get(row.turn_id)
        if had is None or row.status == GradeStatus.GRADED or had.status != GradeStatus.GRADED:
            newest[row.turn_id] = row
    grades = grades_from(session, newest.values())
    return {turn_id: grades[row.id] for turn_id, row in newest.items()}


def grades_from(session: Session, rows: Iterable[Row[Any]]) -> Mapping[int, Grade]:
    """Grade id -> grade, for rows of the table `grade`."""
    found = {row.id: row for row in rows}
    if not found:
        return {}
    asked = {"grade_ids": list(found)}
    scores = _grouped(session.connection().execute(_SCORES_OF, asked))
    calls = _grouped(session.connection().execute(_CALLS_OF, asked))
    return {key: _grade(row, scores.get(key, []), calls.get(key, [])) for key, row in found.items()}


def _grouped(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(row.grade_id, []).append(row)
    return groups


def _grade(row: Row[Any], scores: list[Row[Any]], calls: list[Row[Any]]) -> Grade:
    return Grade(
        status=GradeStatus(row.status),
        problem=_problem(row),
        scores=tuple(_score(score) for score in scores),
        flags=tuple(row.flags),
        model=row.model,
        prompt_hash=row.prompt_hash,
        calls=tuple(_call(call) for call in calls),
    )


def _score(row: Row[Any]) -> CriterionScore:
    return CriterionScore(
        criterion=row.criterion,
        status=ScoreStatus(row.status),
        level=row.score,
        quotes=tuple(Quote(**quote) for quote in row.quotes),
        reason=row.reason,
        advice=row.advice,
        checks=tuple(CheckAnswer(**check) for check in row.checks),
        recalibrated_from=None if row.raw_score == row.score else row.raw_score,
        votes=tuple(Vote(**vote) for vote in row.votes),
        problem=_problem(row),
    )


def _call(row: Row[Any]) -> GradingCall:
    return GradingCall(
        model=row.model,
        part=row.part,
        repeat=row.repeat,
        request_key=row.request_key,
        raw_answer=row.raw_answer,
        problem=_problem(row),
        parameters=row.parameters,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        cost=row.cost,
        milliseconds=row.milliseconds,
        attempts=row.attempts,
    )


def _problem(row: Row[Any]) -> Problem | None:
    return Problem(row.problem_key, row.problem_detail or "") if row.problem_key else None
