"""Recalibrations, kept with the rubric version they were fitted under. None is overwritten; the newest counts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.recalibration import Proposal, Recalibration, Step
from practice.store.organisation import OrganisationRow
from practice.store.types import UtcDateTime, now
from practice.store.version import RubricVersionRow


class RecalibrationRow(SQLModel, table=True):
    """`applies` is false where leaving one out did not find it better, or it was switched off: never used then.

    `labels_hash` is the SHA-256 of the file of labels.
    """

    __tablename__ = "recalibration"

    id: int | None = Field(default=None, primary_key=True)
    rubric_version_id: int = Field(foreign_key="rubric_version.id", index=True)
    grader: str = Field(max_length=400)
    criterion: str = Field(max_length=80)
    applies: bool
    why: str
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    n: int
    mae_before: float | None = None
    mae_after: float | None = None
    labels_hash: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


@dataclass(frozen=True)
class KeptRecalibration:
    """What was kept, with the rubric version it is for. `newest`: nothing was kept since for the same use of it.

    `organisation` is the key of the one whose own version it is, None for a file's.
    """

    row: RecalibrationRow
    version: RubricVersionRow
    newest: bool
    organisation: str | None

    @property
    def applied(self) -> bool:
        return self.newest and self.row.applies


def keep_recalibrations(
    session: Session, rubric_version_id: int, grader: str, proposals: Sequence[Proposal], labels_hash: str
) -> None:
    """Those of the proposals that fitted a table."""
    for proposal in proposals:
        found = proposal.recalibration
        if found is None:
            continue
        session.add(
            RecalibrationRow(
                rubric_version_id=rubric_version_id,
                grader=grader,
                criterion=proposal.criterion,
                applies=proposal.applies,
                why=proposal.why,
                steps=[asdict(step) for step in found.steps],
                n=found.n,
                mae_before=found.mae_before,
                mae_after=found.mae_after,
                labels_hash=labels_hash,
            )
        )


def switch_off_recalibration(session: Session, row: RecalibrationRow, why: str) -> None:
    session.add(RecalibrationRow(**row.model_dump(exclude={"id", "created_at"}) | {"applies": False, "why": why}))


def kept_recalibrations(session: Session) -> list[KeptRecalibration]:
    """In the order they were kept in."""
    found = session.exec(
        select(RecalibrationRow, RubricVersionRow, OrganisationRow.key)
        .join(RubricVersionRow, col(RubricVersionRow.id) == RecalibrationRow.rubric_version_id)
        .outerjoin(OrganisationRow, col(OrganisationRow.id) == RubricVersionRow.organisation_id)
        .order_by(col(RecalibrationRow.id))
    ).all()
    newest = {(row.rubric_version_id, row.grader, row.criterion): row.id for row, _, _ in found}
    last = set(newest.values())
    return [KeptRecalibration(row, version, row.id in last, key) for row, version, key in found]


def recalibrations_for(session: Session, rubric_version_id: int, grader: str) -> dict[str, Recalibration]:
    """Criterion -> the newest one kept, where that one is to be applied."""
    rows = session.exec(
        select(RecalibrationRow)
        .where(RecalibrationRow.rubric_version_id == rubric_version_id, RecalibrationRow.grader == grader)
        .order_by(col(RecalibrationRow.id))
    ).all()
    newest = {row.criterion: row for row in rows}
    return {criterion: recalibration_of(row) for criterion, row in newest.items() if row.applies}


def recalibration_of(row: RecalibrationRow) -> Recalibration:
    steps = tuple(Step(**step) for step in row.steps)
    return Recalibration(row.criterion, steps, row.n, row.mae_before or 0, row.mae_after or 0)
