"""Reading the audit, and taking it along. Nothing here or elsewhere changes or drops what is kept."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from enum import StrEnum
from typing import Any

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind, AuditEntry, AuditPage, Wanted, words_in
from practice.domain.spreadsheet import BOM, csv_line
from practice.errors import NotFound
from practice.services.access import require_in_organisation
from practice.store.audit import add_audit, find_audit
from practice.store.database import Database
from practice.store.organisation import organisation_with_key
from practice.store.person import Person

PAGE = 50
CHUNK = 500
_FIELDS = ("id", "at", "actor", "act", "object_kind", "object_id", "object_name", "detail", "address")


class ExportForm(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class AuditService:
    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, person: Person, wanted: Wanted) -> AuditPage:
        """What concerns the person's organisation. Raises NotAllowed, or BadInput for too many words."""
        organisation_id = require_in_organisation(person, Act.ADMINISTER)
        with self._database.reading() as session:
            found = find_audit(session, wanted, PAGE + 1, organisation_id)
        return AuditPage(tuple(found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else None)

    def export(
        self, person: Person, wanted: Wanted, form: ExportForm, *, bom: bool = False, address: str = ""
    ) -> Iterator[str]:
        """The text of all that `search` would show, page after page. Raises like it, before anything is written.

        It is told in the audit before its first piece is given: a half-read export was read too.
        """
        organisation_id = require_in_organisation(person, Act.ADMINISTER)
        words_in(wanted.words)
        with self._database.writing() as session:
            about = Audited(AuditedKind.AUDIT, form.value)
            add_audit(session, person, AuditAct.EXPORTED, about, _told(wanted), address=address)
        return exported(self._chunks(wanted, organisation_id), form, bom=bom)

    def everything(self, wanted: Wanted, most: int | None, organisation_key: str | None = None) -> Iterator[AuditEntry]:
        """For whoever runs the service: of all organisations, or what one of them would be shown.

        Raises NotFound, or BadInput.
        """
        organisation_id = self._id_of(organisation_key) if organisation_key is not None else None
        for chunk in self._chunks(wanted, organisation_id, most):
            yield from chunk

    def _id_of(self, key: str) -> int:
        with self._database.reading() as session:
            organisation = organisation_with_key(session, key)
        if organisation is None:
            raise NotFound(f"no organisation {key!r}; `practice org list` shows them")
        return organisation.id

    def _chunks(
        self, wanted: Wanted, organisation_id: int | None, most: int | None = None
    ) -> Iterator[list[AuditEntry]]:
        """Each in a transaction of its own: whoever reads slowly holds none."""
        left = most
        while left is None or left > 0:
            size = CHUNK if left is None else min(CHUNK, left)
            with self._database.reading() as session:
                chunk = find_audit(session, wanted, size, organisation_id)
            if chunk:
                yield chunk
            if len(chunk) < size:
                return
            left = None if left is None else left - size
            wanted = replace(wanted, before_id=chunk[-1].id)


def exported(chunks: Iterable[list[AuditEntry]], form: ExportForm, *, bom: bool = False) -> Iterator[str]:
    if form is ExportForm.CSV:
        yield (BOM if bom else "") + csv_line(_FIELDS)
    for chunk in chunks:
        if form is ExportForm.CSV:
            yield "".join(csv_line(record(entry).values()) for entry in chunk)
        else:
            yield "".join(f"{json.dumps(record(entry), ensure_ascii=False)}\n" for entry in chunk)


def record(entry: AuditEntry) -> dict[str, str | int]:
    """As files have it, with its time in UTC."""
    values: tuple[str | int, ...] = (
        entry.id,
        entry.at.isoformat(timespec="seconds"),
        entry.actor,
        entry.act,
        entry.kind,
        entry.object_id,
        entry.object_name,
        entry.detail,
        entry.address,
    )
    return dict(zip(_FIELDS, values, strict=True))


def _told(wanted: Wanted) -> str:
    asked: dict[str, Any] = {name: value for name, value in asdict(wanted).items() if value}
    return "; ".join(f"{name}: {value}" for name, value in asked.items()) or "all of it"
