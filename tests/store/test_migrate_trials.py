"""Which talks a database from before trials stood apart knows as trials."""

import pytest
from sqlalchemy import text

from practice.store.database import Database
from practice.store.migrate import upgrade
from tests.store.test_migrate import insert_row, to_0001, upgrade_to

BEFORE, AT, AFTER = (f"2026-03-0{day} 10:00:00.000000+00:00" for day in (1, 2, 3))


@pytest.mark.parametrize(("published_at", "private", "handed_in_at", "trial"), [
    (None, True, None, True),
    (AFTER, True, None, True),
    (AFTER, True, AFTER, False),
    (BEFORE, True, None, False),
    (BEFORE, False, None, False),
])  # fmt: skip
def test_a_talk_in_what_was_not_published_yet_was_a_trial_unless_it_was_handed_in(
    database: Database, published_at: str | None, private: bool, handed_in_at: str | None, trial: bool
) -> None:
    to_0001(database)
    try:
        upgrade_to(database, "0007")
        with database.writing() as session:
            insert_row(session, "organisation", {"key": "shop", "name": "The Shop", "created_at": AT})
            owner: dict[str, object] = {"name": "Tom", "role": "trainer", "organisation_id": 1, "created_at": AT}
            insert_row(session, "person", {**owner, "email": "tom@shop.example"})
            kept: dict[str, object] = {"key": "k", "number": 1, "hash": "h", "text": "t", "status": "draft"}
            own: dict[str, object] = {"organisation_id": 1, "published_at": published_at, "created_at": AT}
            for table in ("scenario_version", "rubric_version"):
                insert_row(session, table, {**kept, **own})
            talk: dict[str, object] = {"person_id": 1, "scenario_version_id": 1, "rubric_version_id": 1}
            chosen: dict[str, object] = {
                "language": "en",
                "seed": 7,
                "outcome": "open",
                "private": private,
                "handed_in_at": handed_in_at,
            }
            insert_row(session, "conversation", {"id": "talk", "started_at": AT, "version": 1, **talk, **chosen})
    finally:
        upgrade(database)
    with database.reading() as session:
        assert bool(session.execute(text("SELECT trial FROM conversation")).scalar_one()) is trial
