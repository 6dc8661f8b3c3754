"""What a preview cannot show is said where somebody looks at it, and the way on from it is one link."""

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, reply, twelve
from tests.web.browser import Browser, Sight
from tests.web.staff import Staff, staff_of

PATH = "/rubrics/frontline"
STUB = "The built-in stub grades here."
CHANGED = "This version changes what whole conversations are graded by:"
NOT_MEASURED = "Not measured here, since they are graded over a whole conversation:"


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


def made(services: Services, tina: Person, number: int, set_id: str) -> str:
    begun = services.previews.begin(tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str), begun
    finished(services, tina, begun)
    return f"/previews/{begun}"


def links(sight: Sight) -> list[str]:
    return [str(link["href"]) for link in sight.all("a")]


def test_criteria_of_whole_conversations_are_said_to_be_unmeasured_and_to_differ_where_they_do(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id, number = gold_set(services, tina, *twelve()), drafted(services, tina)
    alone = browser.get(made(services, tina, 0, set_id)).text
    assert NOT_MEASURED in alone
    assert CHANGED not in alone
    compared = browser.get(made(services, tina, number, set_id)).text
    assert NOT_MEASURED in compared
    assert CHANGED in compared
    assert CHANGED in browser.get(f"{PATH}/versions/{number}").text


def test_a_draft_that_changes_only_those_is_not_passed_off_as_no_difference(
    services: Services, tina: Person, browser: Browser
) -> None:
    text = services.rubrics.text(tina, "frontline", 0).text
    before, scope, after = text.rpartition("scope: conversation")
    assert scope, "the last criterion is one of whole conversations"
    weight = before.rindex("weight: ")
    changed = f"{before[:weight]}weight: 77{before[before.index(chr(10), weight) :]}{scope}{after}"
    number = drafted(services, tina, changed)
    told = browser.get(made(services, tina, number, gold_set(services, tina, *twelve()))).text
    assert "no difference" in told
    _, found, rest = told.partition(CHANGED)
    assert found
    assert rest.partition(". A preview")[0].count(",") == 0, "one criterion is named, which differs"


def test_the_stub_says_what_of_a_rubric_it_does_not_read_and_claims_no_tokens(
    services: Services, tina: Person, browser: Browser, reader: ReplyReader
) -> None:
    set_id, number = gold_set(services, tina, *twelve()), drafted(services, tina)
    typed = {"language": "en", "channel": "phone", "situation": "It is late.", "customer": "So?", "reply": "Reply: 2 4"}
    tried = f"{PATH}/versions/{number}/try"
    by_model = browser.get(made(services, tina, number, set_id)).text
    assert "tokens: 360" in by_model
    assert STUB not in by_model
    assert STUB not in browser.post(tried, **typed).text
    reader.name = "stub"
    assert STUB in browser.get(f"{PATH}/versions/{number}/preview").text
    address = made(services, tina, number, set_id)
    for page in (browser.get(address).text, browser.get(f"{PATH}/versions/{number}").text):
        assert STUB in page
        assert "tokens:" not in page
    answer = browser.post(tried, **typed).text
    assert STUB in answer
    assert "tokens:" not in answer


def test_a_finished_preview_leads_to_publishing_and_an_outdated_one_to_the_next(
    services: Services, tina: Person, browser: Browser
) -> None:
    set_id, number = gold_set(services, tina, *twelve()), drafted(services, tina)
    address = made(services, tina, number, set_id)
    version = f"{PATH}/versions/{number}"
    again = f"{version}/preview?gold_set={set_id}"
    shown = links(browser.get(address))
    assert f"{version}#publish-title" in shown
    assert again not in shown
    assert 'id="publish-title"' in browser.client.get(version).text
    services.labelling.label(
        tina, set_id, 1, dict.fromkeys(("calmness", "empathy", "solutions", "level_tone"), 5)
    )  # fmt: skip
    assert again in links(browser.get(address))
    newer = drafted(services, tina, services.rubrics.text(tina, "frontline", 0).text)
    assert f"{PATH}/versions/{newer}/preview?gold_set={set_id}" in links(browser.get(address))
    services.rubrics.retire(tina, "frontline", number)
    assert not [link for link in links(browser.get(address)) if "/preview?" in link or "#publish" in link]


def test_failures_stand_below_the_results_and_what_was_tried_adds_up(
    services: Services, tina: Person, browser: Browser, reader: ReplyReader
) -> None:
    reader.failing = {"Reply 3:"}
    address = made(services, tina, drafted(services, tina), gold_set(services, tina, *twelve()))
    told = browser.get(address).text
    assert "2 gradings failed and are not in the figures. See which, and try them again" in told
    assert told.index("Levels that change") < told.index("these gradings failed, 2 in all")
    followed = browser.client.get(f"{address}/progress").text
    assert "24 of 24 gradings are done. Of these, graded: 22, not graded: 2" in followed


def test_the_newest_set_in_which_something_is_labelled_is_proposed(
    services: Services, tina: Person, browser: Browser
) -> None:
    labelled, empty = gold_set(services, tina, *twelve()), gold_set(services, tina, reply(1, 3, 3))
    choose = f"{PATH}/versions/{drafted(services, tina)}/preview"
    for asked, proposed in (
        (choose, labelled),
        (f"{choose}?gold_set={empty}", empty),
        (f"{choose}?gold_set=x", labelled),
    ):
        assert [one["value"] for one in browser.get(asked).all("input") if "checked" in one] == [proposed], asked


def test_a_list_of_versions_names_the_sets_and_does_not_compare_different_ones(
    services: Services, tina: Person, browser: Browser
) -> None:
    made(services, tina, 0, gold_set(services, tina, *twelve()))
    number = drafted(services, tina)
    small = gold_set(services, tina, *twelve()[:5])
    made(services, tina, number, small)
    services.gold_upkeep.rename(tina, small, "Autumn", seen="Spring")
    told = browser.get(PATH).text
    assert "Spring · 12 replies · reader" in told
    assert "Autumn · 5 replies · reader" in told
    assert told.count("another set than the others: do not compare") == 1
    assert "the figure of “Spring” stands here" in told
    listed = browser.get("/rubrics").text
    assert "Spring · 12 replies" in listed
    assert "do not compare" not in listed
