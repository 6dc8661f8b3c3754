"""The real server is killed, again and again, in the middle of things: what it acknowledged is there, graded once."""

import random
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from practice.domain.conversation import TurnStatus
from practice.store.chat import TurnRow
from practice.store.database import Database
from practice.store.grading import GradeRow
from practice.store.job import JobRow, JobState
from tests.serving import serving

HASTE = {"PRACTICE_LEASE_SECONDS": "1", "PRACTICE_STUB_WORD_MS": "30"}
KILLS = {"sqlite": 20, "postgresql": 8}
REPLY = "I am sorry that the telescope is late. I will send a new one today and ring you at five."


@dataclass
class _Trainee:
    """One browser; it notes the replies that the server has acknowledged, and `heard` is set at the first."""

    base: str
    acknowledged: set[str] = field(default_factory=set)
    heard: threading.Event = field(default_factory=threading.Event)

    def practise(self, client_key: str) -> None:
        with httpx.Client(base_url=self.base, follow_redirects=True, timeout=20) as browser:
            page = browser.get("/").text
            browser.post("/sign-in", data={"name": "Alice", "role": "trainee", "csrf_token": _token(page)})
            page = browser.get("/scenarios/late-parcel").text
            begun = browser.post(
                "/scenarios/late-parcel/conversations", data={"language": "en", "csrf_token": _token(page)}
            )
            form = {"text": f"{REPLY} {client_key}", "client_key": client_key, "csrf_token": _token(begun.text)}
            path = f"{begun.url.path}/replies"
            with browser.stream("POST", path, data=form, headers={"Accept": "text/event-stream"}) as answer:
                assert answer.status_code == 200, answer.read()
                self.acknowledged.add(form["text"])
                self.heard.set()
                for _ in answer.iter_raw():
                    pass


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the page has no CSRF token"
    return found.group(1)


@pytest.mark.timeout(400)
def test_nothing_acknowledged_is_lost_and_each_reply_is_graded_once(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20)
    acknowledged: set[str] = set()
    for number in range(KILLS[database_url.partition(":")[0]]):
        with serving(database_url, tmp_path, **HASTE) as base:
            trainee = _Trainee(base, acknowledged)
            talk = threading.Thread(target=_ignoring_the_cut, args=(trainee, f"key-{number}"), daemon=True)
            talk.start()
            if number % 2:  # on a slow machine every chance might come before the first reply
                assert trainee.heard.wait(60)
            talk.join(chance.uniform(0.02, 0.9))
        talk.join()
    with serving(database_url, tmp_path, **HASTE) as base:
        _Trainee(base, acknowledged).practise("key-last")
        _await_quiet(database)
    _check(database, acknowledged)


def _ignoring_the_cut(trainee: _Trainee, client_key: str) -> None:
    try:
        trainee.practise(client_key)
    except httpx.TransportError:
        return


def _await_quiet(database: Database) -> None:
    waiting = threading.Event()
    for _ in range(600):
        with database.reading() as session:
            open_jobs = session.exec(
                select(JobRow).where(col(JobRow.state).in_([JobState.QUEUED.value, JobState.RUNNING.value]))
            ).all()
        if not open_jobs:
            return
        waiting.wait(0.1)
    pytest.fail(f"jobs were never done: {open_jobs}")


def _check(database: Database, acknowledged: set[str]) -> None:
    with database.reading() as session:
        turns = session.exec(select(TurnRow)).all()
        graded = Counter(session.exec(select(GradeRow.turn_id)).all())
    replies = [turn for turn in turns if turn.speaker == "trainee"]
    answers = {turn.parent_id: turn for turn in turns if turn.speaker == "customer"}
    assert len(acknowledged) > 1
    kept = Counter(turn.text for turn in replies)
    assert acknowledged <= set(kept)
    assert set(kept.values()) == {1}
    assert set(graded) == {turn.id for turn in replies}
    assert set(graded.values()) == {1}
    for reply in replies:
        answer = answers[reply.id]
        assert answer.status == TurnStatus.SAID.value
        assert answer.text
