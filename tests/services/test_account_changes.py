"""Accounts, as an administrator changes them: their own organisation's only, never the last way in, all kept."""

import pytest
from sqlmodel import col, select, update

from practice.domain.audit import AuditAct, Unnamed
from practice.errors import LastAdmin, NotAllowed, NotFound
from practice.services.accounts import AccountService
from practice.services.ways import SetUp
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.identity import IdentityRow
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole
from tests.services.house import ADDRESS, PASSWORD, House, at_once


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def ann(house: House) -> Person:
    return house.add("Ann", PersonRole.ADMIN)


def with_set_up(house: House, mail: bool = False, issuer: str | None = None) -> AccountService:
    return AccountService(house.database, house.hasher, house.clock, SetUp(mail, issuer))


@pytest.fixture
def mia(house: House) -> Person:
    """Of another organisation, which she administers."""
    house.accounts.add_organisation("mill", "The Mill")
    mia = house.accounts.add_person("mia@mill.example", "Mia", "mill", PersonRole.ADMIN)
    house.links.choose_password(house.links.link_for(mia), PASSWORD)
    return mia


def test_an_administrator_sees_and_changes_the_accounts_of_their_own_organisation(house: House, ann: Person) -> None:
    kim = house.accounts.add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE, ann)
    told = [(kept.person, kept.has_password) for kept in house.accounts.accounts_of(ann)]
    assert told == [(ann, True), (kim, False)]
    assert house.accounts.set_role("kim@shop.example", PersonRole.TRAINER, ann).role is PersonRole.TRAINER
    assert house.accounts.disable("kim@shop.example", ann).disabled
    assert not house.accounts.enable("kim@shop.example", ann).disabled
    assert house.accounts.organisation_of(ann).key == "shop"


def test_people_of_another_organisation_are_not_there_in_the_same_words(house: House, ann: Person, mia: Person) -> None:
    def told(email: str, step: str) -> str:
        with pytest.raises(NotFound) as raised:
            if step == "role":
                house.accounts.set_role(email, PersonRole.TRAINEE, ann)
            else:
                getattr(house.accounts, step)(email, ann)
        return str(raised.value).replace(email, "…")

    for step in ("role", "disable", "enable", "with_email"):
        assert told("mia@mill.example", step) == told("nobody@mill.example", step)
    for key in ("mill", "none"):
        with pytest.raises(NotFound, match=f"no organisation '{key}'"):
            house.accounts.add_person("robin@x.example", "Robin", key, PersonRole.TRAINEE, ann)
    assert [kept.person for kept in house.accounts.accounts_of(mia)] == [mia]


@pytest.mark.parametrize("role", [PersonRole.TRAINEE, PersonRole.TRAINER])
def test_who_does_not_administer_changes_nobody(house: House, ann: Person, role: PersonRole) -> None:
    kim = house.add("Kim", role)
    for step in (
        lambda: house.accounts.add_person("robin@shop.example", "Robin", "shop", role, kim),
        lambda: house.accounts.set_role("kim@shop.example", PersonRole.ADMIN, kim),
        lambda: house.accounts.disable("ann@shop.example", kim),
        lambda: house.accounts.enable("ann@shop.example", kim),
        lambda: house.accounts.accounts_of(kim),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_an_administrator_who_is_none_any_more_changes_nobody_with_what_they_were(house: House, ann: Person) -> None:
    house.add("Ben", PersonRole.ADMIN)
    house.accounts.set_role("ann@shop.example", PersonRole.TRAINER)
    with pytest.raises(NotAllowed):
        house.accounts.disable("ben@shop.example", ann)


def test_of_two_administrators_who_switch_each_other_off_at_once_one_is_too_late(house: House, ann: Person) -> None:
    for number in range(4):
        pair = [house.add(f"{name}{number}", PersonRole.ADMIN) for name in ("Ben", "Cleo")]
        steps = [
            lambda by=by, email=other.email: house.accounts.disable(email or "", by)
            for by, other in zip(pair, reversed(pair), strict=True)
        ]
        assert sorted(type(outcome).__name__ for outcome in at_once(*steps)) == ["NotAllowed", "Person"]
    assert not house.accounts.with_email("ann@shop.example").disabled


def test_an_administrator_steps_down_themselves_unless_nobody_else_could_sign_in(house: House, ann: Person) -> None:
    ben = house.accounts.add_person("ben@shop.example", "Ben", "shop", PersonRole.ADMIN, ann)
    with pytest.raises(LastAdmin):
        house.accounts.set_role("ann@shop.example", PersonRole.TRAINEE, ann)
    with house.database.writing() as session:
        session.add(IdentityRow(issuer="https://id.example", subject="ben", person_id=ben.id))
    for issuer in (None, "https://other.example"):
        with pytest.raises(LastAdmin):
            with_set_up(house, issuer=issuer).set_role("ann@shop.example", PersonRole.TRAINEE, ann)
    accounts = with_set_up(house, issuer="https://id.example")
    accounts.set_role("ann@shop.example", PersonRole.TRAINEE, ann)
    with pytest.raises(LastAdmin):
        accounts.disable("ben@shop.example", ben)


@pytest.mark.parametrize(
    ("password", "link", "mail", "stays"),
    [
        (True, False, False, False),
        (False, True, True, False),
        (False, True, False, True),
        (False, False, True, True),
        (True, True, True, False),
    ],
)
def test_a_way_counts_for_the_last_administrator_only_where_it_is_open(
    house: House, ann: Person, password: bool, link: bool, mail: bool, stays: bool
) -> None:
    house.add("Ben", PersonRole.ADMIN)
    with house.database.writing() as session:
        session.exec(update(OrganisationRow).values(password_sign_in=password, link_sign_in=link))
    accounts = with_set_up(house, mail=mail)
    if stays:
        with pytest.raises(LastAdmin):
            accounts.disable("ann@shop.example", ann)
    else:
        assert accounts.disable("ann@shop.example", ann).disabled


def test_a_mailed_link_does_not_count_for_who_has_never_come_in(house: House, ann: Person) -> None:
    house.accounts.add_person("mistyped@shop.example", "Ben", "shop", PersonRole.ADMIN, ann)
    with pytest.raises(LastAdmin):
        with_set_up(house, mail=True).disable("ann@shop.example", ann)


def told_by(house: House, *acts: AuditAct) -> list[tuple[str, str, str, str, str]]:
    """Act, actor, about whom, detail and address of each line, oldest first."""
    with house.database.reading() as session:
        rows = session.exec(select(AuditRow).where(col(AuditRow.act).in_(acts)).order_by(col(AuditRow.id))).all()
    assert len({row.organisation_id for row in rows}) == 1
    return [(row.act, row.actor, row.object_name, row.detail, row.address) for row in rows]


def test_what_is_done_to_an_account_is_kept_with_who_did_it(house: House, ann: Person) -> None:
    by, email = "Ann <ann@shop.example>", "kim@shop.example"
    house.accounts.add_person(email, "Kim", "shop", PersonRole.TRAINEE, ann, ADDRESS)
    for _ in range(2):
        house.accounts.set_role(email, PersonRole.TRAINER, ann, ADDRESS)
        house.accounts.disable(email, ann, ADDRESS)
    house.accounts.enable(email)
    assert told_by(house, AuditAct.PERSON_ADDED, AuditAct.ROLE_CHANGED, AuditAct.PERSON_ENABLED)[1:] == [
        ("person_added", by, "Kim", "trainee", ADDRESS),
        ("role_changed", by, "Kim", "trainee → trainer", ADDRESS),
        ("person_enabled", Unnamed.COMMAND_LINE, "Kim", "", ""),
    ]
    assert told_by(house, AuditAct.PERSON_DISABLED) == [("person_disabled", by, "Kim", "", ADDRESS)]
    assert told_by(house, AuditAct.ORGANISATION_ADDED) == [
        ("organisation_added", Unnamed.COMMAND_LINE, "The Shop", "shop", "")
    ]


def test_what_is_refused_is_not_kept_as_done(house: House, ann: Person) -> None:
    with pytest.raises(LastAdmin):
        house.accounts.disable("ann@shop.example", ann)
    with house.database.reading() as session:
        assert session.exec(select(AuditRow).where(AuditRow.act == AuditAct.PERSON_DISABLED)).all() == []


def test_coming_in_going_out_and_failing_to_are_kept(house: House) -> None:
    kim = house.add("Kim")
    house.accounts.sign_in("nobody@shop.example", PASSWORD, ADDRESS)
    house.sign_in(kim, "wrong")
    tokens = house.sessions.begin(kim, address=ADDRESS)
    house.sessions.begin(kim)
    visitor = house.sessions.visitor(tokens.session)
    assert visitor is not None
    for _ in range(2):
        house.sessions.end_all(kim, visitor.session_id, ADDRESS)
        house.sessions.sign_out(tokens, ADDRESS)
    house.accounts.change_password(kim, PASSWORD, "five calm blue whales", ADDRESS)
    acts = (AuditAct.NOT_LET_IN, AuditAct.SIGNED_IN, AuditAct.SESSIONS_ENDED, AuditAct.SIGNED_OUT)
    assert [line[0] for line in told_by(house, *acts)] == [
        "not_let_in",
        "signed_in",
        "signed_in",
        "sessions_ended",
        "signed_out",
    ]
    assert told_by(house, *acts)[0][3:] == ("wrong password", ADDRESS)
    assert told_by(house, *acts)[1][3:] == ("password", ADDRESS)
    assert told_by(house, AuditAct.PASSWORD_CHANGED)[-1][4] == ADDRESS
