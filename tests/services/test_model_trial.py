"""Trying a model out: what is told of it, what it may cost, and what an organisation's talks used."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import col, select

from practice.errors import ModelTimeout, ModelUnavailable, NotAllowed, NotFound, TooMuch
from practice.library import Library
from practice.model.port import ModelAnswer, ModelRequest, Role, Usage
from practice.services.assembly import Services
from practice.services.costly import MOST_TRIALS_AN_HOUR
from practice.services.model_trial import ModelTrialService, Tried
from practice.services.panel import Panel
from practice.services.voices import Voices
from practice.settings import Settings
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.organisation import OrganisationRow
from practice.store.types import now
from practice.store.usage import UsageRow, add_usage, used_by
from practice.store.usage_reading import UsageSum
from tests.fakes import Cast, QueuedModel
from tests.services.house import at_once
from tests.services.talk import begin
from tests.services.training_house import TrainingHouse


@dataclass
class FreeModel(QueuedModel):
    """Its provider counts no tokens and its price is not known; `before` is called first."""

    before: Callable[[], object] = field(default=lambda: None)

    def complete(self, request: ModelRequest) -> ModelAnswer:
        self.before()
        return ModelAnswer(self._next(request), self.name, Usage(0, 0, None), 7)


@pytest.fixture
def house(database: Database) -> TrainingHouse:
    return TrainingHouse(database)


@pytest.fixture
def trial(house: TrainingHouse, settings: Settings, library: Library, cast: Cast) -> ModelTrialService:
    return ModelTrialService(settings, house.database, library, cast.voices(), house.clock)


def used(database: Database) -> list[UsageRow]:
    with database.reading() as session:
        return list(session.exec(select(UsageRow).order_by(col(UsageRow.id))).all())


def tries(database: Database) -> list[AuditRow]:
    with database.reading() as session:
        return list(session.exec(select(AuditRow).where(AuditRow.act == "model_tried")).all())


def test_what_a_model_answered_is_told_with_time_tokens_and_cost(
    house: TrainingHouse, trial: ModelTrialService, cast: Cast
) -> None:
    cast.grader.will_say("I am here.")
    assert trial.try_out(house.ada, "grader", "queued-grader") == Tried(
        Role.GRADER, "queued-grader", "", milliseconds=7, tokens=15, cost=0.001
    )
    [row] = used(house.database)
    assert (row.role, row.cost, row.conversation_id) == ("grader", 0.001, None)
    [told] = tries(house.database)
    assert (told.actor_id, told.object_id, told.object_name) == (house.ada.id, "grader", "queued-grader")


def test_what_went_wrong_is_told_by_its_key_and_the_try_is_kept(
    house: TrainingHouse, trial: ModelTrialService, cast: Cast
) -> None:
    cast.customer.will_say(ModelUnavailable("refused"))
    assert trial.try_out(house.ada, "customer", "queued-customer") == Tried(
        Role.CUSTOMER, "queued-customer", "model_unavailable"
    )
    assert len(tries(house.database)) == 1


def test_what_nobody_counted_is_unknown_and_never_nothing(
    house: TrainingHouse, settings: Settings, library: Library
) -> None:
    model = FreeModel("free").will_say("Here.")
    trial = ModelTrialService(settings, house.database, library, Voices({Role.COACH: model, **others()}))
    tried = trial.try_out(house.ada, "coach", "free")
    assert (tried.tokens, tried.cost) == (None, None)


def others() -> dict[Role, QueuedModel]:
    return {role: QueuedModel() for role in (Role.CUSTOMER, Role.APPRAISER, Role.GRADER)}


def test_no_transaction_is_open_while_a_model_is_asked(
    house: TrainingHouse, settings: Settings, library: Library
) -> None:
    def write_elsewhere() -> None:
        with house.database.writing() as session:
            session.add(OrganisationRow(key="third", name="The Third"))

    model = FreeModel("free", before=write_elsewhere).will_say("Here.")
    trial = ModelTrialService(settings, house.database, library, Voices({Role.COACH: model, **others()}))
    assert trial.try_out(house.ada, "coach", "free").problem == ""


def test_a_model_that_takes_too_long_is_told_to_and_its_answer_is_still_counted(
    house: TrainingHouse, settings: Settings, library: Library
) -> None:
    slow = threading.Event()
    model = FreeModel("slow", before=lambda: slow.wait(20)).will_say("At last.")
    voices = Voices({Role.COACH: model, **others()})
    patience = timedelta(milliseconds=1)
    trial = ModelTrialService(settings, house.database, library, voices, patience=patience)
    assert trial.try_out(house.ada, "coach", "slow").problem == ModelTimeout.key
    assert used(house.database) == []
    slow.set()
    for thread in threading.enumerate():
        if thread.name == "model-trial":
            thread.join(20)
    assert len(used(house.database)) == 1


def test_beyond_an_hours_tries_no_model_is_asked(house: TrainingHouse, trial: ModelTrialService, cast: Cast) -> None:
    cast.coach.will_say(*["Here."] * (MOST_TRIALS_AN_HOUR + 1))
    for _ in range(MOST_TRIALS_AN_HOUR):
        trial.try_out(house.ada, "coach", "queued-coach")
    with pytest.raises(TooMuch):
        trial.try_out(house.ada, "coach", "queued-coach")
    assert len(cast.coach.asked) == len(tries(house.database)) == MOST_TRIALS_AN_HOUR
    house.clock.pass_(hours=1)
    trial.try_out(house.ada, "coach", "queued-coach")


def test_two_at_once_do_not_both_have_the_last_try(house: TrainingHouse, trial: ModelTrialService, cast: Cast) -> None:
    cast.coach.will_say(*["Here."] * (MOST_TRIALS_AN_HOUR + 1))
    for _ in range(MOST_TRIALS_AN_HOUR - 1):
        trial.try_out(house.ada, "coach", "queued-coach")

    def once_more() -> bool:
        try:
            trial.try_out(house.ada, "coach", "queued-coach")
        except TooMuch:
            return False
        return True

    assert sorted(map(str, at_once(once_more, once_more))) == ["False", "True"]


def test_every_grader_of_a_panel_is_shown_and_can_be_tried(
    house: TrainingHouse, settings: Settings, library: Library, cast: Cast
) -> None:
    first, second = QueuedModel("first"), QueuedModel("second").will_say("Here.")
    voices = Voices(cast.voices().models, Panel((first, second)))
    named = settings.model_copy(update={"grader_panel": "first,second"})
    trial = ModelTrialService(named, house.database, library, voices)
    [graders] = [casting for casting in trial.cast(house.ada) if casting.role is Role.GRADER]
    assert [(player.model, player.variable) for player in graders.players] == [
        ("first", "PRACTICE_GRADER_PANEL"),
        ("second", "PRACTICE_GRADER_PANEL"),
    ]
    assert trial.try_out(house.ada, "grader", "second").problem == ""
    assert first.asked == []


def test_only_a_model_in_its_own_part_can_be_tried(house: TrainingHouse, trial: ModelTrialService) -> None:
    for role, model in (("coach", "queued-grader"), ("trainee", "stub"), ("", "openai/gpt-4.1")):
        with pytest.raises(NotFound):
            trial.try_out(house.ada, role, model)
    assert tries(house.database) == []


def test_only_administrators_look_or_try(house: TrainingHouse, trial: ModelTrialService) -> None:
    for person in (house.kim, house.tina):
        with pytest.raises(NotAllowed):
            trial.cast(person)
        with pytest.raises(NotAllowed):
            trial.try_out(person, "coach", "queued-coach")


def test_the_setting_that_decides_is_named(house: TrainingHouse, settings: Settings, library: Library) -> None:
    named = Settings(_env_file=None, model="stub", coach_model="openai/gpt-4.1")
    trial = ModelTrialService(named, house.database, library, Cast().voices())
    deciding = {casting.role: casting.players[0] for casting in trial.cast(house.ada)}
    assert (deciding[Role.COACH].variable, deciding[Role.COACH].is_set) == ("PRACTICE_COACH_MODEL", True)
    assert (deciding[Role.CUSTOMER].variable, deciding[Role.CUSTOMER].is_set) == ("PRACTICE_MODEL", True)
    unset = ModelTrialService(settings, house.database, library, Cast().voices())
    assert not unset.cast(house.ada)[0].players[0].is_set


def test_use_is_summed_for_the_own_organisation_and_unknown_costs_are_counted_apart(
    house: TrainingHouse, services: Services
) -> None:
    for person, costs in ((house.kim, (0.25, None, 0.5)), (house.max, (8.0,))):
        talk = begin(services, person)
        with house.database.writing() as session:
            for cost in costs:
                answer = ModelAnswer("Hello", "m", Usage(10, 5, cost), 7)
                add_usage(session, used_by(talk.id, "customer", answer))
    by_role = {casting.role: casting.used for casting in services.model_trial.cast(house.ada)}
    assert by_role[Role.CUSTOMER] == UsageSum(answers=3, tokens=45, cost=0.75, unpriced=1)
    assert by_role[Role.COACH] == UsageSum()


def test_use_of_long_ago_is_left_out(house: TrainingHouse, services: Services, library: Library) -> None:
    talk = begin(services, house.kim)
    with house.database.writing() as session:
        add_usage(session, used_by(talk.id, "customer", ModelAnswer("Hello", "m", Usage(10, 5, 1), 7)))
    house.clock.moment = now() + timedelta(days=31)
    later = ModelTrialService(services.settings, house.database, library, services.voices, house.clock)
    assert later.cast(house.ada)[0].used == UsageSum()
