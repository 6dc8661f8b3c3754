"""`practice org` and `practice user`."""

import re

import pytest

from practice.commands.user import link_address
from practice.services.links import LinkService
from practice.store.database import Database
from tests.commands.run import practice

ADD = ("user", "add", "Kim@shop.example", "--name", "Kim", "--org", "shop")


@pytest.fixture
def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert practice("org", "add", "shop", "--name", "The Shop").returncode == 0
    return database_url


def test_somebody_who_is_added_gets_a_link_that_opens(world: str) -> None:
    added = practice(*ADD, "--role", "admin", "--site", "http://127.0.0.1:9/")
    found = re.search(r"^http://127\.0\.0\.1:9/link/(\S{43})$", added.stdout, re.MULTILINE)
    assert found, added
    database = Database(world)
    link = LinkService(database).opened(found[1])
    assert link is not None
    assert link.person is not None
    assert link.person.email == "kim@shop.example"
    again = practice("user", "reset", "kim@shop.example")
    assert "/link/" in again.stdout
    assert LinkService(database).opened(found[1]) is None
    database.close()


def test_people_and_organisations_are_listed_with_what_was_changed(world: str) -> None:
    practice(*ADD)
    assert practice("org", "list").stdout == "shop\tThe Shop\n"
    assert practice("user", "role", "kim@shop.example", "trainer").stdout == "kim@shop.example: trainer, enabled\n"
    practice("user", "disable", "kim@shop.example")
    assert practice("user", "list").stdout == "kim@shop.example\tKim\ttrainer\tshop\tdisabled\n"
    assert practice("user", "enable", "kim@shop.example").stdout == "kim@shop.example: trainer, enabled\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("org", "add", "shop", "--name", "Again"), "choose another key"),
        (("user", "add", "kim@mill", "--name", "Kim", "--org", "mill"), "practice org list"),
        (("user", "add", "kim", "--name", "Kim", "--org", "shop"), "name@host"),
        (("user", "disable", "nobody@shop.example"), "practice user list"),
        (("user", "role", "kim@shop.example", "boss"), "'trainee', 'trainer', 'admin'"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(world: str, arguments: tuple[str, ...], told: str) -> None:
    done = practice(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_is_not_taken_on_the_command_line(world: str) -> None:
    assert practice(*ADD, "--password", "four calm blue whales").returncode == 2
    assert practice("user", "list").stdout == ""


def test_an_address_has_one_slash_between_site_and_link() -> None:
    assert link_address("http://h/", "t") == link_address("http://h", "t") == "http://h/link/t"
