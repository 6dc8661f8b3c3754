"""The job in which scripted trainees play a version of a scenario, one talk after the other."""

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from practice.domain.scripted import ScriptedTalk, played_talk
from practice.domain.trainee import scripted
from practice.errors import ModelError, NotFound
from practice.library import Library, read_kept_scenario
from practice.model.port import ChatModel, ModelAnswer, ModelRequest, Piece, Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.simulating import Played, script, simulate
from practice.services.voices import Voices
from practice.settings import STUB
from practice.store.database import Database
from practice.store.job import Job, finish_job, hold_job
from practice.store.simulation_reading import KeptSimulation, keep_problem, keep_talks, load_simulation
from practice.store.usage import Used, add_usage, used_by

#: The same for all, so that the stub plays the same again.
SEED = 1
_ROLES = (Role.CUSTOMER, Role.APPRAISER)


class CountedModel:
    """Notes what each answer of `model` used. Nobody watches the words come, so the stub need not take its time."""

    def __init__(self, model: ChatModel, role: Role, used: list[Used]) -> None:
        self._model = StubModel() if model.name == STUB else model
        self._role = role
        self._used = used

    @property
    def name(self) -> str:
        return self._model.name

    def complete(self, request: ModelRequest) -> ModelAnswer:
        answer = self._model.complete(request)
        self._used.append(used_by(None, self._role.value, answer))
        return answer

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        for piece in self._model.stream(request):
            if piece.answer:
                self._used.append(used_by(None, self._role.value, piece.answer))
            yield piece


class SimulationJob:
    """Handles jobs of kind SIMULATE; the subject is the simulation. A second try goes on with those yet to play."""

    def __init__(self, database: Database, library: Library, voices: Voices) -> None:
        self._database = database
        self._library = library
        self._voices = voices

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            simulation = load_simulation(session, job.subject_id)
        if simulation is None:
            raise NotFound(f"no simulation {job.subject_id}")
        talks = list(simulation.talks)
        problem: ModelError | None = None
        for place, talk in enumerate(talks):
            if talk.played:
                continue
            used: list[Used] = []
            try:
                talks[place] = self._play(simulation, talk.behaviour, used)
            except ModelError as error:
                problem = error
            with self._database.writing() as session:
                hold_job(session, job)
                keep_talks(session, simulation.id, tuple(talks))
                for one in used:
                    add_usage(session, one)
            if problem:
                break
        with self._database.writing() as session:
            finish_job(session, job, error=str(problem) if problem else None)
            keep_problem(session, simulation.id, problem.key if problem else None)

    def give_up(self, session: Session, job: Job, detail: str) -> None:  # noqa: ARG002 - the job keeps the detail
        keep_problem(session, job.subject_id, "internal")

    def _play(self, simulation: KeptSimulation, behaviour: str, used: list[Used]) -> ScriptedTalk:
        """Raises ModelError."""
        scenario = read_kept_scenario(simulation.text, f"scenario {simulation.key}")
        models = {role: CountedModel(self._voices.of(role), role, used) for role in _ROLES}
        answering = Answering(self._library, replace(self._voices, models={**self._voices.models, **models}))
        played = Played(simulation.key, scenario, simulation.language, simulation.difficulty, SEED)
        replies = scripted(self._library.trainee(behaviour), scenario, simulation.language)
        talk = simulate(answering, played, script(replies))
        return played_talk(behaviour, talk, tuple(dict.fromkeys(model.name for model in models.values())))
