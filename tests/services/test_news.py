"""What trainers said and a trainee has not seen yet: one entry for each talk."""

import pytest

from practice.domain.override import OverrideReason
from practice.services.assembly import Services
from practice.services.judging import Setting
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import begin

WHY = "You did, so it is a four."
FOUR = Setting(4, OverrideReason.WRONG_LEVEL)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


def _of_a_talk(services: Services, room: Classroom) -> tuple[str, str, int]:
    """Its id, its reply, and the reply's grade."""
    talk = begin(services, room.owner)
    reply = talk.reply("I am sorry.").reply_id
    return talk.id, reply, grade_by_hand(services, reply)


def test_each_talk_is_told_once_with_all_that_is_new_of_it_and_the_newest_first(
    services: Services, room: Classroom
) -> None:
    first, second = _of_a_talk(services, room), _of_a_talk(services, room)
    assert services.news.new_for(room.owner) == ()
    services.comments.write(room.trainer, first[1], "Here you heard them out.")
    services.comments.write(room.trainer, first[1], "And here as well.")
    for criterion in ("empathy", "calmness"):
        services.judging.override(room.trainer, first[2], criterion, FOUR, WHY)
    services.judging.override(room.trainer, second[2], "empathy", FOUR, WHY)
    newer, older = services.news.new_for(room.owner)
    assert [newer.conversation_id, older.conversation_id] == [second[0], first[0]]
    assert newer.started_at >= older.started_at
    assert (newer.comments, [new.judgement.criterion for new in newer.levels]) == (None, ["empathy"])
    assert older.comments is not None
    assert older.comments.number == 2
    assert [new.judgement.criterion for new in older.levels] == ["empathy", "calmness"]
    assert newer.scenario == services.chat.view(room.owner, second[0]).scenario


def test_what_was_opened_or_is_somebody_elses_is_not_told(services: Services, room: Classroom) -> None:
    talk_id, reply, grade_id = _of_a_talk(services, room)
    services.comments.write(room.trainer, reply, "Here you heard them out.")
    services.judging.override(room.trainer, grade_id, "empathy", FOUR, WHY)
    for person in (room.trainer, *room.strangers):
        assert services.news.new_for(person) == ()
    services.report.report(room.owner, talk_id)
    assert services.news.new_for(room.owner) == ()
