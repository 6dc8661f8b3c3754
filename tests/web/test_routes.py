"""A walk through every route and method: who is answered how, and that a change needs the page's token."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import get_args

import pytest
from flask import Flask
from sqlalchemy import select
from sqlmodel import update
from werkzeug.test import TestResponse

from practice.domain.conversation import TurnStatus
from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.store.chat import TurnRow
from practice.store.database import Database
from practice.store.job import JobRow, JobState
from practice.store.person import Person
from practice.store.tables import METADATA
from practice.store.types import new_id
from tests.fakes import Cast
from tests.services.talk import begin
from tests.web.browser import Browser
from tests.web.routes import HTML, ROWS, STREAM, Row, Visitor

VISITORS: tuple[Visitor, ...] = get_args(Visitor)
OUTSIDERS: tuple[Visitor, ...] = ("anonymous", "trainee", "trainer")
#: None, and one that no page of ours holds.
TOKENS: tuple[dict[str, str], ...] = ({}, {"csrf_token": "made-up"})
_TOKEN = re.compile(r'(name="csrf_token" value=)"[^"]+"')

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@dataclass(frozen=True)
class World:
    """What there is, and everybody in front of it."""

    ids: Mapping[str, str]
    browsers: Mapping[Visitor, Browser]
    database: Database

    def path(self, row: Row) -> str:
        return row.path.format(**self.ids)

    def send(self, visitor: Visitor, row: Row, path: str, accept: str = "") -> TestResponse:
        """As a page of ours would send it."""
        browser = self.browsers[visitor]
        if row.changes:
            return browser.post(path, accept or row.accept, **dict(row.form))
        return browser.client.open(path, method=row.method, headers={"Accept": accept or row.accept})

    def kept(self) -> dict[str, list[str]]:
        """All that the database holds."""
        with self.database.reading() as session:
            connection = session.connection()
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in METADATA.sorted_tables
            }


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Nobody does the jobs, so that nothing changes but by what is sent."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def world(app: Flask, services: Services, alice: Person) -> World:
    past = begin(services, alice)
    lost = past.reply("Hello")
    _lose_all_jobs(services.database, lost.answer_id)
    services.chat.end(alice, past.id)
    _lose_all_jobs(services.database, lost.answer_id)
    spoken = begin(services, alice).reply("Hello")
    browsers: dict[Visitor, Browser] = {
        "anonymous": Browser(app),
        "owner": Browser(app).sign_in("Alice"),
        "trainee": Browser(app).sign_in("Charlie"),
        # A trainer of the owner's name is somebody else.
        "trainer": Browser(app).sign_in("Alice", role="trainer"),
    }
    ids = {
        "talk": begin(services, alice).id,
        "past": past.id,
        "answer": spoken.answer_id,
        "lost_reply": lost.reply_id,
        "lost_answer": lost.answer_id,
    }
    return World(ids, browsers, services.database)


def _lose_all_jobs(database: Database, answer_id: str) -> None:
    with database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
        session.get_one(TurnRow, answer_id).status = TurnStatus.FAILED.value


def test_every_route_and_method_has_a_row_and_every_row_a_route(app: Flask) -> None:
    rules = [(rule.rule, (rule.methods or set()) - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]
    routes = {f"{method} {rule}" for rule, methods in rules for method in methods}
    rows = [row.name for row in ROWS]
    assert sorted(routes - set(rows)) == [], "routes without a row in tests/web/routes.py"
    assert sorted(set(rows) - routes) == [], "rows without a route"
    assert len(rows) == len(set(rows))


@each_row
def test_everybody_is_answered_as_the_table_says(app: Flask, world: World, row: Row) -> None:
    rule, _ = app.url_map.bind("localhost").match(world.path(row), row.method, return_rule=True)
    assert rule.rule == row.rule
    for visitor in (*OUTSIDERS, "owner"):
        before = world.kept()
        with world.send(visitor, row, world.path(row)) as response:
            status = response.status_code
        assert status == row.statuses.of(visitor), visitor
        if status >= 400 or not row.changes:
            assert world.kept() == before, visitor


def test_somebody_elses_talk_is_answered_like_one_that_does_not_exist(world: World) -> None:
    nowhere = dict.fromkeys(world.ids, new_id())
    for row, accept, visitor in product([row for row in ROWS if row.hides], (HTML, STREAM), OUTSIDERS):
        hidden = world.send(visitor, row, world.path(row), accept)
        missing = world.send(visitor, row, row.path.format(**nowhere), accept)
        assert _told(hidden, world.ids) == _told(missing, nowhere), (row.name, accept, visitor)


def test_a_change_without_the_pages_token_is_refused_and_changes_nothing(world: World) -> None:
    before = world.kept()
    for row, token, visitor in product([row for row in ROWS if row.changes], TOKENS, VISITORS):
        browser = world.browsers[visitor]
        browser.token()
        session = _session(browser)
        form, headers = {**dict(row.form), **token}, {"Accept": row.accept}
        sent = browser.client.open(world.path(row), method=row.method, data=form, headers=headers)
        assert sent.status_code == 400, (row.name, token, visitor)
        assert _session(browser) == session, (row.name, token, visitor)
        assert world.kept() == before, (row.name, token, visitor)


def _told(response: TestResponse, ids: Mapping[str, str]) -> tuple[int, str, list[tuple[str, str]]]:
    """All of an answer but the ids asked for, and what is made up anew for each page."""
    text, headers = _TOKEN.sub(r"\1", response.text), []
    for id_ in ids.values():
        text = text.replace(id_, "ID")
    for name, value in response.headers:
        if name not in ("Set-Cookie", "Content-Length"):
            headers.append((name, re.sub("|".join(ids.values()), "ID", value)))
    return response.status_code, text, headers


def _session(browser: Browser) -> dict[str, object]:
    """Who is signed in and what they chose; `_fresh` is a note of flask-login's to itself."""
    with browser.client.session_transaction() as session:
        return {key: value for key, value in session.items() if key != "_fresh"}
