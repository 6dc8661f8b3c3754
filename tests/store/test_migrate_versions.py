"""What becomes of versions that trainers wrote when the schema moves on."""

from practice.store.database import Database
from practice.store.migrate import upgrade
from practice.store.version import RubricVersionRow, ScenarioVersionRow
from practice.store.version_writing import own_versions
from tests.store.test_migrate import insert_row, to_0001, upgrade_to

AT = "2026-03-01 10:00:00.000000+00:00"


def test_who_published_is_taken_from_the_audit_and_the_note_stays(database: Database) -> None:
    to_0001(database)
    try:
        upgrade_to(database, "0012")
        with database.writing() as session:
            insert_row(session, "organisation", {"key": "shop", "name": "The Shop", "created_at": AT})
            for name in ("Tina", "Tom"):
                person: dict[str, object] = {"name": name, "email": f"{name.lower()}@shop.example", "role": "trainer"}
                insert_row(session, "person", {**person, "organisation_id": 1, "created_at": AT})
            for table in ("rubric_version", "scenario_version"):
                for number, status in ((1, "retired"), (11, "published")):
                    kept: dict[str, object] = {"key": "frontline", "number": number, "hash": f"{number}", "text": "a"}
                    written: dict[str, object] = {"organisation_id": 1, "author_id": 1, "note": f"note {number}"}
                    when = {"created_at": AT, "published_at": AT}
                    insert_row(session, table, {**kept, **written, **when, "status": status})
            about: dict[str, object] = {"object_kind": "rubric", "object_id": "frontline", "object_name": "frontline"}
            told = {**about, "at": AT, "organisation_id": 1, "act": "rubric_changed", "address": ""}
            for actor_id, detail in ((1, "11 saved as a draft"), (2, "11 published in place of the file's text: new")):
                insert_row(
                    session, "audit", {**told, "actor_id": actor_id, "actor": "x", "detail": f"version {detail}"}
                )
    finally:
        upgrade(database)
    with database.reading() as session:
        newest, first = own_versions(session, RubricVersionRow, 1)
        assert (newest.author, newest.publisher, newest.note) == ("Tina", "Tom", "note 11")
        assert (newest.published_note, newest.retired_at, newest.like_key) == ("", None, None)
        assert (first.publisher, first.note, first.retired_at) == (None, "note 1", None)
        assert [one.publisher for one in own_versions(session, ScenarioVersionRow, 1)] == [None, None]
