"""Transactions that many hold at once."""

import threading

import pytest
from sqlmodel import select

from practice.store.database import Database
from practice.store.person import PersonRole, PersonRow, person_called
from practice.store.types import UtcDateTime


def test_an_error_rolls_everything_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        person_called(session, "Alice", PersonRole.TRAINEE)
        raise RuntimeError
    with database.reading() as session:
        assert session.exec(select(PersonRow)).all() == []


def test_no_write_is_lost_between_many_writers(database: Database) -> None:
    def write(number: int) -> None:
        for step in range(10):
            with database.writing() as session:
                person_called(session, f"person {number}-{step}", PersonRole.TRAINEE)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert len(session.exec(select(PersonRow)).all()) == 120


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    with database.writing() as session:
        person_called(session, "Alice", PersonRole.TRAINEE)
    with database.reading() as session:
        [row] = session.exec(select(PersonRow)).all()
    offset = row.created_at.utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 0


def test_a_time_without_a_zone_is_refused() -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="without a zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]
