"""What the queue shows of each grade at a glance: its levels, and which of them their trainee asks about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from practice.domain.judging import Judgements
from practice.domain.rubric import Scope
from practice.domain.score import ScoreStatus
from practice.store.grading import CriterionScoreRow, GradeRow
from practice.store.judging_reading import Graded, judgements_of
from practice.store.review_queue import Entry
from practice.store.types import table_of


@dataclass(frozen=True)
class GivenLevel:
    """`level` is None where nothing was shown, or nothing graded."""

    criterion: str
    graded: bool
    level: int | None
    by_trainer: bool = False


@dataclass(frozen=True)
class Glance:
    """`asked` are the criteria whose dispute waits for an answer."""

    levels: tuple[GivenLevel, ...] = ()
    asked: tuple[str, ...] = ()


_SCORE = table_of(CriterionScoreRow)
_SCORES_OF = (
    select(_SCORE.c.grade_id, _SCORE.c.criterion, _SCORE.c.status, _SCORE.c.score)
    .where(_SCORE.c.grade_id.in_(bindparam("grade_ids", expanding=True)))
    .order_by(_SCORE.c.id)
)

_GRADE = table_of(GradeRow)
_SHOWN = _GRADE.alias("shown")
_OF_THE_SAME = (
    select(_GRADE.c.id, _GRADE.c.turn_id, _GRADE.c.scope)
    .join(
        _SHOWN,
        (_SHOWN.c.turn_id == _GRADE.c.turn_id)
        & (_SHOWN.c.scope == _GRADE.c.scope)
        & (_SHOWN.c.rubric_version_id == _GRADE.c.rubric_version_id),
    )
    .where(_SHOWN.c.id.in_(bindparam("grade_ids", expanding=True)))
)


def glances(session: Session, entries: Iterable[Entry]) -> dict[int, Glance]:
    """By the grade's id."""
    graded = {entry.grade_id: (entry.turn_id, entry.scope) for entry in entries}
    if not graded:
        return {}
    said = judgements_of(session, _with_earlier(session, graded))
    levels: dict[int, tuple[GivenLevel, ...]] = {}
    for row in session.connection().execute(_SCORES_OF, {"grade_ids": list(graded)}):
        own = GivenLevel(row.criterion, row.status != ScoreStatus.NOT_GRADED, row.score)
        levels[row.grade_id] = (*levels.get(row.grade_id, ()), own)
    return {
        grade_id: _glance(levels.get(grade_id, ()), said.get(key, Judgements())) for grade_id, key in graded.items()
    }


def _with_earlier(session: Session, graded: Mapping[int, Graded]) -> dict[int, Graded]:
    """With the other grades of the same by the same rubric: what was said of those holds too."""
    rows = session.connection().execute(_OF_THE_SAME, {"grade_ids": list(graded)})
    return {row.id: (row.turn_id, Scope(row.scope)) for row in rows}


def _glance(levels: tuple[GivenLevel, ...], said: Judgements) -> Glance:
    set_by_people: Mapping[str, GivenLevel] = {
        override.criterion: GivenLevel(override.criterion, True, override.level, by_trainer=True)
        for override in said.overrides
    }
    asked = tuple(dispute.criterion for dispute in said.disputes if dispute.answer is None)
    return Glance(tuple(set_by_people.get(own.criterion, own) for own in levels), asked)
