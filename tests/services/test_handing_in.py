"""Practice that is private until it is handed in: nobody reads it before, on whatever way they come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct, Wanted
from practice.domain.override import SecondLook
from practice.domain.review import Wanted as WantedOfQueue
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.handing_in import Readers
from practice.store.chat import ConversationRow
from practice.store.cohort import CohortRow, MemberRole
from practice.store.database import Database
from practice.store.person import Person
from practice.store.readable import readable_by
from practice.store.types import new_id, now
from tests.services.graded import grade_by_hand
from tests.services.house import ADDRESS
from tests.services.talk import Talk, begin
from tests.services.training_house import TrainingHouse

Asked = Callable[[Services, Person, Talk], object]
WAYS_IN: dict[str, Asked] = {
    "view": lambda services, person, talk: services.chat.view(person, talk.id),
    "report": lambda services, person, talk: services.report.report(person, talk.id),
    "stream": lambda services, person, talk: services.following.find(person, talk.last.id),
    "reply": lambda services, person, talk: services.chat.reply(person, talk.id, "Hello", new_id()),
    "hand in": lambda services, person, talk: services.handing_in.hand_in(person, talk.id),
}


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


@pytest.fixture
def spring(house: TrainingHouse, services: Services) -> str:
    """Tina's, private, with Kim in it."""
    cohort_id = house.group("Spring")
    house.practising(cohort_id, house.kim)
    services.handing_in.set_private(house.tina, cohort_id, True)
    return cohort_id


def said(services: Services, person: Person) -> Talk:
    """A talk with one reply in it."""
    talk = begin(services, person)
    services.worker.stop()
    talk.reply("I am sorry to hear that.")
    return talk


def may_read(services: Services, person: Person, talk: Talk) -> bool:
    """The two ways of asking agree."""
    with services.database.reading() as session:
        among_many = session.exec(select(ConversationRow.id).where(readable_by(person.id))).all()
    try:
        services.report.report(person, talk.id)
    except NotFound:
        assert talk.id not in among_many
        return False
    assert talk.id in among_many
    return True


@pytest.mark.parametrize("way", WAYS_IN)
def test_what_is_private_is_told_like_nothing_at_all(
    services: Services, house: TrainingHouse, spring: str, way: str
) -> None:
    talk = said(services, house.kim)
    with pytest.raises(NotFound) as hidden:
        WAYS_IN[way](services, house.tina, talk)
    services.cohorts.remove_member(house.ada, spring, house.kim.id)
    with pytest.raises(NotFound) as foreign:
        WAYS_IN[way](services, house.tina, talk)
    assert str(hidden.value) == str(foreign.value)


def test_a_second_look_is_asked_for_once_a_trainer_can_read_the_talk(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    talk = said(services, house.kim)
    grade_id = grade_by_hand(services, talk.view.turns[1].turn.id)
    assert services.report.report(house.kim, talk.id).second_look is SecondLook.AFTER_HANDING_IN
    with pytest.raises(Conflict, match="hand it in first"):
        services.judging.dispute(house.kim, grade_id, "calmness", "I kept calm.")
    services.handing_in.hand_in(house.kim, talk.id)
    assert services.report.report(house.kim, talk.id).second_look is SecondLook.OFFERED
    services.judging.dispute(house.kim, grade_id, "calmness", "I kept calm.")
    services.judging.answer(house.tina, grade_id, "calmness", "You did.")


def test_a_second_look_asked_for_before_a_group_became_private_waits_until_it_is_handed_in(
    services: Services, house: TrainingHouse
) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    talk = said(services, house.kim)
    grade_id = grade_by_hand(services, talk.view.turns[1].turn.id)
    services.judging.dispute(house.kim, grade_id, "calmness", "I kept calm.")
    services.handing_in.set_private(house.tina, cohort_id, True)
    assert services.report.report(house.kim, talk.id).second_look is SecondLook.AFTER_HANDING_IN
    for asked in (
        lambda: services.judging.place(house.tina, grade_id),
        lambda: services.judging.answer(house.tina, grade_id, "calmness", "You did."),
    ):
        with pytest.raises(NotFound):
            asked()
    assert services.review.queue(house.tina, WantedOfQueue()).items == ()
    services.handing_in.hand_in(house.kim, talk.id)
    assert [item.glance.asked for item in services.review.queue(house.tina, WantedOfQueue()).items] == [("calmness",)]
    services.judging.answer(house.tina, grade_id, "calmness", "You did.")


def test_nobody_is_asked_for_a_second_look_where_no_trainer_is_left(services: Services, house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    talk = said(services, house.kim)
    grade_id = grade_by_hand(services, talk.view.turns[1].turn.id)
    services.cohorts.remove_member(house.ada, cohort_id, house.tina.id)
    assert services.report.report(house.kim, talk.id).second_look is SecondLook.NEVER
    with pytest.raises(NotAllowed):
        services.judging.dispute(house.kim, grade_id, "calmness", "I kept calm.")


def test_lists_show_what_is_private_as_a_number_and_nothing_more(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    first, second = said(services, house.kim), said(services, house.kim)
    services.handing_in.hand_in(house.kim, first.id)
    view = services.person_progress.of_trainee(house.tina, spring, house.kim.id).progress
    assert [talk.id for talk in view.talks] == [first.id]
    assert (view.counts.readable, view.counts.private) == (1, 1)
    assert second.id not in repr(view)


def test_handing_in_opens_a_talk_to_the_trainers_for_good(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    talk = said(services, house.kim)
    assert services.handing_in.readers_of(house.kim, talk.view.conversation) == Readers(later=("Spring",))
    assert not may_read(services, house.tina, talk)
    services.handing_in.hand_in(house.kim, talk.id)
    services.handing_in.hand_in(house.kim, talk.id)
    assert may_read(services, house.tina, talk)
    assert services.handing_in.readers_of(house.kim, talk.view.conversation) == Readers(now=("Spring",))
    for stranger in (house.tom, house.ada, house.max):
        assert not may_read(services, stranger, talk)
    with pytest.raises(NotAllowed):
        services.handing_in.hand_in(house.tina, talk.id)


def test_the_audit_tells_once_that_a_talk_was_handed_in(services: Services, house: TrainingHouse, spring: str) -> None:
    with pytest.raises(BadInput):
        services.handing_in.hand_in(house.kim, begin(services, house.kim).id, ADDRESS)
    assert house.audited("handed_in") == []
    talk = said(services, house.kim)
    services.handing_in.hand_in(house.kim, talk.id, ADDRESS)
    services.handing_in.hand_in(house.kim, talk.id, ADDRESS)
    [entry] = services.audit.search(house.ada, Wanted(act=AuditAct.HANDED_IN)).entries
    assert (entry.actor, entry.kind, entry.object_id) == ("Kim <kim@shop.example>", "conversation", talk.id)
    assert (entry.object_name, entry.address) == ("late-parcel, Kim", ADDRESS)


def test_what_nobody_has_said_yet_or_nobody_waits_for_is_not_handed_in(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    with pytest.raises(BadInput):
        services.handing_in.hand_in(house.kim, begin(services, house.kim).id)
    alone = house.known("lea", house.kim.role)
    with pytest.raises(Conflict):
        services.handing_in.hand_in(alone, said(services, alone).id)


def test_the_switch_hides_what_was_open_and_never_opens_what_was_private(
    services: Services, house: TrainingHouse
) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    services.cohorts.make_join_link(house.tina, cohort_id, 7, None)
    ended, going_on = said(services, house.kim), said(services, house.kim)
    services.chat.end(house.kim, ended.id)
    assert services.handing_in.readers(house.kim) == Readers(now=("Spring",))
    assert may_read(services, house.tina, ended)
    services.handing_in.set_private(house.tina, cohort_id, True)
    assert services.handing_in.readers(house.kim) == Readers(later=("Spring",))
    within = said(services, house.kim)
    for talk in (ended, going_on, within):
        assert not may_read(services, house.tina, talk)
    services.handing_in.set_private(house.tina, cohort_id, False)
    after = said(services, house.kim)
    for talk in (ended, going_on, within):
        assert not may_read(services, house.tina, talk)
    assert may_read(services, house.tina, after)
    services.handing_in.hand_in(house.kim, within.id)
    assert may_read(services, house.tina, within)
    assert [detail for _, _, detail in house.audited("cohort_changed")] == [
        "open → private until handed in",
        "private until handed in → open",
    ]


def test_no_other_group_opens_what_was_practised_in_private(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    private = said(services, house.kim)
    open_group = house.cohorts.add(house.tom, "Autumn")
    house.practising(open_group, house.kim)
    house.cohorts.add_member(house.ada, open_group, "tina@shop.example", MemberRole.TRAINER)
    services.cohorts.remove_member(house.ada, spring, house.kim.id)
    for trainer in (house.tina, house.tom):
        assert not may_read(services, trainer, private)
    afterwards = said(services, house.kim)
    for trainer in (house.tina, house.tom):
        assert may_read(services, trainer, afterwards)


def test_what_is_gone_on_with_in_a_private_group_is_private_from_then_on(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    newcomer, open_group = house.known("nia", house.kim.role), house.cohorts.add(house.tom, "Autumn")
    house.practising(open_group, newcomer)
    ended, going_on = said(services, newcomer), said(services, newcomer)
    services.chat.end(newcomer, ended.id)
    house.practising(spring, newcomer)
    assert may_read(services, house.tom, ended)
    assert not may_read(services, house.tom, going_on)
    assert not may_read(services, house.tina, ended)
    assert services.handing_in.readers_of(newcomer, ended.view.conversation) == Readers(("Autumn",), ("Spring",))


def test_the_switch_is_the_trainers_and_other_peoples_readers_are_not_told(
    services: Services, house: TrainingHouse, spring: str
) -> None:
    for stranger in (house.kim, house.tom, house.max, house.mia):
        with pytest.raises(NotFound):
            services.handing_in.set_private(stranger, spring, False)
    talk = said(services, house.kim)
    assert not services.handing_in.readers_of(house.tina, talk.view.conversation)


def test_a_talk_as_old_as_the_opening_is_read_and_one_a_moment_older_is_not(
    database: Database, services: Services, house: TrainingHouse
) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    talk = said(services, house.kim)
    opened = talk.view.conversation.started_at
    for moment, read in ((opened, True), (opened + timedelta(seconds=1), False), (None, True)):
        with database.writing() as session:
            session.get_one(CohortRow, cohort_id).open_since = moment
        assert may_read(services, house.tina, talk) is read
    assert now() > opened
