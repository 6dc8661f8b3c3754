"""Two organisations from an empty database to their trainees' first talks, by TLS through a real proxy.

Everybody has a browser of their own. What one organisation does, the other never sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.conftest import database_url
from tests.proxying import BEHIND, NAME, nginx_in
from tests.serving import free_port

__all__ = ["database_url"]  # both databases, where other tests of this folder take SQLite alone
pytestmark = [pytest.mark.chromium, pytest.mark.timeout(400)]

PASSWORD = "four calm blue whales"


@dataclass(frozen=True)
class Town:
    """Where the service is, and how to get another browser."""

    site: str
    open_page: Callable[..., Page]

    def browser(self) -> Page:
        return self.open_page(ignore_https_errors=True)


@dataclass(frozen=True)
class Organisation:
    admin: Page
    trainer: Page
    trainees: tuple[Person, Person]
    group: str
    said: str

    @property
    def everybody(self) -> tuple[Page, ...]:
        return (self.admin, self.trainer, *(trainee.page for trainee in self.trainees))


def test_two_organisations_practise_side_by_side_and_see_nothing_of_each_other(
    serve: Serve, database_url: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    nginx = nginx_in(tmp_path / "nginx")
    database = Database(database_url)
    port = free_port()
    site = f"https://{NAME}:{port}"
    with serve(**BEHIND, PRACTICE_SITE=site) as base, nginx.before(base, port):
        town = Town(site, open_page)
        north = _organisation(town, _first_admin(town, database), "north", "I will look for your parcel today.")
        south = _organisation(town, _added_by_command(town, database), "south", "You will have an answer by noon.")
        for ours, theirs in ((north, south), (south, north)):
            _trainer_reads(town, ours)
            _nobody_of(theirs, cannot_reach=ours)
            _audit_names(ours, but_not=theirs)
        _another_trainee_reads_nothing(north)
    database.close()


def _first_admin(town: Town, database: Database) -> Page:
    token = LinkService(database).link_for_first_admin()
    page = town.browser()
    page.goto(f"{town.site}/link/{token}")
    for field, text in (("organisation", "The North Shop"), ("organisation-key", "north"), ("name", "Ann of north")):
        page.locator(f"#{field}").fill(text)
    page.locator("#email").fill("ann@north.example")
    _choose_password(page)
    return page


def _added_by_command(town: Town, database: Database) -> Page:
    """As `practice org add` and `practice user add` do it."""
    accounts = AccountService(database)
    accounts.add_organisation("south", "The South Shop")
    admin = accounts.add_person("ann@south.example", "Ann of south", "south", PersonRole.ADMIN)
    page = town.browser()
    page.goto(f"{town.site}/link/{LinkService(database).link_for(admin)}")
    _choose_password(page)
    return page


def _organisation(town: Town, admin: Page, key: str, said: str) -> Organisation:
    trainer = _invited_trainer(town, admin, key)
    group, join_link = _group_with_link(town, trainer, key)
    names = (f"Kim of {key}", f"Lee of {key}")
    kim, lee = (_joined(town, join_link, name, f"{name[:3].lower()}@{key}.example") for name in names)
    for trainee in (kim, lee):
        trainee.begin()
        trainee.send(said)
        trainee.end()
    return Organisation(admin, trainer, (kim, lee), group, said)


def _invited_trainer(town: Town, admin: Page, key: str) -> Page:
    admin.goto(f"{town.site}/administration/people")
    admin.locator("#name").fill(f"Tom of {key}")
    admin.locator("#email").fill(f"tom@{key}.example")
    admin.locator("select#role").select_option("trainer")
    admin.get_by_role("button", name="Invite").click()
    trainer = town.browser()
    trainer.goto(admin.locator("input#link").input_value())
    _choose_password(trainer)
    return trainer


def _group_with_link(town: Town, trainer: Page, key: str) -> tuple[str, str]:
    """The group's address and its join link, which is for two people."""
    trainer.goto(f"{town.site}/cohorts")
    trainer.locator("#name").fill(f"Group of {key}")
    trainer.get_by_role("button", name="Add the group").click()
    trainer.locator("#most-uses").fill("2")
    trainer.get_by_role("button", name="Make a join link").click()
    link = trainer.locator("#fresh").input_value()
    return trainer.url.partition("?")[0], link


def _joined(town: Town, link: str, name: str, email: str) -> Person:
    page = town.browser()
    page.goto(link)
    page.locator("#name").fill(name)
    page.locator("#email").fill(email)
    _choose_password(page)
    return Person(page, town.site, name)


def _choose_password(page: Page) -> None:
    for field in ("#password", "#again"):
        page.locator(field).fill(PASSWORD)
    page.locator("#again").press("Enter")
    page.wait_for_url("**/scenarios")


def _trainer_reads(town: Town, ours: Organisation) -> None:
    ours.trainer.goto(ours.group)
    for trainee in ours.trainees:
        ours.trainer.goto(ours.group)
        ours.trainer.get_by_role("link", name=trainee.name, exact=True).click()
        ours.trainer.locator("a[href$='/report']").first.click()
        expect(ours.trainer.locator("main")).to_contain_text(ours.said)
        expect(ours.trainer.locator("main")).to_contain_text(trainee.name)
        assert ours.trainer.url == trainee.page.url


def _nobody_of(theirs: Organisation, cannot_reach: Organisation) -> None:
    places = [cannot_reach.group, *(trainee.page.url for trainee in cannot_reach.trainees)]
    for page in theirs.everybody:
        back = page.url
        for place in places:
            _finds_nothing(page, place)
        page.goto(back)
    _finds_nothing(cannot_reach.admin, cannot_reach.trainees[0].page.url)


def _another_trainee_reads_nothing(ours: Organisation) -> None:
    kim, lee = ours.trainees
    _finds_nothing(kim.page, lee.page.url)
    _finds_nothing(lee.page, ours.group)


def _finds_nothing(page: Page, place: str) -> None:
    answer = page.goto(place)
    assert answer is not None
    assert answer.status == 404, (page.url, place)
    expect(page.locator("h1")).to_have_text("There is nothing here")


def _audit_names(ours: Organisation, but_not: Organisation) -> None:
    site = ours.group.partition("/cohorts")[0]
    ours.admin.goto(f"{site}/administration/audit")
    shown = ours.admin.locator("table")
    for trainee in ours.trainees:
        expect(shown).to_contain_text(trainee.name)
    ours.admin.goto(f"{site}/administration/audit?act=talk_read")
    expect(ours.admin.locator("tbody tr")).to_have_count(2)
    for trainee in but_not.trainees:
        expect(ours.admin.locator("main")).not_to_contain_text(trainee.name)
