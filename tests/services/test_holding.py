"""Two at once who each hold somebody and leave a row that names the other: neither waits for the other for ever."""

from functools import partial

import pytest

from practice.services.assembly import Services
from practice.services.organisation_settings import OwnLimits
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.services.house import House, at_once

ROUNDS = 12


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_two_administrators_make_links_for_each_other_at_once(house: House) -> None:
    ann, ben = (house.add(name, PersonRole.ADMIN) for name in ("Ann", "Ben"))
    for _ in range(ROUNDS):
        made = at_once(lambda: house.links.link_for(ann, by=ben), lambda: house.links.link_for(ben, by=ann))
        assert [type(link) for link in made] == [str, str]


def test_one_administrator_changes_the_organisation_while_another_changes_a_person(services: Services) -> None:
    house = House(services.database)
    ann, ben, kim = house.add("Ann", PersonRole.ADMIN), house.add("Ben", PersonRole.ADMIN), house.add("Kim")
    for number in range(ROUNDS):
        role = (PersonRole.TRAINER, PersonRole.TRAINEE)[number % 2]
        told = at_once(
            partial(services.organisation_settings.set_limits, ann, OwnLimits(number + 1)),
            partial(house.accounts.set_role, kim.email or "", role, ben),
        )
        assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "Person"]
