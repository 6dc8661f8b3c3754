"""Lists of rubrics, of scenarios and of their versions are sorted by their headers and narrowed by words."""

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.services.previewed import DRAFT
from tests.web.browser import Browser
from tests.web.lists import list_at, sorts_both_ways
from tests.web.staff import Staff, staff_of

RUBRIC, SCENARIO = "/rubrics/frontline", "/studio/scenarios/late-parcel"
NOTES = ("shorter", "softer", "Über alles", "as before", "kinder", "plainer", "milder", "older", "newer")


@pytest.fixture
def staff(services: Services) -> Staff:
    services.worker.stop()
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def versions(services: Services, tina: Person, notes: tuple[str, ...] = NOTES) -> None:
    for seen, note in enumerate(notes):
        services.rubrics.save(tina, "frontline", f"{DRAFT}# {note}\n", note, base=0, seen=seen)


def test_the_versions_of_a_rubric_sort_by_every_header_and_are_found_by_their_words(
    services: Services, tina: Person, browser: Browser
) -> None:
    versions(services, tina)
    services.rubrics.publish(tina, "frontline", 3, "out", instead_of=0)
    as_it_is = list_at(browser, RUBRIC)
    assert (as_it_is.rows[0], as_it_is.rows[-1]) == ("version 9", "the service's own text")
    assert as_it_is.sorted_by == {"Version": "descending"}
    named = ["Version", "State", "Agreement with people", "Made from", "Who", "Saved", "Published", "Note"]
    assert sorts_both_ways(browser, RUBRIC) == named
    by_note = list_at(browser, f"{RUBRIC}?sort=note").rows
    assert by_note[:2] == ["version 4", "version 5"]
    assert list_at(browser, f"{RUBRIC}?sort=published").rows[0] == "version 3"
    assert list_at(browser, f"{RUBRIC}?sort=-published").rows[0] == "version 3"
    found = browser.get(f"{RUBRIC}?find=tina+PLAIN")
    assert "1 of 10" in found.text
    assert list_at(browser, f"{RUBRIC}?find=tina+PLAIN").rows == ["version 6"]
    assert "Nothing in this list has these words." in browser.get(f"{RUBRIC}?find=plain+soft").text
    assert list_at(browser, f"{RUBRIC}?find=plain+soft").rows == []


@pytest.mark.parametrize("path", [RUBRIC, SCENARIO])
def test_the_services_own_text_stands_and_is_found_among_the_versions(
    services: Services, tina: Person, browser: Browser, path: str
) -> None:
    versions(services, tina, NOTES[:2])
    text = services.library.scenario_document("late-parcel").text
    for seen in range(2):
        services.scenario_versions.save(tina, "late-parcel", f"{text}# {seen}\n", "mine", base=0, seen=seen)
    own = "the service's own text"
    assert list_at(browser, f"{path}?sort=version").rows == [own, "version 1", "version 2"]
    assert list_at(browser, f"{path}?sort=-version").rows == ["version 2", "version 1", own]
    for asked in ("state", "-saved", "saved", "who"):
        assert list_at(browser, f"{path}?sort={asked}").rows.count(own) == 1, asked
    assert list_at(browser, f"{path}?sort=-saved").rows[-1] == list_at(browser, f"{path}?sort=saved").rows[-1] == own
    assert list_at(browser, f"{path}?find=own+text").rows == [own]
    assert "1 of 3" in browser.get(f"{path}?find=own+text").text


def test_rubrics_and_scenarios_sort_by_every_header(services: Services, tina: Person, browser: Browser) -> None:
    versions(services, tina, NOTES[:1])
    named = ["In force", "Newest version", "Who", "Saved", "Note"]
    assert sorts_both_ways(browser, "/rubrics") == ["Rubric", *named, "Agreement with people, in force"]
    assert list_at(browser, "/rubrics?sort=-saved").rows[0].startswith("Replying to")
    text = services.library.scenario_document("late-parcel").text
    services.scenario_versions.save(tina, "late-parcel", f"{text}# mine\n", "mine", base=0, seen=0)
    assert sorts_both_ways(browser, "/studio/scenarios") == ["Scenario", *named]
    assert "late-parcel" in list_at(browser, "/studio/scenarios?sort=note").rows[0]
    titles = list_at(browser, "/studio/scenarios?sort=title").rows
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) > 8
    assert list_at(browser, "/studio/scenarios?find=LATE-parcel").rows == [
        row for row in titles if "late-parcel" in row
    ]
    assert sorts_both_ways(browser, SCENARIO) == ["Version", "State", "Made from", "Who", "Saved", "Published", "Note"]


def test_runs_by_scripted_trainees_sort_beside_the_versions(services: Services, tina: Person, browser: Browser) -> None:
    for difficulty in (3, 1, 2):
        form = {"csrf_token": browser.token(), "language": "en", "difficulty": str(difficulty), "trainee": "skilled"}
        assert browser.client.post(f"{SCENARIO}/versions/0/simulations", data=form).status_code == 303
    named = ["When", "Version", "Language", "Difficulty", "Who"]
    assert sorts_both_ways(browser, f"{SCENARIO}?sort=note", "played-list") == named
    assert len(list_at(browser, f"{SCENARIO}?played_sort=difficulty", "played-list").rows) == 3


@pytest.mark.parametrize("path", ["/rubrics", RUBRIC, "/studio/scenarios", SCENARIO])
def test_a_column_that_is_not_there_is_refused(browser: Browser, path: str) -> None:
    browser.get(f"{path}?sort=colour", status=400)
