"""People with accounts who are signed in already: for tests that are about what comes after."""

from dataclasses import replace

from flask import Flask

from practice.services.assembly import Services
from practice.store.person import Person
from practice.web.app import create_app
from tests.web.browser import Browser


def app_with_accounts(services: Services) -> Flask:
    settings = services.settings.model_copy(update={"sign_in": "accounts"})
    return create_app(replace(services, settings=settings))


def signed_in(app: Flask, services: Services, person: Person, language: str = "en") -> Browser:
    browser = Browser(app, language)
    browser.client.set_cookie("practice_session", services.sessions.begin(person).session)
    return browser
