"""How much one person may ask of the models: over all processes, and no more than that."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import func, select, update

from practice.domain.conversation import TurnStatus
from practice.errors import BadReply, TooMuch
from practice.services.assembly import Services, assemble
from practice.services.costly import CostlyActs
from practice.settings import Settings
from practice.store.chat import TurnRow
from practice.store.costly_act import CostlyActRow
from practice.store.database import Database
from practice.store.job import JobRow, JobState
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole
from practice.store.types import new_id
from tests.fakes import Cast
from tests.services.house import Clock, House
from tests.services.talk import Talk, begin

AT_ONCE = 8


def _counting(settings: Settings, clock: Clock, **most: int) -> CostlyActs:
    return CostlyActs(settings.model_copy(update=most), clock)


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Three talks a day, two asks an hour; nobody does the jobs."""
    limits = {"most_talks_a_day": 3, "most_asks_an_hour": 2, "jobs_in_web": False}
    services = assemble(settings.model_copy(update=limits), cast.voices())
    yield services
    services.database.close()


def _ask(costly: CostlyActs, database: Database, person: Person) -> None:
    with database.writing() as session:
        costly.count_ask(session, person)


def _kept(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(CostlyActRow)).one()


def _say(talk: Talk, text: str, client_key: str | None = None) -> None:
    talk.services.chat.stop(talk.person, talk.reply(text, client_key).answer_id)


def test_what_is_used_up_comes_back_one_by_one_as_its_time_passes(database: Database, settings: Settings) -> None:
    house = House(database)
    kim, clock = house.add("Kim"), house.clock
    costly = _counting(settings, clock, most_asks_an_hour=2)
    _ask(costly, database, kim)
    clock.pass_(minutes=20)
    _ask(costly, database, kim)
    with pytest.raises(TooMuch) as refused:
        _ask(costly, database, kim)
    assert refused.value.seconds == 40 * 60
    clock.pass_(minutes=40)
    _ask(costly, database, kim)
    with pytest.raises(TooMuch) as refused:
        _ask(costly, database, kim)
    assert refused.value.seconds == 20 * 60


def test_one_persons_asking_is_nobody_elses(database: Database, settings: Settings) -> None:
    house = House(database)
    costly = _counting(settings, house.clock, most_asks_an_hour=1)
    kim, robin = house.add("Kim"), house.add("Robin")
    _ask(costly, database, kim)
    _ask(costly, database, robin)
    with pytest.raises(TooMuch):
        _ask(costly, database, kim)


@pytest.mark.parametrize(("own", "most"), [(1, 1), (3, 3), (None, 2)])
def test_an_organisations_own_figure_goes_before_the_deployments(
    database: Database, settings: Settings, own: int | None, most: int
) -> None:
    house = House(database)
    with database.writing() as session:
        session.exec(update(OrganisationRow).values(most_asks_an_hour=own, most_talks_a_day=1000))
    costly, kim = _counting(settings, house.clock, most_asks_an_hour=2), house.add("Kim")
    for _ in range(most):
        _ask(costly, database, kim)
    with pytest.raises(TooMuch):
        _ask(costly, database, kim)


def test_a_figure_that_was_lowered_says_when_it_really_goes_on(database: Database, settings: Settings) -> None:
    house = House(database)
    kim = house.add("Kim")
    for _ in range(3):
        _ask(_counting(settings, house.clock, most_asks_an_hour=9), database, kim)
        house.clock.pass_(minutes=10)
    with pytest.raises(TooMuch) as refused:
        _ask(_counting(settings, house.clock, most_asks_an_hour=1), database, kim)
    assert refused.value.seconds == 50 * 60


def test_rows_are_dropped_as_time_passes(database: Database, settings: Settings) -> None:
    house = House(database)
    costly, kim, robin = _counting(settings, house.clock), house.add("Kim"), house.add("Robin")
    for person in (kim, robin):
        _ask(costly, database, person)
    house.clock.pass_(hours=25)
    with database.writing() as session:
        costly.count_talk(session, robin)
    assert _kept(database) == 1


def test_of_many_who_begin_at_once_only_as_many_as_allowed_do(services: Services, alice: Person) -> None:
    ready = threading.Barrier(AT_ONCE)

    def start(_: int) -> bool:
        ready.wait(10)
        try:
            begin(services, alice)
        except TooMuch:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        assert sum(crowd.map(start, range(AT_ONCE))) == 3
    assert len(services.chat.recent(alice)) == 3


def test_of_replies_in_several_talks_at_once_only_as_many_as_allowed_are_taken(
    services: Services, alice: Person
) -> None:
    talks = [begin(services, alice) for _ in range(3)]
    ready = threading.Barrier(len(talks))

    def reply(talk: Talk) -> bool:
        ready.wait(10)
        try:
            talk.reply("Hello")
        except TooMuch:
            return False
        return True

    with ThreadPoolExecutor(len(talks)) as crowd:
        assert sum(crowd.map(reply, talks)) == 2


def test_what_is_sent_again_and_what_cannot_be_taken_costs_nothing(services: Services, alice: Person) -> None:
    talk, key = begin(services, alice), new_id()
    before = _kept(services.database)
    for _ in range(5):
        talk.reply("Hello", key)
        with pytest.raises(BadReply):
            talk.reply("")
    assert _kept(services.database) == before + 1


def test_beyond_the_limit_nothing_is_said_and_nothing_asked(services: Services, alice: Person) -> None:
    talk = begin(services, alice)
    _say(talk, "One")
    _say(talk, "Two")
    with pytest.raises(TooMuch):
        talk.reply("Three")
    assert [entry.turn.text for entry in talk.view.turns if entry.turn.speaker == "trainee"] == ["One", "Two"]


ASKS: dict[str, Callable[[Services, Person, Talk, str, str], object]] = {
    "speak_again": lambda services, person, _talk, _reply, answer: services.chat.speak_again(person, answer),
    "grade_again": lambda services, person, _talk, reply, _answer: services.chat.grade_again(person, reply),
    "grade_talk": lambda services, person, talk, _reply, _answer: services.report.grade_talk(person, talk.id),
    "debrief": lambda services, person, talk, _reply, _answer: services.report.ask_for_debrief(person, talk.id),
}


@pytest.mark.parametrize("name", ASKS)
def test_every_way_of_asking_counts_and_asking_for_what_is_under_way_does_not(
    services: Services, alice: Person, name: str
) -> None:
    talk = begin(services, alice)
    receipt = talk.reply("Hello")
    _lose_all(services.database, receipt.answer_id)
    services.chat.end(alice, talk.id)
    _lose_all(services.database, receipt.answer_id)
    ASKS[name](services, alice, talk, receipt.reply_id, receipt.answer_id)
    before = _kept(services.database)
    ASKS[name](services, alice, talk, receipt.reply_id, receipt.answer_id)
    assert _kept(services.database) == before == 3
    _lose_all(services.database, receipt.answer_id)
    with pytest.raises(TooMuch):
        ASKS[name](services, alice, talk, receipt.reply_id, receipt.answer_id)


def _lose_all(database: Database, answer_id: str) -> None:
    with database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
        session.get_one(TurnRow, answer_id).status = TurnStatus.FAILED.value


def test_a_trainers_role_lifts_no_limit(services: Services) -> None:
    trainer = services.people.called("Tilda", PersonRole.TRAINER)
    for _ in range(3):
        begin(services, trainer)
    with pytest.raises(TooMuch):
        begin(services, trainer)
