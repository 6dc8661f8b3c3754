"""Grading again what could not be graded, asked for by whose talk it is or by a trainer of theirs."""

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Conversation, Turn
from practice.domain.transcript import Speaker
from practice.errors import NotFound
from practice.services.access import NO_TURN
from practice.store.audit import add_audit
from practice.store.chat import lock_conversation
from practice.store.chat_reading import load_conversation
from practice.store.grading_reading import latest_grades
from practice.store.job import JobKind, has_open_job
from practice.store.person import Person, hold_person, person_by_id


def lacks_grade(session: Session, turn: Turn) -> bool:
    """Whether some criterion of this reply got no level, and nobody is at it."""
    if turn.speaker is not Speaker.TRAINEE or has_open_job(session, JobKind.GRADE, turn.id):
        return False
    grade = latest_grades(session, [turn.id]).get(turn.id)
    return grade is None or not grade.complete


def hold_for_grading(session: Session, person: Person, conversation_id: str) -> None:
    """Locks the talk, and holds whoever asks and whose talk it is.

    Everybody takes people in the order of their ids: two trainers who train each other would else each hold
    themself and wait for the other.
    """
    talk = load_conversation(session, conversation_id)
    owner_id = talk.person_id if talk else person.id
    if person.id < owner_id:
        hold_person(session, person.id)
    lock_conversation(session, conversation_id)
    if person.id > owner_id:
        hold_person(session, person.id)


def keep_asker(session: Session, person: Person, conversation: Conversation | None) -> None:
    """In the audit, where the talk is somebody else's.

    Raises NotFound where others see no levels yet.
    """
    if conversation is None or conversation.is_of(person.id):
        return
    if not conversation.reveals:
        raise NotFound(NO_TURN)
    owner = person_by_id(session, conversation.person_id)
    about = f"{conversation.scenario_key}, {owner.name if owner else ''}"
    audited = Audited(AuditedKind.CONVERSATION, conversation.id, about)
    add_audit(session, person, AuditAct.GRADES_CHANGED, audited, "what was not graded: asked to grade it again")
