"""What the forms of rubrics and of scenarios have in common, beside what each of them holds."""

import re
from dataclasses import dataclass
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from practice.services.assembly import Services
from practice.services.versions import LONGEST_TEXT
from practice.store.person import PersonRole
from practice.web.large_requests import LARGEST_OF_EDITORS
from tests.web.browser import Browser, look_at
from tests.web.staff import staff_of
from tests.web.test_rubric_form import LEVEL, Page, opened, posted, press, read, send, source_of
from tests.web.test_rubric_form import TEXT as RUBRIC
from tests.web.test_scenario_form import FORM, TEXT

NEW = "/studio/scenarios/brand-new"


@pytest.fixture
def tina(services: Services) -> Browser:
    staff = staff_of(services)
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


@dataclass(frozen=True)
class Told:
    """`links` and `pressed` are where the note about what is wrong leads to; `ids` are all of the page."""

    links: list[str]
    pressed: list[str]
    ids: list[str]


def told(page: Page) -> Told:
    note = page.html.split('id="problem"')[1].split("</div>")[0]
    ids = [str(attributes["id"]) for _tag, attributes in page.sight.tags if attributes.get("id")]
    return Told(re.findall(r'href="#([^"]*)"', note), re.findall(r'name="do" value="([^"]*)"', note), ids)


@pytest.mark.parametrize(
    ("part", "field", "typed", "said"),
    [
        ("about", "list/sources", "E1.4, X9", "X9"),
        ("customers/0", "list/customers/0/resolution/remedies", "nonsense", "nonsense"),
    ],
)
def test_a_mistake_in_one_of_several_words_leads_to_their_field(
    tina: Browser, part: str, field: str, typed: str, said: str
) -> None:
    page = press(tina, opened(tina, form=FORM), f"part/{part}", form=FORM)
    wrong = press(tina, page, "save", {field: typed}, status=400, form=FORM)
    [tag] = [tag for tag in wrong.sight.all("input") if tag.get("name") == field]
    found = told(wrong)
    assert found.links == [tag["id"]]
    assert tag["aria-invalid"] == "true"
    described = str(tag["aria-describedby"]).split()
    assert set(described) <= set(found.ids)
    assert said in wrong.html.split(f'id="{described[-1]}"')[1].split("</small>")[0]


def test_a_mistake_in_one_of_several_lines_leads_to_their_field(tina: Browser) -> None:
    spoilt = re.sub(r"(said_as:\n +en: )\[[^]]*\]", r'\1["", ""]', TEXT, count=1)
    assert spoilt != TEXT
    wrong = press(tina, opened(tina, form=FORM), "save", {"text": spoilt}, status=400, form=FORM)
    [tag] = [tag for tag in wrong.sight.all("textarea") if tag.get("aria-invalid")]
    found = told(wrong)
    assert set(found.links) == {tag["id"]}
    assert str(tag["aria-describedby"]).split()[-1] in found.ids


def test_a_mistake_without_a_field_leads_to_what_is_told_or_to_the_source(tina: Browser) -> None:
    unknown = TEXT.replace("    start_mood:\n", "    start_mood:\n      surprise: 3\n", 1)
    page = press(tina, opened(tina, form=FORM), "save", {"text": unknown}, status=400, form=FORM)
    assert (told(page).links, told(page).pressed) == ([], ["source"])
    level = RUBRIC.replace("      - level: 1\n", "      - level: high\n", 1)
    assert level != RUBRIC
    page = press(tina, opened(tina), "save", {"text": level}, status=400)
    assert told(page).links
    assert set(told(page).links) <= set(told(page).ids)


def test_a_text_of_the_longest_kind_goes_through_its_form(tina: Browser) -> None:
    page = press(tina, opened(tina, "?part=criteria/0"), "show", {LEVEL: "x" * 70_000})
    room = LONGEST_TEXT - len(source_of(page).encode())
    page = press(tina, page, "show", {"text": page.fields["text"] + "#" * (room - 1) + "\r\n", "note": "long"})
    assert len(source_of(page).encode()) == LONGEST_TEXT
    assert (len(page.fields[LEVEL]), page.fields["note"]) == (70_000, "long")
    response = send(tina, page, "save")
    assert response.status_code == 303, look_at(response).text[:1500]


def test_what_is_larger_than_a_form_can_be_is_refused_in_numbers(tina: Browser) -> None:
    response = send(tina, opened(tina), "show", {"text": "x" * LARGEST_OF_EDITORS})
    assert response.status_code == 413
    assert "at most 4,194.4 kB are taken at once" in look_at(response).text


@pytest.mark.parametrize("address", ["/rubrics/frontline/versions", f"{NEW}/versions"])
def test_a_source_far_over_the_limit_comes_back_whole_and_says_how_long_it_is(tina: Browser, address: str) -> None:
    typed = "ä# a line\r\n" * 100_000
    fields = {"text": typed, "note": "Mine", "csrf_token": tina.token(), "from": "0", "seen": "0"}
    for response in (posted(tina, address, fields), tina.client.post(address, data=fields)):
        page = read(response.text, look_at(response))
        assert (response.status_code, page.fields["text"], page.fields["note"]) == (400, typed, "Mine")
        assert "The text is 1,100 kB long, and at most 200 kB can be saved." in page.sight.text
        assert "The text has 100000 lines, and at most 10000 can be saved." in page.sight.text


def test_a_file_far_over_the_limit_stands_in_the_source_to_be_shortened(tina: Browser) -> None:
    file = FileStorage(BytesIO(b"# line\n" * 90_000), "mine.yaml")
    fields = {"file": file, "from": "0", "seen": "0", "csrf_token": tina.token()}
    response = posted(tina, "/rubrics/frontline/versions", fields)
    assert response.status_code == 400
    assert response.text.count("# line\n") == 90_000
    assert "The text is 630 kB long" in look_at(response).text


@pytest.mark.parametrize("do", ["save", "source", "part/about"])
def test_a_field_far_over_the_limit_comes_back_with_its_page_and_can_be_shortened_there(tina: Browser, do: str) -> None:
    page = opened(tina, "?part=criteria/0")
    typed = {LEVEL: "Ä line.\r\n" * 70_000, "at/criteria/0/key": "mine", "note": "Mine"}
    refused = press(tina, page, do, typed, status=400)
    fields = {name: value for name, value in page.fields.items() if name not in ("csrf_token", "next")} | typed
    assert {name: value for name, value in refused.fields.items() if name in fields} == fields
    assert "With what you typed here the text is about 7" in refused.sight.text
    saved = send(tina, refused, "save", {LEVEL: "Short.", "at/criteria/0/key": page.fields["at/criteria/0/key"]})
    assert saved.status_code == 303


def test_a_source_too_long_for_a_form_stays_the_source(tina: Browser) -> None:
    typed = TEXT + "# a line\n" * 60_000
    page = press(tina, opened(tina, form="/rubrics/frontline/edit"), "show", {"text": typed}, status=400)
    assert page.fields["text"] == typed.replace("\n", "\r\n")
    assert "kB long, and at most 200 kB can be saved." in page.sight.text


def test_a_note_over_the_limit_says_how_long_it_is(tina: Browser) -> None:
    page = press(tina, opened(tina), "save", {"note": "n" * 401}, status=400)
    assert page.fields["note"] == "n" * 401
    assert "The note has 401 characters, and at most 400 can be saved." in page.sight.text


def test_a_new_scenario_says_that_it_is_one_and_its_address_can_be_gone_to(tina: Browser) -> None:
    source = opened(tina, form=f"{NEW}/edit")
    shown = press(tina, source, "show", form=f"{NEW}/form")
    assert "A new scenario." in shown.sight.text
    assert "You began with" not in shown.sight.text
    begun = opened(tina, "?like=late-parcel&part=customers/0", form=f"{NEW}/form")
    assert begun.fields["like"] == "late-parcel"
    assert "A new scenario." in begun.sight.text
    assert press(tina, begun, "source", form=f"{NEW}/form").fields["like"] == "late-parcel"
    assert "Title" in opened(tina, "?channel=email", form=f"{NEW}/form").sight.text
    tina.get("/studio/scenarios/No Name/form", status=404)
    tina.get("/rubrics/none/form", status=404)


@pytest.mark.parametrize(
    ("part", "do"),
    [
        ("facts/0", "remove/facts/0"),
        ("customers/0/knows/0", "down/customers/0/knows/0"),
        ("stock/0", "remove/stock/0"),
        ("nonsense", "up/facts/1"),
    ],
)
def test_a_button_on_a_part_that_is_none_changes_what_it_says_and_shows_another(
    tina: Browser, part: str, do: str
) -> None:
    text = TEXT + "stock:\n- one\n- two\n"
    page = press(tina, opened(tina, form=FORM), do, {"part": part, "text": text}, form=FORM)
    assert page.fields["part"] in ("about", "stock/0")
    assert source_of(page) != text


@pytest.mark.parametrize("field", ["at/good_way/*/0", "lines/good_way/*", "may/good_way/*/0", "list/*"])
def test_no_field_is_of_every_language_at_once(tina: Browser, field: str) -> None:
    page = press(tina, opened(tina, form=FORM), "show", {field: "x\r\ny"}, form=FORM)
    assert source_of(page) == TEXT


@pytest.mark.parametrize("text", ["a: [b", "a: [b\r\n", "a: [b\rc: d", "a: {b: [\n\n\n"])
def test_a_text_that_breaks_off_is_led_to_in_its_last_line(tina: Browser, text: str) -> None:
    response = tina.post("/rubrics/frontline/versions", text=text, note="", seen="0", **{"from": "0"})
    assert response.status_code == 400
    found = told(read(response.text, look_at(response)))
    assert found.links
    assert set(found.links) <= set(found.ids)
    assert found.links[0].startswith("line-")
