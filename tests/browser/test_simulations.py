"""A simulation as its reader meets it while scripted trainees still play."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.domain.mood import Mood
from practice.domain.scripted import ScriptedTalk, ScriptedTurn, as_json
from practice.store.database import Database
from practice.store.job import JobKind, JobRow
from practice.store.person import Person, PersonRole
from practice.store.simulation import SimulationRow
from practice.store.simulation_reading import add_simulation, keep_talks
from practice.store.types import now
from practice.store.version import ScenarioVersionRow, version_of
from tests.browser.conftest import Serve
from tests.browser.shop import looks_well, opened_shop, press, sign_in
from tests.conftest import ROOT

pytestmark = pytest.mark.chromium

TEXT = (ROOT / "prompts" / "scenarios" / "late-parcel.yaml").read_text(encoding="utf-8")
BEHAVIOURS = ("skilled", "rude")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def tina(database: Database) -> Person:
    return opened_shop(database, tina=PersonRole.TRAINER)["tina"]


def test_what_somebody_has_open_stays_open_and_keeps_the_focus_while_others_play(
    serve: Serve, open_page: Callable[..., Page], database: Database, tina: Person
) -> None:
    simulation_id = _half_played(database, tina)
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}/studio/simulations/{simulation_id}")
        expect(page.locator(".simulated")).to_have_count(1)
        press(page, ".simulated summary")
        with database.writing() as session:
            keep_talks(session, simulation_id, tuple(map(_played, BEHAVIOURS)))
        expect(page.locator(".simulated")).to_have_count(2)
        expect(page.locator("details[open] table.said")).to_have_count(1)
        expect(page.locator(".simulated summary").first).to_be_focused()
        looks_well(page)


def _half_played(database: Database, tina: Person) -> str:
    """The second trainee's job waits for a day."""
    with database.writing() as session:
        row = SimulationRow(
            organisation_id=tina.organisation_id or 0,
            scenario_version_id=version_of(session, ScenarioVersionRow, "late-parcel", TEXT).id or 0,
            language=Language.EN.value,
            difficulty=3,
            created_by=tina.id,
            talks=as_json((_played(BEHAVIOURS[0]), ScriptedTalk(behaviour=BEHAVIOURS[1]))),
        )
        simulation_id = add_simulation(session, row)
        tomorrow = now() + timedelta(days=1)
        session.add(JobRow(kind=JobKind.SIMULATE.value, subject_id=simulation_id, available_at=tomorrow))
    return simulation_id


def _played(behaviour: str) -> ScriptedTalk:
    moods = {"father": Mood(frustration=40, trust=30, patience=20)}
    turn = ScriptedTurn(reply="I am sorry.", answer="So am I.", speaks="father", fell_back=False, moods=moods)
    return ScriptedTalk(behaviour=behaviour, outcome=Outcome.RESOLVED, models=("stub",), turns=(turn,))
