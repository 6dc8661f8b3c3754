"""Gold sets: replies with the levels that people gave them, by which graders and rubrics are judged."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from practice.domain.labels import LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.store.types import UtcDateTime, new_id, now, one_of


class GoldSource(StrEnum):
    IMPORTED = "imported"  #: from a file
    CONVERSATION = "conversation"  #: a trainer picked it in a talk
    OVERRIDE = "override"  #: a trainer set another level
    DISPUTE = "dispute"  #: a trainee held something against a level


class GoldSetRow(SQLModel, table=True):
    """Made for one rubric, whose criteria its labels are of. An archived one is only read."""

    __tablename__ = "gold_set"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    rubric_key: str = Field(max_length=80)
    name: str = Field(max_length=80)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldItemRow(SQLModel, table=True):
    """`name` is what its file called it; `turn_id` is there where the reply was made in a talk of this service."""

    __tablename__ = "gold_item"
    __table_args__ = (
        UniqueConstraint("gold_set_id", "name"),
        one_of("language", Language),
        one_of("channel", Channel),
        one_of("source", GoldSource),
    )

    id: int | None = Field(default=None, primary_key=True)
    gold_set_id: str = Field(foreign_key="gold_set.id", index=True, max_length=32)
    name: str = Field(max_length=200)
    language: str = Field(max_length=5)
    channel: str = Field(max_length=20)
    situation: str
    customer: str
    reply: str
    #: It is never proposed as an example to teach.
    held_out: bool
    source: str = Field(max_length=20)
    turn_id: str | None = Field(default=None, foreign_key="turn.id", index=True, max_length=32)
    added_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: It keeps its labels and its name, and counts nowhere until it is put back.
    taken_out_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldLabelRow(SQLModel, table=True):
    """`level` is None for not shown. `person_id` is None for the raters of a file, who have no account.

    `level` is the first that this rater gave, before they were shown what others say, and stays. `changed_level` is
    the newest that they gave after that, perhaps the first again; it is there where `changed_at` is. None: not shown.
    """

    __tablename__ = "gold_label"
    __table_args__ = (
        UniqueConstraint("gold_item_id", "rater", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_on_scale"),
        CheckConstraint("changed_level BETWEEN 1 AND 5", name="changed_level_on_scale"),
    )

    id: int | None = Field(default=None, primary_key=True)
    gold_item_id: int = Field(foreign_key="gold_item.id", index=True)
    rater: str = Field(max_length=80)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    criterion: str = Field(max_length=80)
    level: int | None = None
    labelled_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_level: int | None = None
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldLabelAgainRow(SQLModel, table=True):
    """What a rater gave a reply the second time: it is nobody's label, and counts in their own steadiness alone.

    `earlier` is the first level that they gave, as far as it was kept. Both levels are None for not shown.
    """

    __tablename__ = "gold_label_again"
    __table_args__ = (
        UniqueConstraint("gold_item_id", "person_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_on_scale"),
        CheckConstraint("earlier BETWEEN 1 AND 5", name="earlier_on_scale"),
    )

    id: int | None = Field(default=None, primary_key=True)
    gold_item_id: int = Field(foreign_key="gold_item.id")
    person_id: int = Field(foreign_key="person.id")
    criterion: str = Field(max_length=80)
    earlier: int | None = None
    level: int | None = None
    labelled_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


@dataclass(frozen=True)
class GoldSet:
    id: str
    organisation_id: int
    rubric_key: str
    name: str
    created_at: datetime
    archived_at: datetime | None = None


@dataclass(frozen=True)
class GoldItem:
    """`reply.id` is the item's name in its set. `private` is told only of one that was asked for by itself.

    A private one is of a talk that no trainer may read now: nobody is shown it.
    """

    id: int
    reply: LabelledReply
    held_out: bool
    source: GoldSource
    turn_id: str | None
    taken_out_at: datetime | None = None
    private: bool = False
