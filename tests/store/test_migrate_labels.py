"""What becomes of labels when the schema moves on."""

from sqlalchemy import text

from practice.domain.labels import Label
from practice.store.database import Database
from practice.store.gold_again import GivenTwice, given_twice
from practice.store.gold_levels import count_changed
from practice.store.gold_reading import gold_items
from practice.store.migrate import upgrade
from practice.store.preview_reading import gold_state
from tests.store.test_migrate import insert_row, to_0001, upgrade_to

AT, LATER = (f"2026-03-0{day} 10:00:00.000000+00:00" for day in (1, 2))


def test_labels_from_before_a_change_was_kept_beside_the_first_are_read_as_they_were(database: Database) -> None:
    to_0001(database)
    try:
        upgrade_to(database, "0011")
        with database.writing() as session:
            insert_row(session, "organisation", {"key": "shop", "name": "The Shop", "created_at": AT})
            person: dict[str, object] = {"name": "Tina", "email": "tina@shop.example", "role": "trainer"}
            insert_row(session, "person", {**person, "organisation_id": 1, "created_at": AT})
            made: dict[str, object] = {"organisation_id": 1, "created_by": 1, "created_at": AT}
            insert_row(session, "gold_set", {"id": "set", "rubric_key": "frontline", "name": "Spring", **made})
            said: dict[str, object] = {"situation": "Late.", "customer": "Where is it?", "reply": "Soon."}
            kept: dict[str, object] = {"held_out": False, "source": "imported", "added_by": 1, "created_at": AT}
            place = {"gold_set_id": "set", "name": "r1", "language": "en", "channel": "email"}
            insert_row(session, "gold_item", {**place, **said, **kept})
            for criterion, level, when in (("calmness", 4, AT), ("empathy", None, LATER)):
                given: dict[str, object] = {"gold_item_id": 1, "rater": "Tina", "person_id": 1, "criterion": criterion}
                insert_row(session, "gold_label", {**given, "level": level, "labelled_at": when})
            again: dict[str, object] = {"gold_item_id": 1, "person_id": 1, "criterion": "calmness", "earlier": 3}
            insert_row(session, "gold_label_again", {**again, "level": 5, "labelled_at": LATER})
    finally:
        upgrade(database)
    with database.reading() as session:
        [item] = gold_items(session, "set")
        assert item.reply.labels == (Label("Tina", "calmness", 4), Label("Tina", "empathy", None))
        assert given_twice(session, "set", 1) == [GivenTwice(1, "calmness", 3, 5)]
        assert count_changed(session, "set") == 0
        # As it was told before, or figures that are kept would all say that the set has changed since.
        assert gold_state(session, "set") == "1 2 4 2 2026-03-02 10:00:00+00:00"
        assert session.execute(text("SELECT count(*) FROM gold_label")).scalar_one() == 2
