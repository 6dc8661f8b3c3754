"""xAPI statements of a talk that becomes private: what has not left waits for its being handed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session

from practice.services.statement_job import StatementJob
from practice.settings import Settings
from practice.store.database import Database
from practice.store.statement import Outbox, outbox, send_again
from tests.fakes import Cast
from tests.lrs import RecordStore as Server
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin, verdict
from tests.services.told import Told, store_of, telling


@pytest.fixture
def told(settings: Settings, cast: Cast) -> Iterator[Told]:
    with telling(settings, cast) as told:
        yield told


@pytest.fixture
def room(told: Told) -> Classroom:
    return classroom(told.services)


class Overtaken(Database):
    """Something else happens between what it reads first and what it writes first."""

    def __init__(self, url: str, meanwhile: Callable[[], object]) -> None:
        super().__init__(url)
        self._meanwhile: Callable[[], object] | None = meanwhile

    @contextmanager
    def writing(self) -> Iterator[Session]:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            meanwhile()
        with super().writing() as session:
            yield session


def make_private(told: Told, room: Classroom) -> None:
    told.services.handing_in.set_private(room.trainer, room.cohort_id, private=True)


def standing(told: Told) -> Outbox:
    with told.services.database.reading() as session:
        return outbox(session)


def test_what_waits_when_its_group_becomes_private_leaves_once_it_is_handed_in(told: Told, room: Classroom) -> None:
    talk = told.practised(begin(told.services, room.owner), verdict(3, "sorry"))
    waiting = {row.id: row.body for row in told.rows()}
    make_private(told, room)
    with Server().open() as server:
        told.send(store_of(server))
        assert (server.asked, standing(told)) == (0, Outbox(0, 0, 0))
        told.services.handing_in.hand_in(room.owner, talk.id)
        told.send(store_of(server))
    assert {statement.replace("-", ""): body for statement, body in server.kept.items()} == waiting
    assert len(waiting) == 3


def test_what_has_left_before_is_not_told_twice(told: Told, room: Classroom) -> None:
    talk = begin(told.services, room.owner)
    with Server().open() as server:
        told.send(store_of(server))
        told.practised(talk, verdict(3, "sorry"))
        make_private(told, room)
        told.send(store_of(server))
        told.services.handing_in.hand_in(room.owner, talk.id)
        told.send(store_of(server))
    assert server.asked == len(server.kept) == 3


def test_what_was_refused_and_is_tried_again_is_held_back_too(told: Told, room: Classroom) -> None:
    begin(told.services, room.owner)
    with Server(answers=[400]).open() as server:
        told.send(store_of(server))
        assert standing(told).refused == 1
        make_private(told, room)
        with told.services.database.writing() as session:
            send_again(session)
        told.send(store_of(server))
    assert (server.asked, standing(told)) == (1, Outbox(0, 0, 0))


def test_what_is_handed_in_just_when_it_would_be_held_back_leaves(told: Told, room: Classroom) -> None:
    talk = begin(told.services, room.owner)
    told.practised(talk, verdict(3, "sorry"))
    make_private(told, room)
    database = Overtaken(told.services.database.url, lambda: told.services.handing_in.hand_in(room.owner, talk.id))
    with Server().open() as server:
        told.send(None, StatementJob(database, store_of(server)))
        told.send(store_of(server))
    database.close()
    assert len(server.kept) == 3
