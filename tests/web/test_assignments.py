"""Assignments on pages: asked for, begun from the scenarios' page, followed; and what is private until handed in."""

from datetime import UTC, datetime, timedelta

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.services.classroom import add_cohort
from tests.services.talk import begin
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of

SOON = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d")
FIELDS = {"scenario": "late-parcel", "mode": "check", "language": "", "difficulty": "", "attempts": ""}


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def kim(staff: Staff) -> Person:
    return staff.add("Kim")


@pytest.fixture
def spring(services: Services, tina: Person, kim: Person) -> str:
    return add_cohort(services, "Spring", tina, kim)


@pytest.fixture
def trainer(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


@pytest.fixture
def trainee(staff: Staff, kim: Person) -> Browser:
    return staff.at_work(kim)


def asked_for(browser: Browser, cohort_id: str, **more: str) -> str:
    """The address of the new assignment, for trainers."""
    response = browser.post(f"/cohorts/{cohort_id}/assignments", **{**FIELDS, **more})
    assert response.status_code == 303, response.text
    page = browser.get(f"/cohorts/{cohort_id}")
    return next(href for link in page.all("a") if "/assignments/" in (href := link["href"] or "") and "new" not in href)


def beginning(sight: Sight) -> str:
    """Where the page of scenarios leads to begin what is asked."""
    return next(href for link in sight.all("a") if (href := link["href"] or "").startswith("/assignments/"))


def test_a_page_past_the_last_one_shows_the_last_one(trainer: Browser, spring: str) -> None:
    page = asked_for(trainer, spring)
    beyond = trainer.get(f"{page}?page=5").text
    assert "Kim kim@shop.example not begun" in beyond
    assert "Nobody practises here yet" not in beyond


@pytest.mark.usefixtures("spring")
def test_what_is_asked_is_begun_with_what_is_fixed_and_seen_by_the_trainer(
    trainer: Browser, trainee: Browser, spring: str
) -> None:
    assert "Asked of you" not in trainee.get("/scenarios").text
    note = "Before Friday's <meeting>"
    fixed = {"language": "fi", "difficulty": "4", "attempts": "1", "due_day": SOON, "due_time": "16:30", "note": note}
    page = asked_for(trainer, spring, **fixed)
    assert "not begun" in trainer.get(page).text
    overview = trainee.get("/scenarios")
    for told in ("Asked of you", "Spring", "4:30", "(UTC)", "1 attempt left", "not begun", note, "check · suomi ·"):
        assert told in overview.text, told
    address = beginning(overview)
    briefing = trainee.get(address)
    assert "it is used up when you start" in briefing.text
    named = {field.get("name"): field.get("value") for field in briefing.all("input")}
    assert named["language"] == "fi"
    assert not {"difficulty", "mode"} & set(named)
    begun = trainee.post(f"{address}/conversations", language="en", difficulty="1", mode="practice")
    assert begun.status_code == 303
    talk = trainee.get(str(begun.headers["Location"]))
    assert "Difficulty 4 of 5" in talk.text
    assert "no attempt left" in trainee.get("/scenarios").text
    for refused in (trainee.client.get(address), trainee.post(f"{address}/conversations", language="en")):
        assert refused.status_code == 409
        assert "You can still practise the same scenario" in look_at(refused).text
    seen = trainer.get(page)
    assert "begun" in seen.text
    assert [link["href"] for link in seen.all("a") if "/report" in (link["href"] or "")] == [
        f"{begun.headers['Location']}/report"
    ]


@pytest.mark.parametrize(
    ("field", "change", "told"),
    [
        ("scenario", {"scenario": "none"}, "Choose one of the scenarios."),
        ("attempts", {"attempts": "many"}, "Write a whole number from 1 to 100"),
        ("due-day", {"due_time": "12:00"}, "still to come"),
        ("due-day", {"due_day": "2020-01-31"}, "still to come"),
        ("note", {"note": "x" * 401}, "at most 400 characters"),
    ],
)
def test_a_form_that_cannot_be_taken_keeps_what_was_typed(
    trainer: Browser, spring: str, field: str, change: dict[str, str], told: str
) -> None:
    typed = {"note": "my note", "attempts": "3", **change}
    response = trainer.post(f"/cohorts/{spring}/assignments", **{**FIELDS, **typed})
    assert response.status_code == 400
    sight = look_at(response)
    assert told in sight.text
    assert typed["note"] in response.text
    assert f'value="{typed["attempts"]}"' in response.text
    [marked] = [attributes["id"] for _, attributes in sight.tags if attributes.get("aria-invalid")]
    assert marked == field
    assert "Nothing has been asked of this group yet." in trainer.get(f"/cohorts/{spring}").text


def test_what_is_due_is_taken_late_and_what_is_withdrawn_is_told(
    services: Services, trainer: Browser, trainee: Browser, spring: str
) -> None:
    page = asked_for(trainer, spring, due_day=SOON)
    address = beginning(trainee.get("/scenarios"))
    services.assignments._clock = lambda: datetime.now(UTC) + timedelta(days=5)
    assert "late" in trainee.get("/scenarios").text
    assert "that has passed. You can still do it" in trainee.get(address).text
    assert trainee.post(f"{address}/conversations", language="en").status_code == 303
    assert "late" in trainer.get(page).text
    assert trainer.post(f"{page}/withdraw").status_code == 303
    assert "Withdrawn on" in trainer.get(page).text
    assert "Asked of you" not in trainee.get("/scenarios").text
    assert "Your trainer has withdrawn this assignment" in trainee.get(address, status=409).text


def test_a_trainee_reads_who_reads_what_and_hands_in(
    services: Services, trainer: Browser, trainee: Browser, kim: Person, spring: str
) -> None:
    assert "The trainers of Spring read what you practise here." in trainee.get("/scenarios").text
    assert trainer.post(f"/cohorts/{spring}/privacy", private="yes", confirmed="yes").status_code == 303
    assert "Practice is private here" in trainer.get(f"/cohorts/{spring}").text
    assert "What you practise here is private: the trainers of Spring" in trainee.get("/scenarios").text
    services.worker.stop()
    talk = begin(services, kim)
    page, report = f"/conversations/{talk.id}", f"/conversations/{talk.id}/report"
    assert "You can hand it in from your first reply on." in trainee.get(page).text
    assert trainee.post(f"{page}/hand-in").status_code == 400
    talk.reply("I am sorry.")
    for shown in (page, report):
        assert "This cannot be taken back." in trainee.get(shown).text
    trainer.get(report, status=404)
    theirs = trainer.get(f"/cohorts/{spring}/people/{kim.id}")
    assert "1 conversation is private until handed in." in theirs.text
    assert talk.id not in str(theirs.tags)
    assert trainee.post(f"{page}/hand-in").headers["Location"] == page
    for shown in (page, report):
        text = trainee.get(shown).text
        assert "The trainers of Spring read it." in text
        assert "Hand it in" not in text
    assert "Who reads this conversation" not in trainer.get(report).text
    services.chat.end(kim, talk.id)
    assert trainee.post(f"{page}/hand-in").headers["Location"] == report
    assert trainer.post(f"/cohorts/{spring}/privacy", private="no").status_code == 303
    assert "stays private until it is handed in" in trainer.get(f"/cohorts/{spring}").text


def test_a_join_page_tells_that_practice_is_private(
    services: Services, staff: Staff, tina: Person, trainee: Browser, spring: str
) -> None:
    other = add_cohort(services, "Autumn", tina)
    for cohort_id, told in ((other, "The trainers of Autumn read your conversations"), (spring, None)):
        token = services.cohorts.make_join_link(tina, cohort_id, 7, None)
        if told:
            assert told in trainee.get(f"/join/{token}").text
        services.handing_in.set_private(tina, cohort_id, True)
        assert "only once you hand it in" in staff.browser().get(f"/join/{token}").text
