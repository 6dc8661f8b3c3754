"""What trainers ask their groups to practise: who is asked, what is fixed, and how attempts are counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.assignments import AssignmentService, Task, UnfitTask
from practice.services.attempts import NoAttempt, Refusal
from practice.services.talk import TalkChoices
from practice.store.assignment_reading import Stage, WantedDoings
from practice.store.chat import ConversationRow
from practice.store.person import Person
from practice.store.types import new_id, now
from tests.services.house import at_once
from tests.services.talk import begin
from tests.services.training_house import TrainingHouse

CHOICES = TalkChoices(Language.EN, difficulty=2, mode=Mode.PRACTICE, seed=7)
TASK = Task("late-parcel", note="Before Friday's meeting.")


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


@pytest.fixture
def spring(house: TrainingHouse) -> str:
    """Tina's, with Kim in it."""
    cohort_id = house.group("Spring")
    house.practising(cohort_id, house.kim)
    return cohort_id


@pytest.fixture
def assignments(services: Services, house: TrainingHouse) -> AssignmentService:
    """In which time goes as the house's clock says."""
    house.clock.moment = now()
    return AssignmentService(services.database, services.chat, house.clock)


def ended(services: Services, assignments: AssignmentService, person: Person, assignment_id: str) -> str:
    talk_id = assignments.begin(person, assignment_id, CHOICES)
    services.chat.end(person, talk_id)
    return talk_id


def refusal(asked: Callable[[], object]) -> Refusal:
    with pytest.raises(NoAttempt) as refused:
        asked()
    return refused.value.reason


def test_a_trainee_begins_with_what_the_trainer_fixed(
    services: Services, house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    fixed = replace(TASK, language=Language.FI, difficulty=4, mode=Mode.CHECK)
    for task, expected in ((fixed, (Language.FI, 4, Mode.CHECK)), (TASK, (Language.EN, 2, Mode.PRACTICE))):
        assignment_id = assignments.make(house.tina, spring, task)
        talk_id = assignments.begin(house.kim, assignment_id, replace(CHOICES, mode=Mode.CHECK))
        talk = services.chat.view(house.kim, talk_id).conversation
        assert (talk.language, talk.difficulty, talk.mode) == expected
        assert (talk.assignment_id, talk.scenario_key) == (assignment_id, "late-parcel")
    assert begin(services, house.kim).view.conversation.assignment_id is None


def test_attempts_are_counted_and_practising_outside_goes_on(
    services: Services, house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    assignment_id = assignments.make(house.tina, spring, replace(TASK, attempts=2))
    begin(services, house.kim)
    for left in (2, 1):
        [asked] = assignments.asked(house.kim)
        assert asked.left == left
        assignments.begin(house.kim, assignment_id, CHOICES)
    assert refusal(lambda: assignments.begin(house.kim, assignment_id, CHOICES)) is Refusal.USED_UP
    assert refusal(lambda: assignments.briefing(house.kim, assignment_id)) is Refusal.USED_UP
    assert begin(services, house.kim).id


def test_two_tabs_at_once_begin_no_attempt_too_many(
    services: Services, house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    for _ in range(3):
        assignment_id = assignments.make(house.tina, spring, replace(TASK, attempts=1))
        tabs = [lambda id_=assignment_id: assignments.begin(house.kim, id_, CHOICES)] * 4
        told = at_once(*tabs)
        assert len([answer for answer in told if isinstance(answer, str)]) == 1
        assert {answer.reason for answer in told if isinstance(answer, NoAttempt)} == {Refusal.USED_UP}


def test_what_is_withdrawn_or_asked_of_a_group_one_has_left_is_told_and_stays(
    house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    first, second = (assignments.make(house.tina, spring, TASK) for _ in range(2))
    assignments.begin(house.kim, first, CHOICES)
    assignments.withdraw(house.tina, spring, first)
    assignments.withdraw(house.tina, spring, first)
    assert refusal(lambda: assignments.begin(house.kim, first, CHOICES)) is Refusal.WITHDRAWN
    assert [asked.by.assignment.id for asked in assignments.asked(house.kim)] == [second]
    assert assignments.assignment(house.tina, spring, first).lines[0].doing.attempts == 1
    house.cohorts.remove_member(house.ada, spring, house.kim.id)
    assert assignments.asked(house.kim) == ()
    assert refusal(lambda: assignments.begin(house.kim, first, CHOICES)) is Refusal.LEFT
    with pytest.raises(NotFound):
        assignments.begin(house.kim, second, CHOICES)
    assert [(who, detail) for who, _, detail in house.audited("assignment_changed")] == [
        ("Tina", "asked for: practice"),
        ("Tina", "asked for: practice"),
        ("Tina", "withdrawn"),
    ]


def test_strangers_are_told_that_there_is_no_such_assignment(
    house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    assignment_id, other = assignments.make(house.tina, spring, TASK), house.group("Other")
    for stranger in (house.tom, house.max, house.mia, house.kim):
        for asked in (
            lambda who: assignments.make(who, spring, TASK),
            lambda who: assignments.withdraw(who, spring, assignment_id),
            lambda who: assignments.assignment(who, spring, assignment_id),
            lambda who: assignments.of_cohort(who, spring),
        ):
            with pytest.raises(NotFound):
                asked(stranger)
    for cohort_id, id_ in ((other, assignment_id), (spring, new_id())):
        with pytest.raises(NotFound):
            assignments.withdraw(house.tina, cohort_id, id_)
    for stranger in (house.tom, house.max, house.tina):
        for id_ in (assignment_id, new_id()):
            with pytest.raises(NotFound, match="no such assignment"):
                assignments.briefing(stranger, id_)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("scenario", {"scenario_key": "no-such-thing"}),
        ("difficulty", {"difficulty": 6}),
        ("attempts", {"attempts": 0}),
        ("attempts", {"attempts": 101}),
        ("due", {"due_at": now() - timedelta(minutes=1)}),
        ("note", {"note": "x" * 401}),
    ],
)
def test_a_task_that_cannot_be_is_refused_by_its_field(
    house: TrainingHouse, assignments: AssignmentService, spring: str, field: str, change: dict[str, object]
) -> None:
    with pytest.raises(UnfitTask) as refused:
        assignments.make(house.tina, spring, replace(TASK, **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert assignments.of_cohort(house.tina, spring) == []


def test_it_is_seen_who_has_done_what_and_who_is_late(
    services: Services, house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    lea, nia, pat = (house.known(name, house.kim.role) for name in ("lea", "nia", "pat"))
    house.practising(spring, lea, nia, pat)
    due = house.clock() + timedelta(days=1)
    assignment_id = assignments.make(house.tina, spring, replace(TASK, attempts=3, due_at=due))
    in_time = ended(services, assignments, house.kim, assignment_id)
    begun = assignments.begin(lea, assignment_id, CHOICES)
    too_late = ended(services, assignments, nia, assignment_id)
    begin(services, pat)
    with services.database.writing() as session:
        session.get_one(ConversationRow, too_late).ended_at = due + timedelta(minutes=1)

    def lines(stage: Stage | None = None) -> list[tuple[str, Stage, int, bool, list[str]]]:
        view = assignments.assignment(house.tina, spring, assignment_id, WantedDoings(stage))
        return [
            (line.person.name, line.doing.stage, line.doing.attempts, line.late, [talk.id for talk in line.readable])
            for line in view.lines
        ]

    before = [line[3] for line in lines()]
    house.clock.pass_(days=1, seconds=1)
    assert before == [False, False, True, False]
    assert lines() == [
        ("Kim", Stage.FINISHED, 1, False, [in_time]),
        ("Lea", Stage.BEGUN, 1, True, [begun]),
        ("Nia", Stage.FINISHED, 1, True, [too_late]),
        ("Pat", Stage.NOT_BEGUN, 0, True, []),
    ]
    assert [line[0] for line in lines(Stage.FINISHED)] == ["Kim", "Nia"]
    view = assignments.assignment(house.ada, spring, assignment_id)
    assert list(view.stages.values()) == [1, 1, 2, 0]
    assert not view.trains
    assert all(not line.readable for line in view.lines)
    [summary] = assignments.of_cohort(house.ada, spring)
    assert (summary.begun, summary.finished) == (3, 2)
    [asked] = assignments.asked(pat)
    assert (asked.late, asked.left, asked.done) == (True, 3, False)
    assert assignments.begin(pat, assignment_id, CHOICES)


def test_private_attempts_are_counted_and_not_shown(
    services: Services, house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    services.handing_in.set_private(house.tina, spring, True)
    assignment_id = assignments.make(house.tina, spring, TASK)
    services.worker.stop()
    first, second = (assignments.begin(house.kim, assignment_id, CHOICES) for _ in range(2))
    services.chat.reply(house.kim, first, "I am sorry.", new_id())
    services.chat.end(house.kim, second)
    [asked] = assignments.asked(house.kim)
    assert (asked.by.doing.stage, asked.done) == (Stage.FINISHED, False)
    [line] = assignments.assignment(house.tina, spring, assignment_id).lines
    assert (line.doing.stage, line.readable, line.private) == (Stage.FINISHED, (), 2)
    services.handing_in.hand_in(house.kim, first)
    [line] = assignments.assignment(house.tina, spring, assignment_id).lines
    assert (line.doing.stage, [talk.id for talk in line.readable], line.private) == (Stage.HANDED_IN, [first], 1)
    assert assignments.asked(house.kim)[0].done


def test_a_group_of_more_than_a_page_is_turned_over(
    house: TrainingHouse, assignments: AssignmentService, spring: str
) -> None:
    house.practising(spring, *(house.known(f"pat{number:02}", house.kim.role) for number in range(50)))
    assignment_id = assignments.make(house.tina, spring, TASK)
    first, second = (assignments.assignment(house.tina, spring, assignment_id, page=page) for page in (1, 2))
    assert (len(first.lines), len(second.lines), first.pages) == (50, 1, 2)
    assert second.lines[0].person.name == "Pat49"
