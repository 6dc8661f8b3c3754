"""Practice that is private until it is handed in: where it is promised, and what keeps the promise."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlmodel import Session

from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.types import table_of

_TALK, _TURN = table_of(ConversationRow), table_of(TurnRow)
_COHORT, _MEMBER = table_of(CohortRow), table_of(MembershipRow)
_PRACTISES_IN = [_MEMBER.c.cohort_id == _COHORT.c.id, _MEMBER.c.role == MemberRole.TRAINEE.value]


def practises_privately(session: Session, person_id: int) -> bool:
    """In one of their cohorts at least."""
    private = exists().where(
        *_PRACTISES_IN, _MEMBER.c.person_id == person_id, _COHORT.c.private_until_handed_in.is_(True)
    )
    return bool(session.connection().execute(select(private)).scalar())


def cohorts_practised_in(session: Session, person_id: int) -> list[tuple[str, bool]]:
    """By name; whether practice is private there."""
    rows = session.connection().execute(
        select(_COHORT.c.name, _COHORT.c.private_until_handed_in)
        .where(*_PRACTISES_IN, _MEMBER.c.person_id == person_id)
        .order_by(_COHORT.c.name, _COHORT.c.id)
    )
    return [(row.name, bool(row.private_until_handed_in)) for row in rows]


def keep_unfinished_private(session: Session, cohort_id: str) -> None:
    """The talks that trainees of a private cohort may still go on with; elsewhere it changes nothing."""
    trainees = (
        select(_MEMBER.c.person_id)
        .where(*_PRACTISES_IN, _COHORT.c.id == cohort_id, _COHORT.c.private_until_handed_in.is_(True))
        .scalar_subquery()
    )
    session.flush()
    session.connection().execute(
        update(_TALK)
        .where(_TALK.c.person_id.in_(trainees), _TALK.c.ended_at.is_(None), _TALK.c.handed_in_at.is_(None))
        .values(private=True)
    )


def has_replied(session: Session, conversation_id: str) -> bool:
    """Whether the trainee has said anything yet."""
    said = exists().where(_TURN.c.conversation_id == conversation_id, _TURN.c.client_key.is_not(None))
    return bool(session.connection().execute(select(said)).scalar())


def keep_handed_in(session: Session, conversation_id: str, moment: datetime) -> None:
    """Once: what was handed in before keeps its time."""
    session.connection().execute(
        update(_TALK)
        .where(_TALK.c.id == conversation_id, _TALK.c.handed_in_at.is_(None))
        .values(handed_in_at=moment, version=_TALK.c.version + 1)
    )
