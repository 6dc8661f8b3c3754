"""A walk through every route and method in local mode: who is answered how, and that a change needs our token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import get_args

import pytest
from flask import Flask

from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import new_id
from tests.conftest import database_url
from tests.fakes import Cast
from tests.web.browser import Browser
from tests.web.routes import HTML, ROWS, STREAM, Row, Visitor
from tests.web.walking import TOKENS, kept, send, send_with, session_of, talks_of, told

__all__ = ["database_url"]  # both databases, where other tests of this folder take SQLite alone

VISITORS: tuple[Visitor, ...] = get_args(Visitor)
OUTSIDERS: tuple[Visitor, ...] = ("anonymous", "trainee", "trainer")
LOCAL_ROWS = tuple(row for row in ROWS if row.local)

each_row = pytest.mark.parametrize("row", LOCAL_ROWS, ids=lambda row: row.name)


@dataclass(frozen=True)
class World:
    """What there is, and everybody in front of it."""

    ids: Mapping[str, str]
    browsers: Mapping[Visitor, Browser]
    database: Database


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Nobody does the jobs, so that nothing changes but by what is sent."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def world(app: Flask, services: Services, alice: Person) -> World:
    browsers: dict[Visitor, Browser] = {
        "anonymous": Browser(app),
        "owner": Browser(app).sign_in("Alice"),
        "trainee": Browser(app).sign_in("Charlie"),
        # A trainer of the owner's name is somebody else.
        "trainer": Browser(app).sign_in("Alice", role="trainer"),
    }
    return World(talks_of(services, alice), browsers, services.database)


def test_every_route_and_method_has_a_row_and_every_row_a_route(app: Flask) -> None:
    rules = [(rule.rule, (rule.methods or set()) - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]
    routes = {f"{method} {rule}" for rule, methods in rules for method in methods}
    rows = [row.name for row in LOCAL_ROWS]
    assert sorted(routes - set(rows)) == [], "routes without a row in tests/web/routes.py"
    assert sorted(set(rows) - routes) == [], "rows without a route"
    assert len(rows) == len(set(rows))


@each_row
def test_everybody_is_answered_as_the_table_says(app: Flask, world: World, row: Row) -> None:
    rule, _ = app.url_map.bind("localhost").match(row.path.format(**world.ids), row.method, return_rule=True)
    assert rule.rule == row.rule
    assert row.local is not None
    for visitor in (*OUTSIDERS, "owner"):
        before = kept(world.database)
        with send(world.browsers[visitor], row, world.ids) as response:
            status = response.status_code
        assert status == row.local.of(visitor), visitor
        if status >= 400 or not row.changes:
            assert kept(world.database) == before, visitor


def test_somebody_elses_talk_is_answered_like_one_that_does_not_exist(world: World) -> None:
    nowhere = dict.fromkeys(world.ids, new_id())
    for row, accept, visitor in product([row for row in LOCAL_ROWS if row.hides], (HTML, STREAM), OUTSIDERS):
        hidden = send(world.browsers[visitor], row, world.ids, accept)
        missing = send(world.browsers[visitor], row, nowhere, accept)
        paths = [row.path.format(**ids) for ids in (world.ids, nowhere)]
        assert told(hidden, paths[0], world.ids) == told(missing, paths[1], nowhere), (row.name, accept, visitor)


def test_a_change_without_the_pages_token_is_refused_and_changes_nothing(world: World) -> None:
    before = kept(world.database)
    for row, token, visitor in product([row for row in LOCAL_ROWS if row.changes], TOKENS, VISITORS):
        browser = world.browsers[visitor]
        browser.token()
        session = session_of(browser)
        sent = send_with(browser, row, world.ids, token)
        assert sent.status_code == 400, (row.name, token, visitor)
        assert session_of(browser) == session, (row.name, token, visitor)
        assert kept(world.database) == before, (row.name, token, visitor)
