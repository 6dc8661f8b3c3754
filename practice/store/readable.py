"""Which talks a trainer may read, as a condition for queries over many of them."""

from sqlalchemy import ColumnElement, exists, or_

from practice.store.chat import ConversationRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.types import table_of

_TALK, _COHORT = table_of(ConversationRow), table_of(CohortRow)
_OWN, _THEIRS = table_of(MembershipRow).alias("own"), table_of(MembershipRow).alias("theirs")


def readable_by(trainer_id: int, cohort_id: str | None = None) -> ColumnElement[bool]:
    """Of the conversation table's rows: talks of trainees whom this person trains, in that cohort where one is named.

    Where a cohort's practice is private, only what was handed in. Whether they still have the role of a trainer is
    not asked here.
    """
    wanted = [
        _OWN.c.person_id == _TALK.c.person_id,
        _OWN.c.role == MemberRole.TRAINEE.value,
        _THEIRS.c.cohort_id == _OWN.c.cohort_id,
        _THEIRS.c.person_id == trainer_id,
        _THEIRS.c.role == MemberRole.TRAINER.value,
        _COHORT.c.id == _OWN.c.cohort_id,
        or_(_COHORT.c.private_until_handed_in.is_(False), _TALK.c.handed_in_at.is_not(None)),
    ]
    if cohort_id is not None:
        wanted.append(_OWN.c.cohort_id == cohort_id)
    return exists().where(*wanted)
