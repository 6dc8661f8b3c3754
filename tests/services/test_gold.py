"""What trainers correct and keep becomes labelled replies, without the trainee's name."""

import pytest

from practice.domain.override import OverrideReason
from practice.errors import NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.exchange import scenario_of
from practice.services.gold import GoldSummary
from practice.services.judging import Setting
from practice.store.gold import GoldSource
from practice.store.gold_finding import GoldWanted
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.gold_files import all_levels, items, labels_in, new_set, row
from tests.services.graded import grade_by_hand
from tests.services.talk import Talk, begin

FIVE = Setting(5, OverrideReason.WRONG_LEVEL)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def talk(services: Services, room: Classroom) -> Talk:
    return begin(services, room.owner)


def _corrections(services: Services, room: Classroom) -> GoldSummary:
    (found,) = [one for one in services.gold.of(room.trainer).sets if one.set.name == ""]
    return found


def test_a_corrected_level_becomes_that_trainers_label_and_a_later_one_counts_beside_it(
    services: Services, room: Classroom, talk: Talk
) -> None:
    reply_id = talk.reply("I am Olivia, and I am sorry about it.").reply_id
    grade_id = grade_by_hand(services, reply_id)
    services.judging.override(room.trainer, grade_id, "empathy", FIVE, "It is all there.")
    summary = _corrections(services, room)
    (item,) = items(services, summary.set.id)
    assert (item.source, item.turn_id, labels_in(item)) == (GoldSource.OVERRIDE, reply_id, {"Tilda:empathy": "5"})
    assert item.reply.customer == talk.view.turns[0].turn.text
    assert item.reply.situation == " ".join(scenario_of(talk.view.conversation).facts)
    seen = services.report.report(room.trainer, talk.id).report.replies[0].score("empathy")
    assert seen is not None
    assert seen.overridden is not None
    again = Setting(None, OverrideReason.NOT_SHOWN, seen=seen.overridden.id)
    services.judging.override(room.trainer, grade_id, "empathy", again, "On a second look not.")
    services.judging.override(room.trainer, grade_id, "calmness", FIVE, "Calm throughout.")
    (item,) = items(services, summary.set.id)
    assert labels_in(item) == {"Tilda:empathy": "not_shown", "Tilda:calmness": "5"}
    assert [label.first for label in item.reply.labels] == [5, 5]
    assert "Olivia" not in f"{item.reply.situation} {item.reply.id}"


def test_an_answered_dispute_with_a_new_level_is_kept_as_one_and_without_it_nothing_is(
    services: Services, room: Classroom, talk: Talk
) -> None:
    grade_id = grade_by_hand(services, talk.reply("Sorry about that.").reply_id)
    for criterion in ("empathy", "calmness"):
        services.judging.dispute(room.owner, grade_id, criterion, "I did say it.")
    services.judging.answer(room.trainer, grade_id, "calmness", "It stays.")
    assert services.gold.of(room.trainer).sets == ()
    services.judging.answer(room.trainer, grade_id, "empathy", "You did.", FIVE)
    (item,) = items(services, _corrections(services, room).set.id)
    assert (item.source, labels_in(item)) == (GoldSource.DISPUTE, {"Tilda:empathy": "5"})


def test_a_reply_is_kept_from_a_report_once_and_opens_the_talk_to_its_own_trainer_alone(
    services: Services, room: Classroom, talk: Talk
) -> None:
    reply_id = talk.reply("Sorry about that.").reply_id
    set_id = new_set(services, room.trainer)
    for _ in range(2):
        assert services.gold.keep(room.trainer, reply_id, set_id) == set_id
    assert [held for _, held in services.gold.keeping(room.trainer, reply_id).sets] == [True]
    for person, talk_id in ((room.trainer, talk.id), (room.other_trainer, None), (room.admin, None)):
        (found,) = services.gold.page(person, set_id, GoldWanted()).found
        assert (found.item.source, found.conversation_id) == (GoldSource.CONVERSATION, talk_id)
    for stranger in (room.other_trainer, room.admin, room.foreign_trainer):
        with pytest.raises(NotFound):
            services.gold.keep(stranger, reply_id, set_id)
    with pytest.raises(NotAllowed):
        services.gold.keep(room.owner, reply_id, set_id)


def test_a_page_of_a_set_holds_what_was_asked_for(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer, *(row(number, *("3" * (number % 2))) for number in range(60)))
    every = services.gold.page(room.trainer, set_id, GoldWanted())
    assert (every.total, every.pages, len(every.found)) == (60, 2, 50)
    assert len(services.gold.page(room.trainer, set_id, GoldWanted(), 2).found) == 10
    assert services.gold.page(room.trainer, set_id, GoldWanted(unlabelled=True)).total == 30
    held_out = services.gold.page(room.trainer, set_id, GoldWanted(held_out=True))
    assert held_out.total == every.summary.counts.held_out
    assert all(one.item.held_out for one in held_out.found)
    assert services.gold.page(room.trainer, set_id, GoldWanted(source=GoldSource.OVERRIDE)).total == 0


def test_a_held_out_reply_is_never_proposed_to_teach(services: Services, room: Classroom, talk: Talk) -> None:
    add_cohort(services, "Evening", room.other_trainer, room.owner)
    set_id = new_set(services, room.trainer)
    for number in range(6):
        talk = begin(services, room.owner)
        reply_id = talk.reply(f"Sorry about that, number {number}.").reply_id
        grade_by_hand(services, reply_id, level=1)
        services.gold.keep(room.trainer, reply_id, set_id)
    found = items(services, set_id)
    assert {item.held_out for item in found} == {True, False}
    for item in found:
        services.labelling.label(room.trainer, set_id, item.id, all_levels(5))
    teachable = services.gold.teachable(room.trainer, set_id)
    proposed = {proposal.reply.id for proposal in teachable.proposals}
    assert teachable.graded == 6
    assert proposed
    assert proposed <= {item.reply.id for item in found if not item.held_out}
    grade = services.labelling.at(room.trainer, set_id, found[0].id).opinions
    assert grade is not None
    assert grade.grade is not None
