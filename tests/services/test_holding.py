"""Two at once who each hold somebody and leave a row that names the other: neither waits for the other for ever."""

import threading
from functools import partial

import pytest
from sqlalchemy import text

from practice.services.assembly import Services
from practice.services.organisation_settings import OwnLimits
from practice.store.database import Database
from practice.store.person import Person, PersonRole, hold_person
from tests.services.classroom import add_cohort
from tests.services.house import House, at_once
from tests.services.talk import begin

ROUNDS = 12


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_two_administrators_make_links_for_each_other_at_once(house: House) -> None:
    ann, ben = (house.add(name, PersonRole.ADMIN) for name in ("Ann", "Ben"))
    for _ in range(ROUNDS):
        made = at_once(lambda: house.links.link_for(ann, by=ben), lambda: house.links.link_for(ben, by=ann))
        assert [type(link) for link in made] == [str, str]


def test_one_administrator_changes_the_organisation_while_another_changes_a_person(services: Services) -> None:
    house = House(services.database)
    ann, ben, kim = house.add("Ann", PersonRole.ADMIN), house.add("Ben", PersonRole.ADMIN), house.add("Kim")
    for number in range(ROUNDS):
        role = (PersonRole.TRAINER, PersonRole.TRAINEE)[number % 2]
        told = at_once(
            partial(services.organisation_settings.set_limits, ann, OwnLimits(number + 1)),
            partial(house.accounts.set_role, kim.email or "", role, ben),
        )
        assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "Person"]


def each_others_trainers(services: Services) -> list[Person]:
    """The one who was added first stands first, as locks are taken."""
    services.worker.stop()
    house = House(services.database)
    ann, ben = (house.add(name, PersonRole.TRAINER) for name in ("Ann", "Ben"))
    add_cohort(services, "Ann's", ann, ben)
    add_cohort(services, "Ben's", ben, ann)
    return [ann, ben]


def ungraded(services: Services, person: Person) -> str:
    """The id of a reply of theirs whose grading came to nothing."""
    reply_id = begin(services, person).reply("I am sorry.").reply_id
    _let_grading_fail(services)
    return reply_id


def _let_grading_fail(services: Services) -> None:
    with services.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE job SET state = 'failed'")


def test_two_trainers_who_train_each_other_ask_to_grade_again_at_once(services: Services) -> None:
    ann, ben = each_others_trainers(services)
    anns, bens = ungraded(services, ann), ungraded(services, ben)
    for _ in range(ROUNDS):
        told = at_once(
            lambda: services.chat.grade_again(ann, bens),
            lambda: services.chat.grade_again(ben, anns),
        )
        assert [type(answer) for answer in told] == [str, str]
        _let_grading_fail(services)


# SQLite has one writer at a time, and nobody who could hold one person and wait for another.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_asks_to_grade_again_holds_nobody_while_they_wait_for_somebody_who_comes_before(services: Services) -> None:
    ann, ben = each_others_trainers(services)
    for asker, owner in ((ann, ben), (ben, ann)):
        talk = begin(services, owner)
        reply_id = talk.reply("I am sorry.").reply_id
        services.chat.end(owner, talk.id)
        _let_grading_fail(services)
        for asked in (
            partial(services.chat.grade_again, asker, reply_id),
            partial(services.report.grade_talk, asker, talk.id),
        ):
            asking = threading.Thread(target=asked)
            with services.database.writing() as session:
                hold_person(session, ann.id)
                asking.start()
                while not session.connection().execute(_SOMEBODY_WAITS_FOR_THIS).scalar():
                    assert asking.is_alive()
                session.connection().execute(_HOLD_AT_ONCE, {"id": ben.id})
            asking.join()


_SOMEBODY_WAITS_FOR_THIS = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)
#: Raises where somebody else holds them.
_HOLD_AT_ONCE = text("SELECT id FROM person WHERE id = :id FOR NO KEY UPDATE NOWAIT")
