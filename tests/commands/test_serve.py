"""`practice serve`: what it refuses before it opens a door."""

import re
import socket
from dataclasses import replace

import pytest

from practice.commands.front_door import refuse_unsafe_door
from practice.commands.serve import site_of, way_in_for_the_first
from practice.errors import BadSettings
from practice.services.assembly import Services
from practice.services.links import FirstAdmin
from practice.settings import Settings, load_settings
from tests.commands.run import practice

BEHIND_TLS = {"PRACTICE_HOSTS": "practice.example", "PRACTICE_PROXIES": "1", "PRACTICE_HTTPS": "true"}
HOSTS = ("0.0.0.0", "192.0.2.7", "example.org", "::")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("more", [{}, BEHIND_TLS])
def test_where_a_name_is_enough_it_answers_on_this_machine_only_and_says_how_to_set_accounts_up(
    host: str, more: dict[str, str]
) -> None:
    with pytest.raises(BadSettings) as refusal:
        refuse_unsafe_door(host, _settings(more))
    assert str(refusal.value).startswith(f"--host {host} with PRACTICE_SIGN_IN=local")
    assert "set PRACTICE_SIGN_IN=accounts" in str(refusal.value)


def test_a_proxy_that_passes_others_on_needs_accounts_too() -> None:
    with pytest.raises(BadSettings, match=r"PRACTICE_HOSTS=practice\.example with PRACTICE_SIGN_IN=local"):
        refuse_unsafe_door("127.0.0.1", _settings(BEHIND_TLS))


@pytest.mark.parametrize("lacking", BEHIND_TLS)
@pytest.mark.parametrize("host", HOSTS)
def test_with_accounts_other_addresses_need_tls_in_front_and_what_lacks_is_named(host: str, lacking: str) -> None:
    there = {name: value for name, value in BEHIND_TLS.items() if name != lacking}
    with pytest.raises(BadSettings, match=lacking):
        refuse_unsafe_door(host, _settings({"PRACTICE_SIGN_IN": "accounts", **there}))


@pytest.mark.parametrize("host", [*HOSTS, "127.0.0.1"])
def test_with_accounts_and_tls_in_front_the_door_may_be_opened(host: str) -> None:
    refuse_unsafe_door(host, _settings({"PRACTICE_SIGN_IN": "accounts", **BEHIND_TLS}))


def test_the_command_itself_refuses_before_it_opens_anything() -> None:
    done = practice("serve", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "PRACTICE_SIGN_IN=accounts" in done.stderr


@pytest.mark.parametrize(
    ("more", "site"),
    [
        ({}, "http://127.0.0.1:8000"),
        (BEHIND_TLS, "https://practice.example"),
        ({**BEHIND_TLS, "PRACTICE_HOSTS": "2001:db8::1,practice.example"}, "https://[2001:db8::1]"),
        ({**BEHIND_TLS, "PRACTICE_SITE": "https://practice.example:8443/"}, "https://practice.example:8443"),
    ],
)
def test_links_begin_with_what_people_type(more: dict[str, str], site: str) -> None:
    assert site_of(_settings(more), "127.0.0.1", 8000) == site


def _settings(environment: dict[str, str]) -> Settings:
    return load_settings(**{name.removeprefix("PRACTICE_").lower(): value for name, value in environment.items()})


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
