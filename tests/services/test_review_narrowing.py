"""The queue where somebody waits for an answer, and what of it is looked for."""

from collections.abc import Iterator

import pytest

from practice.domain.override import OverrideReason
from practice.domain.review import Wanted
from practice.services.assembly import Services, assemble
from practice.services.judging import Setting
from practice.services.review import StillAsked
from practice.settings import Settings
from tests.fakes import Cast
from tests.services.classroom import add_cohort, classroom
from tests.services.queued import Queued
from tests.services.talk import begin

ASK = "I did name the telescope."
FLAG = "quote_not_found:empathy"


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Nobody does the jobs."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def queued(services: Services) -> Queued:
    return Queued(services, classroom(services))


def test_an_entry_is_not_done_while_a_trainee_waits_for_an_answer(queued: Queued) -> None:
    judging, room, reply = queued.services.judging, queued.room, queued.reply()
    first = queued.grade(reply, FLAG)
    judging.dispute(room.owner, first, "empathy", ASK)
    second = queued.grade(reply)
    left = queued.services.review.finish(room.trainer, second)
    assert isinstance(left, StillAsked)
    assert (left.item.entry.grade_id, left.item.glance.asked) == (second, ("empathy",))
    assert queued.ids() == [second]
    judging.answer(room.trainer, second, "empathy", "Looked again.")
    assert queued.ids() == []
    third = queued.grade(queued.reply(), FLAG)
    judging.dispute(room.owner, third, "calmness", ASK)
    judging.answer(room.trainer, third, "calmness", "Looked again.")
    assert queued.services.review.finish(room.trainer, third) is None
    assert queued.ids() == []


def test_what_was_said_of_an_earlier_grade_is_seen_beside_a_later_one(queued: Queued) -> None:
    judging, room, reply = queued.services.judging, queued.room, queued.reply()
    first = queued.grade(reply, FLAG)
    judging.dispute(room.owner, first, "empathy", ASK)
    judging.override(room.trainer, first, "calmness", Setting(5, OverrideReason.WRONG_LEVEL), "Better than that.")
    queued.grade(reply)
    [item] = queued.items()
    assert item.glance.asked == ("empathy",)
    assert [given.level for given in item.glance.levels if given.criterion == "calmness"] == [5]


def test_a_second_look_is_found_by_its_criterion_as_long_as_it_waits(queued: Queued) -> None:
    judging, room = queued.services.judging, queued.room
    grade_id = queued.add(FLAG)
    judging.dispute(room.owner, grade_id, "calmness", ASK)
    assert queued.ids(wanted=Wanted(criterion="calmness")) == [grade_id]
    judging.answer(room.trainer, grade_id, "calmness", "Looked again.")
    assert queued.ids(wanted=Wanted(criterion="calmness")) == []
    assert queued.ids(wanted=Wanted(criterion="empathy")) == [grade_id]


def test_entries_are_narrowed_by_group_trainee_scenario_and_criterion(queued: Queued) -> None:
    room, services = queued.room, queued.services
    evening = add_cohort(services, "Evening", room.trainer, room.fellow)
    own, fellows = queued.add(FLAG), queued.add("spread:calmness", person=room.fellow)
    shop = queued.grade(begin(services, room.owner, "quiet-return").reply("Hello").reply_id, "not_graded")
    for wanted, expected in (
        (Wanted(group=evening), [fellows]),
        (Wanted(group=room.cohort_id), [shop, fellows, own]),
        (Wanted(group=add_cohort(services, "Night", room.other_trainer, room.owner)), []),
        (Wanted(group="nothing like it"), []),
        (Wanted(trainee="OLIV"), [shop, own]),
        (Wanted(trainee="%"), []),
        (Wanted(scenario="quiet-return"), [shop]),
        (Wanted(criterion="empathy"), [own]),
        (Wanted(criterion="calmness"), [fellows]),
        (Wanted(criterion="calmness", trainee="felix", scenario="late-parcel"), [fellows]),
        (Wanted(criterion="calmness", trainee="olivia"), []),
    ):
        assert queued.ids(wanted=wanted) == expected, wanted
    page = services.review.queue(room.trainer, Wanted(criterion="empathy"))
    assert (page.open, page.narrowed) == (3, True)
    assert [group.name for group in page.choices.groups] == ["Evening", "Spring"]
    assert list(page.choices.scenarios) == ["late-parcel", "quiet-return"]
    assert "empathy" in page.choices.criteria
