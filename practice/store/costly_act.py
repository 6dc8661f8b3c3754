"""What somebody did that costs model calls or letters, counted in the database: limits hold over all processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Insert, Integer, String, bindparam, cast, delete, func, insert, null, select
from sqlmodel import Field, Session, SQLModel

from practice.store.organisation import OrganisationRow
from practice.store.person import Person
from practice.store.types import UtcDateTime, table_of


class CostlyAct(StrEnum):
    TALK = "talk"  #: beginning one
    ASK = "ask"  #: a reply, a try again, a debrief
    MODEL_TRIAL = "model_trial"  #: an administrator's question whether a model answers
    INVITATION = "invitation"  #: by an administrator, or a new link for somebody


@dataclass(frozen=True)
class Allowance:
    """`most` of such acts within `window`, where the person's organisation has no figure of its own."""

    act: CostlyAct
    most: int
    window: timedelta


class CostlyActRow(SQLModel, table=True):
    __tablename__ = "costly_act"
    __table_args__ = (
        Index("ix_costly_act_person_id_act_at", "person_id", "act", "at"),
        Index("ix_costly_act_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    act: str = Field(max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)


_ACT = table_of(CostlyActRow)
_ORGANISATION = table_of(OrganisationRow)
_OWN_FIGURE = {
    CostlyAct.TALK: _ORGANISATION.c.most_talks_a_day,
    CostlyAct.ASK: _ORGANISATION.c.most_asks_an_hour,
    CostlyAct.MODEL_TRIAL: cast(null(), Integer),
    CostlyAct.INVITATION: cast(null(), Integer),
}
_OF_PERSON = (
    (_ACT.c.person_id == bindparam("person_id")) & (_ACT.c.act == bindparam("act")) & (_ACT.c.at > bindparam("since"))
)
_MOST = {
    act: func.coalesce(
        select(figure).where(_ORGANISATION.c.id == bindparam("organisation_id", type_=Integer)).scalar_subquery(),
        bindparam("most", type_=Integer),
    )
    for act, figure in _OWN_FIGURE.items()
}


def _add_where_free(act: CostlyAct) -> Insert:
    """One statement for a place that is looked for and taken: it stands in the transaction of every reply."""
    done = select(func.count()).select_from(_ACT).where(_OF_PERSON).scalar_subquery()
    values = (
        bindparam("person_id", type_=Integer),
        bindparam("act", type_=String),
        bindparam("at", type_=UtcDateTime),
    )
    adding = insert(_ACT).from_select(["person_id", "act", "at"], select(*values).where(done < _MOST[act]))
    return adding.execution_options(preserve_rowcount=True)


_ADD = {act: _add_where_free(act) for act in CostlyAct}


def add_costly_act(session: Session, person: Person, allowance: Allowance, moment: datetime) -> bool:
    """False, and nothing is added, where all is used up.

    Hold the person first, or two at the same moment both take the last place.
    """
    values = {**_named(person, allowance, moment), "at": moment}
    return session.connection().execute(_ADD[allowance.act], values).rowcount == 1


def free_at(session: Session, person: Person, allowance: Allowance, moment: datetime) -> datetime:
    """When one who has used all up may go on."""
    named = _named(person, allowance, moment)
    most = session.connection().execute(select(_MOST[allowance.act]), named).scalar_one()
    newest = select(_ACT.c.at).where(_OF_PERSON).order_by(_ACT.c.at.desc(), _ACT.c.id.desc())
    last_to_leave = newest.offset(max(most, 1) - 1).limit(1)
    at = session.connection().execute(last_to_leave, named).scalar()
    return (at or moment) + allowance.window


def drop_costly_acts_before(session: Session, moment: datetime) -> None:
    session.connection().execute(delete(_ACT).where(_ACT.c.at < moment))


def _named(person: Person, allowance: Allowance, moment: datetime) -> Mapping[str, Any]:
    return {
        "person_id": person.id,
        "organisation_id": person.organisation_id,
        "act": allowance.act.value,
        "most": allowance.most,
        "since": moment - allowance.window,
    }
