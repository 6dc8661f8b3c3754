"""What each model call used: for budgets and for an administrator who pays."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Field, Session, SQLModel, col, select

from practice.model.port import ModelAnswer
from practice.store.types import UtcDateTime, now, table_of


class UsageRow(SQLModel, table=True):
    """Cost in US dollars, empty where the provider's prices are not known."""

    __tablename__ = "usage"

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: str | None = Field(default=None, foreign_key="conversation.id", index=True, max_length=32)
    role: str = Field(max_length=20)
    model: str = Field(max_length=200)
    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None
    milliseconds: int
    attempts: int
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_ADD_USAGE = insert(table_of(UsageRow))


@dataclass(frozen=True)
class Used:
    """By one answer, or by all that one grade took."""

    conversation_id: str | None
    role: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    milliseconds: int
    attempts: int


def add_usage(session: Session, used: Used) -> None:
    session.connection().execute(_ADD_USAGE, {**asdict(used), "created_at": now()})


def models_used(session: Session, conversation_id: str) -> dict[str, tuple[str, ...]]:
    """Role -> the models that answered in it, in the order of their first answer."""
    rows = session.exec(
        select(UsageRow.role, UsageRow.model)
        .where(UsageRow.conversation_id == conversation_id)
        .order_by(col(UsageRow.id))
    ).all()
    return {role: tuple(dict.fromkeys(model for of, model in rows if of == role)) for role, _ in rows}


def used_by(conversation_id: str | None, role: str, answer: ModelAnswer) -> Used:
    return Used(
        conversation_id=conversation_id,
        role=role,
        model=answer.model,
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
        cost=answer.usage.cost,
        milliseconds=answer.milliseconds,
        attempts=answer.attempts,
    )
