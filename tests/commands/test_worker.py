"""`practice worker`: the model work in a process of its own, watched from the web process."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.serving import serving


@contextmanager
def working(database_url: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "practice", "worker"],
        env={**os.environ, "DATABASE_URL": database_url, "PRACTICE_CONTENT": str(ROOT), "PRACTICE_STUB_WORD_MS": "120"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert "working on" in process.stdout.readline()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


@pytest.mark.timeout(120)
def test_an_answer_made_elsewhere_is_streamed_here(database_url: str, tmp_path: Path) -> None:
    with (
        serving(database_url, tmp_path, PRACTICE_JOBS_IN_WEB="no") as base,
        working(database_url),
        httpx.Client(base_url=base, follow_redirects=True, timeout=60) as browser,
    ):
        browser.post("/sign-in", data={"name": "Alice", "role": "trainee", "csrf_token": _token(browser.get("/"))})
        briefing = browser.get("/scenarios/late-parcel")
        talk = browser.post(
            "/scenarios/late-parcel/conversations", data={"language": "en", "csrf_token": _token(briefing)}
        )
        form = {"text": "I will send a new one today.", "client_key": "one", "csrf_token": _token(talk)}
        streamed = browser.post(f"{talk.url.path}/replies", data=form, headers={"Accept": "text/event-stream"}).text
    events = re.findall(r"^event: (\w+)$", streamed, re.MULTILINE)
    assert events[0] == "kept"
    assert events.count("token") > 1, "the words came all at once"
    assert {"mood", "turn", "grade"} <= set(events)
    assert events[-1] == "end"


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, "the page has no CSRF token"
    return found.group(1)
