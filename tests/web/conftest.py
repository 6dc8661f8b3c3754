"""The front door over real services, and people in front of it."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.web.app import create_app
from tests.web.browser import Browser


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Pages ask services for everything; those are tested on both databases, so one is enough here."""
    path = tmp_path / "practice.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def alice_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Alice")


@pytest.fixture
def charlie_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Charlie")
