"""What trainers ask their groups to practise, and who has done what."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Mode
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.scenario import Scenario
from practice.errors import BadInput, NotFound
from practice.services.access import require_cohort
from practice.services.attempts import NO_ASSIGNMENT, NoAttempt, Refusal, attempt, fixed, shape_of
from practice.services.chat import ChatService
from practice.services.talk import TalkChoices
from practice.store.assignment import Assignment, AssignmentRow, add_assignment, withdraw_assignment
from practice.store.assignment_reading import (
    AskedOf,
    AssignmentSummary,
    Attempt,
    Doing,
    Stage,
    WantedDoings,
    asked_of,
    assignments_of,
    attempts_readable,
    doings,
    load_assignment,
    stages_in,
)
from practice.store.audit import add_audit
from practice.store.cohort import Cohort, trainers_of_cohort
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import now, storable

MOST_ATTEMPTS = 100
LONGEST_NOTE = 400
ON_A_PAGE = 50
EVERYBODY = WantedDoings()


@dataclass(frozen=True)
class Task:
    """What a trainer writes down; None where the trainee chooses, or counts nothing."""

    scenario_key: str
    mode: Mode = Mode.PRACTICE
    language: Language | None = None
    difficulty: int | None = None
    attempts: int | None = None
    due_at: datetime | None = None
    note: str = ""


class UnfitTask(BadInput):
    """`field` of the task cannot be used as it is."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


@dataclass(frozen=True)
class TraineeLine:
    """One trainee; `readable` are their attempts that the asking person may read, `late` as things stand now."""

    person: Person
    doing: Doing
    readable: tuple[Attempt, ...]
    late: bool

    @property
    def private(self) -> int:
        return self.doing.attempts - len(self.readable)


@dataclass(frozen=True)
class AssignmentView:
    """`scenario` is None where it is there no more. `stages` are of the trainees found, `lines` of one page of them.

    `trainees` counts all.

    A `page` that is not there is the one nearest to it.

    `trains`: whoever asks is a trainer of the cohort, and reads what is not private.
    """

    cohort: Cohort
    assignment: Assignment
    scenario: Scenario | None
    stages: Mapping[Stage, int]
    trainees: int
    lines: tuple[TraineeLine, ...]
    page: int
    pages: int
    trains: bool


@dataclass(frozen=True)
class Asked:
    """What is asked of a trainee. `late` as things stand now; `left` is None where attempts are not counted."""

    by: AskedOf
    scenario: Scenario | None
    late: bool

    @property
    def left(self) -> int | None:
        most = self.by.assignment.attempts
        return None if most is None else max(0, most - self.by.doing.attempts)

    @property
    def shape(self) -> str:
        return shape_of(self.by.assignment)

    @property
    def done(self) -> bool:
        """Nothing is waited for: it was finished, and handed in where nobody reads it before."""
        stage = self.by.doing.stage
        return stage is Stage.HANDED_IN or (stage is Stage.FINISHED and not self.by.private)


class AssignmentService:
    """Trainers' methods raise NotFound for a cohort that is hidden from who asks, and for an assignment of another."""

    def __init__(self, database: Database, chat: ChatService, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._chat = chat
        self._clock = clock

    def scenarios(self, person: Person) -> dict[str, Scenario]:
        """By key: those in which this person's organisation practises."""
        return {entry.key: entry.scenario for entry in self._chat.scenarios(person)}

    def cohort(self, person: Person, cohort_id: str) -> Cohort:
        """That an assignment can be made for."""
        with self._database.reading() as session:
            return require_cohort(session, person, Act.CHANGE, cohort_id)

    def of_cohort(self, person: Person, cohort_id: str) -> list[AssignmentSummary]:
        with self._database.reading() as session:
            require_cohort(session, person, Act.SEE, cohort_id)
            return assignments_of(session, cohort_id)

    def make(self, person: Person, cohort_id: str, task: Task, address: str = "") -> str:
        """The new assignment's id. Raises UnfitTask."""
        scenarios, moment = self.scenarios(person), self._clock()
        refuse_unfit(task, scenarios, moment)
        row = AssignmentRow(
            cohort_id=cohort_id,
            scenario_key=task.scenario_key,
            language=task.language.value if task.language else None,
            difficulty=task.difficulty,
            mode=task.mode.value,
            attempts=task.attempts,
            due_at=task.due_at,
            note=storable(task.note).strip(),
            created_by=person.id,
            created_at=moment,
        )
        with self._database.writing() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            about = Audited(AuditedKind.ASSIGNMENT, add_assignment(session, row), f"{task.scenario_key}, {cohort.name}")
            add_audit(session, person, AuditAct.ASSIGNMENT_CHANGED, about, _told(task), address=address)
        return row.id

    def withdraw(self, person: Person, cohort_id: str, assignment_id: str, address: str = "") -> None:
        """Nothing is begun for it any more; what was practised stays. Once more is no error."""
        with self._database.writing() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            assignment = assignment_in(cohort, load_assignment(session, assignment_id))
            if withdraw_assignment(session, assignment_id, self._clock()):
                name = f"{assignment.scenario_key}, {cohort.name}"
                about = Audited(AuditedKind.ASSIGNMENT, assignment_id, name)
                add_audit(session, person, AuditAct.ASSIGNMENT_CHANGED, about, "withdrawn", address=address)

    def assignment(
        self,
        person: Person,
        cohort_id: str,
        assignment_id: str,
        wanted: WantedDoings = EVERYBODY,
        page: int = 1,
    ) -> AssignmentView:
        """`page` from 1. Raises BadInput for too many words."""
        scenarios = self.scenarios(person)
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.SEE, cohort_id)
            assignment = assignment_in(cohort, load_assignment(session, assignment_id))
            stages = stages_in(session, assignment, wanted.words)
            every = stages_in(session, assignment) if wanted.words else stages
            matching = stages[wanted.stage] if wanted.stage else sum(stages.values())
            pages = max(1, -(-matching // ON_A_PAGE))
            page = min(max(page, 1), pages)
            found = doings(session, assignment, wanted, ON_A_PAGE, (page - 1) * ON_A_PAGE)
            ids = [one.person.id for one in found]
            readable = attempts_readable(session, assignment, ids, person.id)
            trains = person.id in trainers_of_cohort(session, cohort_id)
        moment = self._clock()
        lines = tuple(
            TraineeLine(
                one.person,
                one.doing,
                tuple(readable[one.person.id]),
                one.doing.late(assignment.due_at, moment),
            )
            for one in found
        )
        scenario = scenarios.get(assignment.scenario_key)
        return AssignmentView(cohort, assignment, scenario, stages, sum(every.values()), lines, page, pages, trains)

    def asked(self, person: Person) -> tuple[Asked, ...]:
        """Of this person as a trainee, what waits for them before what does not."""
        if person.organisation_id is None:
            return ()
        with self._database.reading() as session:
            found = asked_of(session, person.id)
        scenarios = self.scenarios(person) if found else {}
        every = [self._asked(by, scenarios) for by in found]
        return tuple(sorted(every, key=lambda asked: asked.done))

    def briefing(self, person: Person, assignment_id: str) -> Asked:
        """Before an attempt. Raises NotFound, or NoAttempt where none can begin."""
        with self._database.reading() as session:
            attempt(session, person, assignment_id)
            [by] = asked_of(session, person.id, assignment_id)
        return self._asked(by, self.scenarios(person))

    def begin(self, person: Person, assignment_id: str, choices: TalkChoices, shown: str | None = None) -> str:
        """The new conversation's id, with what the assignment fixes in place of what was chosen.

        `shown` is the shape in which they saw it. Raises NotFound, NoAttempt or TooMuch.
        """
        with self._database.reading() as session:
            assignment = attempt(session, person, assignment_id)
        if shown not in (None, shape_of(assignment)):
            raise NoAttempt(Refusal.CHANGED, assignment)
        return self._chat.start(person, assignment.scenario_key, fixed(choices, assignment), assignment_id)

    def _asked(self, by: AskedOf, scenarios: Mapping[str, Scenario]) -> Asked:
        late = by.doing.late(by.assignment.due_at, self._clock())
        return Asked(by, scenarios.get(by.assignment.scenario_key), late)


def assignment_in(cohort: Cohort, assignment: Assignment | None) -> Assignment:
    """Raises NotFound where it is none of the cohort's."""
    if assignment is None or assignment.cohort_id != cohort.id:
        raise NotFound(NO_ASSIGNMENT)
    return assignment


def refuse_unfit(task: Task, scenarios: Collection[str], moment: datetime) -> None:
    """`scenarios` are keys of those that can be asked for. Raises UnfitTask."""
    if task.scenario_key not in scenarios:
        raise UnfitTask("scenario", f"{task.scenario_key[:80]!r} is none that your organisation practises")
    if task.language is not None and task.language not in TALK_LANGUAGES:
        raise UnfitTask("language", f"nobody talks {task.language} here")
    if task.difficulty is not None and task.difficulty not in DIFFICULTIES:
        raise UnfitTask("difficulty", f"{task.difficulty} is none of {', '.join(map(str, DIFFICULTIES))}")
    if task.attempts is not None and not 1 <= task.attempts <= MOST_ATTEMPTS:
        raise UnfitTask("attempts", f"1 to {MOST_ATTEMPTS}, or none for as many as they like; not {task.attempts}")
    if task.due_at is not None and task.due_at <= moment:
        raise UnfitTask("due", "that moment has passed")
    if len(task.note.strip()) > LONGEST_NOTE:
        raise UnfitTask("note", f"at most {LONGEST_NOTE} characters")


def _told(task: Task) -> str:
    due = f", due {task.due_at:%Y-%m-%d %H:%M} UTC" if task.due_at else ""
    return f"asked for: {task.mode}{due}"
