"""Letting scripted trainees play a version of a scenario, to see how the customer's mood moves before a person does."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.language import Language
from practice.domain.scripted import ScriptedTalk, as_json
from practice.errors import BadInput, Conflict, NotFound
from practice.library import Library
from practice.model.port import Role
from practice.services.access import require_in_organisation
from practice.services.costly import CostlyActs
from practice.services.scenario_in_force import scenario_numbered
from practice.services.voices import Voices
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.database import Database
from practice.store.job import JobKind, Lease, add_job
from practice.store.person import Person
from practice.store.simulation import SimulationRow
from practice.store.simulation_reading import (
    KeptSimulation,
    add_simulation,
    keep_problem,
    load_simulation,
    lock_simulation,
    simulations_of,
)

MOST_LISTED = 20


@dataclass(frozen=True)
class SimulationChoices:
    """`behaviours` are keys of the library's scripted trainees."""

    language: Language
    difficulty: int
    behaviours: tuple[str, ...]


class SimulationService:
    """For trainers and administrators; every method raises NotAllowed for anybody else."""

    def __init__(
        self, settings: Settings, database: Database, library: Library, voices: Voices, worker: Worker
    ) -> None:
        self._settings = settings
        self._database = database
        self._library = library
        self._voices = voices
        self._worker = worker
        self._costly = CostlyActs(settings)

    def behaviours(self) -> tuple[str, ...]:
        return tuple(document.key for document in self._library.trainees())

    def models(self) -> tuple[str, ...]:
        """The names of those who would play."""
        return tuple(dict.fromkeys(self._voices.of(role).name for role in (Role.CUSTOMER, Role.APPRAISER)))

    def begin(self, person: Person, key: str, number: int, choices: SimulationChoices) -> str:
        """The new simulation's id. Each scripted trainee counts as a talk that the person begins.

        Raises NotFound, TooMuch, BadInput where no known trainee is chosen, BadDocument where the text is not read any
        more.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        behaviours = tuple(known for known in self.behaviours() if known in choices.behaviours)
        if not behaviours or len(behaviours) != len(set(choices.behaviours)):
            raise BadInput(f"choose one or more of {', '.join(self.behaviours())}")
        with self._database.reading() as session:
            scenario = scenario_numbered(session, self._library, organisation_id, key, number)
        with self._database.writing() as session:
            self._count(session, person, len(behaviours))
            row = SimulationRow(
                organisation_id=organisation_id,
                scenario_version_id=scenario.kept(session),
                language=choices.language.value,
                difficulty=choices.difficulty,
                created_by=person.id,
                talks=as_json(tuple(ScriptedTalk(behaviour=behaviour) for behaviour in behaviours)),
            )
            simulation_id = add_simulation(session, row)
            job = add_job(session, JobKind.SIMULATE, simulation_id, self._lease())
        if self._lease():
            self._worker.take([job])
        return simulation_id

    def simulation(self, person: Person, simulation_id: str) -> KeptSimulation:
        """Raises NotFound, also where it is another organisation's."""
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            found = load_simulation(session, simulation_id)
        if found is None or found.organisation_id != organisation_id:
            raise NotFound("no such simulation")
        return found

    def of(self, person: Person, key: str) -> list[KeptSimulation]:
        """The newest of that scenario's, first."""
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            return simulations_of(session, organisation_id, key, MOST_LISTED)

    def go_on(self, person: Person, simulation_id: str) -> None:
        """Lets those play that have not. Raises NotFound, TooMuch, or Conflict where there is nothing to go on with."""
        self.simulation(person, simulation_id)
        with self._database.writing() as session:
            lock_simulation(session, simulation_id)
            found = load_simulation(session, simulation_id)
            if found is None or found.runs or not found.unplayed:
                raise Conflict("it is running, or has been played to its end")
            self._count(session, person, found.unplayed)
            keep_problem(session, simulation_id, None)
            job = add_job(session, JobKind.SIMULATE, simulation_id, self._lease())
        if self._lease():
            self._worker.take([job])

    def _count(self, session: Session, person: Person, talks: int) -> None:
        for _ in range(talks):
            self._costly.count_talk(session, person)

    def _lease(self) -> Lease | None:
        return self._worker.lease if self._settings.jobs_in_web else None
