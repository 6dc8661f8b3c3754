"""A walk through every route with accounts: who is answered how, of which organisation, and switched off or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import get_args

import pytest
from flask import Flask
from sqlmodel import update

from practice.services.assembly import Services, assemble
from practice.services.hashing import new_token, token_hash
from practice.settings import Settings
from practice.store.join_link import JoinLinkRow, add_join_link
from practice.store.person import Person, PersonRole, PersonRow
from practice.store.types import new_id, now
from practice.web.app import create_app
from tests.conftest import database_url
from tests.fakes import Cast
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.house import PASSWORD, QuickHasher
from tests.web.browser import Browser
from tests.web.inside import signed_in
from tests.web.routes import Colleague, Row
from tests.web.routes_of_accounts import ROWS_WITH_ACCOUNTS
from tests.web.walking import (
    TOKENS,
    asked,
    disputed,
    drafted,
    flagged,
    kept,
    labelled,
    send,
    send_with,
    session_of,
    talks_of,
    told,
)

__all__ = ["database_url"]  # both databases, where other tests of this folder take SQLite alone

VISITORS: tuple[Colleague, ...] = get_args(Colleague)
#: No id that the database can hold is that of anybody here.
NOBODY = "2147483647"
_NUMBERS = ("owner", "rubric_version", "scenario_version", "grade", "flagged_grade", "gold_item", "own_item")

PAGES = tuple(row for row in ROWS_WITH_ACCOUNTS if not row.changes)
CHANGES = tuple(row for row in ROWS_WITH_ACCOUNTS if row.changes)


@dataclass
class World:
    """Two organisations and everybody in front of them; `ids` of what there is can be made anew."""

    services: Services
    room: Classroom
    people: Mapping[Colleague, Person]
    browsers: Mapping[Colleague, Browser]
    ids: dict[str, str] = field(default_factory=dict)

    def renew(self) -> None:
        """Nothing that somebody has changed so far stands in the way of the next."""
        room = self.room
        cohort_id = add_cohort(self.services, "Spring", room.trainer, room.owner, room.fellow)
        link_id, token = self._join_link(cohort_id)
        self.ids = {
            **talks_of(self.services, room.owner),
            "owner": str(room.owner.id),
            "cohort": cohort_id,
            "join_link": link_id,
            "join_token": token,
            "link_token": self.services.links.link_for(room.owner),
            "fresh": new_id(),
            **drafted(self.services, room.trainer),
            **labelled(self.services, room.trainer),
            **asked(self.services, room.trainer, room.owner, cohort_id),
        }
        self.ids["grade"] = disputed(self.services, room.owner, self.ids["answer"])
        self.ids["flagged_grade"] = flagged(self.services, room.owner)

    def ids_for(self, visitor: Colleague) -> dict[str, str]:
        """With what is each visitor's own."""
        person = self.people.get(visitor)
        places = self.services.sessions.of(person) if person else []
        email = person.email or "" if person else "nobody@shop.example"
        own = {"email": email, "password": PASSWORD, "place": places[0].id if places else "none"}
        return {**self.ids, **own}

    def _join_link(self, cohort_id: str) -> tuple[str, str]:
        token, until = new_token(), now() + timedelta(days=1)
        row = JoinLinkRow(
            cohort_id=cohort_id, token_hash=token_hash(token), expires_at=until, created_by=self.room.trainer.id
        )
        with self.services.database.writing() as session:
            return add_join_link(session, row), token


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Every way of signing in is set up; nobody does the jobs, so that nothing changes but by what is sent."""
    ways = {"sign_in": "accounts", "oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "us"}
    quiet = {"jobs_in_web": False, "oidc_client_secret": "a secret between us"}
    services = assemble(settings.model_copy(update={**ways, **quiet}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def world(app: Flask, services: Services) -> World:
    room = classroom(services)
    switched_off = services.accounts.add_person("dora@shop.example", "Dora", "shop", PersonRole.TRAINER)
    add_cohort(services, "Spring", switched_off, room.owner)
    people: dict[Colleague, Person] = {
        "owner": room.owner,
        "trainee": room.fellow,
        "trainer": room.trainer,
        "other_trainer": room.other_trainer,
        "foreign_trainer": room.foreign_trainer,
        "admin": room.admin,
        "foreign_admin": room.foreign_admin,
        "disabled": switched_off,
    }
    with services.database.writing() as session:
        session.exec(update(PersonRow).values(password_hash=QuickHasher().hash(PASSWORD)))
    browsers: dict[Colleague, Browser] = {"anonymous": Browser(app)}
    browsers.update({visitor: signed_in(app, services, person) for visitor, person in people.items()})
    services.accounts.disable("dora@shop.example")
    world = World(services, room, people, browsers)
    world.renew()
    return world


def test_every_route_and_method_has_a_row_and_every_row_a_route(app: Flask) -> None:
    rules = [(rule.rule, (rule.methods or set()) - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]
    routes = {f"{method} {rule}" for rule, methods in rules for method in methods}
    rows = [row.name for row in ROWS_WITH_ACCOUNTS]
    assert sorted(routes - set(rows)) == [], "routes without a row in tests/web/routes_of_accounts.py"
    assert sorted(set(rows) - routes) == [], "rows without a route"
    assert len(rows) == len(set(rows))


def test_every_page_is_shown_as_the_table_says_and_showing_changes_nothing(app: Flask, world: World) -> None:
    for row in PAGES:
        assert _rule_of(app, row, world) == row.rule
        before = kept(world.services.database, without_audit=row.audited)
        for visitor in VISITORS:
            with send(world.browsers[visitor], row, world.ids) as response:
                status = response.status_code
            assert status == _status(row, visitor), (row.name, visitor)
        assert kept(world.services.database, without_audit=row.audited) == before, row.name


def test_a_page_leaves_a_row_of_the_audit_only_with_those_to_whom_it_opens(world: World) -> None:
    for row, visitor in product([row for row in PAGES if row.audited], VISITORS):
        if _status(row, visitor) == 200:
            continue
        before = kept(world.services.database)
        send(world.browsers[visitor], row, world.ids)
        assert kept(world.services.database) == before, (row.name, visitor)


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.name)
def test_a_change_is_open_to_whom_the_table_says(app: Flask, world: World, cast: Cast, row: Row) -> None:
    database = world.services.database
    cast.customer.will_say(*["Yes."] * len(VISITORS))
    assert _rule_of(app, row, world) == row.rule
    refused = [visitor for visitor in VISITORS if _status(row, visitor) >= 400]
    before = kept(database)
    for visitor in refused:
        assert send(world.browsers[visitor], row, world.ids_for(visitor)).status_code == _status(row, visitor), visitor
    # A failed try to sign in is counted, and the audit says whose it was.
    if row.rule != "/sign-in":
        assert kept(database) == before
    for visitor in [visitor for visitor in VISITORS if visitor not in refused]:
        if any("{" in text for text in (row.path, *dict(row.form).values())):
            world.renew()
        with send(world.browsers[visitor], row, world.ids_for(visitor)) as response:
            status = response.status_code
        assert status == _status(row, visitor), visitor


def test_what_is_hidden_is_answered_like_what_does_not_exist(world: World) -> None:
    for row in ROWS_WITH_ACCOUNTS:
        named = [name for name in world.ids if f"{{{name}}}" in row.path and not name.endswith("_token")]
        nowhere = {**world.ids, **{name: NOBODY if name in _NUMBERS else new_id() for name in named}}
        paths = [row.path.format(**ids) for ids in (world.ids, nowhere)]
        for visitor in [visitor for visitor in VISITORS if named and _status(row, visitor) >= 400]:
            if _sees(visitor, row):
                continue
            hidden = send(world.browsers[visitor], row, world.ids)
            missing = send(world.browsers[visitor], row, nowhere)
            assert told(hidden, paths[0], world.ids) == told(missing, paths[1], nowhere), (row.name, visitor)


def _sees(visitor: Colleague, row: Row) -> bool:
    """The trainer of a talk's owner knows of the talk, as the owner does: a plain no tells them nothing new.

    Nor does it to an administrator, who sees every group of their organisation. Who is told of a conflict sees what
    stands there.
    """
    if _status(row, visitor) == 409:
        return True
    if visitor == "admin" and _status(row, visitor) == 403:
        return row.path.startswith("/cohorts")
    return visitor in ("owner", "trainer") and row.path.startswith(("/conversations", "/turns", "/grades"))


def _status(row: Row, visitor: Colleague) -> int:
    assert row.accounts is not None
    return row.accounts.of(visitor)


def _rule_of(app: Flask, row: Row, world: World) -> str:
    rule, _ = app.url_map.bind("localhost").match(row.path.format(**world.ids), row.method, return_rule=True)
    found: str = rule.rule
    return found


def test_a_change_without_the_pages_token_is_refused_and_changes_nothing(world: World) -> None:
    before, sessions = kept(world.services.database), {}
    for visitor, browser in world.browsers.items():
        browser.token()
        sessions[visitor] = session_of(browser)
    for row in CHANGES:
        for token, visitor in product(TOKENS, VISITORS):
            sent = send_with(world.browsers[visitor], row, world.ids_for(visitor), token)
            assert sent.status_code == 400, (row.name, token, visitor)
            assert session_of(world.browsers[visitor]) == sessions[visitor], (row.name, token, visitor)
        assert kept(world.services.database) == before, row.name
