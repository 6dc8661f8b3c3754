"""What people said of grades, in one statement: overrides and disputes alike."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import DateTime, Integer, Row, String, bindparam, literal, null, select, type_coerce, union_all
from sqlmodel import Session

from practice.domain.judging import Judgements
from practice.domain.override import Dispute, DisputeAnswer, Override, OverrideReason
from practice.domain.rubric import Scope
from practice.store.dispute import DisputeRow
from practice.store.override import OverrideRow
from practice.store.person import PersonRow
from practice.store.types import UtcDateTime, table_of

#: A turn's id, and whether the reply or the talk up to there was graded.
Graded = tuple[str, Scope]

_OVERRIDE = table_of(OverrideRow)
_DISPUTE = table_of(DisputeRow)
_PERSON = table_of(PersonRow)
_OVERRIDES = (
    select(
        literal("override").label("kind"),
        _OVERRIDE.c.id,
        _OVERRIDE.c.grade_id,
        _OVERRIDE.c.criterion,
        _OVERRIDE.c.words,
        _OVERRIDE.c.created_at,
        _OVERRIDE.c.level,
        _OVERRIDE.c.reason,
        _PERSON.c.name.label("trainer"),
        type_coerce(null(), String).label("answer"),
        type_coerce(null().cast(DateTime(timezone=True)), UtcDateTime).label("answered_at"),
    )
    .join(_PERSON, _PERSON.c.id == _OVERRIDE.c.person_id)
    .where(_OVERRIDE.c.grade_id.in_(bindparam("grade_ids", expanding=True)))
)
_DISPUTES = (
    select(
        literal("dispute"),
        _DISPUTE.c.id,
        _DISPUTE.c.grade_id,
        _DISPUTE.c.criterion,
        _DISPUTE.c.words,
        _DISPUTE.c.created_at,
        null().cast(Integer),
        null(),
        _PERSON.c.name,
        _DISPUTE.c.answer,
        _DISPUTE.c.answered_at,
    )
    .outerjoin(_PERSON, _PERSON.c.id == _DISPUTE.c.answered_by)
    .where(_DISPUTE.c.grade_id.in_(bindparam("grade_ids", expanding=True)))
)
_JUDGEMENTS = union_all(_OVERRIDES, _DISPUTES)


def judgements_of(session: Session, graded: Mapping[int, Graded]) -> dict[Graded, Judgements]:
    """By what was graded; `graded` tells it for each grade's id.

    A person judges the reply, not one run of the machine: what was said of an earlier grade holds for the next one.
    """
    if not graded:
        return {}
    found: dict[Graded, Judgements] = {}
    rows = session.connection().execute(_JUDGEMENTS, {"grade_ids": list(graded)}).all()
    for row in sorted(rows, key=lambda row: row.id):
        key = graded[row.grade_id]
        had = found.get(key, Judgements())
        if row.kind == "override":
            found[key] = Judgements((*had.overrides, _override(row)), had.disputes)
        else:
            found[key] = Judgements(had.overrides, (*had.disputes, _dispute(row)))
    return found


def _override(row: Row[Any]) -> Override:
    return Override(
        row.id, row.criterion, row.level, OverrideReason(row.reason), row.words, row.trainer, row.created_at
    )


def _dispute(row: Row[Any]) -> Dispute:
    answer = None if row.answer is None else DisputeAnswer(row.answer, row.trainer, row.answered_at)
    return Dispute(row.id, row.criterion, row.words, row.created_at, answer)
