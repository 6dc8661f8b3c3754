"""What the queue shows of each grade at a glance: its levels, and which of them their trainee asks about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from practice.domain.judging import Judgements
from practice.domain.score import ScoreStatus
from practice.store.grading import CriterionScoreRow
from practice.store.judging_reading import judgements_of
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


def glances(session: Session, entries: Iterable[Entry]) -> dict[int, Glance]:
    """By the grade's id."""
    graded = {entry.grade_id: (entry.turn_id, entry.scope) for entry in entries}
    if not graded:
        return {}
    said = judgements_of(session, graded)
    levels: dict[int, tuple[GivenLevel, ...]] = {}
    for row in session.connection().execute(_SCORES_OF, {"grade_ids": list(graded)}):
        own = GivenLevel(row.criterion, row.status != ScoreStatus.NOT_GRADED, row.score)
        levels[row.grade_id] = (*levels.get(row.grade_id, ()), own)
    return {
        grade_id: _glance(levels.get(grade_id, ()), said.get(key, Judgements())) for grade_id, key in graded.items()
    }


def _glance(levels: tuple[GivenLevel, ...], said: Judgements) -> Glance:
    set_by_people: Mapping[str, GivenLevel] = {
        override.criterion: GivenLevel(override.criterion, True, override.level, by_trainer=True)
        for override in said.overrides
    }
    asked = tuple(dispute.criterion for dispute in said.disputes if dispute.answer is None)
    return Glance(tuple(set_by_people.get(own.criterion, own) for own in levels), asked)
