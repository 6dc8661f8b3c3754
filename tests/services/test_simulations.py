"""Scripted trainees play a version of a scenario: what is kept of it, what it costs, and a model that fails halfway."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import select

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.errors import BadInput, Conflict, ModelTimeout, NotAllowed, NotFound, TooMuch
from practice.library import read_scenario
from practice.model.port import ModelAnswer, ModelRequest, Role
from practice.model.stub.model import StubModel
from practice.services.assembly import Services, assemble
from practice.services.simulation_job import SimulationJob
from practice.services.simulations import SimulationChoices
from practice.services.voices import Voices
from practice.settings import Settings
from practice.store.chat import ConversationRow
from practice.store.job import Lease, claim_jobs
from practice.store.simulation_reading import KeptSimulation
from practice.store.usage import UsageRow
from tests.services.classroom import Classroom, classroom

KEY = "late-parcel"
BOTH = SimulationChoices(Language.FI, 2, ("skilled", "rude"))


class Failing(StubModel):
    """Answers like the stub until it has been asked `answers` times."""

    def __init__(self, answers: int) -> None:
        super().__init__()
        self.left = answers

    def complete(self, request: ModelRequest) -> ModelAnswer:
        self.left -= 1
        if self.left < 0:
            raise ModelTimeout("no answer within 30 seconds")
        return super().complete(request)

    @property
    def name(self) -> str:
        return "failing"


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """Jobs are done by `played`, not by themselves."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False, "most_talks_a_day": 5}))
    yield services
    services.database.close()


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


def played(services: Services, voices: Voices | None = None) -> None:
    with services.database.writing() as session:
        [job] = claim_jobs(session, Lease("test", 60), 9)
    SimulationJob(services.database, services.library, voices or services.voices)(job)


def seen(services: Services, room: Classroom, simulation_id: str) -> KeptSimulation:
    return services.simulations.simulation(room.trainer, simulation_id)


def test_each_plays_its_replies_and_the_moods_are_kept(services: Services, room: Classroom) -> None:
    text = services.library.scenario_document(KEY).text
    number = services.scenario_versions.save(room.trainer, KEY, text + "# mine\n", "", base=0, seen=0)
    simulation_id = services.simulations.begin(room.trainer, KEY, number, BOTH)
    waiting = seen(services, room, simulation_id)
    assert (waiting.runs, waiting.played, waiting.number, waiting.text) == (True, 0, 1, text + "# mine\n")
    played(services)
    found = seen(services, room, simulation_id)
    assert (found.runs, found.played, found.problem, found.by) == (False, 2, None, "Tilda")
    rude, skilled = found.talks
    assert (rude.behaviour, skilled.behaviour) == ("rude", "skilled")
    assert (skilled.outcome, skilled.models) == (Outcome.RESOLVED, ("stub",))
    assert rude.outcome in (Outcome.LEFT, Outcome.ESCALATED)
    assert [turn.reply for turn in skilled.turns] == read_scenario(text, KEY).good_way.fi[: len(skilled.turns)]
    key = skilled.turns[0].speaks
    assert skilled.turns[-1].moods[key].frustration < 40 < rude.turns[-1].moods[key].frustration
    with services.database.reading() as session:
        assert session.exec(select(ConversationRow)).all() == []
        assert {row.role for row in session.exec(select(UsageRow)).all()} == {"customer", "appraiser"}


def test_what_was_played_stays_where_the_model_fails_and_the_rest_can_be_played_later(
    services: Services, room: Classroom
) -> None:
    simulation_id = services.simulations.begin(room.trainer, KEY, 0, BOTH)
    played(services)
    replies = len(seen(services, room, simulation_id).talks[0].turns)
    broken = services.simulations.begin(room.trainer, KEY, 0, BOTH)
    failing = replace(services.voices, models={**services.voices.models, Role.APPRAISER: Failing(replies + 1)})
    played(services, failing)
    found = seen(services, room, broken)
    assert (found.played, found.unplayed, found.problem, found.runs) == (1, 1, "model_timeout", False)
    with pytest.raises(TooMuch):
        services.simulations.begin(room.trainer, KEY, 0, BOTH)
    services.simulations.go_on(room.trainer, broken)
    with pytest.raises(Conflict):
        services.simulations.go_on(room.trainer, broken)
    assert seen(services, room, broken).problem is None
    played(services)
    again = seen(services, room, broken)
    assert (again.talks[0], again.played) == (found.talks[0], 2)
    assert found.talks[0].models == ("stub", "failing")
    with pytest.raises(Conflict):
        services.simulations.go_on(room.trainer, broken)


def test_only_trainers_of_the_organisation_let_them_play_and_see_it(services: Services, room: Classroom) -> None:
    simulation_id = services.simulations.begin(room.trainer, KEY, 0, BOTH)
    assert seen(services, room, simulation_id) in services.simulations.of(room.admin, KEY)
    assert services.simulations.of(room.foreign_trainer, KEY) == []
    for ask in (services.simulations.simulation, services.simulations.go_on):
        with pytest.raises(NotFound):
            ask(room.foreign_trainer, simulation_id)
        with pytest.raises(NotAllowed):
            ask(room.owner, simulation_id)
    with pytest.raises(NotAllowed):
        services.simulations.begin(room.owner, KEY, 0, BOTH)
    for behaviours in ((), ("skilled", "made-up")):
        with pytest.raises(BadInput, match="choose one or more of"):
            services.simulations.begin(room.trainer, KEY, 0, SimulationChoices(Language.EN, 3, behaviours))
    with pytest.raises(NotFound):
        services.simulations.begin(room.trainer, KEY, 7, BOTH)


def test_what_could_not_be_done_at_all_is_told_and_can_be_tried_again(services: Services, room: Classroom) -> None:
    simulation_id = services.simulations.begin(room.trainer, KEY, 0, BOTH)
    with services.database.writing() as session:
        [job] = claim_jobs(session, Lease("test", 60), 9)
        SimulationJob(services.database, services.library, services.voices).give_up(session, job, "a fault")
    assert seen(services, room, simulation_id).problem == "internal"
