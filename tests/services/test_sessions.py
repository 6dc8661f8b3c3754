"""Sessions: how long one lasts, and what ends it."""

import pytest
from sqlmodel import select

from practice.errors import NotAllowed
from practice.services.sessions import SessionService
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.sign_in_link import LinkPurpose
from practice.store.web_session import WebSessionRow
from tests.services.house import ADDRESS, PASSWORD, House, at_once


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def kim(house: House) -> Person:
    return house.add("Kim")


def inside(house: House, token: str) -> Person | None:
    visitor = house.sessions.visitor(token)
    return visitor.person if visitor and not visitor.person.disabled else None


def test_a_token_says_who_it_is_in_every_process(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    assert inside(house, token) == kim
    visitor = SessionService(house.database, house.clock).visitor(token)
    assert visitor is not None
    assert visitor.person == kim


def test_the_table_does_not_hold_what_the_cookie_does(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    [kept] = house.sessions.of(kim)
    with house.database.reading() as session:
        assert token not in str(session.get(WebSessionRow, kept.id))
    assert inside(house, kept.id) is None


@pytest.mark.parametrize("forged", ["", "x" * 43, "\ud800"])
def test_a_forged_token_is_nobody(house: House, kim: Person, forged: str) -> None:
    house.sessions.begin(kim)
    assert inside(house, forged) is None


def test_twelve_idle_hours_end_it_and_a_visit_begins_them_anew(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    for _ in range(2):
        house.clock.pass_(hours=11)
        assert inside(house, token) == kim
    house.clock.pass_(hours=12)
    assert house.sessions.of(kim) == []
    assert inside(house, token) is None


def test_after_seven_days_it_ends_however_busy_it_was(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    for _ in range(27):
        house.clock.pass_(hours=6)
        assert inside(house, token) == kim
    house.clock.pass_(hours=6)
    assert inside(house, token) is None


def test_signing_in_anew_ends_what_the_browser_held_before(house: House, kim: Person) -> None:
    robin = house.add("Robin")
    old = house.sessions.begin(kim)
    new = house.sessions.begin(robin, instead_of=old)
    assert new != old
    assert inside(house, old.session) is None
    assert inside(house, new.session) == robin


def test_one_can_be_ended_or_all_others(house: House, kim: Person) -> None:
    tokens = [house.sessions.begin(kim).session for _ in range(3)]
    ids = [visitor.session_id for token in tokens if (visitor := house.sessions.visitor(token))]
    house.sessions.end(kim, ids[0])
    assert [inside(house, token) for token in tokens] == [None, kim, kim]
    house.sessions.end_all(kim, except_for=ids[2])
    assert [inside(house, token) for token in tokens] == [None, None, kim]
    house.sessions.end_all(kim)
    assert house.sessions.of(kim) == []


def test_nobody_ends_the_session_of_somebody_else(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    [kept] = house.sessions.of(kim)
    robin = house.add("Robin")
    house.sessions.end(robin, kept.id)
    house.sessions.end_all(robin)
    assert inside(house, token) == kim


def test_another_role_or_password_ends_every_session(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    house.accounts.set_role("kim@shop.example", PersonRole.TRAINEE)
    assert inside(house, token) == kim
    house.accounts.set_role("kim@shop.example", PersonRole.TRAINER)
    assert inside(house, token) is None
    token = house.sessions.begin(kim).session
    house.accounts.change_password(kim, PASSWORD, "five calm blue whales", ADDRESS)
    assert inside(house, token) is None


def test_a_disabled_persons_token_tells_only_that_they_are_disabled(house: House, kim: Person) -> None:
    token = house.sessions.begin(kim).session
    house.accounts.disable("kim@shop.example")
    visitor = house.sessions.visitor(token)
    assert visitor is not None
    assert visitor.person.disabled
    house.accounts.enable("kim@shop.example")
    assert house.sessions.visitor(token) is None


def test_somebody_disabled_since_the_password_was_right_is_not_let_in_then_or_later(house: House, kim: Person) -> None:
    known = house.sign_in(kim)
    assert known is not None
    before = house.sessions.begin(kim)
    house.accounts.disable("kim@shop.example")
    with pytest.raises(NotAllowed):
        house.sessions.begin(known, remembered=True, instead_of=before)
    house.accounts.enable("kim@shop.example")
    assert house.sessions.of(kim) == []


def test_of_disabling_and_coming_in_at_the_same_moment_nothing_is_left_open(house: House, kim: Person) -> None:
    for _ in range(8):
        at_once(*[lambda: house.sessions.begin(kim)] * 3, lambda: house.accounts.disable("kim@shop.example"))
        house.accounts.enable("kim@shop.example")
        assert house.sessions.of(kim) == []


@pytest.mark.parametrize("by", ["old password", "link"])
def test_another_password_ends_the_links_that_were_made_before(house: House, kim: Person, by: str) -> None:
    to_sign_in, to_choose = house.links.link_for(kim, LinkPurpose.SIGN_IN), house.links.link_for(kim)
    robins = house.links.link_for(house.add("Robin"))
    if by == "link":
        assert house.links.choose_password(to_choose, "five calm blue whales")
    else:
        assert house.accounts.change_password(kim, PASSWORD, "five calm blue whales", ADDRESS)
    assert [house.links.opened(link) for link in (to_sign_in, to_choose)] == [None, None]
    assert house.links.opened(robins) is not None


def test_sessions_long_past_leave_the_table(house: House, kim: Person) -> None:
    house.sessions.begin(kim)
    house.clock.pass_(days=8)
    house.sessions.begin(kim)
    with house.database.reading() as session:
        assert len(session.exec(select(WebSessionRow)).all()) == 1
