"""The version in force is measured by itself, from wherever somebody may ask how far the grader agrees with people."""

import pytest

from practice.domain.labels import Given, Label
from practice.services.assembly import Services
from practice.store.gold_labels import set_gold_label
from practice.store.gold_reading import gold_items
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.services.previewed import DRAFT, TEACH, ReplyReader, drafted, finished, gold_set, labelled, reply, twelve
from tests.services.test_rubric_advice import HELD_OUT
from tests.web.browser import Browser, Sight
from tests.web.staff import Staff, staff_of

PATH = "/rubrics/frontline"
CHOOSE = f"{PATH}/versions/0/preview"


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


def links(sight: Sight) -> list[str]:
    return [str(link["href"]) for link in sight.all("a")]


def measure(services: Services, tina: Person, browser: Browser, set_id: str) -> str:
    begun = browser.post(CHOOSE, gold_set=set_id, instead_of="0")
    assert begun.status_code == 303
    address = str(begun.headers["Location"])
    finished(services, tina, address.rsplit("/", 1)[1])
    return address


def test_its_page_shows_agreement_by_criterion_and_language_and_nothing_of_another_version(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id = gold_set(services, tina, *twelve())
    asked = browser.get(CHOOSE).text
    assert "Agreement with people: the service's own text" in asked
    assert "Each labelled reply is graded once" in asked
    told = browser.get(measure(services, tina, browser, set_id)).text
    for said in (
        "Agreement with people: the service's own text",
        "measured by itself",
        "replies compared: 12",
        "graded by: reader",
        "gradings: 12",
        "tokens: 180",
        "cost: 0.012 US dollars",
        "English 1.0 more generous than people (from +1.0 to +1.0) 10 replies",
        "suomi 1.0 more generous than people 2 replies, too few for a range",
    ):
        assert said in told
    for other in ("Before", "After", "Levels that change", "compared with"):
        assert other not in told
    assert "measured by itself · finished" in browser.get(CHOOSE).text


def test_it_is_offered_by_the_rubric_its_version_the_list_and_the_set(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id = gold_set(services, tina, *twelve())
    of_set = f"{CHOOSE}?gold_set={set_id}"
    pages = {"/rubrics": CHOOSE, PATH: CHOOSE, f"{PATH}/versions/0": CHOOSE, f"/gold/{set_id}/agreement": of_set}
    for page, offered in pages.items():
        assert offered in links(browser.get(page)), page
    assert "Nobody has measured it yet" in browser.get(f"/gold/{set_id}/agreement").text
    [chosen] = [field["value"] for field in browser.get(of_set).all("input") if "checked" in field]
    assert chosen == set_id
    found = measure(services, tina, browser, set_id)
    for page in pages:
        sight = browser.get(page)
        assert found in links(sight), page
        assert "12 replies · reader ·" in sight.text, page
    services.gold.archive(tina, set_id)
    assert of_set not in links(browser.get(f"/gold/{set_id}/agreement"))


def test_a_glance_says_who_graded_and_what_has_changed_since(
    services: Services, tina: Person, browser: Browser, reader: ReplyReader
) -> None:
    reader.name = "stub"
    set_id = gold_set(services, tina, *twelve())
    found = measure(services, tina, browser, set_id)
    assert "12 replies · the built-in stub ·" in browser.get("/rubrics").text
    reader.name = "reader"
    with services.database.writing() as session:
        set_gold_label(session, gold_items(session, set_id)[0].id, Label("Tina", "calmness", 5))
    for page in ("/rubrics", PATH, f"{PATH}/versions/0", f"/gold/{set_id}/agreement"):
        told = browser.get(page).text
        assert "not by the grader now in use" in told, page
        assert "replies or labels have changed since" in told, page
        assert "the built-in stub" in told, page
    told = browser.get(found).text
    assert "This was graded by another grader than the one in use now." in told
    assert "The set has changed since" in told


def test_begun_on_a_page_that_has_grown_old_it_says_so_truly(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id = gold_set(services, tina, *twelve())
    services.rubrics.publish(tina, "frontline", drafted(services, tina), "new", instead_of=0)
    refused = browser.post(CHOOSE, gold_set=set_id, instead_of="0")
    assert refused.status_code == 409
    begun = browser.post(f"{PATH}/versions/1/preview", gold_set=set_id, instead_of="1")
    assert begun.status_code == 303


def test_a_held_out_reply_that_a_draft_teaches_is_told_before_publishing_and_in_its_preview(
    services: Services, tina: Person, browser: Browser
) -> None:
    text = DRAFT.replace("examples: []\n", TEACH.format(reply=reply(HELD_OUT, 3, 3).reply))
    address = f"{PATH}/versions/{drafted(services, tina, text)}"
    begun_with = browser.get(address).text
    assert "held out" not in begun_with
    assert "New conversations are graded by it, in place of the service's own text." in begun_with
    set_id = gold_set(services, tina, reply(HELD_OUT, 3, 3, *labelled(3)), *twelve()[-2:])
    sight = browser.get(address)
    line = next(number for number, words in enumerate(text.split("\n"), 1) if words.strip().startswith("reply:"))
    assert f"Line {line} : shown teaches a reply that is held out in the set 'Spring'" in sight.text
    assert f"{PATH}/form?part=examples/0&from=1" in links(sight)
    assert sight.text.index("that are held out") < sight.text.index("Publish this draft")
    begun = browser.post(f"{address}/preview", gold_set=set_id, instead_of="0").headers["Location"]
    finished(services, tina, begun.rsplit("/", 1)[1])
    told = browser.get(begun).text
    named = f"Reply {HELD_OUT}: 3 3 : example shown in version 1. This reply is held out: it should not be taught."
    assert named in told.replace(" .", "."), told


def test_what_was_taken_out_meanwhile_and_what_was_changed_later_is_told(
    services: Services, tina: Person, browser: Browser, reader: ReplyReader
) -> None:
    set_id = gold_set(services, tina, *twelve())
    with services.database.writing() as session:
        first, second, *_ = gold_items(session, set_id)
        set_gold_label(session, first.id, Label("Tina", "calmness", 2, Given(5)))
    reader.failing = {"Reply 1:"}
    address = measure(services, tina, browser, set_id)
    assert "left out, since they were taken out" not in browser.get(address).text
    assert browser.post(f"/gold/{set_id}/replies/{second.id}/take-out").status_code == 303
    assert browser.post(f"{address}/continue").status_code == 303
    finished(services, tina, address.rsplit("/", 1)[1])
    told = browser.get(address).text
    assert "left out, since they were taken out of the set or became private after this had begun: 1" in told
    assert "Levels changed after their raters could see what others say: 1. The changed ones count here." in told
    assert "replies compared: 11" in told
