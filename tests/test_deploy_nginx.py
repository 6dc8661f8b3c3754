"""The example site in a real nginx, before the real service, by TLS: words arrive as they are said."""

import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from practice.model.openai_stub import running_stub_server
from practice.model.port import ModelAnswer, ModelRequest, Piece, Usage
from tests.conftest import ROOT
from tests.require import lack
from tests.serving import free_port, serving

SITE = ROOT / "deploy" / "nginx" / "practice.conf"
NAME = "practice.example.org"
LINE = "And when would that be?"
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    {temp}
    # The service asks for no buffering by a header as well; here the site has to see to it.
    proxy_ignore_headers X-Accel-Buffering;
    include {folder}/site.conf;
}}
"""


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


def _site(folder: Path, port: int, upstream: str) -> None:
    """The example with the ports, the certificate and the service of this test."""
    text = SITE.read_text(encoding="utf-8")
    for theirs, ours in {
        "listen 127.0.0.1:443": f"listen 127.0.0.1:{port}",
        "http://127.0.0.1:8000": upstream,
        "/etc/ssl/practice/": f"{folder}/",
    }.items():
        assert theirs in text
        text = text.replace(theirs, ours)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temp = "\n    ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, temp=temp), encoding="utf-8")


@pytest.fixture
def nginx(tmp_path: Path) -> list[str]:
    """How to call it, with a place of its own, and a certificate there."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin")
    openssl = shutil.which("openssl")
    if not found or not openssl:
        lack("nginx", "nginx or openssl is not installed (Debian: apt-get install nginx-light openssl)")
    folder = tmp_path / "nginx"
    folder.mkdir()
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    whose = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    made = [openssl, "req", "-x509", *kind, *whose, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    return [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


@contextmanager
def _behind(nginx: list[str], upstream: str) -> Iterator[httpx.Client]:
    """A browser outside, that sends its pages' address along as browsers do."""
    folder, port = Path(nginx[2]), free_port()
    _site(folder, port, upstream)
    process = subprocess.Popen(nginx)
    outside = f"{NAME}:{port}"
    headers = {"Host": outside, "Referer": f"https://{outside}/", "X-Forwarded-Host": "evil.example"}
    trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    try:
        with httpx.Client(
            base_url=f"https://127.0.0.1:{port}", headers=headers, verify=trust, timeout=60, trust_env=False
        ) as client:
            _await(process, client)
            yield client
    finally:
        process.terminate()
        process.wait()


def _await(process: subprocess.Popen[bytes], client: httpx.Client) -> None:
    waiting = threading.Event()
    for _ in range(200):
        assert process.poll() is None, "nginx did not start; see its standard error"
        try:
            assert _get(client, "/healthz").status_code == 200
        except httpx.ConnectError:
            waiting.wait(0.05)
        else:
            return
    pytest.fail("nginx did not answer")


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
    _post(client, "/sign-in", _get(client, "/"), name="Alice", role="trainee")
    page = _get(client, "/scenarios/late-parcel")
    begun = _post(client, "/scenarios/late-parcel/conversations", page, language="en")
    path = begun.headers["Location"].partition("#")[0]
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', _get(client, path).text)
    assert found
    return path, found[1]


def test_nginx_takes_the_example(nginx: list[str]) -> None:
    _site(Path(nginx[2]), free_port(), "http://127.0.0.1:8000")
    done = subprocess.run([*nginx, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_words_arrive_while_the_answer_is_still_being_made(
    nginx: list[str], migrated_sqlite: Path, tmp_path: Path
) -> None:
    database = shutil.copy(migrated_sqlite, tmp_path / "practice.db")
    held = _Held()
    settings = {
        "PRACTICE_PROXIES": "1",
        "PRACTICE_HOSTS": f"{NAME},127.0.0.1",
        "PRACTICE_HTTPS": "true",
        "PRACTICE_CUSTOMER_MODEL": "openai/held",
        "OPENAI_API_KEY": "none",
    }
    with (
        running_stub_server(held) as api_base,
        serving(f"sqlite:///{database}", tmp_path, PRACTICE_API_BASE=api_base, **settings) as base,
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
        too_long = client.post(
            f"{conversation}/replies",
            data={**form, "text": "x" * 300_000},
            extensions={"sni_hostname": NAME},
        )
        assert too_long.status_code == 413
        assert "shorten the text" in too_long.text
