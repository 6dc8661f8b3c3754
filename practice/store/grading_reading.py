"""Grades as they were kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, GradingCall
from practice.domain.judging import Judgements, judged
from practice.domain.rubric import Scope
from practice.domain.score import CheckAnswer, CriterionScore, Quote, ScoreStatus, Vote
from practice.store.chat import ConversationRow, TurnRow
from practice.store.grading import CriterionScoreRow, GradeRow, GradingCallRow
from practice.store.judging_reading import Graded, judgements_of
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
        _GRADE.c.scope.in_(bindparam("scopes", expanding=True)),
        _GRADE.c.rubric_version_id == _TALK.c.rubric_version_id,
    )
    .order_by(_GRADE.c.id)
)
_SCORES_OF = select(_SCORE).where(_SCORE.c.grade_id.in_(bindparam("grade_ids", expanding=True))).order_by(_SCORE.c.id)
_CALLS_OF = select(_CALL).where(_CALL.c.grade_id.in_(bindparam("grade_ids", expanding=True))).order_by(_CALL.c.id)
_PLACE_OF = (
    select(_GRADE.c.turn_id, _GRADE.c.scope, _TURN.c.conversation_id)
    .join(_TURN, _TURN.c.id == _GRADE.c.turn_id)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .where(_GRADE.c.id == bindparam("grade_id"), _GRADE.c.rubric_version_id == _TALK.c.rubric_version_id)
)


@dataclass(frozen=True)
class GradePlace:
    """What was graded, and in which talk."""

    turn_id: str
    scope: Scope
    conversation_id: str


def place_of_grade(session: Session, grade_id: int) -> GradePlace | None:
    """None where there is no such grade by the rubric of its talk."""
    row = session.connection().execute(_PLACE_OF, {"grade_id": grade_id}).first()
    return GradePlace(row.turn_id, Scope(row.scope), row.conversation_id) if row else None


def latest_grades(session: Session, turn_ids: list[str], scope: Scope = Scope.REPLY) -> dict[str, Grade]:
    """Turn id -> its newest grade, where one could be given the newest of those; turns without any are absent.

    As the machine gave it, whatever people say of it.
    """
    counting, _ = _counting(session, turn_ids, (scope,))
    grades = grades_from(session, counting.values())
    return {turn_id: grades[row.id] for (turn_id, _), row in counting.items()}


def latest_grades_in_talk(session: Session, turn_ids: list[str]) -> dict[Graded, Grade]:
    """Like `latest_grades`, of replies and of the whole talk alike, with what people say of them.

    The latter stand with the talk's last turn.
    """
    counting, graded = _counting(session, turn_ids, tuple(Scope))
    grades = grades_from(session, counting.values())
    said = judgements_of(session, graded)
    return {key: judged(grades[row.id], said.get(key, Judgements())) for key, row in counting.items()}


def _counting(
    session: Session, turn_ids: list[str], scopes: tuple[Scope, ...]
) -> tuple[dict[Graded, Row[Any]], dict[int, Graded]]:
    """The row of the grade that counts, by what was graded; and what every one found grades, by its id."""
    asked = {"turn_ids": turn_ids, "scopes": [scope.value for scope in scopes]}
    counting: dict[Graded, Row[Any]] = {}
    graded: dict[int, Graded] = {}
    for row in session.connection().execute(_GRADES_OF, asked):
        key = graded[row.id] = (row.turn_id, Scope(row.scope))
        had = counting.get(key)
        if had is None or counts_over(row.status, had.status):
            counting[key] = row
    return counting, graded


def counts_over(later: str | None, earlier: str | None) -> bool:
    """Whether of two grades of one turn, by their status, the later one counts: a failed try hides no grade."""
    return later == GradeStatus.GRADED or earlier != GradeStatus.GRADED


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
        id=row.id,
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
