"""The page about a group: points and a table of them, what is not known in words, and nobody's name at a point."""

import re
from datetime import timedelta

import pytest
from sqlmodel import update

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.store.chat import ConversationRow
from practice.store.cohort import MemberRole, MembershipRow
from practice.store.job import JobRow, JobState
from practice.store.person import Person, PersonRole
from practice.store.types import now
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import begin
from tests.web.browser import Browser
from tests.web.inside import app_with_accounts, signed_in
from tests.web.lists import list_at, sorts_both_ways
from tests.web.test_queries import statements

HOSTILE = '<b>Zoe</b> & "co"'


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def trainer(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.trainer)


def practised(services: Services, person: Person, level: int | None, days_ago: int = 1) -> str:
    """The id of a talk of one reply."""
    talk = begin(services, person)
    reply = talk.reply("I am sorry.")
    services.chat.stop(person, reply.answer_id)
    if level is not None:
        grade_by_hand(services, reply.reply_id, level)
    with services.database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
        row = session.get_one(ConversationRow, talk.id)
        row.started_at, row.ended_at = now() - timedelta(days=days_ago), now()
    return talk.id


def joined(services: Services, room: Classroom, name: str) -> Person:
    address = f"{sum(map(ord, name))}@shop.example"
    person = services.accounts.add_person(address, name, "shop", PersonRole.TRAINEE)
    with services.database.writing() as session:
        role = MemberRole.TRAINEE.value
        session.add(MembershipRow(cohort_id=room.cohort_id, person_id=person.id, role=role))
    return person


def page_of(room: Classroom, **asked: str) -> str:
    return f"/cohorts/{room.cohort_id}/progress?" + "&".join(f"{key}={value}" for key, value in asked.items())


def test_a_small_group_sees_points_and_is_told_why_there_is_no_middle(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    practised(services, room.owner, 2)
    practised(services, room.fellow, 4)
    practised(services, room.fellow, None)
    sight = trainer.get(page_of(room))
    points = [dot for dot in sight.all("circle") if dot.get("class") == "talk" and dot.get("r") == "4"]
    assert len([dot for dot in points if dot["cx"] != "12"]) == 4 * 2
    assert sight.all("rect") == []
    assert "Fewer than 5 people have a conversation here." in sight.text
    assert "conversations without a level: 1 replies not graded: 1" in sight.text
    title = services.chat.scenario("late-parcel", room.owner).scenario.title.in_language(Language.EN)
    assert sight.text.count(title) == 4 * 2 + 3, "at each point, and in each row of the table"
    assert "no level given" in sight.text


def test_no_name_stands_at_a_point_and_all_names_stand_in_the_order_of_the_alphabet(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    practised(services, room.owner, 2)
    joined(services, room, HOSTILE)
    text = trainer.get(page_of(room)).text
    assert "Olivia" not in text
    assert text.index(HOSTILE) < text.index("Felix")
    assert "has not practised yet" in text


def test_five_people_have_a_middle_and_it_is_told_how_it_comes_about(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    people = [room.owner, room.fellow, *(joined(services, room, name) for name in ("Pia", "Quin", "Rosa"))]
    for level, person in enumerate(people, start=1):
        practised(services, person, level)
    sight = trainer.get(page_of(room))
    assert len(sight.all("rect")) == 4 + 1, "one for each criterion, and one that explains it"
    assert "A middle is drawn where at least 5 people practised" in sight.text
    assert "Everybody has practised lately." in sight.text


def test_advice_leads_to_its_talk(services: Services, room: Classroom, trainer: Browser) -> None:
    talk = practised(services, room.owner, 2)
    sight = trainer.get(page_of(room))
    assert re.search(r"Calmness for 1 reply Try\. conversation of", sight.text)
    assert f"/conversations/{talk}/report#talk" in [link.get("href") for link in sight.all("a")]


def test_advice_in_another_language_than_the_readers_says_which(services: Services, room: Classroom) -> None:
    practised(services, room.owner, 2)
    app = app_with_accounts(services)
    for language, told in (("en", "Try. conversation of"), ("fi", "Try. ( English ) keskustelu")):
        assert told in signed_in(app, services, room.trainer, language).get(page_of(room)).text


def test_each_row_of_the_table_leads_to_its_talk_and_no_point_does(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    talks = [practised(services, room.owner, 2), practised(services, room.fellow, None)]
    sight = trainer.get(page_of(room))
    leading = [link.get("href") for link in sight.all("a")]
    assert [leading.count(f"/conversations/{talk}/report") for talk in talks] == [1, 1]


def test_talks_are_chosen_by_what_they_were_practised_for(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    task = services.assignments.make(room.trainer, room.cohort_id, Task("late-parcel"))
    talks = [practised(services, room.owner, 2), practised(services, room.fellow, 3)]
    with services.database.writing() as session:
        session.get_one(ConversationRow, talks[0]).assignment_id = task
    sight = trainer.get(page_of(room, assignment=task, period="all"))
    leading = [link.get("href") for link in sight.all("a")]
    assert [f"/conversations/{talk}/report" in leading for talk in talks] == [True, False]
    [chosen] = [option for option in sight.all("option") if option.get("value") == task]
    assert "selected" in chosen


def test_what_is_private_is_told_by_its_number(services: Services, room: Classroom, trainer: Browser) -> None:
    practised(services, room.fellow, 2)
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    services.handing_in.set_private(room.trainer, room.cohort_id, False)
    text = trainer.get(page_of(room)).text
    assert "1 conversation begun in this period is private until handed in." in text
    assert "Felix" not in text.partition("Not practising just now")[2]


@pytest.mark.parametrize("period", ["30", "all", "nonsense"])
def test_without_talks_the_page_says_so_in_words(room: Classroom, trainer: Browser, period: str) -> None:
    sight = trainer.get(page_of(room, period=period, language="xx", rubric="none"))
    assert "No conversation was finished in this period, so there is nothing to draw." in sight.text
    assert sight.all("circle") == []


def test_the_page_asks_as_often_for_many_talks_as_for_one(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    practised(services, room.owner, 2)
    with statements(services) as few:
        trainer.get(page_of(room))
    for _ in range(4):
        practised(services, room.fellow, 3)
    with statements(services) as many:
        trainer.get(page_of(room))
    assert 0 < len(many) == len(few) <= 13


def test_the_points_as_a_table_sort_by_day_and_scenario_and_by_nobodys_level(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    for days in (3, 1, 2):
        practised(services, room.owner, 2 + days % 2, days)
    page = page_of(room, period="30")
    assert sorts_both_ways(trainer, page, "talks-list") == ["Date", "Scenario"]
    newest_first = list_at(trainer, page, "talks-list")
    assert newest_first.sorted_by == {"Date": "descending"}
    assert list_at(trainer, f"{page}&talks_sort=when", "talks-list").rows == newest_first.rows[::-1]
    folded = [part for part in trainer.get(page).all("details") if part.get("class") == "every-point"]
    opened = [part for part in trainer.get(f"{page}&talks_sort=when").all("details") if "open" in part]
    assert "open" not in folded[0]
    assert [part["class"] for part in opened] == ["every-point"]
    trainer.get(f"{page}&talks_sort=calmness", status=400)
