"""Links that work once: for choosing a password, and for the first administrator."""

import pytest

from practice.errors import BadPassword, Conflict, NotFound
from practice.services.links import FirstAdmin, OpenLink
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.sign_in_link import SignInLinkRow
from tests.services.house import ADDRESS, PASSWORD, House

FIRST = FirstAdmin("mill", "The Mill", "Ann@mill.example", "Ann")


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def kim(house: House) -> Person:
    return house.accounts.add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE)


def test_looking_at_a_link_uses_nothing_up_and_choosing_a_password_does(house: House, kim: Person) -> None:
    token = house.links.link_for(kim)
    assert house.links.opened(token) == house.links.opened(token) == OpenLink(kim)
    assert house.links.choose_password(token, PASSWORD) == kim
    assert house.links.opened(token) is None
    assert house.links.choose_password(token, "another four whales") is None
    assert house.sign_in(kim) == kim


def test_a_password_that_cannot_be_taken_leaves_the_link_as_it_is(house: House, kim: Person) -> None:
    token = house.links.link_for(kim)
    with pytest.raises(BadPassword):
        house.links.choose_password(token, "kim")
    assert house.links.choose_password(token, PASSWORD) == kim


def test_a_link_lasts_half_an_hour(house: House, kim: Person) -> None:
    token = house.links.link_for(kim)
    house.clock.pass_(minutes=29)
    assert house.links.opened(token) == OpenLink(kim)
    house.clock.pass_(minutes=1)
    assert house.links.opened(token) is None
    assert house.links.choose_password(token, PASSWORD) is None


def test_a_newer_link_ends_the_older_one(house: House, kim: Person) -> None:
    older, newer = house.links.link_for(kim), house.links.link_for(kim)
    assert house.links.opened(older) is None
    assert house.links.opened(newer) == OpenLink(kim)


@pytest.mark.parametrize("forged", ["", "x" * 43, "\ud800", "ä"])
def test_a_forged_link_opens_nothing(house: House, kim: Person, forged: str) -> None:
    house.links.link_for(kim)
    assert house.links.opened(forged) is None
    assert house.links.choose_password(forged, PASSWORD) is None


def test_the_table_does_not_hold_what_stands_in_the_address(house: House, kim: Person) -> None:
    token = house.links.link_for(kim)
    with house.database.reading() as session:
        row = session.get(SignInLinkRow, 1)
    assert row is not None
    assert token not in str(row)
    assert len(token) == 43


def test_disabling_ends_the_links_and_none_is_made_for_a_disabled_person(house: House, kim: Person) -> None:
    token = house.links.link_for(kim)
    disabled = house.accounts.disable("kim@shop.example")
    with pytest.raises(NotFound, match="practice user enable"):
        house.links.link_for(disabled)
    house.accounts.enable("kim@shop.example")
    assert house.links.opened(token) is None


def test_a_chosen_password_ends_sessions_and_the_wait_after_failures(house: House) -> None:
    kim = house.add("Kim")
    session = house.sessions.begin(kim)
    for _ in range(10):
        house.sign_in(kim, "wrong")
    house.links.choose_password(house.links.link_for(kim), PASSWORD)
    assert house.sessions.visitor(session) is None
    assert house.sign_in(kim) == kim


def test_the_first_administrator_comes_in_by_a_link_with_an_organisation(house: House) -> None:
    token = house.links.link_for_first_admin()
    assert token is not None
    assert house.links.opened(token) == OpenLink(None)
    assert house.links.choose_password(token, PASSWORD) is None
    ann = house.links.make_first_admin(token, FIRST, PASSWORD)
    assert ann is not None
    assert (ann.email, ann.role) == ("ann@mill.example", PersonRole.ADMIN)
    assert [organisation.key for organisation in house.accounts.organisations()] == ["mill", "shop"]
    assert house.accounts.sign_in("ann@mill.example", PASSWORD, ADDRESS) == ann
    assert house.links.link_for_first_admin() is None


def test_a_mistake_leaves_the_first_administrators_link_as_it_is(house: House) -> None:
    token = house.links.link_for_first_admin() or ""
    with pytest.raises(Conflict):
        house.links.make_first_admin(token, FirstAdmin("shop", "Again", "ann@mill.example", "Ann"), PASSWORD)
    assert house.links.make_first_admin(token, FIRST, PASSWORD) is not None


def test_once_there_is_an_administrator_the_first_ones_link_is_worth_nothing(house: House) -> None:
    token = house.links.link_for_first_admin() or ""
    house.add("Ben", PersonRole.ADMIN)
    assert house.links.opened(token) is None
    assert house.links.make_first_admin(token, FIRST, PASSWORD) is None


def test_the_link_of_a_person_makes_no_administrator(house: House, kim: Person) -> None:
    assert house.links.make_first_admin(house.links.link_for(kim), FIRST, PASSWORD) is None
