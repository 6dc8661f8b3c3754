"""Where levels in conversations are moved by what people gave, pages that show the grader's own levels say so."""

import pytest

from practice.services.assembly import Services
from practice.services.recalibrating import RecalibrationService, use_in_talks
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, twelve
from tests.services.test_recalibrating import HASH, proposal
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff, staff_of

TYPED = {
    "language": "en",
    "channel": "phone",
    "situation": "It is late.",
    "customer": "Where is it?",
    "reply": "Reply 1: 2 4",
}
MOVED = "In conversations, levels by the service's own text are moved to what people gave to such replies: Empathy."
AS_GIVEN = "levels are as the grader gives them until somebody fits such a correction for it"


@pytest.fixture
def cast() -> Cast:
    return Cast(grader=ReplyReader())


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def recalibrate(services: Services, *, applies: bool = True) -> None:
    use = use_in_talks(services.settings, services.library, services.voices)
    RecalibrationService(services.database).keep(use, [proposal("empathy", applies=applies)], HASH)


def test_a_preview_says_whose_levels_conversations_move_and_that_a_new_versions_are_not(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id = gold_set(services, tina, *twelve())
    begun = browser.post(
        f"/rubrics/frontline/versions/{drafted(services, tina)}/preview", gold_set=set_id, instead_of="0"
    )
    address = begun.headers["Location"]
    finished(services, tina, address.rsplit("/", 1)[1])
    recalibrate(services, applies=False)
    for words in (MOVED, AS_GIVEN):
        assert words not in browser.get(address).text
    recalibrate(services)
    for words in (MOVED, AS_GIVEN):
        assert words in browser.get(address).text
    RecalibrationService(services.database).switch_off("frontline")
    assert MOVED not in browser.get(address).text


def test_a_try_says_so_beside_what_came_of_it(services: Services, tina: Person, browser: Browser) -> None:
    address = f"/rubrics/frontline/versions/{drafted(services, tina)}/try"
    assert MOVED not in look_at(browser.post(address, **TYPED)).text
    recalibrate(services)
    assert MOVED in look_at(browser.post(address, **TYPED)).text
    assert MOVED not in browser.get(address).text
