"""Lists of labelled replies: a set's replies are sorted and searched by the database, over all pages."""

import pytest

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.services.gold import PAGE
from practice.store.person import Person, PersonRole
from tests.services.previewed import gold_set, labelled, reply
from tests.web.browser import Browser
from tests.web.lists import list_at, sorts_both_ways
from tests.web.staff import Staff, staff_of


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def test_sets_sort_by_every_number_and_the_archived_ones_by_themselves(
    services: Services, tina: Person, browser: Browser
) -> None:
    gold_set(services, tina, reply(1, 1, 1, *labelled(3)))
    old = gold_set(services, tina)
    services.gold.make(tina, "Autumn", "frontline")
    services.gold.archive(tina, old)
    named = ["Set", "Rubric", "Replies", "Labelled", "People who labelled", "Held out"]
    assert sorts_both_ways(browser, "/gold") == named
    assert sorts_both_ways(browser, "/gold?sort=-name", "archived-list") == named
    assert list_at(browser, "/gold?sort=name").rows == ["Autumn", "Spring"]
    assert list_at(browser, "/gold?sort=-labelled").rows == ["Spring", "Autumn"]
    browser.get("/gold?archived_sort=age", status=400)


def test_the_replies_of_a_set_are_sorted_and_searched_over_all_pages(
    services: Services, tina: Person, browser: Browser
) -> None:
    languages = {3: Language.SV, PAGE + 5: Language.PL}
    replies = [reply(n, 1, 1, language=languages.get(n, Language.EN)) for n in range(PAGE + 10)]
    replies[PAGE + 7] = reply(PAGE + 7, 1, 1, *labelled(3))
    page = f"/gold/{gold_set(services, tina, *replies)}"

    def first(asked: str) -> str:
        return list_at(browser, f"{page}{asked}").rows[0].split(":")[0]

    assert first("") == "Reply 0"
    assert first("?sort=-language") == "Reply 3"
    assert first("?sort=-raters") == f"Reply {PAGE + 7}"
    assert first("?sort=-raters&language=sv") == "Reply 3"
    shown = list_at(browser, f"{page}?sort=-raters")
    assert shown.sorted_by == {"People who labelled": "descending"}
    assert list(shown.headers) == ["Language", "Where from", "Held out", "People who labelled"]
    assert first("?sort=-language&page=2").startswith("Reply ")
    sight = browser.get(f"{page}?find=REPLY+{PAGE + 5}%3A&sort=language")
    assert f"1 of {PAGE + 10}" in sight.text
    assert "order in which they came" in sight.text
    assert "No reply of this set is like that." in browser.get(f"{page}?find=telescope").text
    more = [link["href"] for link in browser.get(f"{page}?find=reply&sort=-raters").all("a") if link.get("rel")]
    assert more == [f"{page}?page=2&find=reply&sort=-raters"]
    browser.get(f"{page}?sort=level", status=400)
    browser.get(f"{page}?page=last", status=400)
    browser.get(f"{page}?find={'+'.join(map(str, range(200)))}", status=400)
