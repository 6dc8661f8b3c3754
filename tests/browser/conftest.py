"""Debian's chromium in front of the real server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.person import Person
from tests.proxying import NAME
from tests.require import lack
from tests.serving import serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

#: A busy machine may take its time; what is awaited is an event all the same.
expect.set_options(timeout=20_000)

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        lack("chromium", "it is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """SQLite alone: what differs between databases lies below the pages, and the tests of those floors try both."""
    path = tmp_path / "practice.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def serve(database_url: str, tmp_path: Path) -> Serve:
    """Starts the service on the test's database, with the settings given."""

    def start(**settings: str) -> AbstractContextManager[str]:
        return serving(database_url, tmp_path, **{"PRACTICE_STUB_WORD_MS": "5", **settings})

    return start


@pytest.fixture(scope="module")
def shared_server(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One service for tests that bring their own talks."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(migrated_sqlite, folder / "practice.db")
    with serving(f"sqlite:///{folder / 'practice.db'}", folder, PRACTICE_STUB_WORD_MS="5") as base:
        yield base


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a fresh browser profile; complaints in its console fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(**options: object) -> Page:
        context = chromium.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [complaint for complaint in complaints if "Failed to load resource" not in complaint] == []


@pytest.fixture
def alice(shared_server: str, open_page: Callable[..., Page]) -> Person:
    return Person(open_page(), shared_server, "Alice")
