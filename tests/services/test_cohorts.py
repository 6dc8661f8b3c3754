"""Groups that practise together: whose they are, who is in them, and that the organisation next door sees nothing."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.store.cohort import MemberRole
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.types import new_id
from tests.services.house import at_once
from tests.services.talk import begin
from tests.services.training_house import TrainingHouse

Asked = Callable[[TrainingHouse, Person, str], object]
OF_A_COHORT: dict[str, Asked] = {
    "see": lambda house, person, id_: house.cohorts.cohort(person, id_),
    "trainee": lambda house, person, id_: house.person_progress.of_trainee(person, id_, house.kim.id),
    "rename": lambda house, person, id_: house.cohorts.rename(person, id_, "Autumn"),
    "close": lambda house, person, id_: house.cohorts.close(person, id_),
    "reopen": lambda house, person, id_: house.cohorts.reopen(person, id_),
    "add": lambda house, person, id_: house.cohorts.add_member(person, id_, "tom@shop.example", MemberRole.TRAINEE),
    "remove": lambda house, person, id_: house.cohorts.remove_member(person, id_, house.kim.id),
    "link": lambda house, person, id_: house.cohorts.make_join_link(person, id_, 7, None),
    "revoke": lambda house, person, id_: house.cohorts.revoke_join_link(person, id_, new_id()),
}


@pytest.fixture
def house(database: Database) -> TrainingHouse:
    return TrainingHouse(database)


@pytest.mark.parametrize("name", OF_A_COHORT)
def test_a_group_of_others_is_told_like_none(house: TrainingHouse, name: str) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    for stranger in (house.tom, house.kim, house.mia, house.max):
        for id_ in (cohort_id, new_id()):
            with pytest.raises(NotFound, match=r"^no such cohort$"):
                OF_A_COHORT[name](house, stranger, id_)
    view = house.cohorts.cohort(house.tina, cohort_id)
    assert (view.cohort.name, view.cohort.closed_at, view.links) == ("Spring", None, ())
    assert house.trainees(cohort_id) == ["Kim"]


def test_a_trainer_has_their_own_groups_and_an_administrator_all(house: TrainingHouse) -> None:
    spring, autumn = house.group("Spring"), house.cohorts.add(house.ada, "  Autumn\n 26 ")
    house.practising(spring, house.kim)
    house.cohorts.close(house.ada, spring)
    seen = [
        (group.cohort.id, group.cohort.name, group.trainers, group.trainees) for group in house.cohorts.of(house.ada)
    ]
    assert seen == [(autumn, "Autumn 26", 0, 0), (spring, "Spring", 1, 1)]
    assert [group.cohort.id for group in house.cohorts.of(house.tina)] == [spring]
    assert house.cohorts.of(house.tom) == house.cohorts.of(house.mia) == []
    for asked in (lambda: house.cohorts.of(house.kim), lambda: house.cohorts.add(house.kim, "Mine")):
        with pytest.raises(NotAllowed):
            asked()


def test_who_is_no_trainer_any_more_has_no_group(house: TrainingHouse) -> None:
    cohort_id = house.group()
    demoted = house.accounts.set_role("tina@shop.example", PersonRole.TRAINEE)
    with pytest.raises(NotFound):
        house.cohorts.cohort(demoted, cohort_id)


def test_a_name_is_kept_with_what_it_was_before(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.rename(house.tina, cohort_id, "Summer")
    house.cohorts.rename(house.tina, cohort_id, "Summer")
    house.cohorts.close(house.ada, cohort_id)
    house.cohorts.close(house.tina, cohort_id)
    house.cohorts.reopen(house.tina, cohort_id)
    assert house.audited("cohort_added", "cohort_changed") == [
        ("Tina", "Spring", ""),
        ("Tina", "Summer", "Spring → Summer"),
        ("Ada", "Summer", "open → closed"),
        ("Tina", "Summer", "closed → open"),
    ]
    for unfit in ("", " \n", "x" * 81):
        with pytest.raises(BadInput):
            house.cohorts.rename(house.tina, cohort_id, unfit)


def test_members_come_from_the_organisation_and_trainers_may_train(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.add_member(house.ada, cohort_id, " Kim@SHOP.example ", MemberRole.TRAINEE)
    house.cohorts.add_member(house.tina, cohort_id, "ada@shop.example", MemberRole.TRAINER)
    words = set()
    for nobody in ("max@mill.example", "nobody@shop.example", "no address"):
        with pytest.raises(NotFound) as refusal:
            house.cohorts.add_member(house.ada, cohort_id, nobody, MemberRole.TRAINEE)
        words.add(str(refusal.value).replace(nobody, "…"))
    assert len(words) == 1
    house.known("pat", PersonRole.TRAINEE)
    with pytest.raises(BadInput):
        house.cohorts.add_member(house.tina, cohort_id, "pat@shop.example", MemberRole.TRAINER)
    for already, role in (("kim", MemberRole.TRAINEE), ("ada", MemberRole.TRAINEE)):
        with pytest.raises(Conflict):
            house.cohorts.add_member(house.ada, cohort_id, f"{already}@shop.example", role)
    assert (house.trainers(cohort_id), house.trainees(cohort_id)) == (["Ada", "Tina"], ["Kim"])
    assert house.audited("member_added") == [
        ("Tina", "Spring", "Tina <tina@shop.example> as trainer"),
        ("Ada", "Spring", "Kim <kim@shop.example> as trainee"),
        ("Tina", "Spring", "Ada <ada@shop.example> as trainer"),
    ]


def test_a_trainer_puts_nobody_under_their_eyes_without_asking(house: TrainingHouse) -> None:
    cohort_id = house.group()
    with pytest.raises(NotAllowed):
        house.cohorts.add_member(house.tina, cohort_id, "kim@shop.example", MemberRole.TRAINEE)
    assert house.trainees(cohort_id) == []


def test_nobody_comes_into_a_closed_group(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.close(house.tina, cohort_id)
    with pytest.raises(Conflict):
        house.cohorts.add_member(house.ada, cohort_id, "kim@shop.example", MemberRole.TRAINEE)
    with pytest.raises(Conflict):
        house.cohorts.make_join_link(house.tina, cohort_id, 7, None)


def test_the_last_trainer_leaves_only_by_an_administrator(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.add_member(house.tina, cohort_id, "tom@shop.example", MemberRole.TRAINER)
    assert house.cohorts.remove_member(house.tina, cohort_id, house.tina.id) is False
    with pytest.raises(NotAllowed):
        house.cohorts.remove_member(house.tom, cohort_id, house.tom.id)
    with pytest.raises(NotFound):
        house.cohorts.remove_member(house.tom, cohort_id, house.tina.id)
    assert house.cohorts.remove_member(house.ada, cohort_id, house.tom.id) is True
    assert house.trainers(cohort_id) == []
    assert [detail for _, _, detail in house.audited("member_removed")] == [
        "Tina <tina@shop.example> as trainer",
        "Tom <tom@shop.example> as trainer",
    ]


def test_a_trainer_who_can_train_nobody_does_not_count_as_the_other_one(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.add_member(house.tina, cohort_id, "tom@shop.example", MemberRole.TRAINER)
    house.accounts.disable("tom@shop.example")
    with pytest.raises(NotAllowed):
        house.cohorts.remove_member(house.tina, cohort_id, house.tina.id)


def test_of_two_trainers_who_remove_each_other_at_once_one_stays(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.cohorts.add_member(house.tina, cohort_id, "tom@shop.example", MemberRole.TRAINER)

    def remove(by: Person, member: Person) -> str:
        try:
            house.cohorts.remove_member(by, cohort_id, member.id)
        except NotFound:
            return "too late"
        return "removed"

    told = at_once(lambda: remove(house.tina, house.tom), lambda: remove(house.tom, house.tina))
    assert sorted(str(answer) for answer in told) == ["removed", "too late"]
    assert len(house.trainers(cohort_id)) == 1


@pytest.mark.parametrize(("days", "most_uses"), [(0, None), (91, None), (7, 0), (7, 1001)])
def test_a_join_link_has_its_limits(house: TrainingHouse, days: int, most_uses: int | None) -> None:
    cohort_id = house.group()
    with pytest.raises(BadInput):
        house.cohorts.make_join_link(house.tina, cohort_id, days, most_uses)
    assert house.cohorts.cohort(house.tina, cohort_id).links == ()


def test_open_links_are_shown_and_past_ones_are_not(house: TrainingHouse) -> None:
    cohort_id, other = house.group(), house.group("Other")
    house.cohorts.make_join_link(house.tina, cohort_id, 1, None)
    house.clock.pass_(hours=1)
    house.cohorts.make_join_link(house.ada, cohort_id, 90, 20)
    newest, oldest = house.cohorts.cohort(house.tina, cohort_id).links
    assert (newest.maker, newest.uses, newest.most_uses) == (house.ada, 0, 20)
    assert (oldest.maker, oldest.most_uses) == (house.tina, 200)
    house.clock.pass_(hours=23)
    assert house.cohorts.cohort(house.tina, cohort_id).links == (newest,)
    with pytest.raises(NotFound):
        house.cohorts.revoke_join_link(house.tina, other, newest.id)
    house.cohorts.revoke_join_link(house.tina, cohort_id, newest.id)
    house.cohorts.revoke_join_link(house.tina, cohort_id, newest.id)
    assert house.cohorts.cohort(house.tina, cohort_id).links == ()
    assert house.audited("join_link_made", "join_link_revoked") == [
        ("Tina", "Spring", "for 1 days and 200 people"),
        ("Ada", "Spring", "for 90 days and 20 people"),
        ("Tina", "Spring", ""),
    ]


def test_the_trainers_see_what_was_practised_until_the_trainee_is_removed(services: Services) -> None:
    house = TrainingHouse(services.database)
    cohort_id, empty = house.group(), house.group("Empty")
    house.practising(cohort_id, house.kim)
    first, second = begin(services, house.kim), begin(services, house.kim)
    [kim] = house.cohorts.cohort(house.tina, cohort_id).trainees
    assert (kim.talks, kim.practised_at) == (2, second.view.conversation.started_at)
    view = house.person_progress.of_trainee(house.tina, cohort_id, house.kim.id)
    assert [talk.id for talk in view.progress.talks] == [second.id, first.id]
    assert services.report.report(house.tina, first.id)
    for elsewhere, member in ((empty, house.kim), (cohort_id, house.tina), (cohort_id, house.tom)):
        with pytest.raises(NotFound):
            house.person_progress.of_trainee(house.tina, elsewhere, member.id)
    house.cohorts.remove_member(house.tina, cohort_id, house.kim.id)
    with pytest.raises(NotFound):
        house.person_progress.of_trainee(house.tina, cohort_id, house.kim.id)
    with pytest.raises(NotFound):
        services.report.report(house.tina, first.id)
    assert first.view.conversation.id == first.id


def test_an_administrator_reads_no_talks_of_a_group_they_do_not_train(house: TrainingHouse) -> None:
    cohort_id = house.group()
    house.practising(cohort_id, house.kim)
    assert house.cohorts.cohort(house.tina, cohort_id).readable == {house.kim.id}
    assert house.cohorts.cohort(house.ada, cohort_id).readable == frozenset()
    with pytest.raises(NotFound):
        house.person_progress.of_trainee(house.ada, cohort_id, house.kim.id)
    house.cohorts.add_member(house.ada, cohort_id, "ada@shop.example", MemberRole.TRAINER)
    assert house.person_progress.of_trainee(house.ada, cohort_id, house.kim.id).progress.talks == ()


def test_a_page_asks_no_more_of_the_database_for_more_members(house: TrainingHouse) -> None:
    cohort_id = house.group()
    statements: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def asked() -> int:
        del statements[:]
        house.cohorts.cohort(house.tina, cohort_id)
        house.cohorts.of(house.tina)
        return len(statements)

    house.practising(cohort_id, house.kim)
    with_one = asked()
    house.practising(cohort_id, *(house.known(f"pat{number}", PersonRole.TRAINEE) for number in range(5)))
    house.cohorts.make_join_link(house.tina, cohort_id, 7, None)
    house.group("Another")
    assert asked() == with_one > 0
