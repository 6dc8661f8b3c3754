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
    shown_after_publishing = tina.get(PATH).text
    assert "version 1 · published Tina" in tina.get("/rubrics").text
    tina_sees = tina.get(PATH).text
    assert "Only two criteria shorter" in tina_sees
    assert "Version 1 is in force now, for conversations that begin from now on." in shown_after_publishing
    assert tina.post(f"{address}/retire", in_force="yes").status_code == 303
    retired = tina.get(PATH).text
    assert "in force: the service's own text" in retired
    assert "Version 1 is retired. In force now: the service's own text" in retired
    assert "is retired. In force" not in tina.get(PATH).text
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
    assert "The note has 401 characters, and at most 400 can be saved." in look_at(response).text


def test_who_saves_after_somebody_else_sees_both_and_can_save_on(tina: Browser, tom: Browser) -> None:
    draft(tina, TEXT + "# from Tina\n")
    response = save(tom, TEXT + "# from Tom\n")
    assert response.status_code == 409
    sight = look_at(response)
    assert "Tina saved version 1 meanwhile" in sight.text
    theirs, yours = sight.text.split("What Tina changed")[1].split("Saving yours")[0].split("What you changed")
    assert ("+ added # from Tina" in theirs, "# from Tom" in theirs) == (True, False)
    assert ("+ added # from Tom" in yours, "# from Tina" in yours) == (True, False)
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
    assert "Tom published version 2," in sight.text
    assert f"{PATH}/compare?before=2&after=1" in [link.get("href") for link in sight.all("a")]
    assert (field(sight, "input", "note"), field(sight, "input", "instead_of")) == ("mine too", "2")
    again = tina.post(f"{second}/publish", note="and mine", instead_of="0")
    assert again.status_code == 409
    assert "This version is published already: by Tom," in look_at(again).text
    assert "and mine" in look_at(again).text
    assert tom.post(f"{second}/retire", in_force="yes").status_code == 303
    late = tina.post(f"{second}/retire", in_force="yes")
    assert late.status_code == 409
    assert "This version is retired already: by Tom," in look_at(late).text
    stale = tina.post(f"{first}/publish", note="mine still", instead_of="2")
    assert stale.status_code == 409
    assert "Tom retired version 2," in look_at(stale).text


def test_what_is_in_force_is_retired_only_after_a_page_said_what_comes_then(tina: Browser) -> None:
    first, second = draft(tina), draft(tina, TEXT + "# two\n", 1)
    assert "nothing changes for anybody who practises" in tina.get(f"{first}/retire").text
    for address, instead_of in ((first, "0"), (second, "1")):
        assert tina.post(f"{address}/publish", note="new", instead_of=instead_of).status_code == 303
    pressed_at_once = tina.post(f"{second}/retire")
    assert pressed_at_once.headers["Location"] == f"{second}/retire"
    asked = tina.get(f"{second}/retire")
    assert "From then on the service's own text is in force: new conversations of everybody" in asked.text
    assert "Version 1, which was in force before, does not come back by itself." in asked.text
    assert f"{first}#publish-title" in [link.get("href") for link in asked.all("a")]
    assert "published" in tina.get(second).text
    assert tina.post(f"{second}/retire", in_force=str(field(asked, "input", "in_force"))).status_code == 303
    assert tina.client.get(f"{second}/retire").headers["Location"] == second
    tina.get(f"{PATH}/versions/0/retire", status=404)


def test_a_retired_version_is_published_again_from_its_page(tina: Browser, tom: Browser) -> None:
    first = draft(tina, note="calmer levels")
    tina.post(f"{first}/publish", note="for the winter", instead_of="0")
    tina.post(f"{first}/retire", in_force="yes")
    page = tom.get(first)
    assert "Publish this version again" in page.text
    assert field(page, "input", "note") == ""
    assert tom.post(f"{first}/publish", note="back again", instead_of="0").status_code == 303
    shown = tom.get(first).text
    assert "State published" in shown
    assert re.search(r"Saved [^·]+ · Tina Note calmer levels Published [^·]+ · Tom What is new back again", shown)


def test_editing_begins_with_the_form_and_the_source_is_one_press_away(tina: Browser) -> None:
    links = [link.get("href") for link in tina.get(PATH).all("a")]
    assert f"{PATH}/form" in links
    page = tina.get(f"{PATH}/form")
    assert "source" in [button.get("value") for button in page.all("button")]
