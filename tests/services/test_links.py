"""Links that work once: for signing in, for choosing a password, and for the first administrator."""

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from practice.domain.audit import AuditAct, Unnamed
from practice.errors import BadPassword, Conflict, NotAllowed, NotFound
from practice.services.links import FirstAdmin, OpenLink
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole, PersonRow
from practice.store.sign_in_link import LinkPurpose, SignInLinkRow
from tests.services.house import ADDRESS, PASSWORD, House, at_once

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
    session = house.sessions.begin(kim).session
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


def test_a_link_for_signing_in_does_that_once_and_changes_no_password(house: House) -> None:
    kim = house.add("Kim")
    token = house.links.link_for(kim, LinkPurpose.SIGN_IN)
    assert house.links.opened(token) == OpenLink(kim, LinkPurpose.SIGN_IN)
    assert house.links.choose_password(token, "another four whales") is None
    assert house.links.sign_in(token) == kim
    assert house.links.sign_in(token) is None
    assert house.sign_in(kim) == kim


def test_the_two_purposes_keep_out_of_each_others_way(house: House) -> None:
    kim = house.add("Kim")
    to_choose, to_sign_in = house.links.link_for(kim), house.links.link_for(kim, LinkPurpose.SIGN_IN)
    newer = house.links.link_for(kim, LinkPurpose.SIGN_IN)
    assert house.links.sign_in(to_choose) is None
    assert house.links.sign_in(to_sign_in) is None
    assert house.links.sign_in(newer) == kim
    assert house.links.choose_password(to_choose, PASSWORD) == kim


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_of_two_at_the_same_moment_one_gets_in(house: House, purpose: LinkPurpose) -> None:
    kim = house.add("Kim")
    token = house.links.link_for(kim, purpose)
    by_purpose = {
        LinkPurpose.SIGN_IN: lambda: house.links.sign_in(token),
        LinkPurpose.ACCOUNT: lambda: house.links.choose_password(token, PASSWORD),
    }
    told = at_once(*[by_purpose[purpose]] * 4)
    assert [person for person in told if person] == [kim]


def test_of_links_made_at_the_same_moment_one_lasts(house: House, kim: Person) -> None:
    for _ in range(8):
        tokens = at_once(*[lambda: house.links.link_for(kim)] * 4)
        assert len([token for token in tokens if house.links.opened(str(token))]) == 1


def test_where_links_are_not_wanted_one_signs_nobody_in(house: House, kim: Person) -> None:
    to_sign_in, to_choose = house.links.link_for(kim, LinkPurpose.SIGN_IN), house.links.link_for(kim)
    _set(house, link_sign_in=False)
    assert house.links.opened(to_sign_in) is None
    assert house.links.sign_in(to_sign_in) is None
    assert house.links.choose_password(to_choose, PASSWORD) == kim


def test_where_passwords_are_not_wanted_an_invitation_lets_in_without_one(house: House, kim: Person) -> None:
    invitation = house.links.link_for(kim)
    _set(house, password_sign_in=False)
    assert house.links.opened(invitation) == OpenLink(kim, LinkPurpose.SIGN_IN)
    assert house.links.choose_password(invitation, PASSWORD) is None
    assert house.links.sign_in(invitation) == kim
    assert house.links.opened(invitation) is None


def test_an_administrator_makes_links_for_people_of_their_own_organisation(house: House, kim: Person) -> None:
    boss = house.add("Boss", PersonRole.ADMIN)
    house.accounts.add_organisation("mill", "The Mill")
    ann = house.accounts.add_person("ann@mill.example", "Ann", "mill", PersonRole.ADMIN)
    assert house.links.opened(house.links.link_for(kim, by=boss)) == OpenLink(kim)
    with pytest.raises(NotFound) as hidden:
        house.links.link_for(kim, by=ann)
    nobody = Person(9999, "Nobody", PersonRole.TRAINEE, kim.organisation_id, "nobody@shop.example")
    with pytest.raises(NotFound) as missing:
        house.links.link_for(nobody, by=boss)
    assert str(hidden.value) == str(missing.value)
    with pytest.raises(NotAllowed):
        house.links.link_for(boss, by=kim)


def test_the_audit_tells_who_made_a_link_and_what_became_of_it_and_never_the_link(house: House, kim: Person) -> None:
    boss = house.add("Boss", PersonRole.ADMIN)
    before = len(_audit(house))
    tokens = [house.links.link_for(kim, by=boss, address=ADDRESS), house.links.link_for(kim, LinkPurpose.SIGN_IN)]
    house.links.choose_password(tokens[0], PASSWORD, ADDRESS)
    rows = _audit(house)[before:]
    assert [(row.act, row.actor, row.object_name, row.detail, row.address) for row in rows] == [
        (AuditAct.LINK_MADE, "Boss <boss@shop.example>", "Kim", "account", ADDRESS),
        (AuditAct.LINK_MADE, Unnamed.COMMAND_LINE, "Kim", "sign_in", ""),
        (AuditAct.PASSWORD_CHANGED, "Kim <kim@shop.example>", "Kim", "by a link", ADDRESS),
    ]
    assert {row.organisation_id for row in rows} == {kim.organisation_id}
    assert not [row for row in rows for token in tokens if token in str(row)]


def test_the_audit_of_an_organisation_begins_with_its_first_administrator(house: House) -> None:
    ann = house.links.make_first_admin(house.links.link_for_first_admin() or "", FIRST, PASSWORD, ADDRESS)
    assert ann is not None
    rows = [row for row in _audit(house) if row.organisation_id == ann.organisation_id]
    assert [(row.act, row.actor_id, row.object_name) for row in rows] == [
        (AuditAct.ORGANISATION_ADDED, ann.id, "The Mill"),
        (AuditAct.PERSON_ADDED, ann.id, "Ann"),
        (AuditAct.PASSWORD_CHANGED, ann.id, "Ann"),
    ]


def _set(house: House, **switches: bool) -> None:
    with house.database.writing() as session:
        session.exec(update(OrganisationRow).values(**switches))


def _is_confirmed(house: House, person: Person) -> bool:
    with house.database.reading() as session:
        return session.get_one(PersonRow, person.id).email_confirmed


def _audit(house: House) -> list[AuditRow]:
    with house.database.reading() as session:
        return list(session.exec(select(AuditRow).order_by(col(AuditRow.id))).all())


def test_somebody_never_reached_at_the_address_chooses_the_password_by_the_first_link(house: House) -> None:
    """It may be another who typed the address in when joining: a password of theirs must not stay."""
    kim = house.accounts.add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE)
    token = house.mailed_link(kim, LinkPurpose.SIGN_IN)
    assert house.links.sign_in(token) is None
    assert house.links.choose_password(token, PASSWORD) == kim
    assert _is_confirmed(house, kim)
    assert house.links.sign_in(house.mailed_link(kim, LinkPurpose.SIGN_IN)) == kim


def test_a_link_that_was_shown_lets_in_and_confirms_no_address(house: House, kim: Person) -> None:
    """Whoever was shown it, such as an administrator, need not read the mail that comes there."""
    assert house.links.choose_password(house.links.link_for(kim), PASSWORD) == kim
    session = house.sessions.begin(kim).session
    assert house.links.sign_in(house.links.link_for(kim, LinkPurpose.SIGN_IN)) == kim
    _set(house, password_sign_in=False)
    assert house.links.sign_in(house.links.link_for(kim)) == kim
    _set(house, password_sign_in=True)
    assert not _is_confirmed(house, kim)
    assert house.sign_in(kim) == kim
    assert house.sessions.visitor(session) is not None


def test_the_first_administrators_address_is_not_confirmed_by_a_link_on_the_console(house: House) -> None:
    ann = house.links.make_first_admin(house.links.link_for_first_admin() or "", FIRST, PASSWORD)
    assert ann is not None
    assert not _is_confirmed(house, ann)


def test_where_passwords_are_off_a_letter_ends_the_password_of_whoever_typed_the_address(
    house: House, kim: Person
) -> None:
    house.links.choose_password(house.links.link_for(kim), PASSWORD)
    session = house.sessions.begin(kim).session
    _set(house, password_sign_in=False)
    assert house.links.sign_in(house.mailed_link(kim, LinkPurpose.SIGN_IN)) == kim
    _set(house, password_sign_in=True)
    assert _is_confirmed(house, kim)
    assert house.sign_in(kim) is None
    assert house.sessions.visitor(session) is None
