"""The example site in a real nginx, before the real service, by TLS: words arrive as they are said."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from practice.model.openai_stub import running_stub_server
from practice.model.port import ModelAnswer, ModelRequest, Piece, Usage
from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.proxying import BEHIND, NAME, Nginx, nginx_in, trusting
from tests.serving import serving

LINE = "And when would that be?"
EMAIL, PASSWORD = "alice@shop.example", "four calm blue whales"


class _Held:
    """A customer who says nothing until told to."""

    name = "held"

    def __init__(self) -> None:
        self.may_speak = threading.Event()

    def complete(self, request: ModelRequest) -> ModelAnswer:
        assert self.may_speak.wait(60)
        return ModelAnswer(LINE, self.name, Usage(1, 1), 1)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        raise NotImplementedError("the server streams what complete() says")


@pytest.fixture
def nginx(tmp_path: Path) -> Nginx:
    return nginx_in(tmp_path / "nginx")


@contextmanager
def _behind(nginx: Nginx, upstream: str) -> Iterator[httpx.Client]:
    """A browser outside, that sends its pages' address along as browsers do."""
    with nginx.before(upstream) as port:
        outside = f"{NAME}:{port}"
        headers = {"Host": outside, "Referer": f"https://{outside}/", "X-Forwarded-Host": "evil.example"}
        with httpx.Client(
            base_url=f"https://127.0.0.1:{port}",
            headers=headers,
            verify=trusting(nginx.certificate),
            timeout=60,
            trust_env=False,
        ) as client:
            yield client


def _get(client: httpx.Client, path: str) -> httpx.Response:
    return client.get(path, extensions={"sni_hostname": NAME})


def _post(client: httpx.Client, path: str, page: httpx.Response, **form: str) -> httpx.Response:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    answer = client.post(path, data={**form, "csrf_token": found[1]}, extensions={"sni_hostname": NAME})
    assert answer.status_code == 303, answer.text
    outer = client.headers["Referer"]
    assert urljoin(outer, answer.headers["Location"]).startswith(outer)
    return answer


def _begin(client: httpx.Client) -> tuple[str, str]:
    """The address of a new conversation, and the token of its page."""
    _post(client, "/sign-in", _get(client, "/"), email=EMAIL, password=PASSWORD)
    page = _get(client, "/scenarios/late-parcel")
    begun = _post(client, "/scenarios/late-parcel/conversations", page, language="en")
    path = begun.headers["Location"].partition("#")[0]
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', _get(client, path).text)
    assert found
    return path, found[1]


def _add_alice(url: str) -> None:
    database = Database(url)
    accounts, links = AccountService(database), LinkService(database)
    accounts.add_organisation("shop", "The Shop")
    person = accounts.add_person(EMAIL, "Alice", "shop", PersonRole.TRAINEE)
    assert links.choose_password(links.link_for(person), PASSWORD)
    database.close()


def test_nginx_takes_the_example(nginx: Nginx) -> None:
    done = nginx.check()
    assert done.returncode == 0, done.stderr


def test_words_arrive_while_the_answer_is_still_being_made(nginx: Nginx, migrated_sqlite: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'practice.db')}"
    _add_alice(url)
    held = _Held()
    settings = {**BEHIND, "PRACTICE_CUSTOMER_MODEL": "openai/held", "OPENAI_API_KEY": "none"}
    with (
        running_stub_server(held) as api_base,
        serving(url, tmp_path, PRACTICE_API_BASE=api_base, **settings) as base,
        _behind(nginx, base) as client,
    ):
        page = _get(client, "/")
        assert page.headers["Strict-Transport-Security"]
        assert page.headers["Set-Cookie"].startswith("__Host-practice=")
        conversation, token = _begin(client)
        form = {"text": "I am sorry about the telescope.", "client_key": "1" * 32, "csrf_token": token}
        with client.stream(
            "POST",
            f"{conversation}/replies",
            data=form,
            headers={"Accept": "text/event-stream"},
            extensions={"sni_hostname": NAME},
        ) as answer:
            assert answer.status_code == 200, answer.read()
            pieces = answer.iter_text()
            first = next(pieces)
            assert not held.may_speak.is_set()
            assert "event: kept" in first
            assert "event: turn" not in first
            held.may_speak.set()
            rest = "".join(pieces)
        assert rest.count("event: token") >= 1
        assert "event: end" in rest
        too_long, far_too_long = (
            client.post(
                f"{conversation}/replies",
                data={**form, "text": "x" * length},
                extensions={"sni_hostname": NAME},
            )
            for length in (300_000, 3_000_000)
        )
        assert too_long.status_code == 400
        assert "x" * 300_000 in too_long.text
        assert far_too_long.status_code == 413
        assert "You sent 3,000" in far_too_long.text
