"""What every work on gold sets begins with: the set, its rubric, and what a person is called in it."""

from sqlmodel import Session, col, select

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.rubric import Rubric
from practice.errors import Conflict, NotFound
from practice.library import Library, read_rubric
from practice.services.access import require_in_organisation
from practice.store.audit import add_audit
from practice.store.gold import GoldSet
from practice.store.gold_finding import raters_in
from practice.store.gold_reading import load_gold_set
from practice.store.gold_writing import hold_gold_set
from practice.store.person import Person, PersonRow
from practice.store.version import RubricVersionRow, current_version

NO_SET = "no such set of labelled replies"
NO_ITEM = "no such reply in this set"
_LONGEST_RATER = 80


def require_set(session: Session, person: Person, gold_set_id: str) -> GoldSet:
    """Raises NotAllowed for who labels nothing, NotFound where it is not a set of their organisation."""
    organisation_id = require_in_organisation(person, Act.LABEL)
    found = load_gold_set(session, gold_set_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound(NO_SET)
    return found


def require_open_set(session: Session, person: Person, gold_set_id: str) -> GoldSet:
    """Held until the transaction ends. Raises like `require_set`, and Conflict for an archived one."""
    require_set(session, person, gold_set_id)
    hold_gold_set(session, gold_set_id)
    found = require_set(session, person, gold_set_id)
    if found.archived_at is not None:
        raise Conflict("this set is archived: it is only read")
    return found


def rubric_in_force(session: Session, library: Library, organisation_id: int, key: str) -> Rubric:
    """The organisation's published version, else the file's text. Raises NotFound."""
    document = library.rubric_document(key)
    own = current_version(session, RubricVersionRow, organisation_id, key)
    return read_rubric(own.text, f"rubric {key}") if own else read_rubric(document.text, str(document.path))


def rater_of(session: Session, gold_set_id: str, person: Person) -> str:
    """What their labels in this set stand under: their name, or what nobody else goes by there.

    It stays once they have labelled something in the set.
    """
    known = raters_in(session, gold_set_id)
    own = {person_id: rater for rater, person_id in known.items()}.get(person.id)
    if own is not None:
        return own
    email = person.email if person.email and len(person.email) <= _LONGEST_RATER else None
    candidates = [] if _shares_name(session, person) else [person.name]
    candidates += [email] if email else []
    return next((name for name in candidates if name not in known), f"{person.name[:60]} ({person.id})")


def tell(session: Session, person: Person, gold_set: GoldSet, act: AuditAct, detail: str, address: str = "") -> None:
    about = Audited(AuditedKind.GOLD_SET, gold_set.id, gold_set.name or f"corrections, {gold_set.rubric_key}")
    add_audit(session, person, act, about, detail, address=address)


def _shares_name(session: Session, person: Person) -> bool:
    same = select(PersonRow.id).where(
        PersonRow.organisation_id == person.organisation_id,
        PersonRow.name == person.name,
        col(PersonRow.id).not_in([person.id]),
    )
    return session.exec(same.limit(1)).first() is not None
