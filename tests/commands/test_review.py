"""`practice review`: the queue as a trainer sees it."""

import json
import subprocess

import pytest

from practice.services.assembly import Services
from practice.store.person import Person
from tests.commands.run import practice
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.services.talk import CRITERIA, NOTHING_NOTICED, Talk, begin, verdict

REPLY = "I am sorry\x1b[31m about the telescope, [b]truly[/b] so.\nI will send a new one today and ring you at five."


def _review(services: Services, *options: str) -> subprocess.CompletedProcess[str]:
    url = services.settings.database_url
    return practice("review", *options, DATABASE_URL=url, PRACTICE_CONTENT=str(ROOT), COLUMNS="200")


@pytest.fixture
def talk(services: Services, alice: Person) -> Talk:
    return begin(services, alice)


@pytest.fixture
def flagged(talk: Talk, cast: Cast) -> str:
    """A reply in the queue."""
    return _flagged(talk, cast)


def _flagged(talk: Talk, cast: Cast) -> str:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(4, "nobody ever said this"))
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    return receipt.reply_id


def test_an_empty_queue_says_so(services: Services) -> None:
    done = _review(services, "--format", "table")
    assert (done.returncode, done.stdout) == (0, "The queue is empty: no grade waits for a look.\n")


def test_an_item_holds_all_that_was_promised(services: Services, talk: Talk, flagged: str) -> None:
    done = _review(services)
    told = json.loads(done.stdout)
    [item] = told["items"]
    assert told["open"] == 1
    assert (item["turn"], item["conversation"], item["scope"], item["language"]) == (flagged, talk.id, "reply", "en")
    assert item["reasons"] == [f"quote_not_found:{criterion}" for criterion in CRITERIA]
    assert item["levels"] == dict.fromkeys(CRITERIA, 4)
    assert item["when"].endswith("+00:00")
    assert item["first_words"].startswith("I am sorry")


def test_the_table_shows_the_first_words_and_nothing_that_steers_a_terminal(
    services: Services, talk: Talk, flagged: str
) -> None:
    shown = _review(services, "--format", "table").stdout
    for words in (
        flagged,
        talk.id,
        f"{CRITERIA[0]} 4",
        f"quote_not_found:{CRITERIA[0]}",
        "[b]truly[/b]",
        "1 of 1 open",
    ):
        assert words in shown
    assert "\x1b" not in shown
    assert "ring you" not in shown


def test_it_shows_no_more_than_the_limit_and_tells_how_many_there_are(
    services: Services, cast: Cast, talk: Talk, flagged: str
) -> None:
    newer = _flagged(talk, cast)
    told = json.loads(_review(services, "--limit", "1").stdout)
    assert (told["open"], [item["turn"] for item in told["items"]]) == (2, [newer])


def test_a_limit_of_nothing_is_refused(services: Services) -> None:
    done = _review(services, "--limit", "0")
    assert done.returncode == 2
    assert "--limit" in done.stderr
