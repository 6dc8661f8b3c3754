"""How often an administrator may invite."""

import pytest

from practice.errors import NotAllowed, TooMuch
from practice.services.costly import MOST_INVITATIONS_AN_HOUR
from practice.services.invitations import InvitationService
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.services.house import House


def test_an_hours_invitations_are_each_administrators_own(database: Database, settings: Settings) -> None:
    house = House(database)
    ann, ben = (house.add(name, PersonRole.ADMIN) for name in ("Ann", "Ben"))
    invitations = InvitationService(settings, database, house.clock)
    for _ in range(MOST_INVITATIONS_AN_HOUR):
        invitations.count(ann)
    house.clock.pass_(minutes=20)
    with pytest.raises(TooMuch) as refused:
        invitations.count(ann)
    assert refused.value.seconds == 40 * 60
    invitations.count(ben)
    house.clock.pass_(minutes=40)
    invitations.count(ann)


@pytest.mark.parametrize("role", [PersonRole.TRAINEE, PersonRole.TRAINER])
def test_only_administrators_invite(database: Database, settings: Settings, role: PersonRole) -> None:
    house = House(database)
    with pytest.raises(NotAllowed):
        InvitationService(settings, database, house.clock).count(house.add("Kim", role))
