"""Taking out what was practised, as files: what a trainer reads of a group, what a person typed, or all there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.exports import COLUMNS, ExportKind, Record, Shape, json_line, written
from practice.errors import NotAllowed, NotFound
from practice.services.access import NOT_OPEN, may_in_organisation, require_cohort
from practice.services.audit import ExportForm
from practice.services.export_records import judgement_record, level_records, reveals, talk_record, turn_record
from practice.services.gold_export import exported
from practice.store.audit import add_audit
from practice.store.cohort import Cohort, load_cohort, trainers_of_cohort
from practice.store.database import Database
from practice.store.export_reading import (
    Period,
    count_talks,
    judgements_in_talks,
    of_person,
    of_trainer,
    open_to_others,
    talk_page,
    turns_of_talks,
)
from practice.store.gold import GoldSet
from practice.store.gold_reading import gold_items, gold_sets, load_gold_set
from practice.store.grading_reading import latest_grades_in_talk
from practice.store.organisation import organisation_with_key
from practice.store.person import Person

PAGE = 25
_NO_SET = "no such gold set"


@dataclass(frozen=True)
class Choice:
    """What to take out; `gold_set_id` is for labels."""

    kind: ExportKind
    period: Period = field(default_factory=Period)
    shape: Shape = field(default_factory=Shape)
    gold_set_id: str = ""


@dataclass(frozen=True)
class ExportPage:
    cohort: Cohort
    gold_sets: tuple[GoldSet, ...]
    talks: int


class ExportService:
    """`page`: so many talks are in memory at once."""

    def __init__(self, database: Database, page: int = PAGE) -> None:
        self._database = database
        self._page = page

    def page(self, person: Person, cohort_id: str) -> ExportPage:
        """Raises NotFound for a group hidden from who asks, NotAllowed for who does not train it."""
        with self._database.reading() as session:
            cohort = _trained(session, person, cohort_id)
            sets = gold_sets(session, cohort.organisation_id) if may_in_organisation(person, Act.LABEL) else []
            return ExportPage(cohort, tuple(sets), count_talks(session, of_trainer(person.id, cohort_id), Period()))

    def of_group(self, person: Person, cohort_id: str, choice: Choice, address: str = "") -> Iterator[str]:
        """What this trainer may read of the group. Raises like `page`, before anything is written.

        Told in the audit before its first piece is given: a half-read file was read too.
        """
        with self._database.writing() as session:
            cohort = _trained(session, person, cohort_id)
            if choice.kind is ExportKind.LABELS:
                return self._labels(session, cohort.organisation_id, choice, person, address)
            wanted = of_trainer(person.id, cohort_id)
            about = Audited(AuditedKind.COHORT, cohort.id, cohort.name)
            self._tell(session, person, about, choice, wanted, address=address)
        return self._talks(choice, wanted)

    def own(self, person: Person, address: str = "") -> Iterator[str]:
        """A line of JSON for each talk of the person's own, with its turns and levels."""
        wanted = of_person(person.id)
        with self._database.writing() as session:
            detail = f"own talks; {count_talks(session, wanted, Period())} conversations; jsonl"
            about = Audited(AuditedKind.PERSON, str(person.id), person.name)
            add_audit(session, person, AuditAct.EXPORTED, about, detail, address=address)
        return ("".join(page) for page in self._pages(wanted, Period(), _whole_talks))

    def everything(self, choice: Choice, organisation_key: str | None, cohort_id: str | None = None) -> Iterator[str]:
        """For whoever runs the service: private practice that was not handed in stays out of it all the same.

        Raises NotFound.
        """
        with self._database.writing() as session:
            organisation = organisation_with_key(session, organisation_key) if organisation_key is not None else None
            if organisation_key is not None and organisation is None:
                raise NotFound(f"no organisation {organisation_key!r}; `practice org list` shows them")
            organisation_id = organisation.id if organisation else None
            cohort = load_cohort(session, cohort_id) if cohort_id is not None else None
            if cohort_id is not None and (cohort is None or organisation_id not in (None, cohort.organisation_id)):
                raise NotFound(f"no cohort {cohort_id!r}; its id stands in the address of its page")
            if choice.kind is ExportKind.LABELS:
                return self._labels(session, organisation_id, choice, None)
            wanted = open_to_others(organisation_id, cohort_id)
            if cohort:
                about = Audited(AuditedKind.COHORT, cohort.id, cohort.name)
            else:
                about = Audited(AuditedKind.ORGANISATION, str(organisation_id or ""), organisation_key or "all")
            concerned = organisation_id or (cohort.organisation_id if cohort else None)
            self._tell(session, None, about, choice, wanted, organisation_id=concerned)
        return self._talks(choice, wanted)

    def _tell(
        self,
        session: Session,
        person: Person | None,
        about: Audited,
        choice: Choice,
        wanted: ColumnElement[bool],
        *,
        organisation_id: int | None = None,
        address: str = "",
    ) -> None:
        period = choice.period
        parts = [choice.kind.value, f"{count_talks(session, wanted, period)} conversations", choice.shape.format.value]
        parts += [f"since: {period.since:%Y-%m-%d}"] if period.since else []
        parts += [f"before: {period.until:%Y-%m-%d}"] if period.until else []
        detail = "; ".join(parts)
        add_audit(
            session, person, AuditAct.EXPORTED, about, detail, organisation_id=organisation_id, address=address
        )  # fmt: skip

    def _talks(self, choice: Choice, wanted: ColumnElement[bool]) -> Iterator[str]:
        return written(COLUMNS[choice.kind], self._pages(wanted, choice.period, _RECORDS[choice.kind]), choice.shape)

    def _pages(
        self, wanted: ColumnElement[bool], period: Period, told: Callable[[Session, list[Row[Any]]], list[Any]]
    ) -> Iterator[list[Any]]:
        """Each in a transaction of its own: whoever reads slowly holds none."""
        last: Row[Any] | None = None
        while True:
            with self._database.reading() as session:
                talks = talk_page(session, wanted, period, last, self._page)
                page = told(session, talks) if talks else []
            if page:
                yield page
            if len(talks) < self._page:
                return
            last = talks[-1]

    def _labels(
        self, session: Session, organisation_id: int | None, choice: Choice, person: Person | None, address: str = ""
    ) -> Iterator[str]:
        """Raises NotFound for a set of another organisation."""
        if person is not None and not may_in_organisation(person, Act.LABEL):
            raise NotAllowed(NOT_OPEN)
        found = load_gold_set(session, choice.gold_set_id)
        if found is None or organisation_id not in (None, found.organisation_id):
            raise NotFound(_NO_SET)
        replies = [item.reply for item in gold_items(session, found.id)]
        about = Audited(AuditedKind.GOLD_SET, found.id, found.name or f"corrections, {found.rubric_key}")
        detail = f"labels; {len(replies)} replies; {choice.shape.format.value}"
        organisation_id = found.organisation_id
        add_audit(
            session, person, AuditAct.EXPORTED, about, detail, organisation_id=organisation_id, address=address
        )  # fmt: skip
        shape = choice.shape
        return exported(replies, (), ExportForm(shape.format), bom=shape.bom, separator=shape.separator)


def _trained(session: Session, person: Person, cohort_id: str) -> Cohort:
    """Administrators see every group, and take out only what they train."""
    cohort = require_cohort(session, person, Act.SEE, cohort_id)
    if person.id not in trainers_of_cohort(session, cohort_id):
        raise NotAllowed(NOT_OPEN)
    return cohort


def _by_talk(rows: list[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _talks(_session: Session, talks: list[Row[Any]]) -> list[Record]:
    return [talk_record(talk) for talk in talks]


def _turns(session: Session, talks: list[Row[Any]]) -> list[Record]:
    turns = _by_talk(turns_of_talks(session, [talk.id for talk in talks]))
    return [turn_record(talk, turn) for talk in talks for turn in turns.get(talk.id, [])]


def _levels(session: Session, talks: list[Row[Any]]) -> list[Record]:
    return [record for _, _, levels in _with_levels(session, talks) for record in levels]


def _overrides(session: Session, talks: list[Row[Any]]) -> list[Record]:
    by_id = {talk.id: talk for talk in talks if reveals(talk)}
    return [judgement_record(by_id[said.conversation_id], said) for said in judgements_in_talks(session, list(by_id))]


def _whole_talks(session: Session, talks: list[Row[Any]]) -> list[str]:
    return [
        json_line({**talk_record(talk), "turns": [turn_record(talk, turn) for turn in turns], "levels": levels})
        for talk, turns, levels in _with_levels(session, talks)
    ]


def _with_levels(
    session: Session, talks: list[Row[Any]]
) -> Iterator[tuple[Row[Any], list[Row[Any]], list[Record]]]:  # fmt: skip
    turns = _by_talk(turns_of_talks(session, [talk.id for talk in talks]))
    shown = [turn.id for talk in talks if reveals(talk) for turn in turns.get(talk.id, [])]
    grades = latest_grades_in_talk(session, shown)
    for talk in talks:
        of_talk = turns.get(talk.id, [])
        yield talk, of_talk, list(level_records(talk, of_talk, grades)) if reveals(talk) else []


_RECORDS: dict[ExportKind, Callable[[Session, list[Row[Any]]], list[Record]]] = {
    ExportKind.TALKS: _talks,
    ExportKind.TURNS: _turns,
    ExportKind.LEVELS: _levels,
    ExportKind.OVERRIDES: _overrides,
}
