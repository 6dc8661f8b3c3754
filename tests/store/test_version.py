"""Versions: the text is the record, once each, also when several processes meet it at the same moment."""

import threading
from collections.abc import Callable
from functools import partial

from sqlalchemy import event
from sqlmodel import select

from practice.domain.audit import Wanted
from practice.store.audit import find_audit
from practice.store.database import Database
from practice.store.person import Person, PersonRole, person_called
from practice.store.version import RubricVersionRow, ScenarioVersionRow, version_of


def test_the_same_text_is_the_same_version(database: Database) -> None:
    with database.writing() as session:
        first = version_of(session, RubricVersionRow, "frontline", "one")
        assert version_of(session, RubricVersionRow, "frontline", "one").id == first.id


def test_a_new_text_is_the_next_number_and_the_old_one_stays(database: Database) -> None:
    with database.writing() as session:
        for text in ("one", "two", "one"):
            version_of(session, ScenarioVersionRow, "late-parcel", text)
    with database.reading() as session:
        rows = session.exec(select(ScenarioVersionRow)).all()
    assert [(row.number, row.text) for row in rows] == [(1, "one"), (2, "two")]


def test_many_who_meet_new_texts_at_once_agree_on_their_numbers(database: Database) -> None:
    start = threading.Barrier(8)
    found: list[tuple[str, int]] = []

    def meet(text: str) -> None:
        start.wait()
        with database.writing() as session:
            row = version_of(session, RubricVersionRow, "frontline", text)
            found.append((text, row.number))

    _together([partial(meet, text) for text in ("one", "two") * 4])
    assert len(found) == 8
    assert len(set(found)) == 2
    assert {number for _, number in found} == {1, 2}


def test_a_changed_text_is_told_in_the_audit_and_the_first_one_is_not(database: Database) -> None:
    with database.writing() as session:
        for text in ("one", "two", "two", "three"):
            version_of(session, RubricVersionRow, "frontline", text)
        for text in ("one", "two"):
            version_of(session, ScenarioVersionRow, "late-parcel", text)
    with database.reading() as session:
        told = find_audit(session, Wanted(), 10)
    assert [(entry.act, entry.kind, entry.object_name, entry.detail) for entry in told] == [
        ("scenario_changed", "scenario", "late-parcel", "version 2"),
        ("rubric_changed", "rubric", "frontline", "version 3"),
        ("rubric_changed", "rubric", "frontline", "version 2"),
    ]
    assert {(entry.actor, entry.by_person) for entry in told} == {("content files", False)}


def test_many_who_meet_a_changed_text_at_once_tell_of_it_once(database: Database) -> None:
    start = threading.Barrier(8)
    with database.writing() as session:
        version_of(session, RubricVersionRow, "frontline", "one")

    def meet() -> None:
        start.wait()
        with database.writing() as session:
            version_of(session, RubricVersionRow, "frontline", "two")

    _together([meet] * 8)
    with database.reading() as session:
        assert len(find_audit(session, Wanted(), 10)) == 1


def test_a_text_that_is_known_costs_one_query(database: Database) -> None:
    with database.writing() as session:
        version_of(session, RubricVersionRow, "frontline", "one")
        session.flush()
        asked: list[str] = []
        event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        version_of(session, RubricVersionRow, "frontline", "one")
    assert len(asked) == 1


def test_a_name_that_signs_in_twice_at_once_is_one_person(database: Database) -> None:
    start = threading.Barrier(8)
    found: list[Person] = []

    def sign_in() -> None:
        start.wait()
        with database.writing() as session:
            found.append(person_called(session, "Alice", PersonRole.TRAINEE))

    _together([sign_in] * 8)
    assert len(found) == 8
    assert len(set(found)) == 1


def _together(acts: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
