"""The front door over real services, and people in front of it."""

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.web.app import create_app
from tests.web.browser import Browser


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def alice_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Alice")


@pytest.fixture
def charlie_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Charlie")
