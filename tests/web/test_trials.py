"""What a trainer plays from the studio says on its page that it is a trial."""

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.web.browser import Browser
from tests.web.staff import Staff, staff_of

NOTE = "A trial from the studio. It counts in no group, and nobody else reads it."
CHOICES = {"language": "en", "mode": "practice", "difficulty": "3"}


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def test_a_trial_of_what_everybody_practises_says_so_and_practice_does_not(browser: Browser) -> None:
    trial = browser.post("/studio/scenarios/late-parcel/versions/0/talks", **CHOICES).headers["Location"]
    assert NOTE in browser.get(trial).text
    practice = browser.post("/scenarios/late-parcel/conversations", **CHOICES).headers["Location"]
    assert NOTE not in browser.get(practice).text
