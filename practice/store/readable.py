"""Who may read a talk of somebody else: as a condition for queries over many talks, and asked of one.

A trainer of a cohort reads what its trainees practise. What was handed in is always read; the rest is not where the
talk was begun, or gone on with, under the promise of privacy, where the cohort is private now, or where it was begun
before the cohort was made open again. A trial is its owner's alone.
"""

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select
from sqlmodel import Session

from practice.domain.conversation import ReadingGroup
from practice.store.chat import ConversationRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.types import table_of

_READS, _READS_NOT = "+", "-"
_TALK, _COHORT = table_of(ConversationRow), table_of(CohortRow).alias("practised_in")
_OWN, _THEIRS = table_of(MembershipRow).alias("own"), table_of(MembershipRow).alias("theirs")

_OF_ITS_OWNER = and_(
    _OWN.c.person_id == _TALK.c.person_id,
    _OWN.c.role == MemberRole.TRAINEE.value,
    _COHORT.c.id == _OWN.c.cohort_id,
    _TALK.c.trial.is_(False),
)
#: In this cohort.
_OPEN = or_(
    _TALK.c.handed_in_at.is_not(None),
    and_(
        _TALK.c.private.is_(False),
        _COHORT.c.private_until_handed_in.is_(False),
        or_(_COHORT.c.open_since.is_(None), _TALK.c.started_at >= _COHORT.c.open_since),
    ),
)
#: Of the conversation table's rows: whoever trains some cohort of its owner reads it.
OPEN_SOMEWHERE = exists().where(_OF_ITS_OWNER, _OPEN)
_TRAINED = and_(_THEIRS.c.cohort_id == _OWN.c.cohort_id, _THEIRS.c.role == MemberRole.TRAINER.value)
_READERS = select(_THEIRS.c.person_id).where(_TALK.c.id == bindparam("talk"), _OF_ITS_OWNER, _TRAINED, _OPEN)
_LINE = case((_OPEN, _READS), else_=_READS_NOT).concat(func.replace(_COHORT.c.name, "\n", " "))
#: One line for each cohort in which the owner of a row of the conversation table practises, for `groups_in`.
GROUPS = select(func.aggregate_strings(_LINE, "\n")).where(_OF_ITS_OWNER).correlate(_TALK).scalar_subquery()


def readable_by(trainer_id: int | ColumnElement[int], cohort_id: str | None = None) -> ColumnElement[bool]:
    """Of the conversation table's rows: talks of trainees whom this person trains, in that cohort where one is named.

    Whether they still have the role of a trainer is not asked here.
    """
    wanted = [_OF_ITS_OWNER, _TRAINED, _THEIRS.c.person_id == trainer_id, _OPEN]
    if cohort_id is not None:
        wanted.append(_OWN.c.cohort_id == cohort_id)
    return exists().where(*wanted)


def open_in(cohort_id: str) -> ColumnElement[bool]:
    """Of the conversation table's rows: talks that whoever trains this cohort reads."""
    return exists().where(_OF_ITS_OWNER, _OWN.c.cohort_id == cohort_id, _OPEN)


def open_elsewhere(cohort_id: str) -> ColumnElement[bool]:
    """Of the conversation table's rows: talks that whoever trains another cohort reads."""
    return exists().where(_OF_ITS_OWNER, _OWN.c.cohort_id != cohort_id, _OPEN)


def readers_of(session: Session, conversation_id: str) -> frozenset[int]:
    """Person ids of the trainers who may read this very talk."""
    return frozenset(session.connection().execute(_READERS, {"talk": conversation_id}).scalars())


def groups_in(lines: str | None) -> tuple[ReadingGroup, ...]:
    """What GROUPS tells, by name; a line feed in a name is a space there."""
    found = [ReadingGroup(line[1:], line[0] == _READS) for line in (lines or "").split("\n") if line]
    return tuple(sorted(found, key=lambda group: group.name))
