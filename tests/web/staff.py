"""People of a shop who come in with an account."""

from dataclasses import dataclass, replace

from flask import Flask
from werkzeug.test import TestResponse

from practice.services.assembly import Services
from practice.services.links import link_added
from practice.store.person import Person, PersonRole
from practice.store.sign_in_link import LinkPurpose
from practice.store.types import now
from practice.web.app import create_app
from tests.web.browser import Browser

PASSWORD = "four calm blue whales"
NEW = "five calm blue whales"


@dataclass(frozen=True)
class Staff:
    services: Services
    app: Flask

    def add(self, name: str, role: PersonRole = PersonRole.TRAINEE) -> Person:
        """Somebody who has chosen a password, by a letter."""
        person = self.invited(name, role)
        with self.services.database.writing() as session:
            token = link_added(session, person, LinkPurpose.ACCOUNT, now(), mailed=True)
        self.services.links.choose_password(token, PASSWORD)
        return person

    def invited(self, name: str, role: PersonRole = PersonRole.TRAINEE) -> Person:
        return self.services.accounts.add_person(
            f"{''.join(filter(str.isalnum, name.lower()))}@shop.example", name, "shop", role
        )

    def browser(self) -> Browser:
        return Browser(self.app)

    def at_work(self, person: Person, **more: str) -> Browser:
        """A browser in which they are signed in."""
        browser = self.browser()
        response = sign_in(browser, person.email or "", **more)
        assert response.status_code == 303, response.text
        return browser


def staff_of(services: Services) -> Staff:
    with_accounts = services.settings.model_copy(update={"sign_in": "accounts"})
    services.accounts.add_organisation("shop", "The Shop")
    return Staff(services, create_app(replace(services, settings=with_accounts)))


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return browser.post("/sign-in", email=email, password=password, **more)


def is_inside(browser: Browser) -> bool:
    status = browser.client.get("/scenarios").status_code
    assert status in (200, 303)
    return status == 200
