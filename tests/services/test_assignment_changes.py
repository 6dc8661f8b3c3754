"""Changing what was asked: all of it before anybody has begun, then what is fair to who has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.assignment_changes import (
    AssignmentChanges,
    ChangedMeanwhile,
    SomebodyHasBegun,
    TooFewAttempts,
)
from practice.services.assignments import AssignmentService, Task, UnfitTask
from practice.services.attempts import NoAttempt, Refusal, shape_of
from practice.services.talk import TalkChoices
from practice.store.assignment import Assignment
from practice.store.person import Person
from practice.store.types import new_id, now
from tests.services.house import at_once
from tests.services.training_house import TrainingHouse

CHOICES = TalkChoices(Language.EN, difficulty=2, mode=Mode.PRACTICE, seed=7)
TASK = Task("late-parcel", attempts=2, note="Before Friday's meeting.")


class Room:
    """Tina has asked Kim for TASK, by tomorrow."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.house = TrainingHouse(services.database)
        self.house.clock.moment = now()
        self.assignments = AssignmentService(services.database, services.chat, self.house.clock)
        self.changes = AssignmentChanges(services.database, self.assignments, self.house.clock)
        self.cohort_id = self.house.group("Spring")
        self.house.practising(self.cohort_id, self.house.kim)
        self.task = replace(TASK, due_at=self.house.clock() + timedelta(days=1))
        self.id = self.assignments.make(self.house.tina, self.cohort_id, self.task)

    @property
    def standing(self) -> Assignment:
        return self.assignments.assignment(self.house.tina, self.cohort_id, self.id).assignment

    @property
    def seen(self) -> str:
        return self.changes.opened(self.house.tina, self.cohort_id, self.id).seen

    def change(self, task: Task, seen: str | None = None, by: Person | None = None) -> None:
        self.changes.change(by or self.house.tina, self.cohort_id, self.id, task, seen or self.seen)

    def begin(self, shown: str | None = None) -> str:
        return self.assignments.begin(self.house.kim, self.id, CHOICES, shown)

    def audited(self) -> list[str]:
        return [detail for _, _, detail in self.house.audited("assignment_changed")][1:]


@pytest.fixture
def room(services: Services) -> Room:
    return Room(services)


def test_before_anybody_has_begun_all_of_it_changes(room: Room) -> None:
    room.change(replace(room.task, scenario_key="insults", mode=Mode.CHECK, language=Language.FI, difficulty=4))
    [asked] = room.assignments.asked(room.house.kim)
    assignment = asked.by.assignment
    assert (assignment.scenario_key, assignment.mode) == ("insults", Mode.CHECK)
    talk = room.services.chat.view(room.house.kim, room.begin()).conversation
    assert (talk.scenario_key, talk.mode, talk.language, talk.difficulty) == ("insults", Mode.CHECK, Language.FI, 4)


def test_afterwards_dates_attempts_and_the_note_change(room: Room) -> None:
    room.begin()
    later = room.house.clock() + timedelta(days=9)
    room.change(replace(room.task, due_at=later, attempts=5, note=" By next week. "))
    assert (room.standing.due_at, room.standing.attempts, room.standing.note) == (later, 5, "By next week.")
    [asked] = room.assignments.asked(room.house.kim)
    assert (asked.left, asked.late) == (4, False)
    room.change(replace(room.task, due_at=None, attempts=None, note=""))
    assert (room.standing.due_at, room.standing.attempts, room.standing.note) == (None, None, "")


@pytest.mark.parametrize(
    "change",
    [{"scenario_key": "insults"}, {"mode": Mode.CHECK}, {"language": Language.PL}, {"difficulty": 5}],
)
def test_once_somebody_has_begun_nobody_practises_anything_else(room: Room, change: dict[str, object]) -> None:
    seen, stood = room.seen, room.standing
    room.begin()
    room.house.cohorts.remove_member(room.house.ada, room.cohort_id, room.house.kim.id)
    with pytest.raises(SomebodyHasBegun):
        room.change(replace(room.task, attempts=9, **change), seen)  # type: ignore[arg-type]
    assert room.standing == stood
    assert room.changes.opened(room.house.tina, room.cohort_id, room.id).begun


def test_attempts_never_go_below_what_somebody_has_made_and_it_is_said_who(room: Room) -> None:
    lea = room.house.known("lea", room.house.kim.role)
    room.house.practising(room.cohort_id, lea)
    room.change(replace(room.task, attempts=4))
    for person, times in ((lea, 3), (room.house.kim, 2)):
        for _ in range(times):
            room.assignments.begin(person, room.id, CHOICES)
    with pytest.raises(TooFewAttempts) as refused:
        room.change(replace(room.task, attempts=1))
    assert refused.value.field == "attempts"
    assert [(used.name, used.attempts) for used in refused.value.used] == [("Lea", 3), ("Kim", 2)]
    room.change(replace(room.task, attempts=3))
    assert [asked.left for asked in room.assignments.asked(lea)] == [0]


def test_what_has_passed_may_stay_and_a_new_due_date_is_still_to_come(room: Room) -> None:
    room.house.clock.pass_(days=2)
    room.change(replace(room.task, note="Better late than never."))
    assert room.task.due_at is not None
    with pytest.raises(UnfitTask, match="due"):
        room.change(replace(room.task, due_at=room.task.due_at + timedelta(hours=1)))
    room.change(replace(room.task, due_at=room.house.clock() + timedelta(days=1)))
    assert [asked.late for asked in room.assignments.asked(room.house.kim)] == [False]


def test_the_seconds_of_a_due_date_which_no_form_shows_stay(room: Room) -> None:
    assert room.task.due_at is not None
    room.change(replace(room.task, due_at=room.task.due_at.replace(second=0, microsecond=0), note="New."))
    assert room.standing.due_at == room.task.due_at


def test_who_comes_second_is_told_and_what_the_first_has_changed_stays(room: Room) -> None:
    seen = room.seen
    room.change(replace(room.task, note="Tina's."), seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        room.change(replace(room.task, note="Ada's."), seen, room.house.ada)
    assert not refused.value.withdrawn
    assert room.standing.note == "Tina's."
    room.change(replace(room.task, note="Ada's."), by=room.house.ada)
    assert room.standing.note == "Ada's."


def test_of_two_at_the_same_moment_one_is_told(room: Room) -> None:
    for number in range(4):
        seen = room.seen
        told = at_once(
            partial(room.change, replace(room.task, note=f"Tina {number}"), seen),
            partial(room.change, replace(room.task, note=f"Ada {number}"), seen, room.house.ada),
        )
        assert sorted(type(answer).__name__ for answer in told) == ["ChangedMeanwhile", "NoneType"]


def test_what_was_withdrawn_meanwhile_is_not_changed(room: Room) -> None:
    seen = room.seen
    room.assignments.withdraw(room.house.tina, room.cohort_id, room.id)
    for known in (seen, room.seen):
        with pytest.raises(ChangedMeanwhile) as refused:
            room.change(replace(room.task, note="New."), known)
        assert refused.value.withdrawn


def test_the_audit_tells_what_changed_and_how_it_was(room: Room) -> None:
    room.change(replace(room.task, attempts=3, note=""))
    room.change(replace(room.task, attempts=3, note=""))
    room.change(replace(room.task, attempts=3, note="", due_at=None, mode=Mode.CHECK))
    assert room.task.due_at is not None
    assert room.audited() == [
        "changed: attempts 3, before: 2; note none, before: Before Friday's meeting.",
        f"changed: mode check, before: practice; due none, before: {room.task.due_at:%Y-%m-%d %H:%M} UTC",
    ]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("scenario", {"scenario_key": "no-such-thing"}),
        ("difficulty", {"difficulty": 6}),
        ("attempts", {"attempts": 0}),
        ("note", {"note": "x" * 401}),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_its_field(room: Room, field: str, change: dict[str, object]) -> None:
    stood = room.standing
    with pytest.raises(UnfitTask) as refused:
        room.change(replace(room.task, **change))  # type: ignore[arg-type]
    assert (refused.value.field, room.standing) == (field, stood)


def test_who_may_not_change_it_is_told_that_it_is_not_there(room: Room) -> None:
    house, other = room.house, room.house.group("Other")
    asked: list[Callable[[Person], object]] = [
        lambda who: room.change(room.task, by=who),
        lambda who: room.changes.opened(who, room.cohort_id, room.id),
    ]
    for stranger in (house.tom, house.max, house.mia, house.kim):
        for ask in asked:
            with pytest.raises(NotFound):
                ask(stranger)
    for cohort_id, id_ in ((other, room.id), (room.cohort_id, new_id())):
        with pytest.raises(NotFound):
            room.changes.change(house.tina, cohort_id, id_, room.task, room.seen)


def test_nobody_begins_anything_else_than_they_were_shown(room: Room) -> None:
    shown = shape_of(room.standing)
    room.change(replace(room.task, note="New.", attempts=9))
    assert room.begin(shown)
    room.id = room.assignments.make(room.house.tina, room.cohort_id, TASK)
    room.change(replace(TASK, mode=Mode.CHECK))
    with pytest.raises(NoAttempt) as refused:
        room.begin(shown)
    assert refused.value.reason is Refusal.CHANGED
    assert room.begin(shape_of(room.standing))


def test_a_change_and_a_first_attempt_at_the_same_moment_agree(room: Room) -> None:
    for _ in range(6):
        room.id = room.assignments.make(room.house.tina, room.cohort_id, TASK)
        changed = replace(TASK, scenario_key="insults", difficulty=5)
        told = at_once(room.begin, partial(room.change, changed, room.seen))
        talks = [room.services.chat.view(room.house.kim, id_).conversation for id_ in told if isinstance(id_, str)]
        standing = room.standing
        assert {(talk.scenario_key, talk.difficulty) for talk in talks} <= {
            (standing.scenario_key, standing.difficulty or CHOICES.difficulty)
        }
        assert {type(answer).__name__ for answer in told} <= {"str", "NoneType", "SomebodyHasBegun", "NoAttempt"}
