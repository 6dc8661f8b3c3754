"""Answers to second looks, and levels that trainers set, that whose talk it is has not seen yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, literal, select, union_all, update
from sqlmodel import Session

from practice.domain.rubric import Scope
from practice.store.chat import ConversationRow, TurnRow
from practice.store.dispute import DisputeRow
from practice.store.grading import GradeRow
from practice.store.override import OverrideRow
from practice.store.types import table_of


@dataclass(frozen=True)
class NewJudgement:
    """Of one level. `answered`: a second look was; `changed`: a trainer set the level. One of them or both."""

    conversation_id: str
    started_at: datetime
    scenario_version_id: int
    turn_id: str
    scope: Scope
    criterion: str
    rubric_version_id: int
    answered: bool = False
    changed: bool = False


@dataclass(frozen=True)
class NewInTalk:
    """`answer_ids` are of disputes, `override_ids` of overrides: what is then told as seen."""

    judgements: tuple[NewJudgement, ...] = ()
    answer_ids: tuple[int, ...] = ()
    override_ids: tuple[int, ...] = ()


_DISPUTE, _OVERRIDE, _GRADE = table_of(DisputeRow), table_of(OverrideRow), table_of(GradeRow)
_TURN, _TALK = table_of(TurnRow), table_of(ConversationRow)
_ANSWER, _LEVEL = "answer", "level"
_PLACED = _TALK.join(_TURN, _TURN.c.conversation_id == _TALK.c.id).join(
    _GRADE, (_GRADE.c.turn_id == _TURN.c.id) & (_GRADE.c.rubric_version_id == _TALK.c.rubric_version_id)
)
_PLACE = (
    _TALK.c.id.label("conversation_id"),
    _TALK.c.started_at,
    _TALK.c.scenario_version_id,
    _GRADE.c.turn_id,
    _GRADE.c.scope,
    _GRADE.c.rubric_version_id,
)
_ANSWERS = (
    select(literal(_ANSWER).label("kind"), _DISPUTE.c.id, _DISPUTE.c.criterion, *_PLACE)
    .select_from(_PLACED.join(_DISPUTE, _DISPUTE.c.grade_id == _GRADE.c.id))
    .where(_DISPUTE.c.answer.is_not(None), _DISPUTE.c.answer_seen_at.is_(None))
)
_LEVELS = (
    select(literal(_LEVEL), _OVERRIDE.c.id, _OVERRIDE.c.criterion, *_PLACE)
    .select_from(_PLACED.join(_OVERRIDE, _OVERRIDE.c.grade_id == _GRADE.c.id))
    .where(_OVERRIDE.c.seen_at.is_(None))
)


def _both(of: ColumnElement[bool]) -> Select[Any]:
    found = union_all(_ANSWERS.where(of), _LEVELS.where(of)).subquery()
    return select(found).order_by(found.c.started_at.desc(), found.c.conversation_id, found.c.kind, found.c.id)


_OF_OWNER = _both(_TALK.c.person_id == bindparam("person_id"))
_IN_TALK = _both(_TALK.c.id == bindparam("conversation_id"))
_ANSWERS_SEEN = (
    update(_DISPUTE)
    .where(_DISPUTE.c.id.in_(bindparam("ids", expanding=True)), _DISPUTE.c.answer_seen_at.is_(None))
    .values(answer_seen_at=bindparam("moment"))
)
_LEVELS_SEEN = (
    update(_OVERRIDE)
    .where(_OVERRIDE.c.id.in_(bindparam("ids", expanding=True)), _OVERRIDE.c.seen_at.is_(None))
    .values(seen_at=bindparam("moment"))
)


def new_judgements_for(session: Session, person_id: int) -> tuple[NewJudgement, ...]:
    """On the person's own talks; each level once, the newest talk first."""
    return _each_once(session.connection().execute(_OF_OWNER, {"person_id": person_id}))


def new_judgements_in(session: Session, conversation_id: str) -> NewInTalk:
    rows = session.connection().execute(_IN_TALK, {"conversation_id": conversation_id}).all()
    answers = tuple(row.id for row in rows if row.kind == _ANSWER)
    return NewInTalk(_each_once(rows), answers, tuple(row.id for row in rows if row.kind == _LEVEL))


def mark_judgements_seen(session: Session, new: NewInTalk, moment: datetime) -> None:
    """Those that were seen before keep the time of that."""
    for statement, ids in ((_ANSWERS_SEEN, new.answer_ids), (_LEVELS_SEEN, new.override_ids)):
        if ids:
            session.connection().execute(statement, {"ids": list(ids), "moment": moment})


def _each_once(rows: Iterable[Row[Any]]) -> tuple[NewJudgement, ...]:
    kinds: dict[NewJudgement, set[str]] = {}
    for row in rows:
        place = NewJudgement(
            row.conversation_id,
            row.started_at,
            row.scenario_version_id,
            row.turn_id,
            Scope(row.scope),
            row.criterion,
            row.rubric_version_id,
        )
        kinds.setdefault(place, set()).add(row.kind)
    return tuple(replace(place, answered=_ANSWER in found, changed=_LEVEL in found) for place, found in kinds.items())
