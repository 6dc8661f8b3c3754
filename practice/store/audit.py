"""Who did what: rows that are added and never changed, which the database itself sees to."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Index, or_
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.audit import AuditAct, Audited, AuditEntry, Unnamed, Wanted, words_in
from practice.store.finding import holds
from practice.store.person import Person
from practice.store.types import UtcDateTime, now, storable


class AuditRow(SQLModel, table=True):
    """Names are kept as they were, so that a row can be read whatever became of what it names.

    `organisation_id` None: it concerns every organisation of the deployment, such as a new version of a rubric.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_organisation_id_id", "organisation_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    actor: str = Field(max_length=400)
    act: str = Field(max_length=40)
    object_kind: str = Field(max_length=40)
    object_id: str = Field(max_length=64)
    object_name: str = Field(max_length=400)
    detail: str = Field(max_length=1000)
    address: str = Field(max_length=64)


def add_audit(
    session: Session,
    actor: Person | None,
    act: AuditAct,
    about: Audited,
    detail: str = "",
    *,
    organisation_id: int | None = None,
    address: str = "",
    unnamed: Unnamed = Unnamed.COMMAND_LINE,
) -> None:
    """In the transaction of what happened: the one is never kept without the other.

    `actor` None: whoever `unnamed` says. `organisation_id` is the actor's where not given.
    """
    session.add(
        AuditRow(
            organisation_id=organisation_id or (actor.organisation_id if actor else None),
            actor_id=actor.id if actor else None,
            actor=_called(actor) if actor else unnamed.value,
            act=act.value,
            object_kind=about.kind.value,
            object_id=about.id[:64],
            object_name=storable(about.name)[:400],
            detail=storable(detail)[:1000],
            address=address[:64],
        )
    )


def find_audit(session: Session, wanted: Wanted, most: int, organisation_id: int | None = None) -> list[AuditEntry]:
    """Newest first, unless wanted otherwise: what concerns one organisation, every organisation's own matters among
    it, or all there is.

    Raises BadInput for too many words.
    """
    own_id = col(AuditRow.id)
    order = own_id.asc() if wanted.oldest_first else own_id.desc()
    asked = select(AuditRow).where(*_conditions(wanted)).order_by(order).limit(most)
    if organisation_id is not None:
        own = col(AuditRow.organisation_id)
        asked = asked.where(or_(own == organisation_id, own.is_(None)))
    return [_entry(row) for row in session.exec(asked)]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.act is not None:
        yield col(AuditRow.act) == wanted.act.value
    if wanted.kind is not None:
        yield col(AuditRow.object_kind) == wanted.kind.value
    if wanted.since is not None:
        yield col(AuditRow.at) >= wanted.since
    if wanted.until is not None:
        yield col(AuditRow.at) < wanted.until
    if wanted.before_id is not None:
        beyond = col(AuditRow.id)
        yield beyond > wanted.before_id if wanted.oldest_first else beyond < wanted.before_id
    for word in words_in(storable(wanted.words)):
        yield holds(word, *(col(place) for place in (AuditRow.actor, AuditRow.object_name, AuditRow.detail)))


def _entry(row: AuditRow) -> AuditEntry:
    assert row.id is not None
    return AuditEntry(
        row.id,
        row.at,
        row.actor,
        row.actor_id is not None,
        row.act,
        row.object_kind,
        row.object_id,
        row.object_name,
        row.detail,
        row.address,
    )


def _called(actor: Person) -> str:
    return f"{actor.name} <{actor.email}>" if actor.email else actor.name
