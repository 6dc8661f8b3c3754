"""Trainers read the talks of their cohorts, and the audit says so."""

from datetime import timedelta

import pytest
from sqlmodel import select

from practice.domain.access import Act
from practice.domain.audit import AuditAct
from practice.errors import NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.reading import ONE_READING, Reading
from practice.store.audit import AuditRow
from practice.store.cohort import MembershipRow
from practice.store.types import new_id, now
from tests.services.classroom import Classroom, classroom
from tests.services.talk import Talk, begin


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def talk(services: Services, room: Classroom) -> Talk:
    return begin(services, room.owner)


def _readings(services: Services) -> list[AuditRow]:
    with services.database.reading() as session:
        return list(session.exec(select(AuditRow).where(AuditRow.act == AuditAct.TALK_READ.value)).all())


def test_a_trainer_of_the_owners_cohort_reads_the_report_and_it_says_whose_talk_it_is(
    services: Services, room: Classroom, talk: Talk
) -> None:
    found = services.report.report(room.trainer, talk.id)
    assert found.owner == room.owner
    assert found.view.conversation.id == talk.id
    assert services.report.report(room.owner, talk.id).owner is None


def test_nobody_else_finds_it_least_of_all_elsewhere(services: Services, room: Classroom, talk: Talk) -> None:
    for stranger in room.strangers:
        for id_ in (talk.id, new_id()):
            with pytest.raises(NotFound, match="no such conversation"):
                services.report.report(stranger, id_)
    assert _readings(services) == []


def test_who_is_a_trainer_of_the_cohort_no_more_finds_nothing(services: Services, room: Classroom, talk: Talk) -> None:
    with services.database.writing() as session:
        session.delete(session.exec(select(MembershipRow).where(MembershipRow.person_id == room.trainer.id)).one())
    with pytest.raises(NotFound):
        services.report.report(room.trainer, talk.id)


@pytest.mark.parametrize("act", [Act.REPLY, Act.FOLLOW, Act.STOP, Act.SPEAK_AGAIN, Act.END])
def test_a_trainer_who_reads_a_talk_does_nothing_else_with_it(
    services: Services, room: Classroom, talk: Talk, act: Act
) -> None:
    with pytest.raises(NotAllowed):
        services.chat.view(room.trainer, talk.id, act)


def test_a_reading_is_kept_once_an_hour_for_each_reader_and_talk(
    services: Services, room: Classroom, talk: Talk
) -> None:
    another = begin(services, room.owner)
    for id_ in (talk.id, talk.id, another.id):
        services.report.report(room.trainer, id_, "192.0.2.7")
    first, second = _readings(services)
    assert (first.object_id, second.object_id) == (talk.id, another.id)
    assert first.object_name == "late-parcel, Olivia"
    assert (first.actor_id, first.organisation_id) == (room.trainer.id, room.trainer.organisation_id)
    assert first.address == "192.0.2.7"
    later = Reading(services.database, lambda: now() + ONE_READING + timedelta(seconds=1))
    later.keep(room.trainer, talk.view.conversation)
    assert [row.object_id for row in _readings(services)] == [talk.id, another.id, talk.id]


def test_owners_who_read_their_own_talks_leave_no_trace(services: Services, room: Classroom, talk: Talk) -> None:
    services.report.report(room.owner, talk.id)
    services.chat.view(room.owner, talk.id)
    assert _readings(services) == []
