"""The pages on which scenarios are written and tried: nothing typed is lost, and what is shown is what was played."""

import io
import re
from html import unescape

import pytest
from sqlmodel import update
from werkzeug.test import TestResponse

from practice.domain.language import Language
from practice.domain.scripted import ScriptedTalk, played_talk
from practice.domain.trainee import scripted
from practice.library import read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.assembly import Services
from practice.services.scenario_new import titled
from practice.services.simulating import Played, script, simulate
from practice.services.voices import Voices
from practice.store.job import JobRow, JobState
from practice.store.person import PersonRole
from practice.store.simulation_reading import keep_problem, keep_talks, load_simulation
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of

PATH = "/studio/scenarios/late-parcel"
CHOICES = {"language": "en", "difficulty": "2"}


@pytest.fixture
def staff(services: Services) -> Staff:
    services.worker.stop()
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


@pytest.fixture
def text(services: Services) -> str:
    return services.library.scenario_document("late-parcel").text


def save(browser: Browser, text: str, path: str = PATH, seen: int = 0, **more: str) -> TestResponse:
    return browser.post(f"{path}/versions", **{"text": text, "from": "0", "seen": str(seen), "note": "", **more})


def draft(browser: Browser, text: str, path: str = PATH, seen: int = 0, **more: str) -> str:
    """Its address."""
    response = save(browser, text, path, seen, **more)
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


def test_a_new_scenario_is_written_published_practised_and_retired(staff: Staff, tina: Browser, text: str) -> None:
    kim = staff.at_work(staff.add("Kim"))
    assert "/studio/scenarios" in [link["href"] for link in tina.get("/scenarios").all("a")]
    begun = tina.post("/studio/new", key="lost-keys", start="like:late-parcel")
    assert begun.headers["Location"] == "/studio/scenarios/lost-keys/form?like=late-parcel"
    form = tina.get(begun.headers["Location"])
    assert field(form, "input", "like") == "late-parcel"
    copied = typed(tina.client.get("/studio/scenarios/lost-keys/edit?like=late-parcel"))
    assert copied == titled(text, "lost-keys")
    assert "The telescope that never came (lost-keys)" in copied
    mine = text.replace("en: The telescope that never came", "en: Keys & <locks>", 1)
    address = draft(tina, mine, "/studio/scenarios/lost-keys", like="late-parcel")
    assert "Made from a copy of “The telescope that never came”" in tina.get(address).text
    assert "a copy of “The telescope that never came”" in tina.get("/studio/scenarios/lost-keys").text
    assert (
        "Keys & <locks> lost-keys · your organisation's own nothing yet version 1 · draft"
        in tina.get("/studio/scenarios").text
    )
    assert "Nothing is amiss in its lines, words and topics." in tina.get(address).text
    kim.get("/scenarios/lost-keys", status=404)
    assert tina.post(f"{address}/publish", note="For the night shift", instead_of="0").status_code == 303
    assert "Keys & <locks>" in kim.get("/scenarios").text
    assert kim.post("/scenarios/lost-keys/conversations", language="en").status_code == 303
    assert "nobody in your organisation can begin this scenario any more" in tina.get(f"{address}/retire").text
    assert tina.post(f"{address}/retire", in_force="yes").status_code == 303
    assert "Keys & <locks>" not in kim.get("/scenarios").text.partition("Your latest")[0]
    assert "No version is published" in tina.get("/studio/scenarios/lost-keys").text


@pytest.mark.parametrize("key", ["late-parcel", "Late parcel", ""])
def test_a_name_that_cannot_be_used_is_told_and_stays(tina: Browser, key: str) -> None:
    response = tina.post("/studio/new", key=key, start="channel:email")
    assert response.status_code == 400
    sight = look_at(response)
    assert "no other scenario has it" in sight.text
    assert field(sight, "input", "key") == key
    assert [option["value"] for option in sight.all("option") if "selected" in option] == ["channel:email"]


def test_a_text_with_mistakes_stays_in_its_field_with_what_is_wrong(tina: Browser, text: str) -> None:
    spoilt = text.replace("\ngoal:", "\ngaol:", 1)
    response = save(tina, spoilt, note="my note")
    assert response.status_code == 400
    sight = look_at(response)
    line = spoilt[: spoilt.index("gaol:")].count("\n") + 1
    assert f"Line {line} , gaol : is not known here" in sight.text
    assert f"{line} mistake: gaol:" in sight.text
    assert (typed(response), field(sight, "input", "note")) == (spoilt, "my note")


def test_who_saves_after_somebody_else_sees_both_and_can_save_on(staff: Staff, tina: Browser, text: str) -> None:
    tom = staff.at_work(staff.add("Tom", PersonRole.TRAINER))
    draft(tina, text + "# from Tina\n")
    response = save(tom, text + "# from Tom\n")
    assert response.status_code == 409
    sight = look_at(response)
    assert "Tina saved version 1 meanwhile" in sight.text
    theirs, yours = sight.text.split("What Tina changed")[1].split("Saving yours")[0].split("What you changed")
    assert ("+ added # from Tina" in theirs, "+ added # from Tom" in yours) == (True, True)
    assert draft(tom, text + "# from Tom\n", seen=int(field(sight, "input", "seen") or 0)) == f"{PATH}/versions/2"
    assert "+ added # from Tom" in tina.get(f"{PATH}/compare?before=1&after=2").text


def test_a_file_comes_back_as_it_was_taken_along(tina: Browser, text: str) -> None:
    file = (io.BytesIO(b"\xef\xbb\xbf" + text.encode()), "mine.yaml")
    fields = {"csrf_token": tina.token(), "file": file, "key": "lost-keys", "start": "channel:phone"}
    taken = tina.client.post("/studio/new", data=fields)
    assert taken.headers["Location"] == "/studio/scenarios/lost-keys/versions/1"
    given = tina.client.get("/studio/scenarios/lost-keys/versions/1/file")
    assert given.headers["Content-Disposition"] == "attachment; filename=lost-keys.yaml"
    assert (given.mimetype, given.text) == ("text/yaml", text)


@pytest.mark.parametrize("data", ["määrä".encode("latin-1"), "määrä".encode("utf-16")])
@pytest.mark.parametrize("path", [PATH, "/studio/scenarios/lost-keys"])
def test_a_file_that_is_no_text_is_told_and_the_note_stays(tina: Browser, path: str, data: bytes) -> None:
    fields = {"csrf_token": tina.token(), "from": "0", "seen": "0", "note": "my note"}
    told = tina.client.post(f"{path}/versions", data={**fields, "file": (io.BytesIO(data), "mine.yaml")})
    assert told.status_code == 400
    sight = look_at(told)
    assert "Save it as UTF-8" in sight.text
    assert field(sight, "input", "note") == "my note"
    assert [form["action"] for form in sight.all("form") if "versions" in str(form["action"])] == [f"{path}/versions"]
    beside = tina.client.post(f"{path}/versions", data={**fields, "file": (io.BytesIO(data), "a"), "text": "mine: 1"})
    assert (beside.status_code, typed(beside)) == (400, "mine: 1")
    assert "Save it as UTF-8" in look_at(beside).text


def test_a_file_with_mistakes_for_a_new_scenario_is_told_line_by_line(tina: Browser, text: str) -> None:
    spoilt = text.replace("\ngoal:", "\ngaol:", 1)
    fields = {"csrf_token": tina.token(), "from": "0", "seen": "0", "note": "my note"}
    file = (io.BytesIO(spoilt.encode()), "mine.yaml")
    told = tina.client.post("/studio/scenarios/lost-keys/versions", data={**fields, "file": file})
    assert (told.status_code, typed(told)) == (400, spoilt)
    assert field(look_at(told), "input", "note") == "my note"


def test_a_draft_is_played_at_once_and_says_that_it_is_a_trial(tina: Browser, text: str) -> None:
    address = draft(tina, text.replace("en: The telescope that never came", "en: The box", 1))
    response = tina.post(f"{address}/talks", **CHOICES)
    assert response.status_code == 303
    talk = tina.get(response.headers["Location"]).text
    assert "The box A trial of version 1, which was not published when you began." in talk
    assert "Difficulty 2 of 5" in talk


def test_scripted_trainees_are_shown_with_their_moods_and_their_model(
    services: Services, tina: Browser, text: str
) -> None:
    address = draft(tina, text)
    nobody = tina.post(f"{address}/simulations", **CHOICES)
    assert nobody.status_code == 400
    assert "Choose at least one scripted trainee." in look_at(nobody).text
    form = {"csrf_token": tina.token(), **CHOICES, "trainee": ["skilled", "rude"]}
    begun = tina.client.post(f"{address}/simulations", data=form).headers["Location"]
    assert "0 of 2 have played" in tina.get(begun).text
    _play(services, begun.rpartition("/")[2], "rude")
    sight = tina.get(begun)
    assert "1 of 2 have played" in tina.get(PATH).text
    assert "The customer was played by the built-in stub, which is no language model" in sight.text
    assert "is cold and superior taken to somebody who may decide" in sight.text
    assert "The language model took too long to answer." in sight.text
    assert "Not played yet: goes the scenario's own good way. What was played is kept." in sight.text
    [wide, _narrow] = [svg for svg in sight.all("svg") if "mood-chart" in (svg.get("class") or "")]
    assert "Frustration, trust and patience" in (wide["aria-label"] or "")
    assert tina.post(f"{begun}/go-on").status_code == 303
    assert "1 of 2 have played" in tina.get(begun).text


def test_a_stub_that_played_beside_a_model_is_called_what_it_is(services: Services, tina: Browser, text: str) -> None:
    form = {"csrf_token": tina.token(), **CHOICES, "trainee": ["skilled", "rude"]}
    begun = tina.client.post(f"{draft(tina, text)}/simulations", data=form).headers["Location"]
    _play(services, begun.rpartition("/")[2], "rude", ("stub", "openai/gpt-4.1"))
    assert "The customer was played by: the built-in stub, openai/gpt-4.1." in tina.get(begun).text


def _play(services: Services, simulation_id: str, behaviour: str, models: tuple[str, ...] = ("stub",)) -> None:
    """As the stub plays it; then the model takes too long."""
    with services.database.writing() as session:
        found = load_simulation(session, simulation_id)
        assert found is not None
        scenario = read_scenario(found.text, found.key)
        answering = Answering(services.library, Voices(dict.fromkeys(Role, StubModel())))
        played = Played(found.key, scenario, Language.EN, found.difficulty, 1)
        replies = scripted(services.library.trainee(behaviour), scenario, Language.EN)
        talk = played_talk(behaviour, simulate(answering, played, script(replies)), models)
        keep_talks(session, simulation_id, (talk, ScriptedTalk(behaviour="skilled")))
        keep_problem(session, simulation_id, "model_timeout")
        session.exec(update(JobRow).values(state=JobState.DONE.value))
