"""People with accounts beside people of local mode, as the database keeps them apart."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from practice.store.account import account_with_email, accounts, add_account, has_admin
from practice.store.database import Database
from practice.store.organisation import Organisation, add_organisation, organisations
from practice.store.person import PersonRole, person_called


@pytest.fixture
def shop(database: Database) -> Organisation:
    with database.writing() as session:
        organisation = add_organisation(session, "shop", "The Shop")
    assert organisation is not None
    return organisation


def test_two_people_with_accounts_may_share_a_name_and_a_local_person_is_neither(
    database: Database, shop: Organisation
) -> None:
    with database.writing() as session:
        first = add_account(session, "a@shop.example", "Kim", shop.id, PersonRole.TRAINEE)
        second = add_account(session, "b@shop.example", "Kim", shop.id, PersonRole.TRAINEE)
        local = person_called(session, "Kim", PersonRole.TRAINEE)
        assert person_called(session, "Kim", PersonRole.TRAINEE) == local
    assert first is not None
    assert second is not None
    assert len({first.id, second.id, local.id}) == 3
    assert (local.email, local.organisation_id) == (None, None)


def test_an_email_address_belongs_to_one_person_only(database: Database, shop: Organisation) -> None:
    with database.writing() as session:
        assert add_account(session, "a@shop.example", "Kim", shop.id, PersonRole.TRAINEE) is not None
        assert add_account(session, "a@shop.example", "Robin", shop.id, PersonRole.TRAINER) is None
        assert [person.name for person in accounts(session)] == ["Kim"]


def test_a_key_belongs_to_one_organisation_only(database: Database, shop: Organisation) -> None:
    with database.writing() as session:
        assert add_organisation(session, "shop", "Another") is None
        assert organisations(session) == [shop]


def test_there_is_an_admin_once_one_was_added(database: Database, shop: Organisation) -> None:
    with database.writing() as session:
        add_account(session, "a@shop.example", "Kim", shop.id, PersonRole.TRAINER)
        assert not has_admin(session)
        add_account(session, "b@shop.example", "Robin", shop.id, PersonRole.ADMIN)
        assert has_admin(session)


@pytest.mark.parametrize(
    "values",
    ["'Kim', 'admin', NULL, NULL", "'Kim', 'trainee', NULL, 'a@shop.example'", "'Kim', 'boss', NULL, NULL"],
)
def test_the_database_itself_refuses_what_cannot_be(database: Database, values: str) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            text(f"INSERT INTO person (name, role, organisation_id, email, created_at) VALUES ({values}, '2026-01-01')")
        )


def test_two_local_people_of_one_name_and_role_cannot_be(database: Database) -> None:
    kim = "INSERT INTO person (name, role, created_at) VALUES ('Kim', 'trainee', '2026-01-01')"
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text(kim))
        session.execute(text(kim))


def test_a_person_of_local_mode_has_no_account(database: Database) -> None:
    with database.writing() as session:
        person_called(session, "Kim", PersonRole.TRAINEE)
        assert accounts(session) == []
        assert account_with_email(session, "kim") is None
