"""How lists of groups, of their trainees and of their assignments are sorted, and the words by which they are found."""

from collections.abc import Mapping

from practice.domain.scenario import Scenario
from practice.store.assignment_reading import AssignmentSummary
from practice.store.cohort_reading import CohortSummary, Member
from practice.web.language import in_page_language
from practice.web.tables import Column, Sorting, Table
from practice.web.words import MODES


def _whose(member: Member) -> str:
    return f"{member.person.name} {member.person.email or ''}"


COHORTS: Table[CohortSummary] = Table(
    (
        Column("name", lambda group: group.cohort.name),
        Column("trainees", lambda group: group.trainees),
        Column("trainers", lambda group: group.trainers),
    )
)
TRAINEES: Table[Member] = Table(
    (
        Column("name", lambda member: member.person.name, _whose),
        Column("joined", lambda member: member.joined_at),
        Column("talks", lambda member: member.talks),
        Column("practised", lambda member: member.practised_at),
    ),
    at_first=Sorting("name"),
)


def assignments_table(scenarios: Mapping[str, Scenario]) -> Table[AssignmentSummary]:
    """`scenarios` by key; one that is there no more goes by its key."""

    def title(one: AssignmentSummary) -> str:
        scenario = scenarios.get(one.assignment.scenario_key)
        return in_page_language(scenario.title) if scenario else one.assignment.scenario_key

    return Table(
        (
            Column("scenario", title, lambda one: f"{title(one)} {MODES[one.assignment.mode]}"),
            Column("due", lambda one: one.assignment.due_at),
            Column("begun", lambda one: one.begun),
            Column("finished", lambda one: one.finished),
        ),
        name="assignments",
    )
