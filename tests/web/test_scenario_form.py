"""A scenario as a form: what is not touched stays as it is, and mistakes stand beside their fields."""

import pytest

from practice.domain.yaml_form import form_of
from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.conftest import ROOT
from tests.web.browser import Browser
from tests.web.staff import staff_of
from tests.web.test_rubric_form import database_url, opened, press, send, source_of

__all__ = ["database_url"]

FORM = "/studio/scenarios/queue-quarrel/form"
TEXT = (ROOT / "prompts" / "scenarios" / "queue-quarrel.yaml").read_text(encoding="utf-8")


@pytest.fixture
def tina(services: Services) -> Browser:
    staff = staff_of(services)
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


def test_every_part_of_a_scenario_comes_back_unchanged_and_is_saved(tina: Browser) -> None:
    page = opened(tina, form=FORM)
    for part in ("offers", "customers/0", "customers/1", "about"):
        page = press(tina, page, f"part/{part}", form=FORM)
        assert (page.fields["part"], source_of(page)) == (part, TEXT)
    assert send(tina, page, "save", form=FORM).headers["Location"] == "/studio/scenarios/queue-quarrel/versions/1"


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


def test_a_mistake_in_a_scenario_stands_beside_its_field_or_leads_to_the_source(tina: Browser) -> None:
    page = press(tina, opened(tina, form=FORM), "part/customers/1", form=FORM)
    wrong = press(tina, page, "save", {"at/customers/1/start_mood/trust": "some"}, status=400, form=FORM)
    [field] = [tag for tag in wrong.sight.all("input") if tag.get("name") == "at/customers/1/start_mood/trust"]
    assert (field["value"], field["aria-invalid"]) == ("some", "true")
    spoilt = source_of(page).replace("good_way:", "bad_way:")
    told = press(tina, page, "save", {"text": spoilt}, status=400, form=FORM)
    assert "bad_way" in told.sight.text
    assert told.fields["part"] == "customers/1"
    source = press(tina, told, "source", form=FORM)
    assert any(tag.get("data-line") for tag in source.sight.all("a"))
