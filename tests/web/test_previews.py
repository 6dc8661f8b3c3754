"""The pages of previews: from a draft to what it would change, and what is told where something is lacking."""

import re

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from practice.web.headers import CONTENT_SECURITY_POLICY
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, reply, twelve
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff, staff_of

PATH = "/rubrics/frontline"


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


def test_a_draft_is_previewed_and_its_page_says_what_it_would_change(
    services: Services, tina: Person, browser: Browser
) -> None:
    address = f"{PATH}/versions/{drafted(services, tina)}"
    assert "Not previewed yet" in browser.get(address).text
    assert "no set of labelled replies" in browser.get(f"{address}/preview").text
    set_id = gold_set(services, tina, *twelve())
    assert re.search(r"Spring made on [^·]+ · 12 of 12 replies are labelled", browser.get(f"{address}/preview").text)
    begun = browser.post(f"{address}/preview", gold_set=set_id, instead_of="0")
    assert begun.status_code == 303
    finished(services, tina, begun.headers["Location"].rsplit("/", 1)[1])
    told = browser.get(begun.headers["Location"]).text
    assert "replies compared: 12" in told
    assert "1.0 more generous than people (from +1.0 to +1.0)" in told
    assert re.search(r"Difference: \+0\.\d\d \(from −0\.\d\d to \+0\.\d\d\) : may be chance", told)
    assert "48 in all. First those that move away from what people say." in told
    assert "farther from people by 1" in told
    assert "Levels that change: 48." in browser.get(address).text
    assert browser.get(PATH).text.count("12 replies") == 2
    assert "12 replies" in browser.get("/rubrics").text


def test_a_preview_is_followed_without_script_and_gone_on_with(
    services: Services, tina: Person, browser: Browser, reader: ReplyReader
) -> None:
    reader.failing = {"Reply 3:"}
    set_id = gold_set(services, tina, *twelve())
    begun = browser.post(f"{PATH}/versions/{drafted(services, tina)}/preview", gold_set=set_id, instead_of="0")
    address = begun.headers["Location"]
    finished(services, tina, address.rsplit("/", 1)[1])
    sight = browser.get(address)
    assert "these gradings failed, 2 in all" in sight.text
    assert "The language model could not be reached just now." in sight.text
    assert sight.all("progress") == []
    fragment = browser.client.get(f"{address}/progress")
    assert (fragment.headers["Content-Security-Policy"], fragment.status_code) == (CONTENT_SECURITY_POLICY, 200)
    assert 'data-over="yes"' in fragment.text
    services.worker.stop()
    assert browser.post(f"{address}/continue").status_code == 303
    waiting = browser.get(address)
    assert waiting.all("progress") == [{"id": "tried", "value": "22", "max": "24"}]
    assert address in [link["href"] for link in waiting.all("a")]


def test_what_cannot_be_begun_is_told_beside_what_was_chosen(
    services: Services, tina: Person, browser: Browser
) -> None:
    address = f"{PATH}/versions/{drafted(services, tina)}/preview"
    gold_set(services, tina, *twelve())
    empty = gold_set(services, tina, reply(1, 3, 3))
    refused = browser.post(address, gold_set=empty, instead_of="0")
    assert refused.status_code == 400
    sight = look_at(refused)
    assert "Nobody has labelled a reply of this set" in sight.text
    [checked] = [field["value"] for field in sight.all("input") if "checked" in field]
    assert checked == empty
    assert f"/gold/{empty}" in [link["href"] for link in sight.all("a")]
    assert browser.post(address, instead_of="0").status_code == 400
    stale = browser.post(address, gold_set=empty, instead_of="7")
    assert (stale.status_code, "another version is in force" in look_at(stale).text) == (409, True)
    assert browser.post(address, gold_set="0" * 32, instead_of="0").status_code == 404
