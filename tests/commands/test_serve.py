"""`practice serve`: what it refuses before it opens a door."""

import socket

import pytest

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
