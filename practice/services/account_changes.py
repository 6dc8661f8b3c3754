"""What every change of an account asks first, and leaves behind: who may, on whom, and a line in the audit."""

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.errors import LastAdmin, NotAllowed, NotFound
from practice.services.access import NOT_OPEN, require_in_organisation
from practice.services.ways import SetUp, ways_into
from practice.store.account import account_with_email, can_sign_in, hold_admins
from practice.store.audit import add_audit
from practice.store.organisation import organisation_with_id
from practice.store.person import Person, PersonRole, PersonRow, person_by_id


def administered(session: Session, by: Person | None) -> int | None:
    """The organisation that `by` administers at this moment; None: all of them, by the command line."""
    if by is None:
        return None
    current = person_by_id(session, by.id)
    if current is None or current.disabled:
        raise NotAllowed(NOT_OPEN)
    return require_in_organisation(current, Act.ADMINISTER)


def known_account(session: Session, email: str, within: int | None) -> PersonRow:
    row = account_with_email(session, normal_email(email), within)
    if row is None:
        raise NotFound(f"nobody has the e-mail address {email!r}; `practice user list` shows who there is")
    return row


def account_to_change(session: Session, email: str, by: Person | None) -> PersonRow:
    """Held until the transaction ends, after the administrators: so changes of one organisation take turns."""
    row = known_account(session, email, administered(session, by))
    hold_admins(session, row.organisation_id)
    session.refresh(row, with_for_update={"key_share": True})
    administered(session, by)
    return row


def keep_an_admin(session: Session, row: PersonRow, set_up: SetUp) -> None:
    """Raises LastAdmin where nobody else could administer the organisation without `row`."""
    if row.role != PersonRole.ADMIN or row.disabled_at is not None:
        return
    others = [other for other in hold_admins(session, row.organisation_id) if other is not row]
    organisation = organisation_with_id(session, row.organisation_id) if row.organisation_id is not None else None
    assert organisation is not None
    ways = ways_into(organisation, set_up)
    if not any(can_sign_in(session, other, ways) for other in others):
        raise LastAdmin(
            f"{row.email} is the last administrator of the organisation who can sign in; make somebody else one "
            "first (`practice user role EMAIL admin`; they need a way in that is switched on) and then try again"
        )


def record_account(
    session: Session, actor: Person | None, act: AuditAct, about: Person, detail: str, address: str
) -> None:
    audited = Audited(AuditedKind.PERSON, str(about.id), about.name)
    add_audit(session, actor, act, audited, detail, organisation_id=about.organisation_id, address=address)
