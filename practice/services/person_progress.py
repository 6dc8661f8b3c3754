"""How one person is doing: for their trainers, of the talks that these may read; for themself, of all their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.scenario import Scenario
from practice.errors import NotFound
from practice.library import read_rubric
from practice.services.access import may_read, require_cohort
from practice.services.assignments import Asked
from practice.services.cohorts import NO_MEMBER
from practice.services.drawn_levels import Drawn, UsedRubric, drawn, scenarios_of
from practice.store.cohort import Cohort, MemberRole, trainers_of
from practice.store.cohort_reading import Member, members
from practice.store.database import Database
from practice.store.group_progress_reading import texts_of
from practice.store.group_talks import TheseTalks
from practice.store.person import Person
from practice.store.person_talks import (
    LeftComment,
    PersonsTalks,
    PersonTalk,
    TalkCounts,
    count_talks,
    newest_comments,
    talks_of_person,
)
from practice.store.types import now
from practice.store.version import RubricVersionRow

ON_A_PAGE = 200
COMMENTS_SHOWN = 20


@dataclass(frozen=True)
class PersonProgress:
    """`talks` are one page of them, the newest first, and `drawn` and `comments` are of these.

    They are numbered from 1 for the first of all that are readable; `newest` is the number of the first of `talks`.

    `drawn` has an entry for each rubric by which any was finished, the one of most talks first; `scenarios` are by
    version id. `tasks` are what is asked of the person now.
    """

    person: Person
    moment: datetime
    counts: TalkCounts
    page: int
    pages: int
    newest: int
    talks: tuple[PersonTalk, ...]
    drawn: tuple[Drawn, ...]
    scenarios: Mapping[int, Scenario]
    comments: tuple[LeftComment, ...]
    tasks: tuple[Asked, ...]

    @property
    def done(self) -> int:
        return sum(task.done for task in self.tasks)

    @property
    def places(self) -> dict[str, int]:
        """The number of each talk, by its id."""
        return {talk.id: self.newest - newer for newer, talk in enumerate(self.talks)}


@dataclass(frozen=True)
class TraineeProgress:
    cohort: Cohort
    member: Member
    progress: PersonProgress


class PersonProgressService:
    """A page that is not there is the one nearest to it."""

    def __init__(
        self,
        database: Database,
        tasks_of: Callable[[Person], tuple[Asked, ...]],
        clock: Callable[[], datetime] = now,
        on_a_page: int = ON_A_PAGE,
    ) -> None:
        self._database = database
        self._tasks_of = tasks_of
        self._clock = clock
        self._on_a_page = on_a_page

    def own(self, person: Person, page: int = 1) -> PersonProgress:
        return self._progress(person, PersonsTalks(person.id), self._tasks_of(person), page)

    def of_trainee(self, person: Person, cohort_id: str, member_id: int, page: int = 1) -> TraineeProgress:
        """Raises NotFound also for a trainee whose talks this person may not read."""
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.SEE, cohort_id)
            found = members(session, cohort_id, member_id)
            member = next((entry for entry in found if entry.role is MemberRole.TRAINEE), None)
            if member is None or not may_read(person, member.person, trainers_of(session, member_id)):
                raise NotFound(NO_MEMBER)
        tasks = tuple(task for task in self._tasks_of(member.person) if task.by.assignment.cohort_id == cohort_id)
        return TraineeProgress(
            cohort, member, self._progress(member.person, PersonsTalks(member_id, person.id), tasks, page)
        )

    def _progress(self, person: Person, wanted: PersonsTalks, tasks: tuple[Asked, ...], page: int) -> PersonProgress:
        moment = self._clock()
        with self._database.reading() as session:
            counts = count_talks(session, wanted)
            pages = max(1, -(-counts.readable // self._on_a_page))
            page = min(max(page, 1), pages)
            newer = (page - 1) * self._on_a_page
            talks = talks_of_person(session, wanted, self._on_a_page, newer)
            return PersonProgress(
                person,
                moment,
                counts,
                page,
                pages,
                counts.readable - newer,
                tuple(talks),
                _drawn(session, talks, moment),
                scenarios_of(session, [talk.scenario_version_id for talk in talks]),
                tuple(newest_comments(session, [talk.id for talk in talks], COMMENTS_SHOWN)),
                tasks,
            )


def _drawn(session: Session, talks: Sequence[PersonTalk], moment: datetime) -> tuple[Drawn, ...]:
    by_rubric: dict[str, list[PersonTalk]] = {}
    for talk in talks:
        if talk.finished:
            by_rubric.setdefault(talk.rubric_key, []).append(talk)
    versions = {key: {talk.rubric_version_id for talk in of} for key, of in by_rubric.items()}
    texts = texts_of(session, RubricVersionRow, [max(of) for of in versions.values()])
    most_first = sorted(by_rubric.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    found = []
    for key, of in most_first:
        rubric = read_rubric(texts[max(versions[key])], f"rubric {key}")
        used = UsedRubric(key, rubric, len(of), len(versions[key]))
        found.append(drawn(session, used, TheseTalks(tuple(talk.id for talk in of)), None, moment))
    return tuple(found)
