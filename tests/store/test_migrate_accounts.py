"""What becomes of accounts when the schema moves on."""

from practice.store.database import Database
from practice.store.migrate import upgrade
from practice.store.person import person_by_id
from tests.store.test_migrate import insert_row, to_0001, upgrade_to


def test_an_address_is_not_confirmed_by_a_password_chosen_before_the_upgrade(database: Database) -> None:
    """The link to it stood on a terminal, where whoever it was for may never have been."""
    to_0001(database)
    try:
        upgrade_to(database, "0004")
        account = {"name": "Alice", "email": "alice@shop.example", "password_hash": "h", "role": "trainee"}
        at = "2026-03-01 10:00:00.000000+00:00"
        with database.writing() as session:
            insert_row(session, "organisation", {"key": "shop", "name": "The Shop", "created_at": at})
            insert_row(session, "person", {**account, "organisation_id": 1, "created_at": at})
    finally:
        upgrade(database)
    with database.reading() as session:
        alice = person_by_id(session, 1)
    assert alice is not None
    assert (alice.email, alice.email_confirmed) == ("alice@shop.example", False)
