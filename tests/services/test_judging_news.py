"""What trainers say of levels is told to whose talk it is, until they have opened the report."""

from dataclasses import dataclass

import pytest

from practice.domain.override import OverrideReason
from practice.domain.rubric import Scope
from practice.services.assembly import Services
from practice.services.judging import Setting
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import FRONTLINE, Talk, begin

FOUR = Setting(4, OverrideReason.WRONG_LEVEL)
ASK, WHY = "I did name the telescope.", "You did, so it is a four."


@dataclass(frozen=True)
class Desk:
    """A talk of one reply, at level 2 throughout."""

    services: Services
    room: Classroom
    talk: Talk
    reply: str
    grade_id: int

    def told(self) -> list[tuple[str, str, bool, bool]]:
        """On the owner's start page: turn, criterion, whether answered, whether changed."""
        found = [one.judgement for one in self.services.judging.new_for(self.room.owner)]
        assert {one.conversation_id for one in found} <= {self.talk.id}
        return [(one.turn_id, one.criterion, one.answered, one.changed) for one in found]

    def ask_and_answer(self, setting: Setting | None = None) -> None:
        judging, room = self.services.judging, self.room
        judging.dispute(room.owner, self.grade_id, "empathy", ASK)
        judging.answer(room.trainer, self.grade_id, "empathy", WHY, setting)


@pytest.fixture
def desk(services: Services) -> Desk:
    services.worker.stop()
    room = classroom(services)
    talk = begin(services, room.owner)
    reply = talk.reply("I am sorry.").reply_id
    return Desk(services, room, talk, reply, grade_by_hand(services, reply))


def test_an_answer_is_new_until_its_trainee_has_opened_the_report(desk: Desk) -> None:
    desk.services.judging.dispute(desk.room.owner, desk.grade_id, "empathy", ASK)
    assert desk.told() == []
    desk.services.judging.answer(desk.room.trainer, desk.grade_id, "empathy", WHY)
    assert desk.told() == [(desk.reply, "empathy", True, False)]
    assert desk.services.report.report(desk.room.trainer, desk.talk.id).new_judgements == ()
    assert len(desk.told()) == 1, "a trainer's reading is not the trainee's"
    [new] = desk.services.report.report(desk.room.owner, desk.talk.id).new_judgements
    assert (new.turn_id, new.criterion) == (desk.reply, "empathy")
    assert desk.services.report.report(desk.room.owner, desk.talk.id).new_judgements == ()
    assert desk.told() == []


def test_a_level_that_was_set_more_than_once_or_in_an_answer_is_told_once(desk: Desk) -> None:
    desk.ask_and_answer(FOUR)
    score = desk.services.report.report(desk.room.trainer, desk.talk.id).report.replies[0].score("empathy")
    assert score is not None
    assert score.overridden is not None
    again = Setting(5, OverrideReason.WRONG_LEVEL, score.overridden.id)
    desk.services.judging.override(desk.room.trainer, desk.grade_id, "empathy", again, "Even a five.")
    assert desk.told() == [(desk.reply, "empathy", True, True)]
    desk.services.report.report(desk.room.owner, desk.talk.id)
    assert desk.told() == []
    desk.services.judging.override(desk.room.trainer, desk.grade_id, "calmness", FOUR, WHY)
    assert desk.told() == [(desk.reply, "calmness", False, True)]


def test_a_level_of_the_whole_talk_is_told_with_its_name_in_the_rubric(desk: Desk) -> None:
    key = FRONTLINE.keys_of(Scope.CONVERSATION)[0]
    whole = grade_by_hand(desk.services, desk.talk.last.id, 3, Scope.CONVERSATION)
    desk.services.judging.override(desk.room.trainer, whole, key, FOUR, WHY)
    [new] = desk.services.judging.new_for(desk.room.owner)
    assert new.criterion is not None
    assert (new.judgement.scope, new.criterion.key) == (Scope.CONVERSATION, key)


def test_nobody_else_is_told(desk: Desk) -> None:
    desk.ask_and_answer(FOUR)
    for person in (desk.room.trainer, *desk.room.strangers):
        assert desk.services.judging.new_for(person) == ()
