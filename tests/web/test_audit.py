"""The audit's page: who sees it, what can be looked for, and what is taken along."""

import csv
import io
import json
from html import escape

import pytest
from flask import Flask

from practice.domain.audit import AuditAct, Audited, AuditedKind, Unnamed
from practice.services.assembly import Services
from practice.services.audit import PAGE
from practice.store.audit import add_audit
from practice.store.person import Person, PersonRole
from practice.web.audit_words import ACTS, KINDS, UNNAMED
from practice.web.language import attach
from tests.web.browser import Browser
from tests.web.lists import list_at
from tests.web.staff import Staff, staff_of

AUDIT = "/administration/audit"
EXPORT = f"{AUDIT}/export"
MARKUP = "<b>=Spring</b>"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def admin(staff: Staff) -> Person:
    return staff.add("Ada", PersonRole.ADMIN)


@pytest.fixture
def browser(staff: Staff, admin: Person) -> Browser:
    return staff.at_work(admin)


def keep(services: Services, actor: Person | None, *names: str, detail: str = "") -> None:
    with services.database.writing() as session:
        for name in names:
            about = Audited(AuditedKind.COHORT, "1", name)
            add_audit(session, actor, AuditAct.COHORT_CHANGED, about, detail, address="192.0.2.7")


def test_a_row_is_told_in_plain_words(services: Services, browser: Browser, admin: Person) -> None:
    keep(services, admin, MARKUP, detail="renamed")
    shown = browser.get(f"{AUDIT}?act=cohort_changed").text
    assert f"Ada <ada@shop.example> changed a group a group {MARKUP} renamed 192.0.2.7" in shown
    assert escape(MARKUP) in browser.client.get(AUDIT).text
    browser.language = "fi"
    assert "muutti ryhmää" in browser.get(f"{AUDIT}?act=cohort_changed").text


def test_what_no_person_did_says_so(services: Services, browser: Browser) -> None:
    keep(services, None, "Spring")
    assert "the command line of the server changed a group" in browser.get(AUDIT).text


@pytest.mark.parametrize(("query", "fits"), [
    ("words=spring", True),
    ("words=autumn", False),
    ("kind=cohort", True),
    ("kind=person", False),
    ("since=2026-01-01", True),
    ("until=2026-01-01", False),
    ("since=9999-12-31&until=9999-12-31", False),
    ("until=9999-12-31", True),
])  # fmt: skip
def test_the_fields_narrow_what_is_shown(services: Services, browser: Browser, query: str, fits: bool) -> None:
    keep(services, None, "Spring")
    shown = browser.get(f"{AUDIT}?act=cohort_changed&{query}").text
    assert ("192.0.2.7" in shown) == fits
    assert ("Nothing matches this." in shown) == (not fits)


def test_older_rows_are_a_page_further_and_the_filter_stays(services: Services, browser: Browser) -> None:
    keep(services, None, *(f"Spring {number}" for number in range(PAGE + 1)), "Autumn")
    page = browser.get(f"{AUDIT}?words=spring&act=cohort_changed")
    assert page.text.count("192.0.2.7") == PAGE
    [older] = [link["href"] for link in page.all("a") if "before=" in (link["href"] or "")]
    assert older is not None
    assert "words=spring" in older
    assert "act=cohort_changed" in older
    last = browser.get(older)
    assert last.text.count("192.0.2.7") == 1
    assert "Spring 0" in last.text
    assert not [link for link in last.all("a") if "before=" in (link["href"] or "")]


@pytest.mark.parametrize("query", ["since=yesterday", "act=danced", "kind=horse", "before=x", f"before={2**31}"])
def test_what_cannot_be_read_is_said_and_nothing_breaks(browser: Browser, query: str) -> None:
    page = browser.get(f"{AUDIT}?{query}", 400)
    assert "Write days as 2026-01-31." in page.text
    assert "Nothing here is ever changed" in page.text


@pytest.mark.parametrize("words", ["a b c d e f g h i", "w" * 81])
def test_words_that_are_too_many_or_too_long_are_said_so_in_their_place(browser: Browser, words: str) -> None:
    page = browser.get(f"{AUDIT}?words={words}&since=2026-01-01", 400)
    assert "At most 8 different words, each of at most 80 characters." in page.text
    [field] = [field for field in page.all("input") if field.get("name") == "words"]
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == (words, "true", "unfit-words")
    assert "Newest first." in page.text
    browser.get(f"{EXPORT}?words={words}", 400)
    browser.get(f"{AUDIT}?words=a b c d e f g h A")


@pytest.mark.parametrize("query", ["form=xls", "form=csv&since=yesterday"])
def test_an_export_that_cannot_be_read_is_refused(services: Services, browser: Browser, query: str) -> None:
    browser.get(f"{EXPORT}?{query}", 400)
    assert exports(services, browser) == []


def exports(services: Services, browser: Browser) -> list[str]:
    lines = browser.client.get(f"{EXPORT}?form=jsonl&act=exported").text.splitlines()
    return [json.loads(line)["detail"] for line in lines[1:]]


def test_a_spreadsheet_holds_all_that_fits_and_no_formula(services: Services, browser: Browser) -> None:
    keep(services, None, "=1+1", "Autumn", *(["Spring"] * PAGE))
    response = browser.client.get(f"{EXPORT}?form=csv&bom=1&act=cohort_changed")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert response.data.startswith(b"\xef\xbb\xbfid,at,actor,")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == PAGE + 2
    assert rows[-1]["object_name"] == "'=1+1"
    assert exports(services, browser) == ["act: cohort_changed"]


def test_json_lines_hold_one_row_each(services: Services, browser: Browser) -> None:
    keep(services, None, "two\nlines")
    response = browser.client.get(f"{EXPORT}?form=jsonl&words=two")
    assert response.mimetype == "application/x-ndjson"
    # It is told of itself before its first row, and names the word that was looked for.
    told, row = [json.loads(line) for line in response.text.splitlines()]
    assert (told["act"], told["detail"]) == ("exported", "words: two")
    assert (row["object_name"], row["act"], row["address"]) == ("two\nlines", "cohort_changed", "192.0.2.7")


@pytest.mark.parametrize("role", [PersonRole.TRAINEE, PersonRole.TRAINER])
def test_others_are_not_let_in(staff: Staff, role: PersonRole) -> None:
    kim = staff.at_work(staff.add("Kim", role))
    for address in (AUDIT, f"{AUDIT}?since=yesterday", EXPORT):
        kim.get(address, 403)
        assert staff.browser().client.get(address).status_code == 303


def test_there_is_no_audit_without_accounts(app: Flask) -> None:
    browser = Browser(app).sign_in("Alice", "trainer")
    browser.get(AUDIT, 404)


@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_every_act_and_kind_and_whoever_is_no_person_has_words(language: str) -> None:
    assert (set(ACTS), set(KINDS), set(UNNAMED)) == (set(AuditAct), set(AuditedKind), set(Unnamed))
    app = Flask(__name__)
    attach(app)
    with app.test_request_context(headers={"Accept-Language": language}):
        app.preprocess_request()
        for words in (ACTS, KINDS, UNNAMED):
            assert len({str(text) for text in words.values()}) == len(words)


def test_the_oldest_come_first_where_that_is_asked_and_pages_go_on_from_there(
    services: Services, browser: Browser, admin: Person
) -> None:
    keep(services, admin, *(f"group {number:03}" for number in range(PAGE + 5)))
    asked = f"{AUDIT}?act=cohort_changed&sort="
    first = browser.get(f"{asked}time")
    assert "Oldest first." in first.text
    assert first.text.index("group 000") < first.text.index(f"group {PAGE - 1:03}")
    assert f"group {PAGE:03}" not in first.text
    [further] = [link["href"] or "" for link in first.all("a") if "before=" in (link["href"] or "")]
    second = browser.get(further)
    assert "Back to the oldest" in second.text
    assert second.text.index(f"group {PAGE:03}") < second.text.index(f"group {PAGE + 4:03}")
    assert "group 000" not in second.text
    shown = list_at(browser, f"{asked}time")
    assert shown.sorted_by == {"When (UTC)": "ascending"}
    assert shown.headers == {"When (UTC)": f"{AUDIT}?act=cohort_changed&sort=-time#rows-list"}
    assert list_at(browser, AUDIT).sorted_by == {"When (UTC)": "descending"}
    rows = list(csv.DictReader(io.StringIO(browser.client.get(f"{EXPORT}?act=cohort_changed&sort=time").text)))
    assert [row["object_name"] for row in rows[:2]] == ["group 000", "group 001"]
    browser.get(f"{AUDIT}?sort=actor", status=400)
