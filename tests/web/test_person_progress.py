"""The report on one person: what it says, what it says is not in it, and who is shown it."""

import pytest

from practice.domain.override import OverrideReason
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.judging import Setting
from practice.store.chat import ConversationRow
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin
from tests.web.browser import Browser, Sight
from tests.web.inside import app_with_accounts, signed_in
from tests.web.lists import list_at, sorts_both_ways
from tests.web.test_group_progress import practised
from tests.web.test_queries import statements


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def trainer(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.trainer)


@pytest.fixture
def owner(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.owner)


def page_of(room: Classroom) -> str:
    return f"/cohorts/{room.cohort_id}/people/{room.owner.id}"


def points(sight: Sight) -> list[dict[str, str | None]]:
    return [dot for dot in sight.all("circle") if dot["cx"] != "12"]


def test_each_talk_is_a_point_in_every_picture_and_a_row_that_leads_to_it(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    talks = [practised(services, room.owner, level, days_ago=5 - level) for level in (2, 3)]
    practised(services, room.fellow, 5)
    sight = trainer.get(page_of(room))
    heights: dict[str, set[str]] = {}
    for dot in points(sight):
        heights.setdefault(dot["cx"] or "", set()).add(dot["cy"] or "")
    assert len(points(sight)) == 4 * 2
    assert [float(min(cy)) for _, cy in sorted(heights.items(), key=lambda one: float(one[0]))] == [136.5, 95.0]
    leading = [link["href"] for link in sight.all("a")]
    assert [leading.count(f"/conversations/{talk}/report") for talk in talks] == [1, 1]
    assert "Finished conversations: 2, in the order in which they were begun." in sight.text
    assert "use Print in your browser’s menu" in sight.text


def test_what_has_no_level_is_told_in_words_and_what_a_trainer_set_is_told_apart(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    practised(services, room.owner, None)
    talk = practised(services, room.owner, 2)
    [grade] = [turn.grade for turn in services.chat.view(room.owner, talk).turns if turn.grade]
    setting = Setting(None, OverrideReason.NOT_SHOWN, None)
    services.judging.override(room.trainer, grade.id or 0, "empathy", setting, "Because.")
    sight = trainer.get(page_of(room))
    assert "not graded" in sight.text
    assert "not shown set by a trainer" in sight.text
    assert "replies not graded: 1" in sight.text
    assert "set by a trainer: 1" in sight.text
    assert len(points(sight)) == 4 - 1


def test_what_is_private_is_said_to_be_left_out_and_its_owner_sees_it(
    services: Services, room: Classroom, trainer: Browser, owner: Browser
) -> None:
    talk = practised(services, room.owner, 2)
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    seen, own = trainer.get(page_of(room)), owner.get("/progress")
    assert "1 conversation is private until handed in. Nothing of it is counted here." in seen.text
    assert points(seen) == []
    assert talk not in str(seen.tags)
    assert len(points(own)) == 4
    assert talk in str(own.tags)
    assert "Your trainers see a page like this" in own.text


def test_a_comment_is_read_first_where_it_stands(
    services: Services, room: Classroom, trainer: Browser, owner: Browser
) -> None:
    talk = practised(services, room.owner, 2)
    [reply] = [entry.turn.id for entry in services.chat.view(room.owner, talk).turns if entry.grade]
    services.comments.write(room.trainer, reply, "<i>Well</i> said.")
    assert "<i>Well</i> said." in trainer.get(page_of(room)).text
    assert "Well" not in owner.get("/progress").text
    owner.get(f"/conversations/{talk}/report")
    assert "<i>Well</i> said." in owner.get("/progress").text


def test_what_was_asked_is_told_with_how_far_it_is_done(services: Services, room: Classroom, trainer: Browser) -> None:
    task = services.assignments.make(room.trainer, room.cohort_id, Task("late-parcel"))
    talk = practised(services, room.owner, 2)
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk).assignment_id = task
    text = trainer.get(page_of(room)).text
    assert "1 of 1 done" in text
    assert "finished · 1 attempt · no due date" in text


def test_what_is_asked_of_who_has_not_practised_is_told_to_their_trainer(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    assert "has not practised yet" in trainer.get(page_of(room)).text
    services.assignments.make(room.trainer, room.cohort_id, Task("late-parcel"))
    assert "0 of 1 done" in trainer.get(page_of(room)).text


def test_who_goes_on_with_a_talk_is_led_back_to_it(services: Services, room: Classroom, owner: Browser) -> None:
    assert points(owner.get("/progress")) == []
    talk = begin(services, room.owner).id
    assert "1, 0 of them finished" in owner.get("/progress").text
    assert f"/conversations/{talk}#latest" in [link["href"] for link in owner.get("/progress").all("a")]
    assert "/progress" in [link["href"] for link in owner.get("/scenarios").all("a")]


def test_conversations_are_sorted_by_day_scenario_and_level_without_a_script(
    services: Services, room: Classroom, trainer: Browser, owner: Browser
) -> None:
    for level in (3, None, 2, 5):
        practised(services, room.owner, level, days_ago=9 - (level or 1))
    anchor = "frontline-list"
    for browser, page in ((trainer, page_of(room)), (owner, "/progress")):
        headers = sorts_both_ways(browser, page, anchor)
        assert headers[:2] == ["Date", "Scenario"]
        assert len(headers) == 2 + 4
        shown = list_at(browser, page, anchor)
        assert (shown.rows, shown.sorted_by) == (["4", "3", "2", "1"], {"Date": "descending"})
        by_level = f"{page}?frontline_sort={{}}level-empathy"
        # What was not graded is no level, so it stands last whichever way the others go.
        assert list_at(browser, by_level.format(""), anchor).rows == ["2", "3", "4", "1"]
        assert list_at(browser, by_level.format("-"), anchor).rows == ["4", "3", "2", "1"]
        assert "The newest conversation comes first." not in browser.get(by_level.format("")).text
        browser.get(f"{page}?frontline_sort=level-wisdom", status=400)


@pytest.mark.parametrize("page", ["0", "x", "²", "1234567"])
def test_a_page_that_cannot_be_is_refused(owner: Browser, page: str) -> None:
    owner.get(f"/progress?page={page}", status=400)


def test_the_page_asks_as_often_for_many_talks_as_for_one(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    practised(services, room.owner, 2)
    with statements(services) as few:
        trainer.get(page_of(room))
    for _ in range(4):
        practised(services, room.owner, 3)
    with statements(services) as many:
        trainer.get(page_of(room))
    assert 0 < len(many) == len(few) <= 20


@pytest.mark.parametrize("language", ["fi", "pl", "sv"])
def test_the_page_speaks_every_language(services: Services, room: Classroom, language: str) -> None:
    practised(services, room.owner, 2)
    browser = signed_in(app_with_accounts(services), services, room.owner, language)
    title = {"fi": "Miten harjoittelusi sujuu", "pl": "Jak Ci idzie", "sv": "Så går det för dig"}[language]
    assert title in browser.get("/progress").text
