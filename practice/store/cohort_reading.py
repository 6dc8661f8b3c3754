"""Cohorts and their members as lists: one statement for each, however many there are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from practice.store.chat import ConversationRow
from practice.store.cohort import Cohort, CohortRow, MemberRole, MembershipRow, cohort_of
from practice.store.person import Person, PersonRow, person_of


@dataclass(frozen=True)
class CohortSummary:
    cohort: Cohort
    trainers: int
    trainees: int


@dataclass(frozen=True)
class Member:
    person: Person
    role: MemberRole
    joined_at: datetime
    talks: int
    #: When they last began one; neither counts trials.
    practised_at: datetime | None

    def is_of(self, person_id: int) -> bool:
        return self.person.id == person_id


def cohorts_in(session: Session, organisation_id: int, of_trainer: int | None = None) -> list[CohortSummary]:
    """By name, those still open first. `of_trainer`: only those that this person trains."""
    role = col(MembershipRow.role)
    wanted = (
        select(
            CohortRow,
            func.count().filter(role == MemberRole.TRAINER.value),
            func.count().filter(role == MemberRole.TRAINEE.value),
        )
        .outerjoin(MembershipRow, col(MembershipRow.cohort_id) == col(CohortRow.id))
        .where(CohortRow.organisation_id == organisation_id)
        .group_by(col(CohortRow.id))
        .order_by(col(CohortRow.closed_at).is_not(None), func.lower(CohortRow.name), col(CohortRow.id))
    )
    if of_trainer is not None:
        trained = select(MembershipRow.cohort_id).where(
            MembershipRow.person_id == of_trainer, MembershipRow.role == MemberRole.TRAINER
        )
        wanted = wanted.where(col(CohortRow.id).in_(trained))
    return [CohortSummary(cohort_of(row), trainers, trainees) for row, trainers, trainees in session.exec(wanted).all()]


def members(session: Session, cohort_id: str, person_id: int | None = None) -> list[Member]:
    """By name. `person_id`: only this one, where they are in it."""
    wanted = (
        select(MembershipRow, PersonRow, func.count(col(ConversationRow.id)), func.max(col(ConversationRow.started_at)))
        .join(PersonRow, col(PersonRow.id) == col(MembershipRow.person_id))
        .outerjoin(
            ConversationRow, and_(col(ConversationRow.person_id) == col(PersonRow.id), ~col(ConversationRow.trial))
        )
        .where(MembershipRow.cohort_id == cohort_id)
        .group_by(col(MembershipRow.id), col(PersonRow.id))
        .order_by(func.lower(PersonRow.name), col(PersonRow.id))
    )
    if person_id is not None:
        wanted = wanted.where(MembershipRow.person_id == person_id)
    return [
        Member(person_of(person), MemberRole(row.role), row.joined_at, talks, practised_at)
        for row, person, talks, practised_at in session.exec(wanted).all()
    ]
