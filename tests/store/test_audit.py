"""The audit: added to and never changed, and found again by what stands in it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from practice.domain.audit import AuditAct, Audited, AuditedKind, AuditEntry, Wanted
from practice.errors import BadInput
from practice.store.audit import add_audit, find_audit
from practice.store.cohort import CohortRow, add_cohort
from practice.store.database import Database
from practice.store.organisation import add_organisation
from practice.store.types import now

MANY = 100


def keep(database: Database, name: str = "Spring", detail: str = "", organisation_id: int | None = None) -> None:
    with database.writing() as session:
        about = Audited(AuditedKind.COHORT, "1", name)
        add_audit(session, None, AuditAct.COHORT_CHANGED, about, detail, organisation_id=organisation_id)


def found(database: Database, wanted: Wanted, organisation_id: int | None = None) -> list[AuditEntry]:
    with database.reading() as session:
        return find_audit(session, wanted, MANY, organisation_id)


def names(database: Database, words: str) -> list[str]:
    return [entry.object_name for entry in found(database, Wanted(words))]


@pytest.mark.parametrize("change", ["UPDATE audit SET detail = 'nothing happened'", "DELETE FROM audit"])
def test_the_database_itself_refuses_every_change(database: Database, change: str) -> None:
    keep(database, detail="it happened")
    with pytest.raises(DBAPIError, match="an audit is added to and never changed"), database.writing() as session:
        session.connection().execute(text(change))
    assert [entry.detail for entry in found(database, Wanted())] == ["it happened"]


def test_nor_does_it_let_itself_be_emptied_at_once(database: Database) -> None:
    keep(database)
    at_once = "DELETE FROM audit" if database.is_sqlite else "TRUNCATE audit"
    with pytest.raises(DBAPIError, match="an audit is added to"), database.writing() as session:
        session.connection().execute(text(at_once))
    assert len(found(database, Wanted())) == 1


def test_a_row_cannot_be_replaced_by_another_of_its_number(database: Database) -> None:
    keep(database, detail="it happened")
    [kept] = found(database, Wanted())
    columns = "at, actor, act, object_kind, object_id, object_name, detail, address"
    inserted = f"INTO audit (id, {columns}) SELECT id, at, actor, act, object_kind, '', '', 'nothing happened', '' "
    replacing = (
        f"INSERT OR REPLACE {inserted} FROM audit WHERE id = {kept.id}"
        if database.is_sqlite
        else f"INSERT {inserted} FROM audit WHERE id = {kept.id} ON CONFLICT (id) DO UPDATE SET detail = ''"
    )
    with pytest.raises(DBAPIError, match="an audit is added to and never changed"), database.writing() as session:
        session.connection().execute(text(replacing))
    assert found(database, Wanted()) == [kept]
    keep(database, "Autumn")
    assert len(found(database, Wanted())) == 2


@pytest.mark.parametrize("words", [" ".join("abcdefghi"), "w" * 81])
def test_more_words_or_longer_ones_are_not_looked_for(database: Database, words: str) -> None:
    with pytest.raises(BadInput, match="at most 8 different ones, each of at most 80 characters"):
        found(database, Wanted(words))


def test_a_word_said_again_is_the_same_word(database: Database) -> None:
    keep(database, "Autumn")
    assert names(database, "autumn AUTUMN Autumn " * 9 + " ".join("autumn"[:5])) == ["Autumn"]


def test_a_row_is_of_the_moment_it_was_added_in_utc(database: Database) -> None:
    before = now()
    keep(database)
    entry = found(database, Wanted())[0]
    assert before <= entry.at <= now()
    assert entry.at.utcoffset() == timedelta(0)


def test_a_row_outlives_what_it_names(database: Database) -> None:
    with database.writing() as session:
        organisation = add_organisation(session, "shop", "The Shop")
        assert organisation is not None
        cohort = add_cohort(session, organisation.id, "Spring", now())
        about = Audited(AuditedKind.COHORT, cohort.id, cohort.name)
        add_audit(session, None, AuditAct.COHORT_ADDED, about, organisation_id=organisation.id)
    with database.writing() as session:
        session.delete(session.get_one(CohortRow, cohort.id))
    assert [(entry.object_id, entry.object_name) for entry in found(database, Wanted())] == [(cohort.id, "Spring")]


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("autumn", ["Autumn ÄITI"]),
        ("äiti AUT", ["Autumn ÄITI"]),
        ("łódź", ["ŁÓDŹ 50% a_b"]),
        ("50%", ["ŁÓDŹ 50% a_b"]),
        ("a_b", ["ŁÓDŹ 50% a_b"]),
        ("5%", []),
        ("a.b", []),
        ("[axb]", []),
        ("***:(?i)", []),
        ("autumn axb", []),
        ("command LINE axb", ["axb 500"]),
        ("late", ["axb 500"]),
        ("\0", []),
    ],
)
def test_words_are_found_in_either_case_and_taken_literally(database: Database, words: str, fits: list[str]) -> None:
    keep(database, "Autumn ÄITI")
    keep(database, "ŁÓDŹ 50% a_b")
    keep(database, "axb 500", detail="Too late")
    assert names(database, words) == fits


def test_an_organisation_sees_its_own_and_what_concerns_all_and_nothing_of_another(database: Database) -> None:
    with database.writing() as session:
        shop, mill = (add_organisation(session, key, key) for key in ("shop", "mill"))
    assert shop is not None
    assert mill is not None
    keep(database, "of the shop", organisation_id=shop.id)
    keep(database, "of the mill", organisation_id=mill.id)
    keep(database, "of all")
    assert [entry.object_name for entry in found(database, Wanted(), shop.id)] == ["of all", "of the shop"]
    assert found(database, Wanted("mill"), shop.id) == []
    assert len(found(database, Wanted())) == 3


def test_acts_kinds_days_and_ids_narrow_it(database: Database) -> None:
    with database.writing() as session:
        add_audit(session, None, AuditAct.PERSON_ADDED, Audited(AuditedKind.PERSON, "7", "Kim"))
    keep(database)
    kim = found(database, Wanted(act=AuditAct.PERSON_ADDED))
    assert [entry.object_name for entry in kim] == ["Kim"]
    assert found(database, Wanted(kind=AuditedKind.PERSON)) == kim
    assert found(database, Wanted(act=AuditAct.PERSON_ADDED, kind=AuditedKind.COHORT)) == []
    newest = found(database, Wanted())[0]
    assert found(database, Wanted(before_id=newest.id)) == kim
    assert found(database, Wanted(since=newest.at, until=newest.at)) == []
    assert newest in found(database, Wanted(since=newest.at, until=newest.at + timedelta(microseconds=1)))
    assert found(database, Wanted(since=datetime(9999, 1, 1, tzinfo=UTC))) == []


def test_what_is_too_long_or_cannot_be_stored_is_kept_as_far_as_it_goes(database: Database) -> None:
    with database.writing() as session:
        about = Audited(AuditedKind.RUBRIC, "k" * 80, "n" * 500)
        add_audit(session, None, AuditAct.RUBRIC_CHANGED, about, "\0" + "d" * 2000, address="a" * 100)
    entry = found(database, Wanted())[0]
    lengths = [len(text) for text in (entry.object_id, entry.object_name, entry.detail, entry.address)]
    assert lengths == [64, 400, 1000, 64]
