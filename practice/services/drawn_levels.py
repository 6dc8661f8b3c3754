"""What the levels of some talks amount to, over time and by criterion: of a group's, or of one person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.group_progress import (
    Attempt,
    Coached,
    CommonAdvice,
    Levels,
    coached,
    levels_over_time,
    people_in,
)
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.domain.scenario import Scenario
from practice.library import read_kept_scenario
from practice.store.group_progress_reading import attempts_in, common_advice_in, first_points, texts_of
from practice.store.group_talks import SomeOfGroup, TheseTalks
from practice.store.version import ScenarioVersionRow

NEWEST_ADVICE = 3


@dataclass(frozen=True)
class UsedRubric:
    """`talks` were graded by so many `versions` of it, of which `rubric` is the newest."""

    key: str
    rubric: Rubric
    talks: int
    versions: int


@dataclass(frozen=True)
class Drawn:
    """What the talks by one rubric amount to. `attempts` are some of them, oldest first; `scenarios` by version id."""

    used: UsedRubric
    attempts: tuple[Attempt, ...]
    begins: datetime
    ends: datetime
    levels: tuple[tuple[Criterion, Levels], ...]
    advice: tuple[CommonAdvice, ...]
    coached: Coached
    scenarios: Mapping[int, Scenario]

    @property
    def people(self) -> int:
        return people_in(self.attempts)


def drawn(
    session: Session, used: UsedRubric, counted: SomeOfGroup | TheseTalks, begins: datetime | None, ends: datetime
) -> Drawn:
    """Of one talk at least. `begins` None: where the first of them does."""
    attempts = attempts_in(session, counted)
    these = TheseTalks(tuple(attempt.conversation_id for attempt in attempts))
    advice = common_advice_in(session, these, NEWEST_ADVICE)
    said = coached(first_points(session, these.ids))
    criteria = used.rubric.of_scope(Scope.REPLY)
    begins = begins or attempts[0].when
    return Drawn(
        used,
        tuple(attempts),
        begins,
        ends,
        tuple((criterion, levels_over_time(criterion.key, attempts, begins, ends)) for criterion in criteria),
        tuple(entry for entry in advice if entry.criterion in {criterion.key for criterion in criteria}),
        said,
        scenarios_of(session, [attempt.scenario_version_id for attempt in attempts]),
    )


def scenarios_of(session: Session, version_ids: list[int]) -> dict[int, Scenario]:
    """By version id."""
    texts = texts_of(session, ScenarioVersionRow, version_ids)
    return {version: read_kept_scenario(text, f"scenario version {version}") for version, text in texts.items()}
