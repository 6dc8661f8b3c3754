"""Browsers that are remembered: each use exchanges the token, and a copy of an old one is worth nothing to a thief."""

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct
from practice.services.sessions import Tokens, Visitor
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.remembered import RememberedRow
from practice.store.web_session import WebSessionRow
from tests.services.house import ADDRESS, PASSWORD, House, at_once


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def kim(house: House) -> Person:
    return house.add("Kim")


@pytest.fixture
def held(house: House, kim: Person) -> Tokens:
    return house.sessions.begin(kim, remembered=True)


def exchanged(house: House, token: str) -> Tokens:
    visitor = house.sessions.returning(token)
    assert visitor is not None
    assert visitor.fresh is not None
    assert house.sessions.visitor(visitor.fresh.session) == Visitor(visitor.person, visitor.session_id)
    return visitor.fresh


def is_worth_nothing(house: House, tokens: Tokens) -> bool:
    return house.sessions.visitor(tokens.session) is None and house.sessions.returning(tokens.remembered) is None


def ended_by_a_copy(house: House) -> list[tuple[int | None, str]]:
    """Of each line in the audit about it: whose browser it was, and the address it came from."""
    with house.database.reading() as session:
        told = session.exec(select(AuditRow).where(AuditRow.act == AuditAct.SESSIONS_ENDED)).all()
    return [(row.actor_id, row.address) for row in told if "old token" in row.detail]


def test_a_session_ends_as_any_other_and_the_browser_begins_the_next(house: House, kim: Person, held: Tokens) -> None:
    house.clock.pass_(hours=12)
    assert house.sessions.visitor(held.session) is None
    fresh = exchanged(house, held.remembered)
    assert fresh.remembered not in ("", held.remembered)
    [place] = house.sessions.of(kim)
    assert place.remembered


def test_a_browser_that_was_closed_leaves_no_session_behind(house: House, kim: Person, held: Tokens) -> None:
    exchanged(house, held.remembered)
    assert house.sessions.visitor(held.session) is None
    assert len(house.sessions.of(kim)) == 1


def test_after_thirty_days_somebody_signs_in_however_often_they_came(house: House, held: Tokens) -> None:
    for _ in range(29):
        house.clock.pass_(days=1)
        held = exchanged(house, held.remembered)
    house.clock.pass_(days=1)
    assert is_worth_nothing(house, held)


def test_the_table_does_not_hold_what_the_cookie_does(house: House, held: Tokens) -> None:
    fresh = exchanged(house, held.remembered)
    with house.database.reading() as session:
        [row] = session.exec(select(RememberedRow)).all()
    assert not {tokens.remembered.split(".")[1] for tokens in (held, fresh)} & set(row.model_dump().values())
    assert house.sessions.returning(f"{row.id}.{row.token_hash}") is None


@pytest.mark.parametrize("forged", ["", "x" * 43, "\ud800", "\0.x", "\ud800.x", "0" * 32 + ".x", "."])
def test_a_forged_token_is_nobody(house: House, held: Tokens, forged: str) -> None:
    assert house.sessions.returning(forged) is None
    exchanged(house, held.remembered)


def test_requests_that_come_at_once_all_get_in_and_one_of_them_exchanges(house: House, held: Tokens) -> None:
    house.clock.pass_(hours=13)
    visitors = at_once(*[lambda: house.sessions.returning(held.remembered)] * 6)
    fresh = [visitor.fresh for visitor in visitors if isinstance(visitor, Visitor) and visitor.fresh]
    assert len(fresh) == 1
    assert len({visitor.session_id for visitor in visitors if isinstance(visitor, Visitor)}) == 1
    assert len(visitors) == 6
    house.clock.pass_(seconds=60)
    late = house.sessions.returning(held.remembered)
    assert late is not None
    assert late.fresh is None
    exchanged(house, fresh[0].remembered)


def test_an_old_token_that_comes_later_is_a_stolen_copy_and_ends_what_it_began(house: House, kim: Person) -> None:
    elsewhere = house.sessions.begin(kim)
    held = house.sessions.begin(kim, remembered=True)
    fresh = exchanged(house, held.remembered)
    house.clock.pass_(seconds=61)
    assert house.sessions.returning(held.remembered, ADDRESS) is None
    assert is_worth_nothing(house, fresh)
    assert house.sessions.visitor(elsewhere.session) is not None
    assert ended_by_a_copy(house) == [(kim.id, ADDRESS)]


@pytest.mark.parametrize("seconds", [0, 3600])
def test_a_thief_who_exchanges_again_and_again_is_noticed_when_the_browser_comes(
    house: House, kim: Person, held: Tokens, seconds: int
) -> None:
    stolen = held
    for _ in range(2):
        stolen = exchanged(house, stolen.remembered)
    house.clock.pass_(seconds=seconds)
    assert house.sessions.returning(held.remembered, ADDRESS) is None
    assert is_worth_nothing(house, stolen)
    assert house.sessions.of(kim) == []
    assert ended_by_a_copy(house) == [(kim.id, ADDRESS)]
    assert house.sessions.returning(held.remembered, ADDRESS) is None
    assert len(ended_by_a_copy(house)) == 1


@pytest.mark.parametrize("step", ["sign out", "sign in"])
def test_a_thief_is_noticed_too_where_the_browser_signs_out_or_in_with_what_it_has(
    house: House, kim: Person, held: Tokens, step: str
) -> None:
    stolen = held
    for _ in range(2):
        stolen = exchanged(house, stolen.remembered)
    if step == "sign out":
        house.sessions.sign_out(held, ADDRESS)
    else:
        house.sessions.begin(kim, instead_of=held, address=ADDRESS)
    assert is_worth_nothing(house, stolen)
    assert ended_by_a_copy(house) == [(kim.id, ADDRESS)]


def test_the_token_without_the_id_and_the_id_without_a_token_are_nobodys(house: House, held: Tokens) -> None:
    remembered_id, token = held.remembered.split(".")
    for part in (token, f".{token}", remembered_id, f"{remembered_id}."):
        assert house.sessions.returning(part) is None
        house.sessions.sign_out(Tokens(remembered=part))
    exchanged(house, held.remembered)


@pytest.mark.parametrize("end", ["session", "browser", "all", "out", "password", "role", "sign in"])
def test_whatever_ends_a_session_ends_its_browser(house: House, kim: Person, held: Tokens, end: str) -> None:
    place = house.sessions.of(kim)[0].id
    if end == "session":
        house.sessions.end(kim, place)
    elif end == "browser":
        house.clock.pass_(hours=13)
        [place_of_browser] = house.sessions.of(kim)
        house.sessions.end(kim, place_of_browser.id)
    elif end == "all":
        house.sessions.end_all(kim)
    elif end == "out":
        house.sessions.sign_out(Tokens(remembered=held.remembered))
    elif end == "password":
        house.accounts.change_password(kim, PASSWORD, "five calm blue whales", ADDRESS)
    elif end == "role":
        house.accounts.set_role("kim@shop.example", PersonRole.TRAINER)
    else:
        house.sessions.begin(house.add("Robin"), instead_of=held)
    assert is_worth_nothing(house, held)
    assert house.sessions.of(kim) == []


def test_signing_out_everywhere_else_leaves_this_browser_remembered(house: House, kim: Person, held: Tokens) -> None:
    other = house.sessions.begin(kim, remembered=True)
    here = house.sessions.visitor(held.session)
    assert here is not None
    house.sessions.end_all(kim, except_for=here.session_id)
    assert is_worth_nothing(house, other)
    exchanged(house, held.remembered)


def test_nobody_ends_the_browser_of_somebody_else(house: House, kim: Person, held: Tokens) -> None:
    house.clock.pass_(hours=13)
    [place] = house.sessions.of(kim)
    robin = house.add("Robin")
    house.sessions.end(robin, place.id)
    house.sessions.end_all(robin)
    exchanged(house, held.remembered)


def test_a_browser_without_an_open_session_is_shown_with_when_it_was_last_there(
    house: House, kim: Person, held: Tokens
) -> None:
    begun = house.clock()
    house.clock.pass_(hours=2)
    assert house.sessions.visitor(held.session) is not None
    seen = house.clock()
    house.clock.pass_(days=20)
    house.sessions.begin(house.add("Robin"))
    [place] = house.sessions.of(kim)
    assert (place.created_at, place.seen_at, place.remembered) == (begun, seen, True)


def test_a_disabled_persons_browser_tells_only_that_they_are_disabled(house: House, held: Tokens) -> None:
    house.accounts.disable("kim@shop.example")
    visitor = house.sessions.returning(held.remembered)
    assert visitor is not None
    assert visitor.person.disabled
    assert visitor.fresh is None
    house.accounts.enable("kim@shop.example")
    assert is_worth_nothing(house, held)


def test_a_session_that_began_while_its_browser_was_forgotten_lets_nobody_in(
    house: House, kim: Person, held: Tokens
) -> None:
    house.sessions.end_all(kim)
    with house.database.writing() as session:
        [row] = session.exec(select(WebSessionRow)).all()
        row.ended_at = None
        session.add(row)
    assert house.sessions.visitor(held.session) is None


def test_browsers_long_past_leave_the_table_with_their_sessions(house: House, held: Tokens) -> None:
    house.clock.pass_(days=38)
    house.sessions.begin(house.add("Robin"))
    with house.database.reading() as session:
        assert session.exec(select(RememberedRow)).all() == []
        assert len(session.exec(select(WebSessionRow)).all()) == 1
