"""Copies talks with everything that was graded in them: other people, other days, the same words and levels."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text, update
from sqlmodel import Session

from practice.store.chat import ConversationRow, TurnRow
from practice.store.grading import CriterionScoreRow, GradeRow, GradingCallRow
from practice.store.job import JobRow
from practice.store.review import ReviewRow
from practice.store.types import new_id, table_of

_TALK, _TURN, _JOB = table_of(ConversationRow), table_of(TurnRow), table_of(JobRow)
_GRADE, _CALL, _SCORE = table_of(GradeRow), table_of(GradingCallRow), table_of(CriterionScoreRow)
_REVIEW = table_of(ReviewRow)
_NUMBERED = (_JOB, _GRADE, _CALL, _SCORE, _REVIEW)
Values = dict[str, Any]


@dataclass(frozen=True)
class CopyOfTalk:
    """`sample_id` is of the talk whose words it has."""

    sample_id: str
    person_id: int
    started_at: datetime


@dataclass(frozen=True)
class _Sample:
    talk: Values
    turns: list[Values]
    jobs: list[Values]
    grades: list[Values]
    calls: list[Values]
    scores: list[Values]
    reviews: list[Values]


class TalkCopier:
    """Reads its samples once."""

    def __init__(self, session: Session, sample_ids: Sequence[str]) -> None:
        connection = session.connection()
        self._samples = {sample_id: _sample(connection, sample_id) for sample_id in sample_ids}

    def replies(self, sample_id: str) -> int:
        return sum(turn["speaker"] == "trainee" for turn in self._samples[sample_id].turns)

    def copy(self, session: Session, copies: Sequence[CopyOfTalk]) -> None:
        connection = session.connection()
        _hold_numbers(connection)
        numbers = {table.name: _Counter(connection, table) for table in _NUMBERED}
        made = [_copied(self._samples[copy.sample_id], copy, numbers) for copy in copies]
        heads = [{"talk": one.talk["id"], "head": one.talk["head_turn_id"]} for one in made]
        _insert(connection, _TALK, ({**one.talk, "head_turn_id": None} for one in made))
        _insert(connection, _TURN, (turn for one in made for turn in one.turns))
        for table, rows in (
            (_JOB, (row for one in made for row in one.jobs)),
            (_GRADE, (row for one in made for row in one.grades)),
            (_CALL, (row for one in made for row in one.calls)),
            (_SCORE, (row for one in made for row in one.scores)),
            (_REVIEW, (row for one in made for row in one.reviews)),
        ):
            _insert(connection, table, rows)
        for head in heads:
            connection.execute(update(_TALK).where(_TALK.c.id == head["talk"]).values(head_turn_id=head["head"]))
        for table in _NUMBERED:
            _go_on_from_highest(connection, table)


class _Counter:
    def __init__(self, connection: Connection, table: Table) -> None:
        self._last: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()

    def next(self) -> int:
        self._last += 1
        return self._last


def _sample(connection: Connection, sample_id: str) -> _Sample:
    def rows(table: Table, column: str, values: Iterable[Any]) -> list[Values]:
        asked = select(table).where(table.c[column].in_(list(values))).order_by(table.c.id)
        return [dict(row._mapping) for row in connection.execute(asked)]

    talk = rows(_TALK, "id", [sample_id])[0]
    turns = _parents_first(rows(_TURN, "conversation_id", [sample_id]))
    grades = rows(_GRADE, "turn_id", [turn["id"] for turn in turns])
    of_grades = [grade["id"] for grade in grades]
    return _Sample(
        talk,
        turns,
        rows(_JOB, "id", [grade["job_id"] for grade in grades]),
        grades,
        rows(_CALL, "grade_id", of_grades),
        rows(_SCORE, "grade_id", of_grades),
        rows(_REVIEW, "grade_id", of_grades),
    )


def _parents_first(turns: list[Values]) -> list[Values]:
    waiting, done = {turn["id"]: turn for turn in turns}, list[Values]()
    while waiting:
        ready = [turn for turn in waiting.values() if turn["parent_id"] not in waiting]
        done += ready
        for turn in ready:
            del waiting[turn["id"]]
    return done


def _copied(sample: _Sample, copy: CopyOfTalk, numbers: Mapping[str, _Counter]) -> _Sample:
    later = _later(copy.started_at - sample.talk["started_at"])
    talk_id = new_id()
    turn_ids = {turn["id"]: new_id() for turn in sample.turns}
    job_ids = {job["id"]: numbers["job"].next() for job in sample.jobs}
    grade_ids = {grade["id"]: numbers["grade"].next() for grade in sample.grades}

    def turn_of(row: Values) -> Values:
        return {"turn_id": turn_ids[row["turn_id"]]}

    def grade_of(row: Values) -> Values:
        return {"grade_id": grade_ids[row["grade_id"]]}

    talk = later(sample.talk) | {"id": talk_id, "person_id": copy.person_id}
    return _Sample(
        talk | {"head_turn_id": turn_ids.get(talk["head_turn_id"]), "assignment_id": None, "handed_in_at": None},
        [
            later(turn)
            | {"id": turn_ids[turn["id"]], "conversation_id": talk_id, "parent_id": turn_ids.get(turn["parent_id"])}
            for turn in sample.turns
        ],
        [later(j) | {"id": job_ids[j["id"]], "subject_id": turn_ids[j["subject_id"]]} for j in sample.jobs],
        [later(g) | turn_of(g) | {"id": grade_ids[g["id"]], "job_id": job_ids[g["job_id"]]} for g in sample.grades],
        [c | grade_of(c) | {"id": numbers["grading_call"].next()} for c in sample.calls],
        [s | grade_of(s) | {"id": numbers["criterion_score"].next()} for s in sample.scores],
        [later(r) | turn_of(r) | grade_of(r) | {"id": numbers["review"].next()} for r in sample.reviews],
    )


def _later(by: timedelta) -> Callable[[Values], Values]:
    def moved(row: Values) -> Values:
        return {name: value + by if isinstance(value, datetime) else value for name, value in row.items()}

    return moved


def _insert(connection: Connection, table: Table, rows: Iterator[Values]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


def _go_on_from_highest(connection: Connection, table: Table) -> None:
    """PostgreSQL counts apart from what was given by hand."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
        connection.execute(select(func.setval(sequence, func.coalesce(func.max(table.c.id), 1))))


def _hold_numbers(connection: Connection) -> None:
    """Nobody else takes numbers meanwhile; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE job, grade, grading_call, criterion_score, review IN EXCLUSIVE MODE"))
