"""Groups that practise together: who trains them, who practises in them, and the links by which people join."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.domain.access import TRAINING_ROLES, Act, ActorRole
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.access import (
    may_change_cohort,
    may_in_organisation,
    may_read,
    require_cohort,
    require_in_organisation,
)
from practice.services.hashing import new_token, token_hash
from practice.services.people import name_to_keep
from practice.store.account import account_with_email
from practice.store.audit import add_audit
from practice.store.cohort import (
    Cohort,
    MemberRole,
    add_cohort,
    add_member,
    drop_member,
    hold_cohort,
    keep_cohort,
    trainers_of_cohort,
)
from practice.store.cohort_reading import CohortSummary, Member, cohorts_in, members
from practice.store.database import Database
from practice.store.handing_in import keep_unfinished_private
from practice.store.join_link import (
    MOST_UNLESS_SAID,
    JoinLink,
    JoinLinkRow,
    add_join_link,
    has_join_link,
    open_join_links,
    revoke_join_link,
)
from practice.store.out_of_sight import OutOfSight, member_removed, trainer_removed
from practice.store.person import Person, person_of
from practice.store.types import now

NO_MEMBER = "no such member of this cohort"
MOST_DAYS = 90
MOST_USES = 1000


@dataclass(frozen=True)
class CohortView:
    """`readable` are the ids of the trainees whose talks the asking person may read."""

    cohort: Cohort
    trainers: tuple[Member, ...]
    trainees: tuple[Member, ...]
    links: tuple[JoinLink, ...]
    readable: frozenset[int]


@dataclass(frozen=True)
class BeforeRemoval:
    """`lost` is what the cohort's trainers would no longer read; of a trainer, what they would not by training it."""

    cohort: Cohort
    member: Member
    lost: OutOfSight
    last_trainer: bool


class CohortService:
    """Every method raises NotFound for a cohort that is hidden from who asks."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def of(self, person: Person) -> list[CohortSummary]:
        """A trainer's own, an administrator's all. Raises NotAllowed for anybody else."""
        organisation_id = require_in_organisation(person, Act.ADD_COHORT)
        everything = may_in_organisation(person, Act.ADMINISTER)
        with self._database.reading() as session:
            return cohorts_in(session, organisation_id, None if everything else person.id)

    def cohort(self, person: Person, cohort_id: str) -> CohortView:
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.SEE, cohort_id)
            everybody = members(session, cohort_id)
            links = open_join_links(session, cohort_id, self._clock())
            trainer_ids = trainers_of_cohort(session, cohort_id)
        trainees = tuple(member for member in everybody if member.role is MemberRole.TRAINEE)
        return CohortView(
            cohort,
            tuple(member for member in everybody if member.role is MemberRole.TRAINER),
            trainees,
            tuple(link for link in links if may_change_cohort(link.maker, cohort.organisation_id, trainer_ids)),
            frozenset(m.person.id for m in trainees if may_read(person, m.person, trainer_ids)),
        )

    def add(self, person: Person, name: str, address: str = "") -> str:
        """The new cohort's id. A trainer who adds one trains it. Raises BadInput or NotAllowed."""
        organisation_id = require_in_organisation(person, Act.ADD_COHORT)
        name, moment = name_to_keep(name), self._clock()
        with self._database.writing() as session:
            cohort = add_cohort(session, organisation_id, name, moment)
            add_audit(session, person, AuditAct.COHORT_ADDED, audited(cohort), address=address)
            if not may_in_organisation(person, Act.ADMINISTER):
                add_member(session, cohort.id, person.id, MemberRole.TRAINER, moment)
                part = told(person, MemberRole.TRAINER)
                add_audit(session, person, AuditAct.MEMBER_ADDED, audited(cohort), part, address=address)
        return cohort.id

    def rename(self, person: Person, cohort_id: str, name: str, address: str = "") -> None:
        """Raises BadInput."""
        name = name_to_keep(name)
        with self._changing(person, cohort_id) as (session, cohort):
            _keep(session, person, cohort, replace(cohort, name=name), f"{cohort.name} → {name}", address)

    def close(self, person: Person, cohort_id: str, address: str = "") -> None:
        """Nobody joins it any more; nothing else changes."""
        with self._changing(person, cohort_id) as (session, cohort):
            closed_at = cohort.closed_at or self._clock()
            _keep(session, person, cohort, replace(cohort, closed_at=closed_at), "open → closed", address)

    def reopen(self, person: Person, cohort_id: str, address: str = "") -> None:
        with self._changing(person, cohort_id) as (session, cohort):
            _keep(session, person, cohort, replace(cohort, closed_at=None), "closed → open", address)

    def add_member(self, person: Person, cohort_id: str, email: str, role: MemberRole, address: str = "") -> None:
        """Raises NotFound where nobody of the organisation has that address, and BadInput where they may train nobody.

        Conflict: they are in it already, or it is closed. NotAllowed: only an administrator decides for others that
        a cohort's trainers read their talks; to a trainer's cohort trainees come by a join link, which asks them.
        """
        with self._changing(person, cohort_id) as (session, cohort):
            _refuse_closed(cohort)
            if role is MemberRole.TRAINEE and not may_in_organisation(person, Act.ADMINISTER):
                raise NotAllowed("trainees come by a join link; only an administrator adds them without asking")
            colleague = _colleague(session, cohort, email)
            if role is MemberRole.TRAINER and not _may_train(colleague):
                raise BadInput(
                    f"{colleague.email} is a trainee; a cohort's trainer is a trainer or administrator: "
                    "change their role first"
                )
            if not add_member(session, cohort_id, colleague.id, role, self._clock()):
                raise Conflict(f"{colleague.email} is in this cohort already; remove them first to change their part")
            keep_unfinished_private(session, cohort_id)
            part = told(colleague, role)
            add_audit(session, person, AuditAct.MEMBER_ADDED, audited(cohort), part, address=address)

    def before_removal(self, person: Person, cohort_id: str, member_id: int) -> BeforeRemoval:
        """Raises like `remove_member`."""
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            leaving = _leaving(session, person, cohort_id, member_id)
            trains = leaving.role is MemberRole.TRAINER
            lost = trainer_removed(session, cohort_id) if trains else member_removed(session, cohort_id, member_id)
            last = trains and not trainers_of_cohort(session, cohort_id) - {member_id}
        return BeforeRemoval(cohort, leaving, lost, last)

    def remove_member(self, person: Person, cohort_id: str, member_id: int, address: str = "") -> bool:
        """Whether the asking person still sees the cohort. Their talks stay the member's own.

        Raises NotFound, and NotAllowed where only an administrator may: nobody would train the cohort any more.
        """
        with self._changing(person, cohort_id) as (session, cohort):
            leaving = _leaving(session, person, cohort_id, member_id)
            drop_member(session, cohort_id, member_id)
            part = told(leaving.person, leaving.role)
            add_audit(session, person, AuditAct.MEMBER_REMOVED, audited(cohort), part, address=address)
            try:
                require_cohort(session, person, Act.SEE, cohort_id)
            except NotFound:
                return False
        return True

    def make_join_link(
        self, person: Person, cohort_id: str, days: int, most_uses: int | None, address: str = ""
    ) -> str:
        """The token, which is kept nowhere; `most_uses` None: for MOST_UNLESS_SAID.

        Raises BadInput, or Conflict for a closed cohort.
        """
        most_uses = MOST_UNLESS_SAID if most_uses is None else most_uses
        if not 1 <= days <= MOST_DAYS:
            raise BadInput(f"a join link works for 1 to {MOST_DAYS} days, not {days}")
        if not 1 <= most_uses <= MOST_USES:
            raise BadInput(f"a join link is for 1 to {MOST_USES} people, not {most_uses}")
        token, moment = new_token(), self._clock()
        row = JoinLinkRow(
            cohort_id=cohort_id,
            token_hash=token_hash(token),
            created_at=moment,
            expires_at=moment + timedelta(days=days),
            most_uses=most_uses,
            created_by=person.id,
        )
        with self._changing(person, cohort_id) as (session, cohort):
            _refuse_closed(cohort)
            about = Audited(AuditedKind.JOIN_LINK, add_join_link(session, row), cohort.name)
            detail = f"for {days} days and {most_uses} people"
            add_audit(session, person, AuditAct.JOIN_LINK_MADE, about, detail, address=address)
        return token

    def revoke_join_link(self, person: Person, cohort_id: str, link_id: str, address: str = "") -> None:
        """Once more is no error. Raises NotFound."""
        with self._changing(person, cohort_id) as (session, cohort):
            if not has_join_link(session, cohort_id, link_id):
                raise NotFound("no such join link of this cohort")
            if revoke_join_link(session, cohort_id, link_id, self._clock()):
                about = Audited(AuditedKind.JOIN_LINK, link_id, cohort.name)
                add_audit(session, person, AuditAct.JOIN_LINK_REVOKED, about, address=address)

    @contextmanager
    def _changing(self, person: Person, cohort_id: str) -> Iterator[tuple[Session, Cohort]]:
        with self._database.writing() as session:
            hold_cohort(session, cohort_id)
            yield session, require_cohort(session, person, Act.CHANGE, cohort_id)


def audited(cohort: Cohort) -> Audited:
    return Audited(AuditedKind.COHORT, cohort.id, cohort.name)


def told(member: Person, role: MemberRole) -> str:
    """How an audit names a member."""
    return f"{member.name} <{member.email}> as {role}"


def _keep(session: Session, person: Person, before: Cohort, after: Cohort, detail: str, address: str) -> None:
    if before != after:
        keep_cohort(session, after)
        add_audit(session, person, AuditAct.COHORT_CHANGED, audited(after), detail, address=address)


def _refuse_closed(cohort: Cohort) -> None:
    if cohort.closed_at is not None:
        raise Conflict("this cohort is closed; reopen it first")


def _leaving(session: Session, person: Person, cohort_id: str, member_id: int) -> Member:
    """Raises NotFound, and NotAllowed where only an administrator may remove them: nobody would train the cohort."""
    others = {member.person.id: member for member in members(session, cohort_id)}
    leaving = others.pop(member_id, None)
    if leaving is None:
        raise NotFound(NO_MEMBER)
    left = [m for m in others.values() if m.role is MemberRole.TRAINER and _may_train(m.person)]
    if leaving.role is MemberRole.TRAINER and not left and not may_in_organisation(person, Act.ADMINISTER):
        raise NotAllowed("only an administrator may remove the last trainer; add another one first")
    return leaving


def _colleague(session: Session, cohort: Cohort, email: str) -> Person:
    try:
        row = account_with_email(session, normal_email(email))
    except BadInput:
        row = None
    if row is None or row.organisation_id != cohort.organisation_id:
        raise NotFound(f"nobody of this organisation has the e-mail address {email[:80]!r}")
    return person_of(row)


def _may_train(person: Person) -> bool:
    return ActorRole(person.role) in TRAINING_ROLES and not person.disabled
