"""The queue in front of a trainer: what it shows, how it is narrowed, and the way to the report and back."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import select

from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.store.person import Person
from practice.store.review import ReviewRow
from tests.fakes import Cast
from tests.services.classroom import add_cohort, classroom
from tests.services.queued import Queued
from tests.web.browser import Browser, Sight, look_at
from tests.web.inside import app_with_accounts, signed_in
from tests.web.test_queries import statements

FLAG, ASK = "quote_not_found:empathy", "I did name the telescope."
#: Of the page itself and of who is signed in.
MOST_STATEMENTS = 12


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Nobody does the jobs."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def queued(services: Services) -> Queued:
    return Queued(services, classroom(services))


@pytest.fixture
def app(services: Services) -> Flask:
    return app_with_accounts(services)


@pytest.fixture
def trainer(queued: Queued, app: Flask) -> Browser:
    return signed_in(app, queued.services, queued.room.trainer)


@pytest.fixture
def colleague(queued: Queued) -> Person:
    """Another trainer of the owner's."""
    add_cohort(queued.services, "Evening", queued.room.other_trainer, queued.room.owner)
    return queued.room.other_trainer


def _state(services: Services, grade_id: int) -> tuple[str, int | None]:
    with services.database.reading() as session:
        row = session.exec(select(ReviewRow).where(ReviewRow.grade_id == grade_id)).one()
    return row.state, row.assigned_to


def _links(sight: Sight, start: str) -> list[str]:
    return [href for link in sight.all("a") if (href := link.get("href") or "").startswith(start)]


def test_an_entry_tells_who_said_it_why_it_is_there_and_at_which_levels(queued: Queued, trainer: Browser) -> None:
    queued.add(FLAG, "quote_not_found:calmness", "screen:score_words", "of_a_later_version:empathy", "random_sample")
    text = trainer.get("/queue").text
    assert re.search("Customer: .*So, day ten\\. .*Hello.*Olivia, Spring", text)
    assert "What somebody waits for comes first" in text
    assert "What somebody waits for comes first" not in trainer.get("/queue?sort=newest").text
    assert "words quoted that were not found: Empathy, Calmness" in text
    assert "the reply speaks of its own level" in text
    assert "of a later version: Empathy" in text
    assert "drawn by chance" in text
    assert re.search(r"Empathy 2 .*Solutions", text)
    assert "Open: 1 · of them yours: 0" in text


def test_one_click_leads_to_the_very_level_and_the_report_leads_back(queued: Queued, trainer: Browser) -> None:
    grade_id = queued.add(FLAG)
    queued.services.judging.dispute(queued.room.owner, grade_id, "calmness", ASK)
    sight = trainer.get("/queue?reason=dispute&sort=oldest")
    assert "second look asked for: Calmness" in sight.text
    [link] = [link for link in _links(sight, "/conversations/") if "/report#" in link]
    path, anchor = link.split("#")
    report = trainer.get(path)
    assert [attributes for _, attributes in report.tags if attributes.get("id") == anchor]
    assert "In the queue: reply 1 : second look asked for: Calmness; words quoted that were not found" in report.text
    assert _links(report, "/queue?") == ["/queue?reason=dispute&sort=oldest"]


def test_the_trainee_is_told_nothing_of_the_queue(queued: Queued, app: Flask) -> None:
    queued.add(FLAG)
    [item] = queued.items()
    owner = signed_in(app, queued.services, queued.room.owner)
    report = owner.get(f"/conversations/{item.entry.conversation_id}/report")
    assert "queue" not in report.text.lower()


def test_an_entry_is_taken_given_and_done_and_the_filter_stays(
    queued: Queued, trainer: Browser, colleague: Person
) -> None:
    grade_id, me = queued.add(FLAG), queued.room.trainer.id
    shown = "?reason=flagged"
    taken = trainer.post(f"/queue/{grade_id}/assign{shown}", to="me", seen="")
    assert (taken.status_code, taken.headers["Location"]) == (303, f"/queue{shown}")
    assert _state(queued.services, grade_id) == ("open", me)
    assert "of them yours: 1" in trainer.get("/queue?assigned=me").text
    trainer.post(f"/queue/{grade_id}/assign", to=str(colleague.id), seen=str(me))
    assert _state(queued.services, grade_id) == ("open", colleague.id)
    assert trainer.post(f"/queue/{grade_id}/done").status_code == 303
    text = trainer.get("/queue?state=done").text
    assert "done by Tilda" in text
    trainer.post(f"/queue/{grade_id}/open?state=done")
    assert _state(queued.services, grade_id) == ("open", colleague.id)


def test_whoever_comes_second_is_told_and_sees_how_it_stands(
    queued: Queued, app: Flask, trainer: Browser, colleague: Person
) -> None:
    grade_id = queued.add(FLAG)
    second = signed_in(app, queued.services, colleague)
    trainer.post(f"/queue/{grade_id}/assign", to="me", seen="")
    late = second.post(f"/queue/{grade_id}/assign?assigned=nobody", to="me", seen="")
    assert late.status_code == 409
    assert "Tilda was first and has taken it." in look_at(late).text
    trainer.post(f"/queue/{grade_id}/done")
    late = second.post(f"/queue/{grade_id}/done")
    assert late.status_code == 409
    assert "Tilda was first and has done it already." in look_at(late).text


def test_an_answer_takes_the_entry_out_of_the_queue(queued: Queued, trainer: Browser) -> None:
    grade_id = queued.add()
    queued.services.judging.dispute(queued.room.owner, grade_id, "empathy", ASK)
    trainer.post(f"/grades/{grade_id}/answers", criterion="empathy", words="Looked again.")
    assert "Nothing waits for a look." in trainer.get("/queue").text
    assert "second look asked for" in trainer.get("/queue?state=done").text


def test_done_does_not_close_what_a_trainee_waits_for_and_leads_to_the_answer(queued: Queued, trainer: Browser) -> None:
    grade_id = queued.add(FLAG)
    queued.services.judging.dispute(queued.room.owner, grade_id, "calmness", ASK)
    refused = trainer.post(f"/queue/{grade_id}/done")
    sight = look_at(refused)
    assert refused.status_code == 409
    assert "Please answer first: Olivia: second look asked for: Calmness" in sight.text
    [item] = queued.items()
    report = f"/conversations/{item.entry.conversation_id}/report"
    assert f"{report}#calmness-{item.entry.turn_id}" in _links(sight, report)
    assert _state(queued.services, grade_id) == ("open", None)
    trainer.post(f"/grades/{grade_id}/answers", criterion="calmness", words="Looked again.")
    assert trainer.post(f"/queue/{grade_id}/done").status_code == 303
    assert _state(queued.services, grade_id)[0] == "done"


def test_what_is_ticked_is_done_at_once_and_what_waits_for_an_answer_stays_and_is_told(
    queued: Queued, trainer: Browser
) -> None:
    first, asked, left = (queued.add(FLAG) for _ in range(3))
    queued.services.judging.dispute(queued.room.owner, asked, "empathy", ASK)
    boxes = [box for box in trainer.get("/queue?reason=flagged").all("input") if box.get("name") == "entry"]
    assert [(box["value"], box["form"]) for box in boxes] == [
        (str(grade_id), "done-with-ticked") for grade_id in (asked, first, left)
    ]
    refused = trainer.client.post(
        "/queue/done?reason=flagged", data={"entry": [first, asked], "csrf_token": trainer.token()}
    )
    assert refused.status_code == 409
    assert "Done: 1." in look_at(refused).text
    assert "Please answer first: Olivia" in look_at(refused).text
    assert [_state(queued.services, grade_id)[0] for grade_id in (first, asked, left)] == ["done", "open", "open"]
    again = trainer.client.post(
        "/queue/done?reason=flagged", data={"entry": [first, left], "csrf_token": trainer.token()}
    )
    assert (again.status_code, again.headers["Location"]) == (303, "/queue?reason=flagged")
    assert queued.ids() == [asked]
    assert [box for box in trainer.get("/queue?state=done").all("input") if box.get("name") == "entry"] == []


def test_what_another_has_done_or_nobody_may_see_is_told_as_gone(
    queued: Queued, trainer: Browser, colleague: Person
) -> None:
    done, left = queued.add(FLAG), queued.add(FLAG)
    queued.services.review.finish(colleague, done)
    told = trainer.client.post("/queue/done", data={"entry": [done, left, 999999999], "csrf_token": trainer.token()})
    assert told.status_code == 409
    assert "Done: 1. No longer there to be done: 2." in look_at(told).text
    assert queued.ids() == []


def test_what_the_same_person_had_done_before_is_not_counted_again(
    queued: Queued, trainer: Browser, colleague: Person
) -> None:
    before, done, now = (queued.add(FLAG) for _ in range(3))
    queued.services.review.finish(queued.room.trainer, before)
    queued.services.review.finish(colleague, done)
    told = trainer.client.post("/queue/done", data={"entry": [before, done, now], "csrf_token": trainer.token()})
    assert "Done: 1. No longer there to be done: 1." in look_at(told).text
    again = trainer.client.post("/queue/done", data={"entry": [before, now], "csrf_token": trainer.token()})
    assert again.status_code == 303


def test_who_ticks_nothing_is_told_so(queued: Queued, trainer: Browser) -> None:
    queued.add(FLAG)
    told = trainer.post("/queue/done")
    assert told.status_code == 400
    assert "Nothing was ticked." in look_at(told).text


def test_the_form_narrows_by_what_there_is_and_keeps_what_was_asked(queued: Queued, trainer: Browser) -> None:
    queued.add(FLAG)
    sight = trainer.get("/queue?criterion=empathy&trainee=Oliv&scenario=late-parcel&sort=oldest")
    chosen = [option["value"] for option in sight.all("option") if "selected" in option]
    assert {"empathy", "late-parcel"} <= set(chosen)
    assert [field["value"] for field in sight.all("input") if field.get("name") == "trainee"] == ["Oliv"]
    assert "Olivia, Spring" in sight.text
    assert "Nothing in the queue matches this." in trainer.get("/queue?trainee=Nobody").text
    assert "Nothing in the queue matches this." in trainer.get("/queue?group=none&criterion=%25").text


def test_columns_sort_and_say_so(queued: Queued, trainer: Browser) -> None:
    queued.add(FLAG)
    for asked, direction, offered in (
        ("newest", "descending", "sort=oldest"),
        ("oldest", "ascending", "sort=newest"),
        ("reasons", "descending", "sort=newest"),
        ("language", "ascending", "sort=newest"),
    ):
        sight = trainer.get(f"/queue?sort={asked}&state=open")
        assert [head["aria-sort"] for head in sight.all("th") if head.get("aria-sort")] == [direction]
        assert f"/queue?state=open&{offered}#queue-list" in _links(sight, "/queue?")


def test_what_is_open_is_sorted_by_urgency_and_what_is_done_by_time(queued: Queued, trainer: Browser) -> None:
    queued.services.review.finish(queued.room.trainer, queued.add(FLAG))
    queued.add(FLAG)
    for state, sorted_by in (("open", 2), ("done", 4)):
        heads = [head for head in trainer.get(f"/queue?state={state}").all("th") if head.get("scope") == "col"]
        assert [place for place, head in enumerate(heads) if head.get("aria-sort") == "descending"] == [sorted_by]


def test_who_trains_nobody_is_told_why_the_queue_is_empty(queued: Queued, app: Flask) -> None:
    queued.add(FLAG)
    text = signed_in(app, queued.services, queued.room.admin).get("/queue").text
    assert "Nobody practises in a group that you train" in text
    assert "Olivia" not in text


@pytest.mark.parametrize(
    "asked", ["reason=because", "state=overtaken", "assigned=3", "language=xx", "sort=up", "page=0"]
)
def test_what_the_page_does_not_offer_is_refused(trainer: Browser, asked: str) -> None:
    trainer.get(f"/queue?{asked}", status=400)


def test_the_page_asks_the_database_as_little_for_many_entries_as_for_one(queued: Queued, trainer: Browser) -> None:
    counts = []
    for _ in range(2):
        for person in (queued.room.owner, queued.room.fellow):
            queued.add(FLAG, "spread:empathy", person=person)
        with statements(queued.services) as asked:
            trainer.get("/queue")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_STATEMENTS, "\n".join(asked)
