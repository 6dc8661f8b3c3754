"""Which names the service answers to, what it believes of proxies, and what https changes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask, request, url_for
from werkzeug.test import TestResponse

from practice.commands.serve import serve
from practice.errors import BadSettings
from practice.services.assembly import assemble
from practice.settings import load_settings
from practice.web.app import create_app
from tests.commands.run import practice
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.serving import serving

FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.9;proto=https;host=evil.example",
}
OURS = "practice.example"
#: What a proxy says of a browser that asked for https://practice.example/.
PASSED_ON = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": OURS}
NOT_OURS = (
    *("evil.example", "localhost.evil.example", "evil.localhost", ".localhost", "127.0.0.1.", "[127.0.0.1]", "[::2]"),
    *("::1", "localhost:80:80", "localhost:", "localhost/", "localhost ", "localhost@evil.example", "localhost,a", ""),
)

BEHIND_A_PROXY = {"PRACTICE_PROXIES": "1", "PRACTICE_HOSTS": "practice.example"}

Door = Callable[..., Flask]


@pytest.fixture
def door(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Door]:
    """A front door by its settings, with a page that tells how the visitor looks from inside."""
    opened = []

    def made(**settings: object) -> Flask:
        database = f"sqlite:///{migrated_sqlite}"
        services = assemble(
            load_settings(DATABASE_URL=database, content=ROOT, var=tmp_path / "var", **settings), Cast().voices()
        )
        opened.append(services)
        app = create_app(services)

        @app.get("/seen")
        def seen() -> dict[str, str | None]:
            return {"address": request.remote_addr, "link": url_for("scenarios.overview", _external=True)}

        return app

    yield made
    for services in opened:
        services.database.close()


def _ask(app: Flask, host: str = "localhost", path: str = "/", **more: str) -> TestResponse:
    return app.test_client().get(path, headers={**more, "Host": host})


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:81", "[::1]", "[::1]:8000"])
def test_unset_it_answers_to_this_machines_own_names_on_any_port(door: Door, host: str) -> None:
    assert _ask(door(), host).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/no-such-page"])
def test_another_name_gets_a_page_that_names_nothing(door: Door, path: str) -> None:
    app = door()
    for host in NOT_OURS:
        response = _ask(app, host, path)
        assert response.status_code == 400, host
        assert "Bad request" in response.text
        assert "practice" not in f"{response.text}{response.headers}".lower()
        assert "Set-Cookie" not in response.headers
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_the_names_set_replace_those_of_this_machine(door: Door) -> None:
    app = door(hosts="Practice.Example, [2001:DB8::1],münchen.example")
    hosts = (OURS, "[2001:db8::1]:443", "xn--mnchen-3ya.example", "localhost")
    assert [_ask(app, host).status_code for host in hosts] == [200, 200, 200, 400]


def test_without_proxies_nothing_that_is_forwarded_is_believed(door: Door) -> None:
    response = _ask(door(https=True), path="/seen", **FORGED)
    assert response.json == {"address": "127.0.0.1", "link": "http://localhost/scenarios"}
    assert "Strict-Transport-Security" not in response.headers


def test_behind_a_proxy_its_word_counts(door: Door) -> None:
    app = door(proxies=1, hosts=OURS, https=True)
    response = _ask(app, "127.0.0.1:8000", "/seen", **PASSED_ON)
    assert response.json == {"address": "203.0.113.9", "link": f"https://{OURS}/scenarios"}


def test_what_a_browser_forged_before_the_proxy_is_not_counted(door: Door) -> None:
    """Even where a proxy appends: the last entry is its own."""
    app = door(proxies=1, hosts=OURS, https=True)
    appended = {name: f"{FORGED[name]}, {value}" for name, value in PASSED_ON.items()}
    response = _ask(app, "127.0.0.1:8000", "/seen", **appended)
    assert response.json == {"address": "203.0.113.9", "link": f"https://{OURS}/scenarios"}


def test_of_two_proxies_the_outer_one_is_believed(door: Door) -> None:
    app = door(proxies=2, hosts=OURS, https=True)
    chain = {name: f"{FORGED[name]}, {value}, inner" for name, value in PASSED_ON.items()}
    assert _ask(app, "inner", "/seen", **chain).json == {
        "address": "203.0.113.9",
        "link": f"https://{OURS}/scenarios",
    }


def test_behind_a_proxy_it_is_the_forwarded_name_that_is_judged(door: Door) -> None:
    app = door(proxies=1, hosts=OURS, https=True)
    assert _ask(app, OURS, **{**PASSED_ON, "X-Forwarded-Host": "evil.example"}).status_code == 400
    assert _ask(app, "evil.example", **{"X-Forwarded-Proto": "https"}).status_code == 400


def test_https_makes_the_cookie_this_hosts_own_and_tells_browsers_to_stay(door: Door) -> None:
    response = _ask(door(proxies=1, hosts=OURS, https=True), OURS, **PASSED_ON)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-practice=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_https_nothing_is_said_of_it(door: Door) -> None:
    response = _ask(door(proxies=1, hosts="localhost"), **{**PASSED_ON, "X-Forwarded-Host": "localhost"})
    assert response.headers["Set-Cookie"].startswith("practice=")
    assert "Secure" not in response.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in response.headers


def test_behind_https_a_form_from_elsewhere_is_refused(door: Door) -> None:
    """Its token alone is not enough: the browser says which page sent it."""
    client = door(proxies=1, hosts=OURS, https=True).test_client()
    page = client.get("/", base_url=f"https://{OURS}", headers=PASSED_ON).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "language": "fi"}

    def send(sender: str) -> int:
        headers = {**PASSED_ON, "Referer": f"{sender}/"}
        return client.post("/language", base_url=f"https://{OURS}", data=form, headers=headers).status_code

    assert send("https://evil.example") == 400
    assert send(f"https://{OURS}") == 303


def test_the_running_server_believes_nobody_on_its_own_machine_either(migrated_sqlite: Path, tmp_path: Path) -> None:
    """gunicorn by itself would take scheme and path prefix from any header that comes by way of 127.0.0.1."""
    with serving(f"sqlite:///{migrated_sqlite}", tmp_path, PRACTICE_HTTPS="true") as base:
        answer = httpx.get(f"{base}/scenarios", headers={**FORGED, "SCRIPT_NAME": "/evil"})
        assert "evil" not in f"{answer.text}{answer.headers}"
        assert "Strict-Transport-Security" not in answer.headers
        assert httpx.get(base, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("environment", "place", "way_out"),
    [
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG='1'", "take FLASK_DEBUG out"),
        ({"WERKZEUG_DEBUG_PIN": "off"}, "WERKZEUG_DEBUG_PIN='off'", "take WERKZEUG_DEBUG_PIN out"),
        ({"PRACTICE_PROXIES": "1"}, "PRACTICE_PROXIES=1", "PRACTICE_HOSTS=practice.example.org"),
        (BEHIND_A_PROXY, "PRACTICE_HOSTS=practice.example with PRACTICE_SIGN_IN=local", "PRACTICE_SIGN_IN=accounts"),
        (
            {**BEHIND_A_PROXY, "PRACTICE_HOSTS": "localhost,practice.example", "PRACTICE_SIGN_IN": "accounts"},
            "PRACTICE_HOSTS=localhost,practice.example without PRACTICE_HTTPS",
            "put a proxy with TLS in front",
        ),
        ({"PRACTICE_SECRET_KEY": "changemechangeme"}, "PRACTICE_SECRET_KEY=…", "secrets.token_hex(32)"),
    ],
)
def test_an_unsafe_front_door_is_not_opened(
    environment: dict[str, str], place: str, way_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refusal:
        serve.main(["--port", "0"], standalone_mode=False)
    assert str(refusal.value).startswith(place)
    assert way_out in str(refusal.value)


@pytest.mark.parametrize(
    "environment",
    [
        {"FLASK_DEBUG": "0"},
        {**BEHIND_A_PROXY, "PRACTICE_HTTPS": "true", "PRACTICE_SIGN_IN": "accounts"},
        {**BEHIND_A_PROXY, "PRACTICE_HOSTS": "localhost,127.0.0.1,::1"},
    ],
)
def test_a_safe_front_door_is_no_reason_to_stop(environment: dict[str, str]) -> None:
    """The start goes on to what it misses next."""
    assert "practice db upgrade" in practice("serve", "--port", "0", **environment).stderr
