"""`practice serve`: what it refuses before it opens a door."""

import re
import socket
from dataclasses import replace

import pytest

from practice.commands.serve import way_in_for_the_first
from practice.services.assembly import Services
from practice.services.links import FirstAdmin
from practice.settings import Settings
from tests.commands.run import practice


@pytest.mark.parametrize("sign_in", ["local", "accounts"])
@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "example.org", "::"])
def test_it_answers_on_this_machine_only(host: str, sign_in: str) -> None:
    done = practice("serve", "--host", host, PRACTICE_SIGN_IN=sign_in)
    assert done.returncode == 2
    assert "127.0.0.1" in done.stderr


def test_an_odd_setting_stops_the_start_and_names_the_choices() -> None:
    done = practice("serve", PRACTICE_SIGN_IN="everybody")
    assert done.returncode == 2
    assert "PRACTICE_SIGN_IN" in done.stderr
    assert "local" in done.stderr


def test_an_unknown_provider_stops_the_start() -> None:
    practice("db", "upgrade")
    done = practice("serve", "--port", "0", PRACTICE_MODEL="no-such-provider/model")
    assert done.returncode == 2
    assert "no-such-provider" in done.stderr


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    practice("db", "upgrade")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = practice("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert done.stdout == ""


def test_a_database_without_schema_stops_the_start() -> None:
    done = practice("serve", "--port", "0")
    assert done.returncode == 2
    assert "practice db upgrade" in done.stderr


@pytest.mark.parametrize("sign_in", ["local", "accounts"])
def test_as_long_as_nobody_is_an_administrator_the_greeting_holds_a_link_for_the_first(
    settings: Settings, services: Services, sign_in: str
) -> None:
    services = replace(services, settings=settings.model_copy(update={"sign_in": sign_in}))
    found = re.search(r"http://h:1/link/(\S{43})$", way_in_for_the_first(services, "http://h:1"))
    assert bool(found) is (sign_in == "accounts")
    if found:
        first = FirstAdmin("shop", "The Shop", "ann@shop.example", "Ann")
        assert services.links.make_first_admin(found[1], first, "four calm blue whales") is not None
        assert way_in_for_the_first(services, "http://h:1") == ""
