"""One person's talks as the report on them needs them: a page of them, their number, and the comments beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlmodel import Session

from practice.domain.conversation import Mode, Outcome
from practice.domain.language import Language
from practice.store.chat import ConversationRow, TurnRow
from practice.store.comment import CommentRow
from practice.store.person import PersonRow
from practice.store.readable import readable_by
from practice.store.types import table_of
from practice.store.version import RubricVersionRow

_TALK, _TURN, _COMMENT = table_of(ConversationRow), table_of(TurnRow), table_of(CommentRow)
_PERSON, _RUBRIC = table_of(PersonRow), table_of(RubricVersionRow)


@dataclass(frozen=True)
class PersonsTalks:
    """Without trials. `reader_id`: the trainer who may read them; None is the person themself, who reads them all."""

    person_id: int
    reader_id: int | None = None


@dataclass(frozen=True)
class TalkCounts:
    """`finished` are of the `readable` ones, `first` and `last` when those were begun; the others are `private`."""

    readable: int
    finished: int
    private: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class PersonTalk:
    """`comments` is how many trainers left beside its turns."""

    id: str
    started_at: datetime
    finished: bool
    outcome: Outcome
    mode: Mode
    language: Language
    scenario_version_id: int
    rubric_key: str
    rubric_version_id: int
    comments: int


@dataclass(frozen=True)
class LeftComment:
    """`seen`: whose talk it is has had it in front of them in its report."""

    conversation_id: str
    turn_id: str
    talk_began: datetime
    author: str
    words: str
    when: datetime
    seen: bool


def count_talks(session: Session, wanted: PersonsTalks) -> TalkCounts:
    each = (
        select(_TALK.c.started_at, _TALK.c.ended_at, case((_readable(wanted), 1), else_=0).label("readable"))
        .where(_theirs(wanted))
        .subquery()
    )
    readable = each.c.readable == 1
    row = (
        session.connection()
        .execute(
            select(
                func.count().label("every"),
                func.count().filter(readable).label("readable"),
                func.count(each.c.ended_at).filter(readable).label("finished"),
                func.min(each.c.started_at).filter(readable).label("first"),
                func.max(each.c.started_at).filter(readable).label("last"),
            ).select_from(each)
        )
        .one()
    )
    return TalkCounts(row.readable, row.finished, row.every - row.readable, row.first, row.last)


def talks_of_person(session: Session, wanted: PersonsTalks, most: int, offset: int = 0) -> list[PersonTalk]:
    """The newest first."""
    comments = (
        select(func.count(_COMMENT.c.id))
        .join(_TURN, _TURN.c.id == _COMMENT.c.turn_id)
        .where(_TURN.c.conversation_id == _TALK.c.id)
        .scalar_subquery()
    )
    rows = session.connection().execute(
        select(_TALK, _RUBRIC.c.key.label("rubric_key"), comments.label("comments"))
        .join(_RUBRIC, _RUBRIC.c.id == _TALK.c.rubric_version_id)
        .where(_theirs(wanted), _readable(wanted))
        .order_by(_TALK.c.started_at.desc(), _TALK.c.id)
        .limit(most)
        .offset(offset)
    )
    return [
        PersonTalk(
            row.id,
            row.started_at,
            row.ended_at is not None,
            Outcome(row.outcome),
            Mode(row.mode),
            Language(row.language),
            row.scenario_version_id,
            row.rubric_key,
            row.rubric_version_id,
            row.comments,
        )
        for row in rows
    ]


def newest_comments(session: Session, conversation_ids: Sequence[str], most: int) -> list[LeftComment]:
    """The newest first."""
    rows = session.connection().execute(
        select(_COMMENT, _TALK.c.id.label("conversation_id"), _TALK.c.started_at, _PERSON.c.name)
        .join(_TURN, _TURN.c.id == _COMMENT.c.turn_id)
        .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
        .join(_PERSON, _PERSON.c.id == _COMMENT.c.person_id)
        .where(_TALK.c.id.in_(conversation_ids))
        .order_by(_COMMENT.c.id.desc())
        .limit(most)
    )
    return [
        LeftComment(
            row.conversation_id,
            row.turn_id,
            row.started_at,
            row.name,
            row.words,
            row.created_at,
            row.seen_at is not None,
        )
        for row in rows
    ]


def _theirs(wanted: PersonsTalks) -> ColumnElement[bool]:
    return and_(_TALK.c.person_id == wanted.person_id, _TALK.c.trial.is_(False))


def _readable(wanted: PersonsTalks) -> ColumnElement[bool]:
    return true() if wanted.reader_id is None else readable_by(wanted.reader_id)
