"""Talks, turns and what people said of levels, page after page: a reader of a long file holds no transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, null, or_, select, tuple_
from sqlmodel import Session

from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.dispute import DisputeRow
from practice.store.grading import CriterionScoreRow, GradeRow
from practice.store.override import OverrideRow
from practice.store.person import PersonRow
from practice.store.readable import readable_by
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow

_TALK, _TURN, _PERSON = table_of(ConversationRow), table_of(TurnRow), table_of(PersonRow)
_SCENARIO, _RUBRIC = table_of(ScenarioVersionRow), table_of(RubricVersionRow)
_COHORT, _MEMBER = table_of(CohortRow), table_of(MembershipRow)
_GRADE, _SCORE = table_of(GradeRow), table_of(CriterionScoreRow)
_OVERRIDE, _DISPUTE = table_of(OverrideRow), table_of(DisputeRow)
_BY = _PERSON.alias("by")
_PRIVATE_THERE = exists().where(
    _MEMBER.c.person_id == _TALK.c.person_id,
    _MEMBER.c.role == MemberRole.TRAINEE.value,
    _COHORT.c.id == _MEMBER.c.cohort_id,
    or_(_COHORT.c.private_until_handed_in.is_(True), _TALK.c.started_at < _COHORT.c.open_since),
)
#: Of talks: nothing was promised to its owner that forbids others to read it, whatever cohort they train.
OPEN_TO_OTHERS = and_(
    _TALK.c.trial.is_(False),
    or_(_TALK.c.handed_in_at.is_not(None), and_(_TALK.c.private.is_(False), ~_PRIVATE_THERE)),
)
_ORDER = (_TALK.c.person_id, _TALK.c.started_at, _TALK.c.id)

_REPLIES = (
    select(func.count())
    .where(_TURN.c.conversation_id == _TALK.c.id, _TURN.c.speaker == Speaker.TRAINEE.value)
    .scalar_subquery()
)
_TALKS = (
    select(
        _TALK,
        _PERSON.c.name.label("person"),
        _SCENARIO.c.key.label("scenario"),
        _SCENARIO.c.number.label("scenario_version"),
        _RUBRIC.c.key.label("rubric"),
        _RUBRIC.c.number.label("rubric_version"),
        _REPLIES.label("replies"),
    )
    .join(_PERSON, _PERSON.c.id == _TALK.c.person_id)
    .join(_SCENARIO, _SCENARIO.c.id == _TALK.c.scenario_version_id)
    .join(_RUBRIC, _RUBRIC.c.id == _TALK.c.rubric_version_id)
    .order_by(*_ORDER)
)


@dataclass(frozen=True)
class Period:
    """When talks began: `since` belongs to it, `until` does not."""

    since: datetime | None = None
    until: datetime | None = None


def of_person(person_id: int) -> ColumnElement[bool]:
    return _TALK.c.person_id == person_id


def of_trainer(trainer_id: int, cohort_id: str) -> ColumnElement[bool]:
    """What they may read of that cohort; its trainees are named first, because talks are found by person."""
    return and_(_TALK.c.person_id.in_(_trainees(cohort_id)), readable_by(trainer_id, cohort_id))


def open_to_others(organisation_id: int | None = None, cohort_id: str | None = None) -> ColumnElement[bool]:
    """For whoever runs the service: of one organisation or cohort, or all there are."""
    conditions: list[ColumnElement[bool]] = [OPEN_TO_OTHERS]
    if organisation_id is not None:
        of_it = select(_PERSON.c.id).where(_PERSON.c.organisation_id == organisation_id)
        conditions.append(_TALK.c.person_id.in_(of_it))
    if cohort_id is not None:
        conditions.append(_TALK.c.person_id.in_(_trainees(cohort_id)))
    return and_(*conditions)


def count_talks(session: Session, wanted: ColumnElement[bool], period: Period) -> int:
    counted = select(func.count()).select_from(_TALK).where(wanted, *_within(period))
    return session.connection().execute(counted).scalar_one()


def talk_page(
    session: Session, wanted: ColumnElement[bool], period: Period, after: Row[Any] | None, most: int
) -> list[Row[Any]]:
    """By person, then the oldest first, from behind `after` on."""
    asked = _TALKS.where(wanted, *_within(period)).limit(most)
    if after is not None:
        columns = zip(_ORDER, (after.person_id, after.started_at, after.id), strict=True)
        behind = tuple_(*(literal(value, column.type) for column, value in columns))
        # The plain bound lets every database begin at the right person in its index.
        asked = asked.where(_TALK.c.person_id >= after.person_id, tuple_(*_ORDER) > behind)
    return list(session.connection().execute(asked))


def turns_of_talks(session: Session, talk_ids: Sequence[str]) -> list[Row[Any]]:
    """As they were said, each talk's together in the order of `talk_ids`."""
    asked = select(_TURN).where(_TURN.c.conversation_id.in_(talk_ids)).order_by(_TURN.c.said_at)
    place = {talk_id: number for number, talk_id in enumerate(talk_ids)}
    rows = session.connection().execute(asked)
    return sorted(_after_their_parents(list(rows)), key=lambda row: place[row.conversation_id])


def judgements_in_talks(session: Session, talk_ids: Sequence[str]) -> list[Row[Any]]:
    """Every override and dispute, also of grades that no longer count, the oldest first."""
    overrides = _about(_OVERRIDE).add_columns(
        literal("override").label("kind"),
        _OVERRIDE.c.level.label("set_level"),
        _OVERRIDE.c.reason,
        null().label("answer"),
        null().label("answered_by"),
        null().label("answered_at"),
    )
    answering = _PERSON.alias("answering")
    disputes = (
        _about(_DISPUTE)
        .add_columns(
            literal("dispute").label("kind"),
            null().label("set_level"),
            null().label("reason"),
            _DISPUTE.c.answer,
            answering.c.name.label("answered_by"),
            _DISPUTE.c.answered_at,
        )
        .outerjoin(answering, answering.c.id == _DISPUTE.c.answered_by)
    )
    rows: list[Row[Any]] = []
    for asked in (overrides, disputes):
        rows += session.connection().execute(asked.where(_TURN.c.conversation_id.in_(talk_ids)))
    place = {talk_id: number for number, talk_id in enumerate(talk_ids)}
    return sorted(rows, key=lambda row: (place[row.conversation_id], row.created_at))


def _about(said: Any) -> Select[Any]:  # noqa: ANN401 - a table
    """What an override and a dispute have in common, with the machine's level beside it."""
    score = and_(_SCORE.c.grade_id == said.c.grade_id, _SCORE.c.criterion == said.c.criterion)
    return (
        select(
            _TURN.c.conversation_id,
            _GRADE.c.turn_id,
            _GRADE.c.scope,
            said.c.grade_id,
            said.c.criterion,
            said.c.words,
            said.c.created_at,
            _BY.c.name.label("by"),
            _SCORE.c.status.label("machine_status"),
            _SCORE.c.score.label("machine_level"),
        )
        .join(_GRADE, _GRADE.c.id == said.c.grade_id)
        .join(_TURN, _TURN.c.id == _GRADE.c.turn_id)
        .join(_BY, _BY.c.id == said.c.person_id)
        .outerjoin(_SCORE, score)
    )


def _after_their_parents(rows: list[Row[Any]]) -> list[Row[Any]]:
    """Two turns may have been written in the same moment: then the one that answers comes later."""
    known = {row.id for row in rows}
    done: set[str | None] = set()
    ordered: list[Row[Any]] = []
    waiting = rows
    while waiting:
        ready = [row for row in waiting if row.parent_id in done or row.parent_id not in known]
        ordered += ready
        done.update(row.id for row in ready)
        waiting = [row for row in waiting if row.id not in done]
    return ordered


def _trainees(cohort_id: str) -> Select[Any]:
    return select(_MEMBER.c.person_id).where(
        _MEMBER.c.cohort_id == cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value
    )


def _within(period: Period) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if period.since is not None:
        conditions.append(_TALK.c.started_at >= period.since)
    if period.until is not None:
        conditions.append(_TALK.c.started_at < period.until)
    return conditions
