"""What a trainer is told before a change in a group takes conversations out of the trainers' sight."""

import pytest

from practice.domain.override import OverrideReason
from practice.errors import NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.judging import Setting
from practice.store.cohort import MemberRole
from practice.store.out_of_sight import OutOfSight
from practice.store.person import Person
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.queued import Queued
from tests.services.talk import Talk, begin

WHY = Setting(5, OverrideReason.WRONG_LEVEL)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def queued(services: Services, room: Classroom) -> Queued:
    return Queued(services, room)


def ended(services: Services, person: Person) -> Talk:
    talk = begin(services, person)
    talk.reply("I am sorry.")
    services.chat.end(person, talk.id)
    return talk


def before_private(services: Services, room: Classroom) -> OutOfSight:
    return services.handing_in.before_private(room.trainer, room.cohort_id).lost


def before_removal(services: Services, room: Classroom, member: Person) -> OutOfSight:
    return services.cohorts.before_removal(room.trainer, room.cohort_id, member.id).lost


def test_what_is_told_before_a_group_is_made_private_is_what_its_trainers_then_miss(
    services: Services, room: Classroom, queued: Queued
) -> None:
    asked, judged = queued.add("flagged:calmness"), queued.add("flagged:calmness")
    queued.add("flagged:calmness", person=room.fellow)
    services.judging.dispute(room.owner, asked, "calmness", "I kept calm.")
    services.judging.override(room.trainer, judged, "empathy", WHY, "All there.")
    begin(services, room.fellow)
    handed_in = ended(services, room.owner)
    told = before_private(services, room)
    waiting = len(queued.ids())
    assert told == OutOfSight(talks=5, trainees=2, asked=1, judged=1, queued=waiting, labelled=1)
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    assert queued.ids() == []
    assert before_private(services, room) == OutOfSight()
    services.handing_in.hand_in(room.owner, handed_in.id)
    assert before_removal(services, room, room.owner) == OutOfSight(talks=1, trainees=1)


def test_an_answered_question_is_no_open_one(services: Services, room: Classroom, queued: Queued) -> None:
    grade_id = queued.add()
    services.judging.dispute(room.owner, grade_id, "calmness", "I kept calm.")
    assert before_private(services, room).asked == 1
    services.judging.answer(room.trainer, grade_id, "calmness", "You did.")
    assert before_private(services, room).asked == 0


def test_what_other_groups_still_read_is_told_apart(services: Services, room: Classroom) -> None:
    add_cohort(services, "Winter", room.other_trainer, room.owner)
    ended(services, room.owner)
    begin(services, room.owner)
    assert before_private(services, room) == OutOfSight(talks=2, trainees=1, elsewhere=1)
    assert before_removal(services, room, room.owner) == OutOfSight(talks=2, trainees=1, elsewhere=2)
    assert before_removal(services, room, room.fellow) == OutOfSight()


def test_who_removes_somebody_is_told_what_the_group_no_longer_reads(
    services: Services, room: Classroom, queued: Queued
) -> None:
    judged = queued.add("flagged:calmness")
    services.judging.override(room.trainer, judged, "empathy", WHY, "All there.")
    queued.add("flagged:calmness", person=room.fellow)
    asked = services.cohorts.before_removal(room.trainer, room.cohort_id, room.owner.id)
    assert (asked.member.person, asked.cohort.id, asked.last_trainer) == (room.owner, room.cohort_id, False)
    assert asked.lost == OutOfSight(talks=1, trainees=1, judged=1, queued=1, labelled=1)


def test_what_a_trainer_reads_by_training_a_group_is_told_before_they_leave_it(
    services: Services, room: Classroom
) -> None:
    for practising in (room.owner, room.fellow, room.fellow):
        begin(services, practising)
    with pytest.raises(NotAllowed):
        services.cohorts.before_removal(room.trainer, room.cohort_id, room.trainer.id)
    last = services.cohorts.before_removal(room.admin, room.cohort_id, room.trainer.id)
    assert (last.lost, last.last_trainer) == (OutOfSight(talks=3, trainees=2), True)
    email = room.other_trainer.email or ""
    services.cohorts.add_member(room.trainer, room.cohort_id, email, MemberRole.TRAINER)
    assert not services.cohorts.before_removal(room.trainer, room.cohort_id, room.trainer.id).last_trainer


def test_only_who_may_change_a_group_is_told(services: Services, room: Classroom) -> None:
    for stranger in (room.owner, room.other_trainer, room.foreign_trainer, room.foreign_admin):
        with pytest.raises(NotFound):
            services.handing_in.before_private(stranger, room.cohort_id)
        with pytest.raises(NotFound):
            services.cohorts.before_removal(stranger, room.cohort_id, room.owner.id)
    with pytest.raises(NotFound):
        services.cohorts.before_removal(room.trainer, room.cohort_id, room.other_trainer.id)
