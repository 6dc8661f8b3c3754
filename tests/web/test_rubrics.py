"""The pages of rubrics: nothing typed is lost, nobody's version is overwritten, and what is published grades."""

import io
import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.conftest import ROOT
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of

TEXT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")
PATH = "/rubrics/frontline"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


@pytest.fixture
def tom(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Tom", PersonRole.TRAINER))


def save(browser: Browser, text: str = TEXT, seen: int = 0, **more: str) -> TestResponse:
    return browser.post(f"{PATH}/versions", **{"text": text, "from": "0", "seen": str(seen), "note": "", **more})


def draft(browser: Browser, text: str = TEXT, seen: int = 0, **more: str) -> str:
    """Its address."""
    response = save(browser, text, seen, **more)
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


def field(sight: Sight, tag: str, name: str) -> str | None:
    [found] = [attributes for attributes in sight.all(tag) if attributes.get("name") == name]
    return found.get("value")


def typed(response: TestResponse) -> str:
    """What stands in the editor: a browser leaves out the line feed that the field begins with."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_trainers_and_administrators_are_led_to_rubrics(staff: Staff, tina: Browser) -> None:
    ada, kim = staff.at_work(staff.add("Ada", PersonRole.ADMIN)), staff.at_work(staff.add("Kim"))
    for browser in (tina, ada):
        assert "/rubrics" in [link["href"] for link in browser.get("/scenarios").all("a")]
        assert "frontline · grades conversations the service's own text none yet" in browser.get("/rubrics").text
    assert "/rubrics" not in [link["href"] for link in kim.get("/scenarios").all("a")]
    kim.get("/rubrics", status=403)


def test_a_version_is_written_published_and_retired(staff: Staff, tina: Browser) -> None:
    assert field(tina.get(f"{PATH}/edit"), "input", "seen") == "0"
    address = draft(tina, TEXT, note="shorter")
    assert address == f"{PATH}/versions/1"
    shown = tina.get(address)
    assert "Publish this draft" in shown.text
    assert field(shown, "input", "note") == "shorter"
    assert tina.post(f"{address}/publish", note="Only two criteria", instead_of="0").status_code == 303
    assert "version 1 · published Tina" in tina.get("/rubrics").text
    assert "Only two criteria" in tina.get(PATH).text
    assert tina.post(f"{address}/retire").status_code == 303
    assert "in force: the service's own text" in tina.get(PATH).text
    ada = staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    told = ada.get("/administration/audit").text
    assert "version 1 published in place of the file's text: Only two criteria" in told


def test_a_text_with_mistakes_stays_in_its_field_with_what_is_wrong(tina: Browser) -> None:
    spoilt = TEXT.replace("weight:", "wieght:", 1)
    for text in ('\n<b> & "\n' + spoilt, spoilt):
        response = save(tina, text, note="my note")
        assert response.status_code == 400
        sight = look_at(response)
        assert field(sight, "input", "note") == "my note"
        assert typed(response) == text
    assert "criteria.0.wieght : is not known here" in sight.text
    assert "none yet" in tina.get("/rubrics").text


def test_what_is_too_long_is_told_and_stays(tina: Browser) -> None:
    response = save(tina, note="x" * 401)
    assert response.status_code == 400
    assert "400 characters for the note" in look_at(response).text


def test_who_saves_after_somebody_else_sees_both_and_can_save_on(tina: Browser, tom: Browser) -> None:
    draft(tina, TEXT + "# from Tina\n")
    response = save(tom, TEXT + "# from Tom\n")
    assert response.status_code == 409
    sight = look_at(response)
    assert "Tina saved version 1 meanwhile" in sight.text
    assert "− removed # from Tina" in sight.text
    assert "+ added # from Tom" in sight.text
    seen = field(sight, "input", "seen")
    assert seen == "1"
    address = draft(tom, TEXT + "# from Tom\n", int(seen))
    assert address == f"{PATH}/versions/2"
    assert "# from Tina" in tom.client.get(f"{PATH}/versions/1/file").text


def test_any_two_versions_are_compared_in_words(tina: Browser) -> None:
    draft(tina)
    draft(tina, TEXT + "# more\n", 1)
    sight = tina.get(f"{PATH}/compare?before=1&after=2")
    assert "version 1 and version 2" in sight.text
    assert "+ added # more" in sight.text
    assert "removed" not in sight.text
    assert "Both texts are the same" in tina.get(f"{PATH}/compare?before=2&after=2").text
    for wrong in ("before=1&after=9", "before=x&after=1", "before=-1&after=1"):
        tina.get(f"{PATH}/compare?{wrong}", status=404)


def test_a_file_comes_back_as_it_was_taken_along(tina: Browser) -> None:
    file = (io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode()), "mine.yaml")
    fields = {"csrf_token": tina.token(), "file": file, "from": "0", "seen": "0", "note": ""}
    taken = tina.client.post(f"{PATH}/versions", data=fields)
    assert taken.status_code == 303
    given = tina.client.get(f"{PATH}/versions/1/file")
    assert given.headers["Content-Disposition"] == "attachment; filename=frontline.yaml"
    assert (given.mimetype, given.text) == ("text/yaml", TEXT)


def test_a_file_in_another_encoding_is_told(tina: Browser) -> None:
    file = (io.BytesIO("määrä".encode("latin-1")), "mine.yaml")
    fields = {"csrf_token": tina.token(), "file": file, "from": "0", "seen": "2", "note": "my note"}
    response = tina.client.post(f"{PATH}/versions", data=fields)
    assert response.status_code == 400
    sight = look_at(response)
    assert "Save it as UTF-8" in sight.text
    assert (field(sight, "input", "note"), field(sight, "input", "seen")) == ("my note", "2")
    assert [tag["aria-describedby"] for tag in sight.all("input") if tag.get("name") == "file"] == ["problem file-help"]


def test_publishing_what_is_no_longer_as_it_was_shown_is_told(tina: Browser, tom: Browser) -> None:
    first, second = draft(tina), draft(tina, TEXT + "# two\n", 1)
    assert tina.post(f"{first}/publish", note="", instead_of="0").status_code == 400
    assert tom.post(f"{second}/publish", note="mine", instead_of="0").status_code == 303
    response = tina.post(f"{first}/publish", note="mine too", instead_of="0")
    assert response.status_code == 409
    sight = look_at(response)
    assert "somebody has published or retired a version meanwhile" in sight.text
    assert (field(sight, "input", "note"), field(sight, "input", "instead_of")) == ("mine too", "2")
    assert tom.post(f"{second}/retire").status_code == 303
    assert tina.post(f"{second}/retire").status_code == 409
