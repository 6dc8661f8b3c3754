"""The page that tries a version on one reply: both verdicts side by side, and what was typed stays."""

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, gold_set, reply
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of

TYPED = {
    "language": "fi",
    "channel": "phone",
    "situation": "It is late.",
    "customer": "Where is it?",
    "reply": "Reply 1: 2 4",
}


@pytest.fixture
def reader() -> ReplyReader:
    return ReplyReader()


@pytest.fixture
def cast(reader: ReplyReader) -> Cast:
    return Cast(grader=reader)


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


@pytest.fixture
def address(services: Services, tina: Person) -> str:
    return f"/rubrics/frontline/versions/{drafted(services, tina)}/try"


def chosen(sight: Sight) -> list[str | None]:
    return [option["value"] for option in sight.all("option") if "selected" in option]


def test_a_reply_is_graded_by_both_and_stays_in_its_fields(browser: Browser, address: str) -> None:
    answer = browser.post(address, **TYPED)
    sight = look_at(answer)
    assert answer.status_code == 200
    assert "the service's own text in force" in sight.text
    assert (sight.text.count("2 of 5"), sight.text.count("4 of 5")) == (4, 4)
    assert "Model: reader" in sight.text
    assert "tokens: 15 cost: 0.001 US dollars" in sight.text
    assert chosen(sight) == ["fi", "phone"]
    assert "Reply 1: 2 4</textarea>" in answer.text


def test_a_failed_model_and_a_missing_text_are_told_and_nothing_typed_is_lost(
    browser: Browser, address: str, reader: ReplyReader
) -> None:
    reader.failing = {"Reply"}
    failed = browser.post(address, **TYPED)
    assert look_at(failed).text.count("Not graded. The language model could not be reached just now.") == 2
    assert "no price known" in look_at(failed).text
    assert "Reply 1: 2 4</textarea>" in failed.text
    refused = browser.post(address, **{**TYPED, "customer": ""})
    assert (refused.status_code, "Fill in all of it" in look_at(refused).text) == (400, True)
    assert "Reply 1: 2 4</textarea>" in refused.text


def test_a_reply_is_taken_into_the_form(services: Services, tina: Person, browser: Browser, address: str) -> None:
    gold_set(services, tina, reply(7, 3, 3))
    [item] = [str(option["value"]) for option in browser.get(address).all("option") if "item:" in str(option["value"])]
    taken = browser.client.get(f"{address}?pick={item}")
    assert "Reply 7: 3 3</textarea>" in taken.text
    browser.get(f"{address}?pick=item:99", status=404)
