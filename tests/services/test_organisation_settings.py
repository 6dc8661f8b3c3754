"""What an organisation sets for itself, and that nobody locks themselves out by it."""

from functools import partial

import pytest
from sqlmodel import col, select, update

from practice.errors import BadInput, Conflict, LastAdmin, NotAllowed
from practice.services.organisation_settings import OrganisationSettingsService, OwnLimits, limit_written
from practice.settings import Settings
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.identity import IdentityRow
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole, PersonRow
from tests.services.house import at_once
from tests.services.training_house import TrainingHouse

ISSUER = "https://id.example"


@pytest.fixture
def house(database: Database) -> TrainingHouse:
    return TrainingHouse(database)


@pytest.fixture
def own(database: Database, settings: Settings) -> OrganisationSettingsService:
    return OrganisationSettingsService(settings, database)


def told(database: Database) -> list[tuple[str, str, str]]:
    """Of settings: who changed which, and how."""
    wanted = select(AuditRow).where(AuditRow.act == "setting_changed").order_by(col(AuditRow.id))
    with database.reading() as session:
        return [(row.actor, row.object_id, row.detail) for row in session.exec(wanted).all()]


def known_at(issuer: str, person: Person, database: Database) -> None:
    with database.writing() as session:
        session.add(IdentityRow(issuer=issuer, subject=person.name, person_id=person.id))


def has_password(person: Person, database: Database) -> None:
    with database.writing() as session:
        session.get_one(PersonRow, person.id).password_hash = "of no password"


def test_limits_are_the_organisations_own_and_each_change_is_told(
    house: TrainingHouse, own: OrganisationSettingsService
) -> None:
    own.set_limits(house.ada, OwnLimits(5, None))
    own.set_limits(house.ada, OwnLimits(5, 100_000))
    own.set_limits(house.ada, OwnLimits(None, 100_000))
    found = own.of(house.ada)
    assert (found.most_talks_a_day, found.most_asks_an_hour) == (None, 100_000)
    assert own.of(house.mia).most_asks_an_hour is None
    ada = "Ada <ada@shop.example>"
    assert told(house.database) == [
        (ada, "most_talks_a_day", "unset → 5"),
        (ada, "most_asks_an_hour", "unset → 100000"),
        (ada, "most_talks_a_day", "5 → unset"),
    ]


@pytest.mark.parametrize("limit", [0, -1, 100_001])
def test_a_limit_out_of_range_changes_nothing(
    house: TrainingHouse, own: OrganisationSettingsService, limit: int
) -> None:
    with pytest.raises(BadInput, match="from 1 to 100000"):
        own.set_limits(house.ada, OwnLimits(7, limit))
    assert own.of(house.ada).most_talks_a_day is None


@pytest.mark.parametrize("written", ["0", "100001", "1.5", "-3", "many", "٣", "9" * 5000])
def test_what_is_no_limit_is_not_read_as_one(written: str) -> None:
    with pytest.raises(BadInput):
        limit_written(written)


@pytest.mark.parametrize(("written", "limit"), [("", None), ("  ", None), (" 20 ", 20), ("100000", 100_000)])
def test_a_limit_is_read_as_written_and_nothing_as_none(written: str, limit: int | None) -> None:
    assert limit_written(written) == limit


@pytest.mark.parametrize(
    ("mail", "known_to", "password", "link", "stays"),
    [
        (False, "", True, False, True),
        (False, "", False, True, False),
        (False, "", False, False, False),
        (True, "", False, True, True),
        (True, "", False, False, False),
        (False, ISSUER, False, False, True),
        (False, "https://former.example", False, False, False),
    ],
)
def test_whoever_switches_ways_off_can_still_come_in_by_one(
    house: TrainingHouse, settings: Settings, mail: bool, known_to: str, password: bool, link: bool, stays: bool
) -> None:
    set_up = {"smtp_host": "mail.example" if mail else None, "oidc_issuer": ISSUER}
    own = OrganisationSettingsService(settings.model_copy(update=set_up), house.database)
    has_password(house.ada, house.database)
    if known_to:
        known_at(known_to, house.ada, house.database)
    if stays:
        own.set_ways_in(house.ada, password, link)
    else:
        with pytest.raises(Conflict):
            own.set_ways_in(house.ada, password, link)
    found = own.of(house.ada)
    assert (found.password_sign_in, found.link_sign_in) == ((password, link) if stays else (True, True))
    assert bool(told(house.database)) is stays


def test_an_identity_counts_only_where_the_provider_is_set_up(
    house: TrainingHouse, own: OrganisationSettingsService
) -> None:
    known_at(ISSUER, house.ada, house.database)
    assert own.ways_in(house.ada).provider is None
    with pytest.raises(Conflict):
        own.set_ways_in(house.ada, password=False, link=True)


def test_a_password_way_is_none_for_who_has_no_password(house: TrainingHouse, settings: Settings) -> None:
    own = OrganisationSettingsService(settings.model_copy(update={"smtp_host": "mail.example"}), house.database)
    with pytest.raises(Conflict):
        own.set_ways_in(house.ada, password=True, link=False)
    has_password(house.ada, house.database)
    own.set_ways_in(house.ada, password=True, link=False)


def test_a_way_can_always_be_switched_on(house: TrainingHouse, own: OrganisationSettingsService) -> None:
    with house.database.writing() as session:
        session.exec(update(OrganisationRow).values(password_sign_in=False, link_sign_in=False))
    own.set_ways_in(house.ada, password=True, link=False)
    assert own.of(house.ada).password_sign_in


def test_of_one_who_switches_passwords_off_and_one_who_switches_off_the_other_the_second_is_too_late(
    house: TrainingHouse, settings: Settings
) -> None:
    own = OrganisationSettingsService(settings.model_copy(update={"oidc_issuer": ISSUER}), house.database)
    known_at(ISSUER, house.ada, house.database)
    has_password(house.ada, house.database)
    for number in range(4):
        eve = house.add(f"Eve{number}", PersonRole.ADMIN)
        told = at_once(
            lambda: own.set_ways_in(house.ada, password=False, link=True),
            partial(house.accounts.disable, "ada@shop.example", eve),
        )
        assert len([answer for answer in told if isinstance(answer, LastAdmin | NotAllowed)]) == 1
        house.accounts.enable("ada@shop.example")
        own.set_ways_in(house.ada, password=True, link=True)
        house.accounts.disable(eve.email or "")


def test_what_did_not_change_is_not_told(house: TrainingHouse, own: OrganisationSettingsService) -> None:
    own.set_ways_in(house.ada, password=True, link=True)
    own.set_limits(house.ada, OwnLimits())
    assert told(house.database) == []


def test_only_administrators_ask_or_change(house: TrainingHouse, own: OrganisationSettingsService) -> None:
    for person in (house.kim, house.tina):
        with pytest.raises(NotAllowed):
            own.of(person)
        with pytest.raises(NotAllowed):
            own.ways_in(person)
        with pytest.raises(NotAllowed):
            own.set_limits(person, OwnLimits(1, 1))
        with pytest.raises(NotAllowed):
            own.set_ways_in(person, password=True, link=False)
    assert told(house.database) == []
