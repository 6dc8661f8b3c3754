"""Assignments and handing in as people meet the pages: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from practice.domain.conversation import Mode
from practice.services.assembly import assemble
from practice.services.assignments import Task
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person as Practising
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, press, sign_in, type_into

pytestmark = pytest.mark.chromium


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def people(database: Database) -> dict[str, Person]:
    return opened_shop(database, tina=PersonRole.TRAINER, kim=PersonRole.TRAINEE)


@pytest.fixture
def spring(database: Database, people: dict[str, Person]) -> str:
    return group(database, people["tina"], people["kim"])


def test_an_assignment_is_asked_for_practised_and_handed_in_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], spring: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, trainee = open_page(), open_page()
        sign_in(trainer, base, "tina")
        trainer.goto(f"{base}/cohorts/{spring}")
        press(trainer, "a[href$='/privacy']")
        trainer.wait_for_url("**/privacy")
        looks_well(trainer)
        press(trainer, "form[action$='/privacy'] button")
        expect(trainer.get_by_text("Practice is private here")).to_be_visible()
        looks_well(trainer)
        press(trainer, "a[href$='/assignments/new']")
        trainer.wait_for_url("**/assignments/new")
        looks_well(trainer)
        type_into(trainer, "#attempts", "none")
        type_into(trainer, "#note", "Before Friday's meeting. Take your time.")
        press(trainer, "form[action$='/assignments'] button")
        expect(trainer.get_by_role("alert")).to_be_visible()
        expect(trainer.locator("#note")).to_have_value("Before Friday's meeting. Take your time.")
        looks_well(trainer)
        type_into(trainer, "#attempts", "1")
        press(trainer, "form[action$='/assignments'] button")
        trainer.wait_for_url("**/cohorts/*#assignments-title")

        sign_in(trainee, base, "kim")
        expect(trainee.get_by_role("heading", name="Asked of you")).to_be_visible()
        looks_well(trainee)
        press(trainee, ".asked-of-you a")
        trainee.wait_for_url("**/assignments/*")
        looks_well(trainee)
        briefing = trainee.url
        press(trainee, ".briefing-start button")
        trainee.wait_for_url("**/conversations/*")
        trainee.wait_for_load_state()
        Practising(trainee, base).send("I am sorry that it is not there. I will find out where it is by noon.")
        trainee.goto(f"{trainee.url.partition('#')[0]}/report")
        looks_well(trainee)
        press(trainee, ".readers summary")
        looks_well(trainee)
        press(trainee, ".readers button")
        trainee.wait_for_url("**/conversations/*")
        expect(trainee.get_by_text("You handed this in")).to_be_visible()
        looks_well(trainee)
        trainee.goto(briefing)
        expect(trainee.get_by_text("You can still practise the same scenario")).to_be_visible()
        looks_well(trainee)

        press(trainer, "table a[href*='/assignments/']")
        trainer.wait_for_url("**/assignments/*")
        expect(trainer.get_by_role("cell", name="handed in", exact=True)).to_be_visible()
        looks_well(trainer)
        press(trainer, "a[href$='/change']")
        trainer.wait_for_url("**/change")
        expect(trainer.get_by_text("Somebody has begun, so scenario")).to_be_visible()
        looks_well(trainer)
        type_into(trainer, "#attempts", "0")
        press(trainer, "form[action$='/change'] button")
        expect(trainer.get_by_role("alert")).to_be_visible()
        looks_well(trainer)
        type_into(trainer, "#attempts", "3")
        press(trainer, "form[action$='/change'] button")
        expect(trainer.get_by_role("cell", name="1 / 3", exact=True)).to_be_visible()
        press(trainer, "table a[href$='/report']")
        trainer.wait_for_url("**/report")


@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_the_pages_stand_in_every_language_and_in_the_dark(
    serve: Serve,
    open_page: Callable[..., Page],
    settings: Settings,
    people: dict[str, Person],
    spring: str,
    language: str,
    scheme: str,
) -> None:
    services = assemble(settings)
    services.handing_in.set_private(people["tina"], spring, True)
    task = Task("late-parcel", Mode.CHECK, attempts=2, due_at=datetime.now(UTC) + timedelta(days=3), note="Please.")
    assignment_id = services.assignments.make(people["tina"], spring, task)
    services.database.close()
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer = open_page(locale=language, color_scheme=scheme)
        trainee = open_page(locale=language, color_scheme=scheme)
        sign_in(trainer, base, "tina")
        for path in ("", "/assignments/new", f"/assignments/{assignment_id}", f"/assignments/{assignment_id}/change"):
            trainer.goto(f"{base}/cohorts/{spring}{path}")
            looks_well(trainer, language)
        sign_in(trainee, base, "kim")
        looks_well(trainee, language)
        trainee.goto(f"{base}/assignments/{assignment_id}")
        looks_well(trainee, language)
