"""A shop whose people have accounts, and how they are met: by keyboard, by screen reader, narrow, in every language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.cohort import MemberRole, add_cohort, add_member
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.types import now

PASSWORD = "four calm blue whales"
#: Language of the page and colours: every language once, and the dark colours once.
SIGHTS = [("en", "light"), ("en", "dark"), ("fi", "light"), ("pl", "light"), ("sv", "light")]
WIDTHS = (320, 768, 1280)


def opened_shop(database: Database, **people: PersonRole) -> dict[str, Person]:
    """Everybody has the address NAME@shop.example and PASSWORD."""
    accounts, links = AccountService(database), LinkService(database)
    accounts.add_organisation("shop", "The Shop")
    found = {}
    for name, role in people.items():
        found[name] = accounts.add_person(f"{name}@shop.example", name.capitalize(), "shop", role)
        links.choose_password(links.link_for(found[name]), PASSWORD)
    return found


def group(database: Database, trainer: Person, *trainees: Person, name: str = "Spring") -> str:
    """The id of a cohort."""
    with database.writing() as session:
        cohort = add_cohort(session, trainer.organisation_id or 0, name, now())
        add_member(session, cohort.id, trainer.id, MemberRole.TRAINER, now())
        for trainee in trainees:
            add_member(session, cohort.id, trainee.id, MemberRole.TRAINEE, now())
    return cohort.id


def sign_in(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/")
    page.locator("#email").fill(f"{name}@shop.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/scenarios")


def reach(page: Page, what: str) -> None:
    """By the Tab key."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"{page.url}: the Tab key does not lead to {what}")


def press(page: Page, what: str) -> None:
    reach(page, what)
    page.keyboard.press("Enter")


def type_into(page: Page, field: str, text: str) -> None:
    if not page.evaluate("field => document.activeElement.matches(field)", field):
        reach(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def looks_well(page: Page, language: str = "en") -> None:
    """Axe finds nothing, the page tells its language, and nothing of it is wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.locator("html").get_attribute("lang") == language
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width} px"


def all_in_sight(page: Page, what: str, width: int = 320) -> None:
    """Each of these stands within a window of this width, without scrolling sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    boxes = [box for one in page.locator(what).all() if (box := one.bounding_box())]
    assert boxes, f"{page.url}: nothing matches {what}"
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == [], f"{page.url}: {what}"
