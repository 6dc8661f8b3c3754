"""People whom a provider of OpenID Connect vouches for, and who of ours they are."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct
from practice.errors import BadInput
from practice.services.identities import Claims, IdentityService
from practice.services.joining import Newcomer
from practice.services.sessions import WayIn
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.identity import IdentityRow
from practice.store.person import Person
from tests.services.house import ADDRESS, PASSWORD, House
from tests.services.training_house import TrainingHouse

ISSUER = "https://login.example"
KIM = Claims(ISSUER, "kim-1", "Kim@Shop.example", email_verified=True, name="Kim")


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def identities(database: Database) -> IdentityService:
    return IdentityService(database)


@pytest.fixture
def kim(house: House) -> Person:
    return house.add("Kim")


def kept(database: Database) -> list[tuple[str, str, int]]:
    with database.reading() as session:
        return [(row.issuer, row.subject, row.person_id) for row in session.exec(select(IdentityRow)).all()]


def test_a_verified_address_ties_an_identity_to_its_account_once_and_for_all(
    database: Database, house: House, identities: IdentityService, kim: Person
) -> None:
    robin = house.add("Robin")
    assert identities.find(KIM, ADDRESS).person == kim
    assert identities.find(replace(KIM, email=robin.email or "")).person == kim
    assert identities.find(replace(KIM, email="", email_verified=False)).person == kim
    assert kept(database) == [(ISSUER, "kim-1", kim.id)]
    with database.reading() as session:
        [told] = session.exec(select(AuditRow).where(AuditRow.act == "identity_kept")).all()
    assert (told.actor_id, told.object_id, told.detail, told.address) == (kim.id, str(kim.id), ISSUER, ADDRESS)
    assert told.organisation_id == kim.organisation_id


def test_an_address_given_to_somebody_new_does_not_open_the_account_of_who_had_it(
    database: Database, identities: IdentityService, kim: Person
) -> None:
    identities.find(KIM)
    assert identities.find(replace(KIM, subject="kim-2")).person is None
    assert identities.find(replace(KIM, subject="KIM-1")).person is None
    assert identities.find(replace(KIM, issuer="https://other.example")).person == kim
    assert len(kept(database)) == 2


def test_nobody_is_made_and_what_an_account_could_be_made_of_is_told(
    database: Database, identities: IdentityService
) -> None:
    found = identities.find(KIM)
    assert (found.person, found.email, found.name) == (None, "kim@shop.example", "Kim")
    assert identities.find(replace(KIM, email_verified=False)).email == ""
    assert kept(database) == []


def test_with_an_account_that_is_off_nothing_is_kept(
    database: Database, house: House, identities: IdentityService, kim: Person
) -> None:
    house.accounts.disable("kim@shop.example")
    off = identities.find(KIM).person
    assert off is not None
    assert off.disabled
    assert kept(database) == []


@pytest.mark.parametrize("subject", ["", "k" * 256, "kim\0", "kim\n"])
def test_an_identity_that_cannot_be_kept_is_refused(identities: IdentityService, kim: Person, subject: str) -> None:
    with pytest.raises(BadInput, match="subject"):
        identities.find(replace(KIM, subject=subject))


@pytest.mark.parametrize("subjects", [("kim-1", "kim-1", "kim-1"), ("kim-1", "kim-2", "kim-3")])
def test_of_several_at_once_one_ties_the_account(
    database: Database, identities: IdentityService, kim: Person, subjects: tuple[str, ...]
) -> None:
    together = Barrier(len(subjects))

    def find(subject: str) -> bool:
        together.wait()
        return identities.find(replace(KIM, subject=subject)).person == kim

    with ThreadPoolExecutor(len(subjects)) as pool:
        came = list(pool.map(find, subjects))
    assert came.count(True) == (3 if len(set(subjects)) == 1 else 1)
    assert len(kept(database)) == 1


def test_whoever_took_an_address_by_a_join_link_loses_the_account_to_whom_the_provider_vouches_for(
    database: Database, identities: IdentityService
) -> None:
    house = TrainingHouse(database)
    link = house.cohorts.make_join_link(house.tina, house.group(), days=1, most_uses=None)
    taken = house.joining.join_anew(link, Newcomer("Pat", "pat@shop.example"), PASSWORD, ADDRESS)
    assert taken is not None
    token = house.sessions.begin(taken, WayIn.PASSWORD).session
    assert identities.find(replace(KIM, email="pat@shop.example"), "203.0.113.9").person == taken
    assert house.sign_in(taken) is None
    assert house.sessions.visitor(token) is None
    with database.reading() as session:
        told = session.exec(select(AuditRow).where(AuditRow.act == AuditAct.PASSWORD_CHANGED)).all()
    [dropped] = [row for row in told if "dropped" in row.detail]
    assert (dropped.actor_id, dropped.object_id, dropped.address) == (taken.id, str(taken.id), "203.0.113.9")


def test_whoever_was_reached_at_the_address_keeps_the_password(
    house: House, identities: IdentityService, kim: Person
) -> None:
    token = house.sessions.begin(kim, WayIn.PASSWORD).session
    assert identities.find(KIM).person == kim
    assert house.sign_in(kim) == kim
    assert house.sessions.visitor(token) is not None
