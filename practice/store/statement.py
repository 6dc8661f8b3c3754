"""xAPI statements that wait for a learning record store, in the order in which they were made."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from practice.store.types import UtcDateTime, new_id, now


class StatementRow(SQLModel, table=True):
    """Its id is the subject of its job, and the statement's UUID without dashes: sent twice, it counts once.

    `about` tells statements apart, such as `answered:<turn id>`, so that none is made twice.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("about"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True, max_length=32)
    about: str = Field(max_length=80)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
