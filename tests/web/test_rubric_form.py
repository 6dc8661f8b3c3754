"""A rubric as a form: what is typed stays, what is not touched stays as it is, and the source shows the same text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse, encode_multipart

from practice.domain.difference import Change, difference
from practice.domain.yaml_form import form_of
from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.conftest import ROOT
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import staff_of

TEXT = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8")
FORM = "/rubrics/frontline/form"
Fields = Mapping[str, str]
NOTHING: Fields = {}
LEVEL = "at/criteria/0/levels/2/text/fi"


@pytest.fixture
def tina(services: Services) -> Browser:
    staff = staff_of(services)
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


@dataclass(frozen=True)
class Page:
    """A form as a browser would send it back."""

    fields: dict[str, str]
    sight: Sight
    html: str


def read(html: str, sight: Sight) -> Page:
    fields = {str(tag["name"]): str(tag.get("value") or "") for tag in sight.all("input") if tag.get("name")}
    for name, typed in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL):
        fields[name] = unescape(typed)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    lines = {name: text.replace("\r\n", "\n").replace("\n", "\r\n") for name, text in fields.items()}
    return Page(lines, sight, html)


def opened(browser: Browser, query: str = "", form: str = FORM) -> Page:
    response = browser.client.get(f"{form}{query}", headers={"Accept-Language": "en"})
    assert response.status_code == 200, response.text[:500]
    return read(response.text, look_at(response))


def send(browser: Browser, page: Page, do: str, typed: Fields = NOTHING, form: str = FORM) -> TestResponse:
    token = page.fields.get("csrf_token") or browser.token()
    data = {**page.fields, **typed, "csrf_token": token, "do": do}
    return posted(browser, form, data)


def posted(browser: Browser, address: str, data: Mapping[str, Any]) -> TestResponse:
    """As a form with files is, however large; the client by itself would leave a file of its own open."""
    headers = {"Accept-Language": "en", "Accept": "text/html"}
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post(address, data=body, headers=headers, content_type=kind)


def press(
    browser: Browser, page: Page, do: str, typed: Fields = NOTHING, *, status: int = 200, form: str = FORM
) -> Page:
    response = send(browser, page, do, typed, form)
    assert response.status_code == status, response.text[:500]
    return read(response.text, look_at(response))


def source_of(page: Page) -> str:
    return page.fields["text"].replace("\r\n", "\n")


def test_going_through_every_part_and_saving_changes_no_sign(tina: Browser) -> None:
    page = opened(tina)
    for part in [*(f"criteria/{index}" for index in range(10)), "listed/1", "listed/2", "examples/0", "examples/83"]:
        page = press(tina, page, f"part/{part}")
        assert source_of(page) == TEXT, part
        assert page.fields["part"] == part
    response = send(tina, page, "save", {"note": "as it was"})
    assert response.headers["Location"] == "/rubrics/frontline/versions/1"
    assert tina.client.get("/rubrics/frontline/versions/1/file").text == TEXT


def test_what_is_typed_in_one_part_goes_along_to_the_source_and_back(tina: Browser) -> None:
    page = opened(tina, "?part=criteria/0")
    assert page.fields[LEVEL].startswith("Pysyy asiassa")
    page = press(tina, page, "part/criteria/1", {LEVEL: "Pysyy: asiassa", "note": "shorter"})
    source = press(tina, page, "source")
    assert 'fi: ">' not in source_of(source)
    lines = [line for passage in difference(TEXT, source_of(source)) for line in passage]
    assert [line.text.strip() for line in lines if line.change is Change.ADDED] == ["Pysyy: asiassa"]
    assert source.fields["note"] == "shorter"
    typed = source_of(source).replace("en: Calmness", "en: Calm nerves")
    back = press(tina, source, "show", {"text": typed})
    assert "Calm nerves" in back.sight.text
    assert source_of(back) == typed


def test_criteria_checks_levels_and_examples_come_and_go(tina: Browser) -> None:
    page = press(tina, opened(tina, "?part=criteria/0"), "add/criteria/0/checks", {LEVEL: "kept"})
    assert page.fields["at/criteria/0/checks/5/key"] == ""
    typed = {"at/criteria/0/checks/5/key": "new_one", "at/criteria/0/checks/5/question": "Is it new?"}
    page = press(tina, page, "up/criteria/0/checks/5", typed)
    assert page.fields["at/criteria/0/checks/4/question"] == "Is it new?"
    page = press(tina, page, "remove/criteria/0/checks/0")
    assert page.fields["at/criteria/0/checks/3/key"] == "new_one"
    assert page.fields[LEVEL] == "kept"
    page = press(tina, press(tina, page, "part/about"), "add/criteria")
    assert page.fields["part"] == "criteria/10"
    page = press(tina, page, "part/about", {"at/criteria/10/key": "brevity", "at/criteria/10/name/pl": "Zwięzłość"})
    page = press(tina, page, "up/criteria/10")
    form = form_of(source_of(page), "text")
    assert form.text(("criteria", 9, "name", "pl")) == "Zwięzłość"
    page = press(tina, press(tina, page, "remove/criteria/0"), "add/examples")
    assert page.fields["part"] == "examples/84"
    page = press(tina, page, "show", {"may/examples/84/expected/brevity": "3-4", "may/examples/84/hard": "true"})
    assert "expected:\n      brevity: 3-4" in source_of(page)
    page = press(tina, page, "show", {"may/examples/84/expected/brevity": "", "may/examples/84/hard": ""})
    assert "hard: true" not in source_of(page)[-300:]
    page = press(tina, page, "remove/examples/84")
    assert page.fields["part"] == "listed/1"
    assert form_of(source_of(page), "text").size(("examples",)) == 84


def test_a_missing_language_is_an_empty_field_and_is_added_in_its_place(tina: Browser) -> None:
    without = TEXT.replace("      sv: Lugn\n", "", 1).replace("      fi: Rauhallisuus\n", "", 1)
    page = press(tina, press(tina, opened(tina), "show", {"text": without}), "part/criteria/0")
    assert page.fields["at/criteria/0/name/sv"] == ""
    typed = {"at/criteria/0/name/sv": "Lugn", "at/criteria/0/name/fi": "Rauhallisuus"}
    assert source_of(press(tina, page, "show", typed)) == TEXT


def test_mistakes_stand_beside_their_fields_with_everything_typed(tina: Browser) -> None:
    page = opened(tina, "?part=criteria/1")
    typed = {"at/criteria/1/weight": "heavy", "at/criteria/1/name/sv": " ", "note": "my note"}
    wrong = press(tina, page, "save", typed, status=400)
    assert wrong.fields["at/criteria/1/weight"] == "heavy"
    assert wrong.fields["note"] == "my note"
    [field] = [tag for tag in wrong.sight.all("input") if tag.get("name") == "at/criteria/1/weight"]
    assert field["aria-invalid"] == "true"
    assert "must be a number" in wrong.html.split(f'id="{str(field["aria-describedby"]).split()[0]}"')[1][:60]
    assert "Not saved yet: some places are empty, or are not as they should be." in wrong.sight.text
    assert re.search(r"Empathy, Weight *: must be a number", wrong.sight.text)
    assert re.search(r"Empathy, Name on pages, svenska *: is empty; write a text", wrong.sight.text)
    assert "criteria." not in wrong.sight.text
    elsewhere = press(tina, press(tina, wrong, "part/about"), "save", status=400)
    assert elsewhere.fields["part"] == "criteria/1"
    assert "none yet" in tina.get("/rubrics").text


def test_who_saves_after_somebody_else_sees_both_in_the_form_too(tina: Browser) -> None:
    mine = opened(tina, "?part=criteria/0")
    response = tina.post("/rubrics/frontline/versions", text=TEXT + "# theirs\n", seen="0", note="", **{"from": "0"})
    assert response.status_code == 303
    told = press(tina, mine, "save", {LEVEL: "mine"}, status=409)
    assert "− removed # theirs" in told.sight.text
    assert told.fields[LEVEL] == "mine"
    assert send(tina, told, "save").headers["Location"] == "/rubrics/frontline/versions/2"


def test_a_text_that_is_no_form_is_shown_as_source_with_its_line(tina: Browser) -> None:
    broken = TEXT.replace("title:\n", "title: [\n", 1)
    source = press(tina, opened(tina), "show", {"text": broken}, status=400)
    assert source_of(source) == broken
    [link] = [tag for tag in source.sight.all("a") if tag.get("data-line")]
    assert f'<tr id="{str(link["href"])[1:]}" class="here">' in source.html


def test_nobody_bends_the_form_to_other_places(tina: Browser) -> None:
    page = opened(tina, "?part=criteria/99")
    assert page.fields["part"] == "about"
    odd = {"at/criteria/99/key": "x", "at/../x": "y", "at/criteria/0/levels": "z", "may/criteria": "", "at/": "w"}
    for do in ("add/title", "remove/title", "up/criteria/0", "remove/criteria/77", "part/listed/99999999", "nonsense"):
        assert source_of(press(tina, page, do, odd)) == TEXT, do
    tina.get(f"{FORM}?from=9", status=404)


def test_a_form_of_thousands_of_fields_is_refused_before_any_is_looked_at(tina: Browser) -> None:
    many = {f"at/k{number}": "x" for number in range(1001)}
    response = tina.client.post(FORM, data={**opened(tina).fields, **many, "csrf_token": tina.token(), "do": "show"})
    assert response.status_code == 400


def test_the_longest_request_has_room_for_the_rubric(tina: Browser) -> None:
    page = opened(tina, "?part=criteria/0")
    response = send(tina, page, "show", {LEVEL: "x" * 60_000})
    assert response.status_code == 200


def test_a_draft_gets_advice_that_leads_to_its_place(tina: Browser) -> None:
    same = form_of(TEXT, "text").text(("criteria", 0, "levels", 1, "text", "en"))
    page = press(tina, opened(tina, "?part=criteria/0"), "show", {"at/criteria/0/levels/2/text/en": same})
    address = str(send(tina, page, "save").headers["Location"])
    shown = tina.get(address)
    assert "Calmness, Level 3, English : says the same as level 2" in shown.text
    [place] = [str(link["href"]) for link in shown.all("a") if "part=" in str(link["href"])]
    assert tina.get(place).all("textarea")[0]["name"] == "at/criteria/0/name/en"
    assert "Advice" not in tina.get("/rubrics/frontline/versions/0").text
