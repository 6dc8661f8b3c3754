"""Simulations: begun, read, and filled in talk by talk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update
from sqlmodel import Session

from practice.domain.language import Language
from practice.domain.scripted import ScriptedTalk, as_json, from_json
from practice.store.job import JobKind, JobRow, JobState
from practice.store.person import PersonRow
from practice.store.simulation import SimulationRow
from practice.store.types import storable, table_of
from practice.store.version import ScenarioVersionRow

_SIMULATION, _VERSION, _PERSON = table_of(SimulationRow), table_of(ScenarioVersionRow), table_of(PersonRow)
_JOB = table_of(JobRow)
_OPEN = (
    select(_JOB.c.id)
    .where(
        _JOB.c.kind == JobKind.SIMULATE.value,
        _JOB.c.subject_id == _SIMULATION.c.id,
        _JOB.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value)),
    )
    .exists()
)
_LOCK = select(_SIMULATION.c.id).where(_SIMULATION.c.id == bindparam("simulation_id")).with_for_update()


@dataclass(frozen=True)
class KeptSimulation:
    """`number` is of the version played, 0 for a file's text. `by` began it. `runs`: a worker is at it, or will be."""

    id: str
    organisation_id: int
    key: str
    number: int
    text: str
    language: Language
    difficulty: int
    by: str
    created_at: datetime
    talks: tuple[ScriptedTalk, ...]
    problem: str | None
    runs: bool

    @property
    def played(self) -> int:
        return sum(talk.played for talk in self.talks)

    @property
    def unplayed(self) -> int:
        return len(self.talks) - self.played


def add_simulation(session: Session, row: SimulationRow) -> str:
    """Its id."""
    session.add(row)
    session.flush()
    return row.id


def load_simulation(session: Session, simulation_id: str) -> KeptSimulation | None:
    row = session.connection().execute(_asked().where(_SIMULATION.c.id == simulation_id)).first()
    return _kept(row) if row else None


def simulations_of(session: Session, organisation_id: int, key: str, most: int) -> list[KeptSimulation]:
    """Of every version of that scenario, the newest first."""
    asked = (
        _asked()
        .where(_SIMULATION.c.organisation_id == organisation_id, _VERSION.c.key == key)
        .order_by(_SIMULATION.c.created_at.desc(), _SIMULATION.c.id)
        .limit(most)
    )
    return [_kept(row) for row in session.connection().execute(asked)]


def lock_simulation(session: Session, simulation_id: str) -> None:
    """Others who lock it wait until this transaction is over."""
    session.connection().execute(_LOCK, {"simulation_id": simulation_id})


def keep_talks(session: Session, simulation_id: str, talks: tuple[ScriptedTalk, ...]) -> None:
    _change(session, simulation_id, talks=_storable(as_json(talks)))


def keep_problem(session: Session, simulation_id: str, problem: str | None) -> None:
    _change(session, simulation_id, problem=problem)


def _change(session: Session, simulation_id: str, **values: object) -> None:
    session.connection().execute(update(_SIMULATION).where(_SIMULATION.c.id == simulation_id).values(**values))


def _storable(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _storable(entry) for name, entry in value.items()}
    return value


def _asked() -> Select[Any]:
    return (
        select(
            _SIMULATION,
            _VERSION.c.key,
            _VERSION.c.number,
            _VERSION.c.text,
            _VERSION.c.organisation_id.label("version_of"),
            _PERSON.c.name.label("by"),
            _OPEN.label("runs"),
        )
        .join(_VERSION, _VERSION.c.id == _SIMULATION.c.scenario_version_id)
        .join(_PERSON, _PERSON.c.id == _SIMULATION.c.created_by)
    )


def _kept(row: Row[Any]) -> KeptSimulation:
    return KeptSimulation(
        id=row.id,
        organisation_id=row.organisation_id,
        key=row.key,
        number=row.number if row.version_of is not None else 0,
        text=row.text,
        language=Language(row.language),
        difficulty=row.difficulty,
        by=row.by,
        created_at=row.created_at,
        talks=from_json(row.talks or []),
        problem=row.problem,
        runs=bool(row.runs),
    )
