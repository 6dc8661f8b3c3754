"""How one person is doing: to their trainers, of the talks these may read, and to themself, of all of them."""

from datetime import timedelta

import pytest
from sqlmodel import update

from practice.domain.group_progress import Tally
from practice.domain.override import OverrideReason
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.judging import Setting
from practice.services.person_progress import PersonProgress, PersonProgressService
from practice.store.chat import ConversationRow
from practice.store.job import JobRow, JobState
from practice.store.person import Person
from practice.store.types import now
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import Talk, begin


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


def finished(services: Services, person: Person, *levels: int | None, days_ago: int = 1) -> Talk:
    """A talk with replies of these levels throughout; None: not graded."""
    talk = begin(services, person)
    for level in levels:
        reply = talk.reply("I am sorry.").reply_id
        with services.database.writing() as session:
            session.exec(update(JobRow).values(state=JobState.FAILED.value))
        services.chat.stop(person, talk.view.turns[-1].turn.id)
        if level is not None:
            grade_by_hand(services, reply, level)
    with services.database.writing() as session:
        row = session.get_one(ConversationRow, talk.id)
        row.started_at, row.ended_at = now() - timedelta(days=days_ago), now()
    return talk


def seen(services: Services, room: Classroom, page: int = 1) -> PersonProgress:
    """Olivia's, by her trainer."""
    return services.person_progress.of_trainee(room.trainer, room.cohort_id, room.owner.id, page).progress


def means(progress: PersonProgress, criterion: str = "empathy") -> list[float | None]:
    return [attempt.tally(criterion).mean for drawn in progress.drawn for attempt in drawn.attempts]


def test_finished_talks_are_points_in_their_order_and_the_rest_is_only_listed(
    services: Services, room: Classroom
) -> None:
    finished(services, room.owner, 2, 4, days_ago=3)
    finished(services, room.owner, None, days_ago=2)
    finished(services, room.fellow, 5)
    going_on = begin(services, room.owner)
    progress = seen(services, room)
    assert means(progress) == [3, None]
    [empathy] = [levels for criterion, levels in progress.drawn[0].levels if criterion.key == "empathy"]
    assert (empathy.without_level, empathy.not_graded) == (1, 1)
    assert (progress.counts.readable, progress.counts.finished) == (3, 2)
    assert (progress.talks[0].id, progress.places[going_on.id]) == (going_on.id, 3)
    assert means(services.person_progress.own(room.owner)) == means(progress)


def test_a_level_that_a_trainer_set_counts_and_is_told_apart(services: Services, room: Classroom) -> None:
    talk = finished(services, room.owner, 2)
    grade = next(entry.grade for entry in talk.view.turns if entry.grade)
    setting = Setting(5, OverrideReason.WRONG_LEVEL, None)
    services.judging.override(room.trainer, grade.id or 0, "empathy", setting, "Because.")
    [drawn] = seen(services, room).drawn
    assert drawn.attempts[0].tally("empathy") == Tally(scored=1, points=5, by_trainer=1)
    assert {entry.criterion: entry.replies for entry in drawn.advice} == {"calmness": 1}


def test_what_is_private_is_a_number_to_the_trainer_and_a_talk_to_whose_it_is(
    services: Services, room: Classroom
) -> None:
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    hidden = finished(services, room.owner, 2)
    handed_in = finished(services, room.owner, 4)
    services.handing_in.hand_in(room.owner, handed_in.id)
    progress = seen(services, room)
    assert (means(progress), progress.counts.private) == ([4], 1)
    assert hidden.id not in repr(progress)
    own = services.person_progress.own(room.owner)
    assert (sorted(filter(None, means(own))), own.counts.private) == ([2, 4], 0)


def test_very_many_talks_are_leafed_through_and_keep_their_numbers(services: Services, room: Classroom) -> None:
    talks = [finished(services, room.owner, level, days_ago=9 - level) for level in (1, 2, 3, 4, 5)]
    service = PersonProgressService(services.database, services.assignments.asked, on_a_page=2)
    pages = [service.own(room.owner, number) for number in (1, 2, 3)]
    assert [means(page) for page in pages] == [[4, 5], [2, 3], [1]]
    numbers = {key: number for page in pages for key, number in page.places.items()}
    assert [numbers[talk.id] for talk in talks] == [1, 2, 3, 4, 5]
    assert [service.own(room.owner, number).page for number in (0, 4)] == [1, 3]


def test_assignments_of_this_group_alone_are_told_with_what_was_done(services: Services, room: Classroom) -> None:
    task = services.assignments.make(room.trainer, room.cohort_id, Task("late-parcel"))
    services.assignments.make(room.trainer, room.cohort_id, Task("late-parcel"))
    elsewhere = add_cohort(services, "Winter", room.other_trainer, room.owner)
    services.assignments.make(room.other_trainer, elsewhere, Task("late-parcel"))
    talk = finished(services, room.owner, 3)
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).assignment_id = task
    progress = seen(services, room)
    assert (progress.done, len(progress.tasks)) == (1, 2)
    assert len(services.person_progress.own(room.owner).tasks) == 3


def test_comments_stand_there_the_newest_first(services: Services, room: Classroom) -> None:
    talk = finished(services, room.owner, 3)
    reply = next(entry.turn.id for entry in talk.view.turns if entry.grade)
    for words in ("Well said.", "Offer sooner."):
        services.comments.write(room.trainer, reply, words)
    progress = seen(services, room)
    assert [(one.words, one.author, one.seen) for one in progress.comments] == [
        ("Offer sooner.", "Tilda", False),
        ("Well said.", "Tilda", False),
    ]
    assert progress.talks[0].comments == 2


def test_it_opens_to_the_groups_own_trainers_alone(services: Services, room: Classroom) -> None:
    finished(services, room.owner, 3)
    for person in (*room.strangers, room.owner):
        with pytest.raises(NotFound):
            services.person_progress.of_trainee(person, room.cohort_id, room.owner.id)
