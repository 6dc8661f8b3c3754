"""The prompts that grades were made with: the text is the record, so that a grade can be asked for again."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from practice.domain.prompt import Prompt
from practice.store.types import UtcDateTime, added, now


class PromptVersionRow(SQLModel, table=True):
    __tablename__ = "prompt_version"

    hash: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=80)
    text: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def keep_prompt(session: Session, prompt: Prompt) -> None:
    if session.get(PromptVersionRow, prompt.hash) is None:
        added(session, PromptVersionRow(hash=prompt.hash, name=prompt.key, text=prompt.text))


def prompt_text(session: Session, prompt_hash: str) -> str | None:
    """None for a prompt that was used before texts were kept."""
    row = session.get(PromptVersionRow, prompt_hash)
    return row.text if row else None
