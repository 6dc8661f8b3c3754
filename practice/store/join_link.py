"""Links by which people join a cohort. Only their hash is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.cohort import CohortRow
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRow, person_of
from practice.store.types import UtcDateTime, new_id, now

#: How many a link lets in where whoever made it gave no number.
MOST_UNLESS_SAID = 200


@dataclass(frozen=True)
class JoinLink:
    id: str
    maker: Person
    created_at: datetime
    expires_at: datetime
    uses: int
    most_uses: int


@dataclass(frozen=True)
class Invitation:
    """What an open link leads to. `password_sign_in`: whether that organisation lets people in by password.

    `private`: the cohort's trainers read a talk only once it is handed in.
    """

    link_id: str
    maker_id: int
    cohort_id: str
    cohort: str
    organisation_id: int
    organisation: str
    password_sign_in: bool
    private: bool = False


class JoinLinkRow(SQLModel, table=True):
    __tablename__ = "join_link"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=32)
    token_hash: str = Field(max_length=64, unique=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    most_uses: int = Field(default=MOST_UNLESS_SAID)
    uses: int = Field(default=0)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_join_link(session: Session, row: JoinLinkRow) -> str:
    """Its id."""
    session.add(row)
    session.flush()
    return row.id


def open_join_links(session: Session, cohort_id: str, moment: datetime) -> list[JoinLink]:
    """Newest first."""
    rows = session.exec(
        select(JoinLinkRow, PersonRow)
        .join(PersonRow, col(PersonRow.id) == col(JoinLinkRow.created_by))
        .where(JoinLinkRow.cohort_id == cohort_id, _is_open(moment))
        .order_by(col(JoinLinkRow.created_at).desc(), col(JoinLinkRow.id))
    ).all()
    return [
        JoinLink(row.id, person_of(maker), row.created_at, row.expires_at, row.uses, row.most_uses)
        for row, maker in rows
    ]


def invitation_by(session: Session, token_hash: str, moment: datetime) -> Invitation | None:
    """None where the link cannot be used, or not any more."""
    found = session.exec(
        select(JoinLinkRow, CohortRow, OrganisationRow)
        .join(CohortRow, col(CohortRow.id) == col(JoinLinkRow.cohort_id))
        .join(OrganisationRow, col(OrganisationRow.id) == col(CohortRow.organisation_id))
        .where(JoinLinkRow.token_hash == token_hash, _is_open(moment), col(CohortRow.closed_at).is_(None))
    ).first()
    if found is None:
        return None
    link, cohort, organisation = found
    return Invitation(
        link.id,
        link.created_by,
        cohort.id,
        cohort.name,
        cohort.organisation_id,
        organisation.name,
        organisation.password_sign_in,
        cohort.private_until_handed_in,
    )


def use_join_link(session: Session, link_id: str, moment: datetime) -> bool:
    """True for no more callers than the link is for, whatever else happens at the same moment."""
    open_cohort = (
        select(CohortRow.id)
        .where(col(CohortRow.id) == col(JoinLinkRow.cohort_id), col(CohortRow.closed_at).is_(None))
        .exists()
    )
    used = session.exec(
        update(JoinLinkRow)
        .where(col(JoinLinkRow.id) == link_id, _is_open(moment), open_cohort)
        .values(uses=col(JoinLinkRow.uses) + 1)
        .execution_options(synchronize_session=False)
    )
    return used.rowcount == 1


def has_join_link(session: Session, cohort_id: str, link_id: str) -> bool:
    """Open or past."""
    row = session.get(JoinLinkRow, link_id)
    return row is not None and row.cohort_id == cohort_id


def revoke_join_link(session: Session, cohort_id: str, link_id: str, moment: datetime) -> bool:
    """False where it was revoked before."""
    revoked = session.exec(
        update(JoinLinkRow)
        .where(
            col(JoinLinkRow.id) == link_id,
            col(JoinLinkRow.cohort_id) == cohort_id,
            col(JoinLinkRow.revoked_at).is_(None),
        )
        .values(revoked_at=moment)
    )
    return revoked.rowcount == 1


def _is_open(moment: datetime) -> ColumnElement[bool]:
    return and_(
        col(JoinLinkRow.revoked_at).is_(None),
        col(JoinLinkRow.expires_at) > moment,
        col(JoinLinkRow.uses) < col(JoinLinkRow.most_uses),
    )
