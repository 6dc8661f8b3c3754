"""The menu above the pages of trainers and administrators: what stands in it, for whom, and where one is."""

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.web.browser import Browser, Sight
from tests.web.staff import Staff, staff_of

TRAINING = ["/scenarios", "/queue", "/cohorts", "/rubrics", "/studio/scenarios", "/gold"]
PEOPLE = "/administration/people"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def trainer(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def menu(sight: Sight) -> list[tuple[str | None, str | None]]:
    """Where each line leads, and its mark: of what stands before the page's own content."""
    before = sight.tags[: next(place for place, (tag, _) in enumerate(sight.tags) if tag == "main")]
    begins = next((place for place, (tag, own) in enumerate(before) if own.get("class") == "sections"), len(before))
    links = [attributes for tag, attributes in before[begins:] if tag == "a"]
    return [(link["href"], link.get("aria-current")) for link in links]


def marked(sight: Sight) -> list[tuple[str | None, str | None]]:
    return [(address, mark) for address, mark in menu(sight) if mark]


def test_a_trainer_finds_every_part_of_the_studio_above_each_page_and_is_told_where_they_are(trainer: Browser) -> None:
    for page in TRAINING:
        sight = trainer.get(page)
        assert menu(sight) == [(address, "page" if address == page else None) for address in TRAINING]


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("/rubrics/frontline", "/rubrics"),
        ("/rubrics/frontline/versions/0/try", "/rubrics"),
        ("/rubrics/frontline/versions/0/preview", "/rubrics"),
        ("/studio/scenarios/late-parcel", "/studio/scenarios"),
        ("/scenarios/late-parcel", "/scenarios"),
    ],
)
def test_a_page_below_one_of_them_belongs_to_it(trainer: Browser, page: str, section: str) -> None:
    assert marked(trainer.get(page)) == [(section, "true")]


def test_a_page_of_none_of_them_has_the_menu_without_a_mark(trainer: Browser) -> None:
    sight = trainer.get("/account")
    assert [address for address, _ in menu(sight)] == TRAINING
    assert marked(sight) == []


def test_an_administrator_finds_the_administration_there_too(staff: Staff) -> None:
    sight = staff.at_work(staff.add("Ada", PersonRole.ADMIN)).get(PEOPLE)
    assert menu(sight) == [*((address, None) for address in TRAINING), (PEOPLE, "page")]


def test_the_menu_of_the_administration_stands_on_its_own_pages_alone(staff: Staff) -> None:
    browser = staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    shown = {page: [nav.get("class") for nav in browser.get(page).all("nav")] for page in (PEOPLE, "/queue")}
    assert "administration-menu" in shown[PEOPLE]
    assert "administration-menu" not in shown["/queue"]


def test_who_only_practises_or_has_no_account_has_no_such_menu(staff: Staff, app: Flask) -> None:
    trainee, without_account = staff.at_work(staff.add("Pat")), Browser(app).sign_in("Tom", "trainer")
    assert [menu(browser.get("/scenarios")) for browser in (trainee, without_account)] == [[], []]
    assert menu(staff.browser().get("/")) == []
