"""Who has read whose talk, as the audit knows it."""

from datetime import datetime

from sqlmodel import Session, col, select

from practice.domain.audit import AuditAct
from practice.store.audit import AuditRow


def has_read(session: Session, reader_id: int, conversation_id: str, since: datetime) -> bool:
    wanted = select(AuditRow.id).where(
        AuditRow.actor_id == reader_id,
        AuditRow.act == AuditAct.TALK_READ.value,
        AuditRow.object_id == conversation_id,
        col(AuditRow.at) > since,
    )
    return session.exec(wanted.limit(1)).first() is not None
