"""The talks of a group or a person and the levels of their replies, as parts of the statements that count them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, ColumnElement, and_, case, false, func, select

from practice.domain.grade import GradeStatus
from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.domain.score import ScoreStatus
from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import MemberRole, MembershipRow
from practice.store.grading import CriterionScoreRow, GradeRow
from practice.store.override import OverrideRow
from practice.store.readable import readable_by
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow

_TALK, _TURN, _MEMBER = table_of(ConversationRow), table_of(TurnRow), table_of(MembershipRow)
_GRADE, _SCORE, _OVERRIDE = table_of(GradeRow), table_of(CriterionScoreRow), table_of(OverrideRow)
_RUBRIC, _SCENARIO = table_of(RubricVersionRow), table_of(ScenarioVersionRow)
_COLUMNS = ("id", "person_id", "started_at", "scenario_version_id", "rubric_version_id", "language")


@dataclass(frozen=True)
class GroupTalks:
    """The finished talks of a cohort's trainees that its trainer may read, begun since then and in that language."""

    cohort_id: str
    trainer_id: int
    since: datetime | None = None
    language: Language | None = None
    scenario_key: str = ""
    assignment_id: str = ""


@dataclass(frozen=True)
class SomeOfGroup:
    """Of a group's talks by one rubric the newest, and from there back every so many'th."""

    wanted: GroupTalks
    rubric_key: str
    every: int = 1


@dataclass(frozen=True)
class TheseTalks:
    ids: tuple[str, ...]


def conditions(wanted: GroupTalks) -> Iterator[ColumnElement[bool]]:
    yield _TALK.c.ended_at.is_not(None)
    if wanted.since is not None:
        yield _TALK.c.started_at >= wanted.since
    if wanted.language is not None:
        yield _TALK.c.language == wanted.language.value
    if wanted.scenario_key:
        yield _TALK.c.scenario_version_id.in_(select(_SCENARIO.c.id).where(_SCENARIO.c.key == wanted.scenario_key))
    if wanted.assignment_id:
        yield _TALK.c.assignment_id == wanted.assignment_id


def readable_in_group(wanted: GroupTalks) -> Iterator[ColumnElement[bool]]:
    trainees = select(_MEMBER.c.person_id).where(
        _MEMBER.c.cohort_id == wanted.cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value
    )
    yield _TALK.c.person_id.in_(trainees)
    yield readable_by(wanted.trainer_id, wanted.cohort_id)


def counted_talks(counted: SomeOfGroup | TheseTalks) -> CTE:
    if isinstance(counted, TheseTalks):
        return select(*(_TALK.c[name] for name in _COLUMNS)).where(_TALK.c.id.in_(counted.ids)).cte("talk")
    wanted = counted.wanted
    newer = func.row_number().over(order_by=(_TALK.c.started_at.desc(), _TALK.c.id)) - 1
    all_of_them = (
        select(*(_TALK.c[name] for name in _COLUMNS), newer.label("newer"))
        .join(_RUBRIC, _RUBRIC.c.id == _TALK.c.rubric_version_id)
        .where(*readable_in_group(wanted), _RUBRIC.c.key == counted.rubric_key, *conditions(wanted))
        .subquery("talk_of_group")
    )
    columns = (all_of_them.c[name] for name in _COLUMNS)
    return select(*columns).where(all_of_them.c.newer % counted.every == 0).cte("talk")


def scored_replies(talk: CTE) -> CTE:
    """Each criterion of each reply, by the grade that counts; a reply without any has one row without a criterion."""
    of_talk = and_(_GRADE.c.scope == Scope.REPLY.value, _GRADE.c.rubric_version_id == talk.c.rubric_version_id)
    counting = (
        select(func.max(_GRADE.c.id))
        .where(_GRADE.c.turn_id == _TURN.c.id, of_talk, _GRADE.c.status == GradeStatus.GRADED.value)
        .scalar_subquery()
    )
    reply = (
        select(
            _TURN.c.id.label("turn_id"),
            _TURN.c.said_at,
            talk.c.id.label("conversation_id"),
            talk.c.started_at,
            talk.c.language,
            talk.c.rubric_version_id,
            counting.label("grade_id"),
        )
        .join(talk, talk.c.id == _TURN.c.conversation_id)
        .where(_TURN.c.speaker == Speaker.TRAINEE.value)
        .cte("reply")
    )
    said = _said_of(reply)
    told = said.c.override_id.is_not(None)
    not_shown = case(
        (told, case((said.c.level.is_(None), 1), else_=0)),
        (_SCORE.c.status == ScoreStatus.NOT_SHOWN.value, 1),
        else_=0,
    )
    return (
        select(
            reply,
            _SCORE.c.id.label("score_id"),
            _SCORE.c.criterion,
            case((told, said.c.level), else_=_SCORE.c.score).label("level"),
            not_shown.label("not_shown"),
            said.c.override_id,
            func.coalesce(_SCORE.c.advice != "", false()).label("advised"),
        )
        .select_from(reply)
        .outerjoin(_SCORE, _SCORE.c.grade_id == reply.c.grade_id)
        .outerjoin(said, and_(said.c.turn_id == reply.c.turn_id, said.c.criterion == _SCORE.c.criterion))
        .cte("scored")
    )


def _said_of(reply: CTE) -> CTE:
    """The newest level that a person set, of any grade of the reply by the talk's rubric."""
    newest = (
        select(reply.c.turn_id, _OVERRIDE.c.criterion, func.max(_OVERRIDE.c.id).label("override_id"))
        .join(
            _GRADE,
            and_(
                _GRADE.c.turn_id == reply.c.turn_id,
                _GRADE.c.scope == Scope.REPLY.value,
                _GRADE.c.rubric_version_id == reply.c.rubric_version_id,
            ),
        )
        .join(_OVERRIDE, _OVERRIDE.c.grade_id == _GRADE.c.id)
        .group_by(reply.c.turn_id, _OVERRIDE.c.criterion)
        .subquery("newest_override")
    )
    return select(newest, _OVERRIDE.c.level).join(_OVERRIDE, _OVERRIDE.c.id == newest.c.override_id).cte("said")
