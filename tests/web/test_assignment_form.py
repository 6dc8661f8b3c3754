"""An assignment is changed on its page, as far as that is fair to who has begun."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.talk import TalkChoices
from practice.store.assignment import AssignmentRow
from practice.store.types import now
from tests.services.classroom import Classroom, classroom
from tests.web.browser import Browser, Sight, look_at
from tests.web.inside import app_with_accounts, signed_in

CHOICES = TalkChoices(Language.EN, difficulty=2)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def trainer(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.trainer)


@pytest.fixture
def task() -> Task:
    return Task("late-parcel", attempts=2, due_at=now() + timedelta(days=3), note="Before Friday.")


@pytest.fixture
def assignment_id(services: Services, room: Classroom, task: Task) -> str:
    return services.assignments.make(room.trainer, room.cohort_id, task)


@pytest.fixture
def page(room: Classroom, assignment_id: str) -> str:
    return f"/cohorts/{room.cohort_id}/assignments/{assignment_id}"


def fields(html: str) -> dict[str, str]:
    """What a browser would send of the form of a change, without the token."""
    sight = Sight(html.partition('<form class="card"')[2].partition("</form>")[0])
    named = {field["name"] or "": field.get("value") or "" for field in sight.all("input") if "checked" in field}
    typed = [field for field in sight.all("input") if field.get("type") != "radio" and field["name"] != "csrf_token"]
    chosen = [option for option in sight.all("option") if "selected" in option]
    note = html.partition('<textarea id="note"')[2].partition(">\n")[2].partition("</textarea>")[0]
    scenario = {"scenario": str(chosen[0]["value"])} if chosen else {}
    rest = {"language": "", "difficulty": ""} if chosen else {}
    return {**named, **rest, **scenario, **{f["name"] or "": f.get("value") or "" for f in typed}, "note": note}


def opened(trainer: Browser, page: str) -> dict[str, str]:
    trainer.get(f"{page}/change")
    return fields(trainer.client.get(f"{page}/change").text)


def saved(trainer: Browser, page: str, sent: dict[str, str], **changed: str) -> TestResponse:
    return trainer.post(f"{page}/change", **{**sent, **changed})


def test_its_page_leads_to_a_form_that_is_filled_in_and_what_is_changed_there_is_asked(
    services: Services, room: Classroom, trainer: Browser, page: str, task: Task
) -> None:
    assert f"{page}/change" in [link.get("href") for link in trainer.get(page).all("a")]
    sent = opened(trainer, page)
    assert task.due_at is not None
    assert sent["due_day"] == task.due_at.date().isoformat()
    assert (sent["scenario"], sent["mode"], sent["attempts"], sent["note"]) == (
        "late-parcel",
        "practice",
        "2",
        "Before Friday.",
    )
    left = saved(trainer, page, sent, attempts="", note="No hurry.", due_day="", due_time="", mode="check")
    assert (left.status_code, left.headers["Location"]) == (303, page)
    [asked] = services.assignments.asked(room.owner)
    standing = asked.by.assignment
    assert (standing.attempts, standing.note, standing.due_at, standing.mode) == (None, "No hurry.", None, "check")


def test_what_is_sent_as_it_was_changes_nothing(
    services: Services, room: Classroom, trainer: Browser, page: str, task: Task
) -> None:
    assert saved(trainer, page, opened(trainer, page)).status_code == 303
    [asked] = services.assignments.asked(room.owner)
    assert asked.by.assignment.due_at == task.due_at


def test_once_somebody_has_begun_the_form_has_only_what_can_change_and_says_why(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    services.assignments.begin(room.owner, assignment_id, CHOICES)
    sight = trainer.get(f"{page}/change")
    assert "Somebody has begun, so scenario, language, difficulty and mode stay as they are" in sight.text
    assert sight.all("fieldset") == []
    assert [one["id"] for one in sight.all("select")] == []
    assert saved(trainer, page, opened(trainer, page), attempts="3").status_code == 303


def test_who_has_made_more_attempts_is_named_and_what_was_typed_stays(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    for person, times in ((room.owner, 2), (room.fellow, 2)):
        for _ in range(times):
            services.assignments.begin(person, assignment_id, CHOICES)
    told = saved(trainer, page, opened(trainer, page), attempts="1", note="My <new> words.")
    assert told.status_code == 400
    sight = look_at(told)
    assert "2 trainees have made more attempts already: Felix (2), Olivia (2). Allow at least 2" in sight.text
    assert fields(told.text)["note"] == "My &lt;new&gt; words."
    [marked] = [attributes["id"] for _, attributes in sight.tags if attributes.get("aria-invalid")]
    assert marked == "attempts"


def test_who_begins_while_the_form_is_open_keeps_what_they_began_with(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    sent = opened(trainer, page)
    services.assignments.begin(room.owner, assignment_id, CHOICES)
    told = saved(trainer, page, sent, mode="check", note="Still mine.")
    assert told.status_code == 400
    assert "Somebody has begun meanwhile, so nothing was changed." in look_at(told).text
    again = fields(told.text)
    assert (again["mode"], again["note"]) == ("practice", "Still mine.")
    assert saved(trainer, page, again).status_code == 303


def test_the_second_of_two_is_told_sees_both_and_can_still_save(
    services: Services, room: Classroom, trainer: Browser, page: str
) -> None:
    admin = signed_in(app_with_accounts(services), services, room.admin)
    mine, theirs = opened(trainer, page), opened(admin, page)
    assert saved(admin, page, theirs, note="By Ada.", attempts="7").status_code == 303
    told = saved(trainer, page, mine, note="By Tilda.")
    assert told.status_code == 409
    text = look_at(told).text
    assert "Somebody else has changed this assignment meanwhile" in text
    assert "7 attempts" in text
    assert "By Ada." in text
    again = fields(told.text)
    assert (again["note"], again["attempts"]) == ("By Tilda.", "2")
    assert saved(trainer, page, again).status_code == 303
    assert [asked.by.assignment.note for asked in services.assignments.asked(room.owner)] == ["By Tilda."]


def test_what_was_withdrawn_meanwhile_is_told_and_offers_no_change(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    sent = opened(trainer, page)
    services.assignments.withdraw(room.trainer, room.cohort_id, assignment_id)
    told = saved(trainer, page, sent, note="Mine.")
    assert told.status_code == 409
    assert "Somebody has withdrawn this assignment meanwhile" in look_at(told).text
    assert fields(told.text)["note"] == "Mine."
    assert "Save the change" not in told.text
    assert trainer.client.get(f"{page}/change").headers["Location"] == page
    assert f"{page}/change" not in [link.get("href") for link in trainer.get(page).all("a")]


def test_a_due_date_that_has_passed_stays_while_the_rest_changes(
    services: Services, room: Classroom, trainer: Browser, page: str
) -> None:
    services.assignment_changes._clock = lambda: datetime.now(UTC) + timedelta(days=9)
    sent = opened(trainer, page)
    assert saved(trainer, page, sent, note="Late is fine.").status_code == 303
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    told = saved(trainer, page, opened(trainer, page), due_day=tomorrow)
    assert told.status_code == 400
    assert "still to come" in look_at(told).text


def test_a_scenario_that_is_offered_no_more_stays_the_chosen_one(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    with services.database.writing() as session:
        session.get_one(AssignmentRow, assignment_id).scenario_key = "gone"
    sent = opened(trainer, page)
    assert sent["scenario"] == "gone"
    assert saved(trainer, page, sent, note="New.").status_code == 303


def test_a_trainee_whose_briefing_is_older_than_a_change_is_shown_what_is_asked_now(
    services: Services, room: Classroom, trainer: Browser, page: str, assignment_id: str
) -> None:
    trainee = signed_in(app_with_accounts(services), services, room.owner)
    address = f"/assignments/{assignment_id}"
    [shown] = [field["value"] or "" for field in trainee.get(address).all("input") if field.get("name") == "shown"]
    assert saved(trainer, page, opened(trainer, page), mode="check").status_code == 303
    told = trainee.post(f"{address}/conversations", language="en", shown=shown)
    assert told.status_code == 409
    assert "Your trainer has just changed this assignment." in look_at(told).text
    assert address in [link.get("href") for link in look_at(told).all("a")]
    [now_shown] = [field["value"] or "" for field in trainee.get(address).all("input") if field.get("name") == "shown"]
    assert trainee.post(f"{address}/conversations", language="en", shown=now_shown).status_code == 303
