"""`practice regrade`: kept replies graded again, all of them and each once, whatever happens to the process."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from practice.domain.conversation import Turn, TurnStatus
from practice.domain.transcript import Speaker
from practice.model.openai_stub import running_stub_server
from practice.model.openai_stub_options import StubServerOptions
from practice.services.assembly import Services
from practice.store.chat import add_turn
from practice.store.database import Database
from practice.store.grading import GradeRow
from practice.store.job import JobRow
from practice.store.person import Person
from practice.store.regrading import RegradingRow
from practice.store.types import new_id, now
from practice.store.version import RubricVersionRow
from tests.commands.run import practice
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.services.talk import CRITERIA, NOTHING_NOTICED, begin, verdict

REPLY = "I am sorry about the telescope. I will send a new one today and ring you at five."
REPLIES = 8
SLOW = StubServerOptions(first_token_ms=300)


@pytest.fixture
def kept(services: Services, cast: Cast, alice: Person) -> list[str]:
    """Replies of one talk; the first has a grade, which is lower than the stub's. No worker is at work here."""
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(1))
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    services.worker.stop()
    ids = [receipt.reply_id, *(new_id() for _ in range(REPLIES - 1))]
    with services.database.writing() as session:
        for parent, own in pairwise(ids):
            add_turn(session, Turn(own, talk.id, parent, Speaker.TRAINEE, REPLY, TurnStatus.SAID, now()), own)
    return ids


def _environment(services: Services, **settings: str) -> dict[str, str]:
    return {"DATABASE_URL": services.settings.database_url, "PRACTICE_CONTENT": str(ROOT), "COLUMNS": "120", **settings}


def _regrade(services: Services, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return practice("regrade", *options, **_environment(services, **settings))


def _grades(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(session.exec(select(GradeRow.turn_id)).all())


def _once_more(kept: list[str]) -> dict[str, int]:
    """How many grades each reply has after one run: the first had one before."""
    first, *others = kept
    return {first: 2, **dict.fromkeys(others, 1)}


def test_every_reply_is_graded_again_and_the_end_tells_what_moved(services: Services, kept: list[str]) -> None:
    done = _regrade(services)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["replies"], told["graded"], told["not_graded"], told["reasons"]) == (REPLIES, REPLIES, 0, [])
    assert [moves["criterion"] for moves in told["criteria"]] == list(CRITERIA)
    for moves in told["criteria"]:
        assert moves["newly_graded"] == REPLIES - 1
        assert sum(moves[kind] for kind in ("up", "down", "stayed", "shown_or_not")) == 1
    assert {(change["turn"], change["from"]) for change in told["changes"]} == {(kept[0], 1)}
    assert f"run {told['run']}: {REPLIES} of {REPLIES} replies to grade" in done.stderr
    assert _grades(services.database) == _once_more(kept)


def test_the_table_names_the_replies_that_moved(services: Services, kept: list[str]) -> None:
    shown = _regrade(services, "--format", "table").stdout
    assert f"{REPLIES} replies, {REPLIES} graded, 0 not graded" in shown
    assert "newly graded" in shown
    assert kept[0] in shown
    assert kept[1] not in shown
    assert "changes, largest first" in shown


def test_replies_that_cannot_be_graded_make_exit_3_with_the_reason(services: Services, kept: list[str]) -> None:
    nobody = {
        "PRACTICE_API_BASE": "http://127.0.0.1:9/v1",
        "PRACTICE_MODEL_TIMEOUT": "5",
        "PRACTICE_MODEL_ATTEMPTS": "1",
    }
    done = _regrade(services, "--model", "openai/anything", "--format", "table", **nobody)
    assert done.returncode == 3, done.stderr
    assert f"{REPLIES} not graded, model_unavailable: openai/anything at http://127.0.0.1:9/v1" in done.stdout
    again = _regrade(services, "--only", "not_graded")
    assert json.loads(again.stdout)["replies"] == REPLIES - 1


def test_another_rubric_is_kept_as_a_version_and_graded_by(services: Services, kept: list[str], tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text((ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = _regrade(services, "--rubric", str(mine))
    assert done.returncode == 0, done.stderr
    with services.database.reading() as session:
        version = session.exec(select(RubricVersionRow).where(RubricVersionRow.key == "mine")).one()
        found = select(func.count()).select_from(GradeRow).where(GradeRow.rubric_version_id == version.id)
        assert session.exec(found).one() == REPLIES


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--rubric", "nonsense"), ("--rubric", "'nonsense'", "frontline")),
        (("--rubric", "nowhere.yaml"), ("--rubric nowhere.yaml", "cannot be read")),
        (("--model", "nonsense"), ("--model", "'nonsense'", "openai, anthropic")),
        (("--since", "31.1.2026"), ("--since", "'31.1.2026'", "YYYY-MM-DD")),
        (("--only", "good"), ("--only", "'good'", "not_graded")),
        (("--resume", "nonsense"), ("'nonsense'", "unfinished: none")),
        (("--resume",), ("no run is unfinished",)),
        (("--resume", "--since", "2026-01-31"), ("--resume", "leave out")),
    ],
)
def test_what_is_misnamed_is_told_and_nothing_is_written(
    services: Services, kept: list[str], options: tuple[str, ...], told: tuple[str, ...]
) -> None:
    done = _regrade(services, *options)
    assert (done.returncode, done.stdout) == (2, "")
    for words in told:
        assert words in done.stderr
    with services.database.reading() as session:
        assert session.exec(select(RegradingRow)).all() == []
        assert session.exec(select(JobRow).where(JobRow.kind == "regrade")).all() == []


def test_where_no_reply_is_as_asked_for_it_says_so(services: Services, kept: list[str]) -> None:
    done = _regrade(services, "--since", "2999-01-01", "--format", "table")
    assert (done.returncode, done.stdout) == (0, "No kept reply is as asked for; nothing was graded.\n")
    assert json.loads(_regrade(services, "--since", "2999-01-01").stdout)["run"] is None


@pytest.mark.timeout(240)
def test_killed_midway_and_resumed_every_reply_has_exactly_one_new_grade(services: Services, kept: list[str]) -> None:
    with running_stub_server(options=SLOW) as address:
        upstream = {"PRACTICE_API_BASE": address, "PRACTICE_LEASE_SECONDS": "1", "PRACTICE_JOB_THREADS": "2"}
        with _running(services, "--model", "openai/stub", **upstream) as process:
            _await(lambda: _grades(services.database).total() > 2, process)
            process.kill()
            process.wait()
        graded = _grades(services.database).total()
        assert 2 < graded < REPLIES + 1, "it was not killed midway"
        done = _regrade(services, "--resume", **upstream)
    assert done.returncode == 0, done.stderr
    assert _grades(services.database) == _once_more(kept)
    told = json.loads(done.stdout)
    assert (told["replies"], told["graded"]) == (REPLIES, REPLIES)
    assert _models(services.database) == {"queued-grader": 1, "openai/stub": REPLIES}
    assert f"run {told['run']}: {REPLIES + 1 - graded} of {REPLIES} replies to grade" in done.stderr


@pytest.mark.timeout(240)
def test_ctrl_c_says_how_to_go_on(services: Services, kept: list[str]) -> None:
    with running_stub_server(options=SLOW) as address:
        upstream = {"PRACTICE_API_BASE": address, "PRACTICE_JOB_THREADS": "2"}
        with _running(services, "--model", "openai/stub", **upstream) as process:
            _await(lambda: _grades(services.database).total() > 1, process)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        [run_id] = _runs(services.database)
        assert f"Go on with: practice regrade --resume {run_id}" in said
        done = _regrade(services, "--resume", run_id, **upstream)
    assert done.returncode == 0, done.stderr
    assert _grades(services.database) == _once_more(kept)


@contextmanager
def _running(services: Services, *options: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "practice", "regrade", *options],
        env={**os.environ, **_environment(services, **settings)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever starts the tests in a shell's background has Ctrl-C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _await(true: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    waiting = threading.Event()
    for _ in range(1200):
        if true():
            return
        assert process.poll() is None, process.communicate()
        waiting.wait(0.05)
    pytest.fail("it never came so far")


def _models(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(session.exec(select(GradeRow.model)).all())


def _runs(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(RegradingRow.id)).all())
