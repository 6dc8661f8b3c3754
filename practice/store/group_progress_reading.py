"""What a group practised, counted by the database: a few statements, however many its talks and grades."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, and_, func, select, true
from sqlmodel import Session

from practice.domain.debrief import Point
from practice.domain.group_progress import Advice, Attempt, CommonAdvice, Practising, Tally
from practice.domain.language import Language
from practice.domain.rubric import LEVELS
from practice.store.assignment import Assignment, AssignmentRow, assignment_of
from practice.store.chat import ConversationRow
from practice.store.cohort import MemberRole, MembershipRow
from practice.store.debrief import DebriefRow
from practice.store.grading import CriterionScoreRow
from practice.store.group_talks import (
    GroupTalks,
    SomeOfGroup,
    TheseTalks,
    conditions,
    counted_talks,
    readable_in_group,
    scored_replies,
)
from practice.store.person import PersonRow
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow

_TALK, _MEMBER, _PERSON = table_of(ConversationRow), table_of(MembershipRow), table_of(PersonRow)
_SCORE, _DEBRIEF = table_of(CriterionScoreRow), table_of(DebriefRow)
_RUBRIC, _SCENARIO = table_of(RubricVersionRow), table_of(ScenarioVersionRow)
#: The same words often come again: so many times as many are looked through for different ones.
_LOOKED_THROUGH = 8
#: Of versions, by id.
Texts = Mapping[int, str]


@dataclass(frozen=True)
class Use:
    """By which versions of a rubric and a scenario readable talks were finished, and for which assignment.

    `finished` are all of these talks, `talks` those of the period and language wanted.
    """

    rubric_key: str
    rubric_version_id: int
    scenario_key: str
    scenario_version_id: int
    assignment_id: str | None
    finished: int
    talks: int


@dataclass(frozen=True)
class Practised:
    """`trainees` by name, without those switched off. Of `private` talks begun in the period: their number."""

    trainees: tuple[Practising, ...]
    private: int
    uses: tuple[Use, ...]


def practised(session: Session, wanted: GroupTalks) -> Practised:
    """Whatever scenario and assignment are wanted."""
    in_period = true() if wanted.since is None else _TALK.c.started_at >= wanted.since
    began = func.count(_TALK.c.id).filter(in_period).label("began")
    people = (
        select(_PERSON.c.id, _PERSON.c.name, _PERSON.c.disabled_at, func.max(_TALK.c.started_at).label("last"), began)
        .select_from(_MEMBER)
        .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
        .outerjoin(_TALK, and_(_TALK.c.person_id == _PERSON.c.id, _TALK.c.trial.is_(False)))
        .where(_MEMBER.c.cohort_id == wanted.cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value)
        .group_by(_PERSON.c.id, _PERSON.c.name, _PERSON.c.disabled_at)
        .order_by(func.lower(_PERSON.c.name), _PERSON.c.id)
    )
    versions = (_TALK.c.rubric_version_id, _TALK.c.scenario_version_id, _TALK.c.assignment_id)
    of_all = replace(wanted, scenario_key="", assignment_id="")
    talks = (
        select(
            *versions,
            began,
            func.count(_TALK.c.ended_at).label("finished"),
            func.count(_TALK.c.id).filter(*conditions(of_all)).label("talks"),
        )
        .where(*readable_in_group(wanted))
        .group_by(*versions)
        .subquery("readable")
    )
    readable = (
        select(talks, _RUBRIC.c.key.label("rubric_key"), _SCENARIO.c.key.label("scenario_key"))
        .join(_RUBRIC, _RUBRIC.c.id == talks.c.rubric_version_id)
        .join(_SCENARIO, _SCENARIO.c.id == talks.c.scenario_version_id)
    )
    trainees = session.connection().execute(people).all()
    uses = session.connection().execute(readable).all()
    # A talk that begins between the two is only in the second.
    private = max(0, sum(row.began for row in trainees) - sum(row.began for row in uses))
    return Practised(
        tuple(Practising(row.id, row.name, row.last) for row in trainees if row.disabled_at is None),
        private,
        tuple(_use(row) for row in uses if row.finished),
    )


def asked_for(session: Session, ids: Iterable[str]) -> list[Assignment]:
    """The newest first."""
    task = table_of(AssignmentRow)
    wanted = select(task).where(task.c.id.in_(sorted(ids))).order_by(task.c.created_at.desc(), task.c.id)
    return [assignment_of(row) for row in session.connection().execute(wanted)]


def attempts_in(session: Session, which: SomeOfGroup | TheseTalks) -> list[Attempt]:
    """Oldest first, with the levels as people left them."""
    talk = counted_talks(which)
    scored = scored_replies(talk)
    levels = (
        select(
            scored.c.conversation_id,
            scored.c.criterion,
            func.count().label("replies"),
            func.count(scored.c.level).label("scored"),
            func.coalesce(func.sum(scored.c.level), 0).label("points"),
            func.sum(scored.c.not_shown).label("not_shown"),
            func.count(scored.c.override_id).label("by_trainer"),
        )
        .group_by(scored.c.conversation_id, scored.c.criterion)
        .subquery("levels")
    )
    asked: Select[Any] = (
        select(*talk.c, *(column for column in levels.c if column.key != "conversation_id"))
        .select_from(talk.outerjoin(levels, levels.c.conversation_id == talk.c.id))
        .order_by(talk.c.started_at, talk.c.id)
    )
    rows_of: dict[str, list[Row[Any]]] = {}
    for row in session.connection().execute(asked):
        rows_of.setdefault(row.id, []).append(row)
    return [_attempt(rows) for rows in rows_of.values()]


def common_advice_in(session: Session, these: TheseTalks, newest: int) -> list[CommonAdvice]:
    """With the `newest` different pieces of it; what was advised most comes first.

    As in the report: beside each reply stands the advice on its lowest level below the highest.
    """
    scored = scored_replies(counted_talks(these))
    place = func.row_number().over(partition_by=scored.c.turn_id, order_by=(scored.c.level, scored.c.score_id))
    points = (
        select(scored, place.label("place")).where(scored.c.advised, scored.c.level < LEVELS[-1]).cte("advice_of_reply")
    )
    counted = (
        select(
            points,
            func.count().over(partition_by=points.c.criterion).label("replies"),
            func.row_number()
            .over(
                partition_by=points.c.criterion,
                order_by=(points.c.started_at.desc(), points.c.said_at.desc(), points.c.turn_id),
            )
            .label("newness"),
        )
        .where(points.c.place == 1)
        .cte("advice_counted")
    )
    asked = (
        select(counted, _SCORE.c.advice)
        .join(_SCORE, _SCORE.c.id == counted.c.score_id)
        .where(counted.c.newness <= newest * _LOOKED_THROUGH)
        .order_by(counted.c.replies.desc(), counted.c.criterion, counted.c.newness)
    )
    found: dict[str, CommonAdvice] = {}
    for row in session.connection().execute(asked):
        had = found.get(row.criterion) or CommonAdvice(row.criterion, row.replies, ())
        advice = Advice(row.conversation_id, row.started_at, Language(row.language), row.advice)
        if len(had.newest) < newest and advice.text not in [known.text for known in had.newest]:
            had = replace(had, newest=(*had.newest, advice))
        found[row.criterion] = had
    return list(found.values())


def first_points(session: Session, conversation_ids: Sequence[str]) -> list[Point | None]:
    """What the coach put first of what is to be worked on, in those of the talks of which it wrote."""
    newest = (
        select(func.max(_DEBRIEF.c.id))
        .where(_DEBRIEF.c.conversation_id.in_(conversation_ids))
        .group_by(_DEBRIEF.c.conversation_id)
    )
    said = session.connection().execute(select(_DEBRIEF.c.points).where(_DEBRIEF.c.id.in_(newest))).scalars()
    found = (points["priorities"] for points in said if points is not None)
    return [Point(**priorities[0]) if priorities else None for priorities in found]


def texts_of(session: Session, table: type[RubricVersionRow | ScenarioVersionRow], ids: Iterable[int]) -> Texts:
    """By the version's id."""
    version = table_of(table)
    wanted = select(version.c.id, version.c.text).where(version.c.id.in_(sorted(set(ids))))
    return {row.id: row.text for row in session.connection().execute(wanted)}


def _use(row: Row[Any]) -> Use:
    return Use(
        row.rubric_key,
        row.rubric_version_id,
        row.scenario_key,
        row.scenario_version_id,
        row.assignment_id,
        row.finished,
        row.talks,
    )


def _attempt(rows: list[Row[Any]]) -> Attempt:
    talk = rows[0]
    by_criterion = {row.criterion: row for row in rows}
    without = by_criterion.pop(None, None)
    ungraded = (without.replies or 0) if without else 0
    graded = max((row.replies for row in by_criterion.values()), default=0)
    return Attempt(
        talk.id,
        talk.person_id,
        talk.started_at,
        talk.scenario_version_id,
        replies=graded + ungraded,
        tallies={
            key: Tally(row.scored, row.points, row.not_shown, row.by_trainer) for key, row in by_criterion.items()
        },
    )
