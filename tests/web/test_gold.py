"""The pages of labelled replies: a file that is odd, labels given blindly, and what is told where nothing is known."""

import io
import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.fakes import Cast
from tests.services.classroom import classroom
from tests.services.gold_files import HEAD, all_levels, items
from tests.services.talk import begin
from tests.web.browser import Browser, Sight, look_at
from tests.web.exchange import REPLY, tell
from tests.web.inside import app_with_accounts, signed_in
from tests.web.staff import Staff, staff_of

ODD = "Nr;Tilanne;customer;Vastaus;Empatia;Muuta\n1;Myöhässä.;Missä se on?;Pahoittelut <b>kovasti</b>;4;x\n"
TAKEN_FOR = ("id", "situation", "customer", "reply", "empathy", "")


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


def make(browser: Browser, name: str = "Spring") -> str:
    """The address of a new set."""
    response = browser.post("/gold", name=name, rubric="frontline")
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


def upload(browser: Browser, path: str, text: str, name: str = "labels.csv", **more: str) -> TestResponse:
    fields = {"csrf_token": browser.token(), "file": (io.BytesIO(text.encode()), name), **more}
    return browser.client.post(f"{path}/import", data=fields, headers={"Accept": "text/html"})


def carried(response: TestResponse) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def checked(sight: Sight) -> dict[str, str]:
    return {
        str(field["name"]): str(field["value"])
        for field in sight.all("input")
        if field.get("type") == "radio" and "checked" in field
    }


def test_a_file_with_odd_columns_is_mapped_without_being_sent_twice(tina: Browser) -> None:
    path = make(tina)
    assert "This set is empty" in tina.get(path).text
    asked = upload(tina, path, ODD, language="fi")
    assert asked.status_code == 400
    sight = look_at(asked)
    told = "Say below where this stands: Name of the reply, different for each; Channel; Situation; The reply."
    assert told in sight.text
    assert "Empatia 4 Taken for nothing" in sight.text
    assert carried(asked) == ODD
    columns = {f"column-{number}": taken for number, taken in enumerate(TAKEN_FOR)}
    form = {"name": "labels.csv", "text": carried(asked), "language": "fi", "rater-4": "Anna", **columns}
    again = tina.post(f"{path}/import", **{**form, "text": ODD.replace(";4;", ";vier;"), "channel": "phone"})
    assert again.status_code == 400
    assert "Line 2, Anna:empathy : must be a whole number from 1 to 5" in look_at(again).text
    assert carried(again) == ODD.replace(";4;", ";vier;")
    chosen = re.findall(r'<option value="([^"]*)" selected>', again.text)
    assert chosen == ["fi", "phone", *TAKEN_FOR]
    assert tina.post(f"{path}/import", **form, channel="phone").status_code == 303
    shown = tina.get(path).text
    assert "New replies: 1. Here already: 0. Levels taken: 1." in shown
    assert "Pahoittelut <b>kovasti</b> 1 suomi from a file" in shown
    assert "The file was taken in" not in tina.get(path).text


def test_a_column_of_first_levels_is_taken_for_one(tina: Browser) -> None:
    text = f"{HEAD},Anna:empathy,Anna:empathy (first),Muuta\nr1,fi,phone,a,b,c,4,2,x\n"
    asked = upload(tina, make(tina), text)
    assert asked.status_code == 400
    chosen = re.findall(r'<option value="([^"]*)" selected>', asked.text)
    assert chosen[-3:] == ["empathy", "empathy (first)", ""]
    assert re.findall(r'name="rater-[67]" value="([^"]*)"', asked.text) == ["Anna", "Anna"]


def test_what_is_no_text_or_too_long_a_name_is_told(tina: Browser) -> None:
    path = make(tina)
    file = (io.BytesIO("määrä".encode("utf-16")), "a.csv")
    fields = {"csrf_token": tina.token(), "file": file, "language": "pl", "channel": "phone"}
    response = tina.client.post(f"{path}/import", data=fields, headers={"Accept": "text/html"})
    assert response.status_code == 400
    sight = look_at(response)
    assert "a.csv : is UTF-16" in sight.text
    assert [tag["value"] for tag in sight.all("option") if "selected" in tag] == ["pl", "phone"]
    refused = tina.post("/gold", name="  ", rubric="frontline")
    assert refused.status_code == 400
    assert "A name needs 1 to 80 characters" in look_at(refused).text


def test_labels_are_given_without_script_and_blindly(services: Services, staff: Staff, tina: Browser) -> None:
    path = make(tina)
    assert upload(tina, path, f"{HEAD},Ann:empathy\nr1,en,email,Late.,Where?,Soon.,2\n").status_code == 303
    (item,) = items(services, path.rpartition("/")[2])
    start = tina.client.get(f"{path}/label")
    address = f"{path}/label/{item.id}"
    assert start.headers["Location"] == address
    blind = tina.get(address)
    assert "1 of 1 labelled by you: 0" in blind.text
    for page in (blind, tina.get(path)):
        assert "Ann" not in page.text
    refused = tina.post(address, **{"level-empathy": "4", "level-calmness": "not_shown"})
    assert refused.status_code == 400
    assert checked(look_at(refused)) == {"level-empathy": "4", "level-calmness": "not_shown"}
    lacking = ["lacking-solutions", "lacking-level_tone"]
    sets = look_at(refused).all("fieldset")
    assert [one["aria-describedby"] for one in sets if "aria-describedby" in one] == lacking
    assert [one.get("id") for one in sets] == [None, None, "lacking", None]
    assert look_at(refused).text.count("Choose a level or “not shown” here.") == 2
    assert [form["action"] for form in blind.all("form") if form.get("id") == "labelling"] == [f"{address}#lacking"]
    assert "Choose a level" not in blind.text
    levels = {f"level-{key}": "4" for key in all_levels(4)}
    assert tina.post(address, **levels).headers["Location"] == f"{address}#next"
    after = tina.get(address)
    assert "You 4 4 4 4 Ann nothing 2 nothing nothing" in after.text
    assert checked(after) == levels
    assert "you have labelled the 1 reply" in tina.get(f"{path}/label").text
    assert "1 reply. Nobody's levels stand here" in tina.get(path).text
    tom = staff.at_work(staff.add("Tom", PersonRole.TRAINER))
    assert "Tina" not in tom.get(address).text
    told = tina.get(f"{path}/agreement").text
    assert "Labelled by: Ann, Tina" in told
    assert "Too few replies have levels from two people." in told
    assert "No reply here has been graded yet" in tina.get(f"{path}/teach").text


def test_each_figure_of_agreement_stands_beside_the_replies_on_which_it_rests(
    services: Services, staff: Staff, tina: Browser
) -> None:
    path = make(tina)
    rows = "".join(f"r{n},en,email,Late.,Where?,Reply {n}.,{1 + n % 5},{1 + n % 5}\n" for n in range(40))
    assert upload(tina, path, f"{HEAD},Ann:empathy,Bob:empathy\n{rows}").status_code == 303
    for item in items(services, path.rpartition("/")[2])[:4]:
        assert tina.post(f"{path}/label/{item.id}", **{f"level-{key}": "4" for key in all_levels(4)}).status_code == 303
    said = "Empathy 40 1.00 40 replies 0.92 40 replies 0.00 4 replies, a hint, no more"
    told = tina.get(f"{path}/agreement").text
    assert said in told, told
    assert "From fewer than 30 replies a figure is a hint, no more." in told


def test_sets_of_one_name_are_told_apart_by_when_they_were_made(tina: Browser) -> None:
    make(tina)
    assert "made on" not in tina.get("/gold").text
    make(tina)
    make(tina, "Autumn")
    assert tina.get("/gold").text.count("made on") == 2


def test_one_situation_typed_for_a_whole_file_is_kept_until_it_is_taken_in(services: Services, tina: Browser) -> None:
    path, head = make(tina), HEAD.replace("situation,", "")
    file, typed = f"{head},empathy\nr1,en,email,Where?,Soon.,n\n", "A parcel  is late."
    assert "Situation" in look_at(upload(tina, path, file)).text.partition("Say below where this stands:")[2][:20]
    wrong = upload(tina, path, file.replace(",n\n", ",9\n"), situation=typed)
    assert wrong.status_code == 400
    assert [one["value"] for one in look_at(wrong).all("input") if one.get("name") == "situation"] == [typed]
    form = {"name": "labels.csv", "text": file, "situation": typed}
    columns = {f"column-{n}": name for n, name in enumerate([*head.split(","), "empathy"])}
    assert tina.post(f"{path}/import", **form, **columns).status_code == 303
    (item,) = items(services, path.rpartition("/")[2])
    assert (item.reply.situation, [label.level for label in item.reply.labels]) == ("A parcel is late.", [None])


def test_a_set_without_labels_says_so_instead_of_a_figure(tina: Browser) -> None:
    path = make(tina)
    assert upload(tina, path, f"{HEAD}\nr1,en,email,Late.,Where?,=1+1\n").status_code == 303
    for page in (path, f"{path}/agreement"):
        assert "Nobody has labelled anything here yet" in tina.get(page).text
    file = tina.client.get(f"{path}/file?form=csv&bom=1")
    assert file.data.startswith(b"\xef\xbb\xbfid,language")
    assert "'=1+1" in file.text
    tina.get(f"{path}/file?form=pdf", status=400)
    assert tina.post(f"{path}/archive").status_code == 303
    assert upload(tina, path, f"{HEAD}\nr2,en,email,Late.,Where?,Soon\n").status_code == 409


def test_a_reply_is_kept_from_the_report(services: Services, cast: Cast) -> None:
    room = classroom(services)
    talk = begin(services, room.owner)
    tell(cast)
    talk.exchange(REPLY)
    reply_id = talk.view.turns[1].turn.id
    app = app_with_accounts(services)
    trainer, owner = (signed_in(app, services, person) for person in (room.trainer, room.owner))
    report, keep = f"/conversations/{talk.id}/report", f"/gold/keep/{reply_id}"
    assert keep in [link.get("href") for link in trainer.get(report).all("a")]
    assert keep not in [link.get("href") for link in owner.get(report).all("a")]
    assert REPLY in trainer.get(keep).text
    assert trainer.post(keep, set="", name=" ").status_code == 400
    kept = trainer.post(keep, set="", name="Good ones")
    assert kept.status_code == 303
    shown = trainer.get(kept.headers["Location"])
    assert "Good ones" in shown.text
    assert f"{report}#calmness-{reply_id}" in [link.get("href") for link in shown.all("a")]
