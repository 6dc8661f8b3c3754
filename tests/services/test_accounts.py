"""Accounts: who may sign in, what is told to those who may not, and who may no longer be an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from practice.errors import BadInput, BadPassword, Conflict, EmailTaken, LastAdmin, NotFound
from practice.services.accounts import AccountService
from practice.services.hashing import Hasher
from practice.store.account import account_with_email
from practice.store.database import Database
from practice.store.organisation import keep_settings, organisation_with_key
from practice.store.person import PersonRole
from tests.services.house import ADDRESS, PASSWORD, House, QuickHasher, at_once


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def kept_hash(house: House, email: str) -> str:
    with house.database.reading() as session:
        row = account_with_email(session, email)
    assert row is not None
    return row.password_hash or ""


@contextmanager
def transactions_that_change(database: Database) -> Iterator[list[int]]:
    """Of each the number of statements that changed rows: each costs a commit, which can be timed."""
    kept: list[int] = []
    changes = [0]

    def count(_connection: object, cursor: Any, statement: str, *_: object) -> None:  # noqa: ANN401 - a driver's own
        changes[0] += statement.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE") and cursor.rowcount > 0

    def close(_connection: object) -> None:
        if changes[0]:
            kept.append(changes[0])
        changes[0] = 0

    event.listen(database.engine, "after_cursor_execute", count)
    event.listen(database.engine, "commit", close)
    yield kept
    event.remove(database.engine, "after_cursor_execute", count)
    event.remove(database.engine, "commit", close)


def without_passwords(house: House, key: str) -> None:
    with house.database.writing() as session:
        organisation = organisation_with_key(session, key)
        assert organisation is not None
        keep_settings(session, replace(organisation, password_sign_in=False))


@pytest.mark.parametrize("email", ["kim@shop.example", " Kim@SHOP.example "])
def test_the_right_password_lets_in_however_the_address_is_written(house: House, email: str) -> None:
    kim = house.add("Kim")
    assert house.accounts.sign_in(email, PASSWORD, ADDRESS) == kim


def test_a_failed_sign_in_says_and_costs_the_same_whatever_was_wrong(house: House) -> None:
    house.add("Kim")
    house.accounts.add_organisation("mill", "The Mill")
    mia = house.accounts.add_person("mia@mill.example", "Mia", "mill", PersonRole.TRAINEE)
    house.links.choose_password(house.links.link_for(mia), PASSWORD)
    without_passwords(house, "mill")
    house.add("Robin")
    house.accounts.disable("robin@shop.example")
    house.accounts.add_person("new@shop.example", "New", "shop", PersonRole.TRAINEE)
    tries = {
        "kim@shop.example": "wrong",
        "robin@shop.example": PASSWORD,
        "new@shop.example": "",
        "mia@mill.example": PASSWORD,
        "nobody@shop.example": PASSWORD,
        "no address": PASSWORD,
    }
    for email, password in tries.items():
        house.hasher.verified.clear()
        with transactions_that_change(house.database) as kept:
            assert house.accounts.sign_in(email, password, ADDRESS) is None
        [verified] = house.hasher.verified
        assert len(kept) == 2
        assert not house.hasher.is_outdated(verified)


def test_passwords_are_kept_as_argon2id_with_the_advised_work(database: Database) -> None:
    kept = Hasher().hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Hasher().verify(kept, PASSWORD)


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(house: House) -> None:
    kim = house.add("Kim")
    before = kept_hash(house, "kim@shop.example")
    stricter = AccountService(house.database, QuickHasher(rounds=2), house.clock)
    assert stricter.sign_in("kim@shop.example", PASSWORD, ADDRESS) == kim
    after = kept_hash(house, "kim@shop.example")
    assert ("t=1," in before, "t=2," in after) == (True, True)
    assert stricter.sign_in("kim@shop.example", PASSWORD, ADDRESS) == kim
    assert kept_hash(house, "kim@shop.example") == after


def test_after_ten_failures_an_account_waits_a_quarter_of_an_hour_from_any_address(house: House) -> None:
    kim, robin = house.add("Kim"), house.add("Robin")
    for number in range(10):
        assert house.sign_in(kim, "wrong", f"192.0.2.{number}") is None
    assert house.sign_in(kim, address="192.0.2.99") is None
    assert house.sign_in(robin) == robin
    house.clock.pass_(minutes=15)
    assert house.sign_in(kim) == kim


def test_tries_while_waiting_do_not_make_the_wait_longer(house: House) -> None:
    kim = house.add("Kim")
    for _ in range(10):
        house.sign_in(kim, "wrong")
    house.clock.pass_(minutes=14)
    assert house.sign_in(kim) is None
    house.clock.pass_(minutes=1)
    assert house.sign_in(kim) == kim


def test_an_account_that_does_not_exist_is_counted_like_any_other(house: House) -> None:
    for _ in range(11):
        house.hasher.verified.clear()
        house.accounts.sign_in("nobody@shop.example", "wrong", ADDRESS)
    assert house.hasher.verified == []


def test_after_fifty_failures_an_address_waits_whomever_it_tries(house: House) -> None:
    kim = house.add("Kim")
    for number in range(50):
        house.accounts.sign_in(f"{number}@shop.example", "wrong", ADDRESS)
    assert house.sign_in(kim) is None
    assert house.sign_in(kim, address="192.0.2.99") == kim


def test_coming_in_forgives_the_failures_before(house: House) -> None:
    kim = house.add("Kim")
    for _ in range(3):
        for _ in range(9):
            house.sign_in(kim, "wrong")
        assert house.sign_in(kim) == kim


def test_many_tries_at_once_pass_the_limit_no_more_than_one_after_the_other(house: House) -> None:
    house.add("Kim")
    house.hasher.verified.clear()
    at_once(*[lambda: house.accounts.sign_in("kim@shop.example", "wrong", ADDRESS)] * 24)
    assert len(house.hasher.verified) <= 10


def test_a_password_is_changed_by_whoever_knows_the_old_one(house: House) -> None:
    kim = house.add("Kim")
    new = "five calm blue whales"
    assert not house.accounts.change_password(kim, "wrong", new, ADDRESS)
    assert house.sign_in(kim) == kim
    assert house.accounts.change_password(kim, PASSWORD, new, ADDRESS)
    assert house.sign_in(kim) is None
    assert house.sign_in(kim, new) == kim
    with pytest.raises(BadPassword):
        house.accounts.change_password(kim, new, "short", ADDRESS)


def test_the_old_password_cannot_be_guessed_without_limit(house: House) -> None:
    kim = house.add("Kim")
    for _ in range(10):
        house.accounts.change_password(kim, "wrong", "five calm blue whales", ADDRESS)
    assert not house.accounts.change_password(kim, PASSWORD, "five calm blue whales", ADDRESS)


def test_a_disabled_person_is_kept_out_until_enabled(house: House) -> None:
    kim = house.add("Kim")
    assert house.accounts.disable("kim@shop.example").disabled
    assert house.sign_in(kim) is None
    assert house.accounts.enable("kim@shop.example") == kim
    assert house.sign_in(kim) == kim


@pytest.mark.parametrize("step", ["role", "disable"])
def test_the_last_administrator_stays_and_the_way_out_is_told(house: House, step: str) -> None:
    house.add("Ann", PersonRole.ADMIN)
    house.accounts.add_person("ben@shop.example", "Ben", "shop", PersonRole.ADMIN)
    with pytest.raises(LastAdmin, match="practice user role EMAIL admin"):
        _step_down(house, "ann@shop.example", step)
    house.add("Cleo", PersonRole.ADMIN)
    _step_down(house, "ann@shop.example", step)
    with pytest.raises(Conflict):
        _step_down(house, "cleo@shop.example", step)


def test_an_administrator_of_another_organisation_is_none_of_this_one(house: House) -> None:
    house.add("Ann", PersonRole.ADMIN)
    house.accounts.add_organisation("mill", "The Mill")
    ben = house.accounts.add_person("ben@mill.example", "Ben", "mill", PersonRole.ADMIN)
    house.links.choose_password(house.links.link_for(ben), PASSWORD)
    with pytest.raises(Conflict):
        house.accounts.disable("ann@shop.example")


@pytest.mark.parametrize("step", ["role", "disable"])
def test_of_two_administrators_who_put_each_other_out_at_once_one_stays(house: House, step: str) -> None:
    for number in range(3):
        pair = (f"a{number}", f"b{number}")
        house.accounts.add_organisation(f"pair{number}", "Pair")
        for name in pair:
            person = house.accounts.add_person(f"{name}@x.example", name, f"pair{number}", PersonRole.ADMIN)
            house.links.choose_password(house.links.link_for(person), PASSWORD)
        told = at_once(*[lambda name=name: _step_down(house, f"{name}@x.example", step) for name in pair])
        assert [type(outcome) for outcome in told].count(LastAdmin) == 1


def _step_down(house: House, email: str, step: str) -> object:
    return house.accounts.disable(email) if step == "disable" else house.accounts.set_role(email, PersonRole.TRAINER)


def test_who_is_no_administrator_can_be_disabled_where_there_is_none(house: House) -> None:
    house.add("Kim")
    assert house.accounts.disable("kim@shop.example").disabled


def test_what_cannot_be_added_is_told(house: House) -> None:
    house.add("Kim")
    with pytest.raises(EmailTaken, match="has an account already"):
        house.accounts.add_person("KIM@shop.example", "Other", "shop", PersonRole.TRAINEE)
    with pytest.raises(NotFound, match="practice org list"):
        house.accounts.add_person("robin@shop.example", "Robin", "mill", PersonRole.TRAINEE)
    with pytest.raises(BadInput, match="1 to 80"):
        house.accounts.add_person("robin@shop.example", " ", "shop", PersonRole.TRAINEE)
    with pytest.raises(Conflict, match="another key"):
        house.accounts.add_organisation("shop", "Again")
    with pytest.raises(BadInput, match="small letters"):
        house.accounts.add_organisation("The Shop", "The Shop")
    with pytest.raises(NotFound, match="practice user list"):
        house.accounts.disable("robin@shop.example")
