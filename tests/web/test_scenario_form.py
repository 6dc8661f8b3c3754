"""A scenario as a form: what is not touched stays as it is, and mistakes stand beside their fields."""

import pytest

from practice.domain.difference import Change, difference
from practice.domain.yaml_form import form_of
from practice.library import read_scenario
from practice.services.assembly import Services
from practice.services.versions import LONGEST_NOTE, MOST_LINES
from practice.store.person import PersonRole
from tests.conftest import ROOT
from tests.domain.test_yaml_form import scalars
from tests.web.browser import Browser
from tests.web.staff import staff_of
from tests.web.test_rubric_form import Page, opened, press, send, source_of

FILES = sorted((ROOT / "prompts" / "scenarios").glob("*.yaml"))
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
FORM = "/studio/scenarios/queue-quarrel/form"
TEXT = TEXTS["queue-quarrel"]
THREAD = "/studio/scenarios/public-review/form"


@pytest.fixture
def tina(services: Services) -> Browser:
    staff = staff_of(services)
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


def parts_of(page: Page) -> list[str]:
    """Those that the form's own menu leads to."""
    values = [str(tag.get("value") or "") for tag in page.sight.all("button")]
    return list(dict.fromkeys(value.removeprefix("part/") for value in values if value.startswith("part/")))


def lines_changed(before: str, page: Page) -> tuple[list[str], list[str]]:
    """Those that went and those that came, without the blanks around them."""
    found = [line for passage in difference(before, source_of(page)) for line in passage]
    went, came = (
        [line.text.strip() for line in found if line.change is change] for change in (Change.REMOVED, Change.ADDED)
    )
    return went, came


@pytest.mark.parametrize("key", TEXTS)
def test_every_part_comes_back_unchanged_and_is_saved_to_the_letter(tina: Browser, key: str) -> None:
    form = f"/studio/scenarios/{key}/form"
    page = opened(tina, form=form)
    parts = parts_of(page)
    customers = form_of(TEXTS[key], "text").size(("customers",))
    assert len(parts) == 3 + 2 * customers + ("thread:" in TEXTS[key])
    for part in [*parts, "about"]:
        page = press(tina, page, f"part/{part}", form=form)
        assert page.fields["part"] == part
        assert source_of(page) == TEXTS[key]
    saved = send(tina, page, "save", form=form).headers["Location"]
    assert tina.client.get(f"{saved}/file").text == TEXTS[key]


def test_every_text_and_number_of_a_scenario_has_a_field(tina: Browser) -> None:
    for form in (FORM, THREAD, "/studio/scenarios/contract-renewal/form"):
        page = opened(tina, form=form)
        text = source_of(page)
        places: set[tuple[str, ...]] = set()
        for part in parts_of(page):
            page = press(tina, page, f"part/{part}", form=form)
            places |= {tuple(name.split("/")[1:]) for name in page.fields if "/" in name}
        assert _without_a_field(text, places) == []


def _without_a_field(text: str, places: set[tuple[str, ...]]) -> list[str]:
    paths = [tuple(map(str, path)) for path in scalars(form_of(text, "text").root)]
    return ["/".join(path) for path in paths if path not in places and path[:-1] not in places]


def test_what_a_scenario_says_is_changed_added_and_taken_away(tina: Browser) -> None:
    page = press(tina, opened(tina, form=FORM), "add/facts", form=FORM)
    facts = form_of(TEXT, "text").size(("facts",))
    typed = {f"at/facts/{facts}": "It rains: hard.", "at/goal/sv": "Lugna ned dem."}
    page = press(tina, press(tina, page, f"up/facts/{facts}", typed, form=FORM), "part/offers", form=FORM)
    words = page.fields["lines/remedies/0/said_as/en"] + "\r\nor so, too"
    page = press(tina, page, "add/topics", {"lines/remedies/0/said_as/en": words}, form=FORM)
    form = form_of(source_of(page), "text")
    assert form.text(("facts", facts - 1)) == "It rains: hard."
    assert form.text(("goal", "sv")) == "Lugna ned dem."
    assert form.texts(("remedies", 0, "said_as", "en"))[-1] == "or so, too"
    assert f"at/topics/{form.size(('topics',)) - 1}/name/pl" in page.fields


@pytest.mark.parametrize(
    ("part", "field", "typed", "went", "came"),
    [
        ("stock/1", "lines/customers/1/stock/vent/sv", "+ Nu: räcker det!", [], ["- 'Nu: räcker det!'"]),
        (
            "stock/0",
            "lines/customers/0/seen/calm/en",
            "-",
            ["- He has put the old key on the counter and his phone away."],
            [],
        ),
        ("customers/0", "may/customers/0/persona/weighs/ignores_me", "1.5", ["ignores_me: 1.3"], ["ignores_me: 1.5"]),
        ("customers/0", "may/customers/0/persona/weighs/concrete_step", "", ["concrete_step: 1.2"], []),
        ("customers/1", "may/customers/1/persona/weighs/insult", "2", [], ["insult: 2"]),
        ("customers/0", "may/customers/0/start_mood/disclosure", "5", [], ["disclosure: 5"]),
        ("about", "at/difficulty", "1", ["difficulty: 4"], ["difficulty: 1"]),
    ],
)
def test_one_change_touches_its_own_lines_only(
    tina: Browser, part: str, field: str, typed: str, went: list[str], came: list[str]
) -> None:
    page = press(tina, opened(tina, form=FORM), f"part/{part}", form=FORM)
    if typed.startswith("+ "):
        typed = f"{page.fields[field]}\r\n{typed[2:]}"
    elif typed == "-":
        typed = page.fields[field].rpartition("\r\n")[0]
    page = press(tina, page, "show", {field: typed}, form=FORM)
    assert lines_changed(TEXT, page) == (went, came)
    assert press(tina, page, "show", form=FORM).fields[field] == typed
    read_scenario(source_of(page), "changed")


def test_onlookers_are_changed_line_by_line(tina: Browser) -> None:
    page = press(tina, opened(tina, form=THREAD), "part/onlookers", form=THREAD)
    lines = page.fields["lines/thread/better/fi"].split("\r\n")
    typed = {"lines/thread/better/fi": "\r\n".join([lines[0], "Uusi.", *lines[1:]]), "at/thread/likes": "47"}
    page = press(tina, page, "show", typed, form=THREAD)
    assert lines_changed(TEXTS["public-review"], page) == (["likes: 46"], ["likes: 47", "- Uusi."])


def test_replies_of_the_good_way_come_go_and_change_places_in_every_language(tina: Browser) -> None:
    before = form_of(TEXT, "text")
    count = before.size(("good_way", "en"))
    page = press(tina, opened(tina, form=FORM), "part/good_way", form=FORM)
    typed = {f"may/good_way/{language}/{count}": f"One more in {language}." for language in ("en", "sv")}
    page = press(tina, page, "show", typed, form=FORM)
    assert lines_changed(TEXT, page) == ([], ["- One more in en.", "- One more in sv."])
    assert (
        press(tina, page, "show", dict.fromkeys(typed, ""), form=FORM).fields["text"]
        == opened(tina, form=FORM).fields["text"]
    )
    page = press(tina, page, "remove/good_way/*/0", form=FORM)
    page = press(tina, page, "down/good_way/*/0", form=FORM)
    after = form_of(source_of(page), "text")
    for language in ("en", "fi", "pl", "sv"):
        old, new = before.texts(("good_way", language)), after.texts(("good_way", language))
        assert new[:2] == (old[2], old[1])
        assert len(new) == len(old) - (language in ("fi", "pl"))
    read_scenario(source_of(page), "changed")


def test_several_replies_emptied_at_once_go_and_the_others_stay(tina: Browser) -> None:
    page = press(tina, opened(tina, form=FORM), "part/good_way", form=FORM)
    page = press(tina, page, "show", {"may/good_way/pl/0": "", "may/good_way/pl/1": " \r\n"}, form=FORM)
    old, new = form_of(TEXT, "text"), form_of(source_of(page), "text")
    assert new.texts(("good_way", "pl")) == old.texts(("good_way", "pl"))[2:]
    assert new.texts(("good_way", "sv")) == old.texts(("good_way", "sv"))


def test_a_customer_goes_and_another_comes(tina: Browser) -> None:
    page = press(tina, opened(tina, form=FORM), "remove/customers/0", form=FORM)
    assert page.fields["part"] == "about"
    alone = source_of(page)
    [left] = read_scenario(alone, "alone").customers
    assert left.key == read_scenario(TEXT, "text").customers[1].key
    page = press(tina, page, "part/customers/0", form=FORM)
    page = press(tina, page, "remove/customers/0/called", form=FORM)
    assert read_scenario(source_of(page), "without").customers[0].called is None
    page = press(tina, press(tina, page, "part/about", form=FORM), "add/customers", form=FORM)
    assert page.fields["part"] == "customers/1"
    assert page.fields["at/customers/1/start_mood/trust"] == ""
    wrong = press(tina, page, "save", {"at/customers/1/key": "other"}, status=400, form=FORM)
    assert "Customer, Letting off steam, English" in wrong.sight.text
    assert wrong.fields["at/customers/1/key"] == "other"
    assert form_of(source_of(page), "text").keys(("customers", 1)) == (
        *("key", "called", "persona", "knows", "does_not_know", "hidden_need", "start_mood", "resolution"),
        *("opening", "seen", "stock"),
    )
    gone = press(tina, press(tina, page, "part/about", form=FORM), "remove/customers/1", form=FORM)
    assert read_scenario(source_of(gone), "gone").customers[0].stock == left.stock


def test_another_channel_brings_its_own_fields_and_lets_the_old_ones_go(tina: Browser) -> None:
    page = press(tina, opened(tina, form=THREAD), "show", {"at/channel": "email"}, form=THREAD)
    assert page.fields["at/subject/en"] == ""
    typed = {f"at/subject/{language}": f"About it ({language})" for language in ("en", "fi", "pl", "sv")}
    page = press(tina, page, "save", typed, status=400, form=THREAD)
    assert page.fields["part"] == "onlookers"
    page = press(tina, page, "remove/thread", form=THREAD)
    assert page.fields["part"] == "about"
    scenario = read_scenario(source_of(page), "as e-mail")
    assert scenario.subject is not None
    assert (scenario.subject.sv, scenario.thread) == ("About it (sv)", None)
    assert lines_changed(TEXTS["public-review"], page)[1] == [
        *("channel: email", "subject:"),
        *(f"{language}: About it ({language})" for language in ("en", "fi", "pl", "sv")),
    ]


def test_a_list_with_line_breaks_is_shown_and_led_to_the_source(tina: Browser) -> None:
    broken = TEXT.replace("    called:\n      en: [sir,", '    called:\n      en: ["two\\nlines", sir,', 1)
    assert broken != TEXT
    page = press(tina, opened(tina, form=FORM), "part/customers/0", {"text": broken}, form=FORM)
    assert "lines/customers/0/called/en" not in page.fields
    assert "lines/customers/0/called/fi" in page.fields
    assert "can be changed in the source text only" in page.sight.text
    assert source_of(press(tina, page, "part/about", form=FORM)) == broken


def test_too_much_is_told_with_its_place_and_stays(tina: Browser) -> None:
    three = press(tina, press(tina, opened(tina, form=FORM), "add/customers", form=FORM), "save", status=400, form=FORM)
    assert "customers" in three.sight.text
    assert "at most 2" in three.sight.text
    assert form_of(source_of(three), "text").size(("customers",)) == 3
    page = press(tina, opened(tina, form=FORM), "part/stock/0", form=FORM)
    field = "lines/customers/0/stock/vent/en"
    lines = "\r\n".join(f"Line {number}." for number in range(MOST_LINES))
    long = press(tina, page, "save", {field: lines, "note": "much"}, status=400, form=FORM)
    assert f"lines, and at most {MOST_LINES} can be saved." in long.sight.text
    assert (long.fields[field], long.fields["note"]) == (lines, "much")
    noted = press(tina, page, "save", {"note": "x" * (LONGEST_NOTE + 1)}, status=400, form=FORM)
    assert noted.fields["note"] == "x" * (LONGEST_NOTE + 1)


def test_a_mistake_in_a_scenario_stands_beside_its_field_or_leads_to_the_source(tina: Browser) -> None:
    page = press(tina, opened(tina, form=FORM), "part/customers/1", form=FORM)
    wrong = press(tina, page, "save", {"at/customers/1/start_mood/trust": "some"}, status=400, form=FORM)
    [field] = [tag for tag in wrong.sight.all("input") if tag.get("name") == "at/customers/1/start_mood/trust"]
    assert (field["value"], field["aria-invalid"]) == ("some", "true")
    spoilt = source_of(page).replace("good_way:", "bad_way:")
    told = press(tina, page, "save", {"text": spoilt}, status=400, form=FORM)
    assert "bad_way" in told.sight.text
    assert told.fields["part"] == "good_way"
    source = press(tina, told, "source", form=FORM)
    assert any(tag.get("data-line") for tag in source.sight.all("a"))


def test_the_source_can_be_gone_to_from_every_part(tina: Browser) -> None:
    page = opened(tina, form=FORM)
    for part in parts_of(page):
        page = press(tina, page, f"part/{part}", form=FORM)
        assert "Comments stand in the source text only" in page.sight.text
        assert "source" in [tag.get("value") for tag in page.sight.all("button")]
