"""The pages of groups: what a trainer and an administrator find there, and what nobody else does."""

import re

import pytest

from practice.domain.audit import AuditedKind, Wanted
from practice.services.assembly import Services
from practice.store.cohort import MemberRole
from practice.store.person import Person, PersonRole
from practice.store.types import new_id
from tests.services.talk import begin
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def trainer(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


@pytest.fixture
def group(trainer: Browser) -> str:
    """Its address."""
    response = trainer.post("/cohorts", name="Spring")
    assert response.status_code == 303
    return str(response.headers["Location"])


def has_button(sight: Sight, path: str) -> bool:
    return any(form.get("action") == path for form in sight.all("form"))


def join_link(trainer: Browser, group: str, **fields: str) -> str:
    """The path of a new link, as the page shows it once."""
    assert trainer.post(f"{group}/join-links", **{"days": "7", "most_uses": "", **fields}).status_code == 303
    [shown] = [field["value"] for field in trainer.get(group).all("input") if field.get("id") == "fresh"]
    assert shown is not None
    assert shown.startswith("http://localhost/join/")
    return shown.removeprefix("http://localhost")


def test_only_trainers_and_administrators_are_led_to_groups(staff: Staff, trainer: Browser) -> None:
    kim, ada = staff.at_work(staff.add("Kim")), staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    for browser in (trainer, ada):
        assert "/cohorts" in [link["href"] for link in browser.get("/scenarios").all("a")]
        assert "There is no group yet" in browser.get("/cohorts").text
    assert "/cohorts" not in [link["href"] for link in kim.get("/scenarios").all("a")]
    kim.get("/cohorts", status=403)
    assert kim.post("/cohorts", name="Mine").status_code == 403
    assert staff.browser().client.get("/cohorts").headers["Location"] == "/?next=/cohorts"


def test_a_new_group_is_its_trainers_page_and_stands_in_both_lists(staff: Staff, trainer: Browser, group: str) -> None:
    ada = staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    for browser in (trainer, ada):
        assert "Spring" in browser.get("/cohorts").text
        assert "Nobody practises here yet" in browser.get(group).text
    other = staff.at_work(staff.add("Tom", PersonRole.TRAINER))
    assert "Spring" not in other.get("/cohorts").text
    assert other.get(group, status=404).text == other.get(f"/cohorts/{new_id()}", status=404).text


def test_a_name_that_cannot_be_used_stays_in_its_field(trainer: Browser, group: str) -> None:
    for path in ("/cohorts", f"{group}/name"):
        response = trainer.post(path, name="y" * 81)
        assert response.status_code == 400
        sight = look_at(response)
        assert "1 to 80 characters" in sight.text
        [field] = [field for field in sight.all("input") if field.get("id") == "name"]
        assert (field["value"], field["aria-invalid"]) == ("y" * 81, "true")
    assert trainer.post(f"{group}/name", name="Summer").headers["Location"] == group
    assert "Summer" in trainer.get(group).text


def test_the_link_is_shown_once_to_who_made_it(staff: Staff, services: Services, trainer: Browser, group: str) -> None:
    path = join_link(trainer, group, most_uses="20")
    sight = trainer.get(group)
    assert "fresh" not in [field.get("id") for field in sight.all("input")]
    assert "used: 0 of 20" in sight.text
    assert path.rpartition("/")[2] not in sight.text
    assert "Join Spring" in staff.browser().get(path).text
    [revoke] = [form["action"] for form in sight.all("form") if str(form.get("action")).endswith("/revoke")]
    assert trainer.post(str(revoke)).headers["Location"] == group
    staff.browser().get(path, status=410)


@pytest.mark.parametrize(
    "fields", [{"days": "91"}, {"days": ""}, {"days": "²"}, {"most_uses": "0"}, {"most_uses": "x"}]
)
def test_a_link_beyond_the_limits_is_not_made(trainer: Browser, group: str, fields: dict[str, str]) -> None:
    response = trainer.post(f"{group}/join-links", **{"days": "7", "most_uses": "", **fields})
    assert response.status_code == 400
    assert "1 to 90 days and for up to 1000 people" in look_at(response).text
    assert "No link is open" in trainer.get(group).text


def test_a_link_for_no_number_of_people_says_how_many_it_is_for(trainer: Browser, group: str) -> None:
    assert "Leave it empty for as many as come, at most 200." in trainer.get(group).text
    join_link(trainer, group)
    assert "used: 0 of 200" in trainer.get(group).text


def test_people_are_added_by_address_and_a_no_says_why(staff: Staff, trainer: Browser, group: str) -> None:
    staff.add("Kim")
    ada = staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    add = f"{group}/members"
    for email, role, status, told in (
        ("nobody@shop.example", "trainee", 400, "Nobody in your organisation has that e-mail address."),
        ("kim@shop.example", "trainer", 400, "Only a trainer or an administrator can train a group."),
    ):
        response = ada.post(add, email=email, role=role)
        assert response.status_code == status
        sight = look_at(response)
        assert told in sight.text
        assert [field["value"] for field in sight.all("input") if field.get("id") == "email"] == [email]
    assert trainer.post(add, email="kim@shop.example", role="trainee").status_code == 403
    assert ada.post(add, email="kim@shop.example", role="trainee").headers["Location"] == group
    assert "kim@shop.example" in trainer.get(group).text
    again = ada.post(add, email="kim@shop.example", role="trainee")
    assert (again.status_code, "in this group already" in again.text) == (409, True)


def test_the_audit_tells_from_where_each_change_of_a_group_came(
    staff: Staff, services: Services, trainer: Browser, group: str
) -> None:
    kim, ada = staff.add("Kim"), staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    join_link(trainer, group)
    [revoke] = [form["action"] for form in trainer.get(group).all("form") if str(form["action"]).endswith("/revoke")]
    ada.post(f"{group}/members", email=kim.email or "", role="trainee")
    for step in (str(revoke), f"{group}/members/{kim.id}/remove", f"{group}/close", f"{group}/reopen"):
        assert trainer.post(step, confirmed="yes").status_code == 303
    trainer.post(f"{group}/name", name="Summer")
    told = [
        (entry.act, entry.address)
        for entry in services.audit.everything(Wanted(), None)
        if entry.kind in (AuditedKind.COHORT, AuditedKind.JOIN_LINK)
    ]
    assert len({act for act, _ in told}) == 6
    assert len(told) == 9
    assert {address for _, address in told} == {"127.0.0.1"}


def test_a_trainees_row_leads_to_their_talks_and_each_talk_to_its_report(
    staff: Staff, services: Services, trainer: Browser, group: str
) -> None:
    kim, ada = staff.add("Kim<b>"), staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    ada.post(f"{group}/members", email=kim.email or "", role="trainee")
    talk = begin(services, kim)
    services.chat.end(kim, talk.id)
    page = f"{group}/people/{kim.id}"
    assert page in [link["href"] for link in trainer.get(group).all("a")]
    sight = trainer.get(page)
    assert "Kim<b>" in sight.text
    assert "ended before it was settled" in sight.text
    assert f"/conversations/{talk.id}/report" in [link["href"] for link in sight.all("a")]
    trainer.get(f"/conversations/{talk.id}/report")
    assert page not in [link["href"] for link in ada.get(group).all("a")]
    ada.get(page, status=404)
    for number in ("0", "2147483647", "2147483648", "9" * 40):
        trainer.get(f"{group}/people/{number}", status=404)
    assert trainer.post(f"{group}/members/{kim.id}/remove", confirmed="yes").headers["Location"] == group
    trainer.get(page, status=404)
    trainer.get(f"/conversations/{talk.id}/report", status=404)


def test_who_removes_somebody_is_asked_once_and_told_what_that_does(
    staff: Staff, services: Services, trainer: Browser, group: str
) -> None:
    kim, ada = staff.add("Kim<b>"), staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    ada.post(f"{group}/members", email=kim.email or "", role="trainee")
    begin(services, kim)
    remove = f"{group}/members/{kim.id}/remove"
    sight = trainer.get(group)
    assert remove in [link["href"] for link in sight.all("a")]
    assert not has_button(sight, remove)
    assert trainer.post(remove).headers["Location"] == remove
    asked = trainer.get(remove)
    for told in ("Remove Kim<b> from Spring?", "Conversations that they no longer read 1", "Nothing is deleted"):
        assert told in asked.text
    assert has_button(asked, remove)
    assert "Kim<b>" in trainer.get(group).text
    assert trainer.post(remove, confirmed="yes").headers["Location"] == group
    assert "Kim<b>" not in trainer.get(group).text
    trainer.get(remove, status=404)


def test_a_trainer_leaves_to_the_list_and_the_last_one_only_by_an_administrator(
    staff: Staff, services: Services, tina: Person, trainer: Browser, group: str
) -> None:
    tom, ada = staff.add("Tom", PersonRole.TRAINER), staff.add("Ada", PersonRole.ADMIN)
    services.cohorts.add_member(tina, group.rpartition("/")[2], tom.email or "", MemberRole.TRAINER)
    assert "Leave Spring?" in trainer.get(f"{group}/members/{tina.id}/remove").text
    assert trainer.post(f"{group}/members/{tina.id}/remove", confirmed="yes").headers["Location"] == "/cohorts"
    other, remove = staff.at_work(tom), f"{group}/members/{tom.id}/remove"
    assert remove not in [link["href"] for link in other.get(group).all("a")]
    other.get(remove, status=403)
    refused = other.post(remove)
    assert refused.status_code == 403
    assert "Only an administrator can remove the last trainer" in look_at(refused).text
    assert remove in [link["href"] for link in staff.at_work(ada).get(group).all("a")]
    assert "Nobody then trains this group" in staff.at_work(ada).get(remove).text


def test_a_closed_group_takes_nobody_in_until_it_is_reopened(staff: Staff, trainer: Browser, group: str) -> None:
    path = join_link(trainer, group)
    assert trainer.post(f"{group}/close").headers["Location"] == group
    sight = trainer.get(group)
    assert "This group is closed" in sight.text
    assert not has_button(sight, f"{group}/join-links")
    assert trainer.post(f"{group}/join-links", days="7").status_code == 409
    staff.browser().get(path, status=410)
    trainer.post(f"{group}/reopen")
    staff.browser().get(path)


@pytest.mark.parametrize("language", ["fi", "pl", "sv"])
def test_the_pages_speak_every_language(staff: Staff, trainer: Browser, group: str, language: str) -> None:
    english = trainer.get(group).text
    trainer.language = language
    translated = trainer.get(group).text
    for words in ("Trainees", "Join links", "Make a join link", "Close the group"):
        assert words in english
        assert not re.search(rf"\b{words}\b", translated)
