"""Coming into a group by a link: once for each, no more than it is for, and telling nobody who has an account."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from practice.errors import BadInput, BadPassword, Conflict, NotAllowed
from practice.services.joining import Newcomer, Standing
from practice.store.cohort import MemberRole
from practice.store.database import Database
from practice.store.join_link import JoinLinkRow
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole
from tests.services.house import ADDRESS, PASSWORD, at_once
from tests.services.training_house import TrainingHouse

Step = Callable[[], object]
PAT = Newcomer(" Pat  Doe ", "Pat@shop.example")


@pytest.fixture
def house(database: Database) -> TrainingHouse:
    return TrainingHouse(database)


def link(house: TrainingHouse, days: int = 7, most_uses: int | None = None) -> tuple[str, str]:
    """Of a new group: its id, and a token."""
    cohort_id = house.group()
    return cohort_id, house.cohorts.make_join_link(house.tina, cohort_id, days, most_uses)


def uses(house: TrainingHouse, cohort_id: str) -> list[int]:
    return [one.uses for one in house.cohorts.cohort(house.tina, cohort_id).links]


def test_a_link_says_where_it_leads_and_only_its_hash_is_kept(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    invitation = house.joining.invitation(token)
    assert invitation is not None
    assert (invitation.cohort, invitation.organisation, invitation.cohort_id) == ("Spring", "The Shop", cohort_id)
    assert uses(house, cohort_id) == [0]
    with house.database.reading() as session:
        row = session.get_one(JoinLinkRow, invitation.link_id)
    assert token not in str(row.model_dump())


def test_somebody_with_an_account_joins_as_a_trainee_once(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    for person in (house.kim, house.kim, house.ada, house.tina):
        assert house.joining.join(person, token)
    assert house.trainees(cohort_id) == ["Ada", "Kim"]
    assert house.trainers(cohort_id) == ["Tina"]
    assert uses(house, cohort_id) == [2]
    _, kims, _ = house.audited("member_added")
    assert kims[:2] == ("Kim", "Spring")
    assert kims[2].startswith("Kim <kim@shop.example> as trainee, by the join link ")


def test_somebody_of_another_organisation_cannot_join_with_that_account(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    invitation = house.joining.invitation(token)
    assert invitation is not None
    standings = [house.joining.standing(person, invitation) for person in (house.max, house.kim, house.tina)]
    assert standings == [Standing.ELSEWHERE, Standing.MAY_JOIN, Standing.MEMBER]
    with pytest.raises(NotAllowed):
        house.joining.join(house.max, token)
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == ([], [0])


def test_a_newcomer_gets_a_trainees_account_and_can_come_back(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    pat = house.joining.join_anew(token, PAT, PASSWORD, ADDRESS)
    assert pat is not None
    assert (pat.name, pat.email, pat.role) == ("Pat Doe", "pat@shop.example", PersonRole.TRAINEE)
    assert pat.organisation_id == house.kim.organisation_id
    assert house.sign_in(pat) == pat
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == (["Pat Doe"], [1])
    added, joined = house.audited("person_added", "member_added")[-2:]
    assert added[:2] == ("Pat Doe", "Pat Doe")
    assert joined[:2] == ("Pat Doe", "Spring")


@pytest.mark.parametrize("end", ["time", "revoked", "used", "closed", "forged"])
def test_a_link_that_ended_lets_nobody_in(house: TrainingHouse, end: str) -> None:
    cohort_id, token = link(house, days=1, most_uses=1)
    if end == "time":
        house.clock.pass_(days=1)
    elif end == "revoked":
        house.cohorts.revoke_join_link(house.tina, cohort_id, house.cohorts.cohort(house.tina, cohort_id).links[0].id)
    elif end == "used":
        assert house.joining.join(house.ada, token)
    elif end == "closed":
        house.cohorts.close(house.tina, cohort_id)
    else:
        token += "x"
    before = house.trainees(cohort_id)
    assert house.joining.invitation(token) is None
    assert house.joining.join(house.kim, token) is False
    assert house.joining.join_anew(token, PAT, PASSWORD, ADDRESS) is None
    assert house.trainees(cohort_id) == before
    assert "pat@shop.example" not in {person.email for person in house.accounts.people()}


def test_a_reopened_group_is_joined_by_the_links_it_had(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    house.cohorts.close(house.tina, cohort_id)
    house.cohorts.reopen(house.tina, cohort_id)
    assert house.joining.join(house.kim, token)


def test_a_link_for_one_lets_in_one_of_those_who_come_at_once(house: TrainingHouse) -> None:
    cohort_id, token = link(house, most_uses=1)
    people: list[Person] = [house.kim, house.tom, house.ada]
    newcomer = lambda: house.joining.join_anew(token, PAT, PASSWORD, ADDRESS) is not None  # noqa: E731
    told = at_once(*[lambda person=person: house.joining.join(person, token) for person in people], newcomer)
    assert sorted(map(bool, told)) == [False, False, False, True]
    assert len(house.trainees(cohort_id)) == 1


def test_one_who_presses_twice_uses_the_link_once(house: TrainingHouse) -> None:
    cohort_id, token = link(house, most_uses=5)
    assert at_once(*[lambda: house.joining.join(house.kim, token)] * 4) == [True] * 4
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == (["Kim"], [1])


@pytest.mark.parametrize("taken", ["kim@shop.example", "max@mill.example"])
def test_a_taken_address_is_told_like_too_many_tries_and_costs_a_hash(house: TrainingHouse, taken: str) -> None:
    cohort_id, token = link(house)
    told = set()
    for _ in range(11):
        with pytest.raises(Conflict) as refusal:
            house.joining.join_anew(token, Newcomer("Pat", taken), PASSWORD, ADDRESS)
        told.add(str(refusal.value))
    assert len(told) == 1
    assert house.newcomers_hasher.hashed == 10
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == ([], [0])
    assert house.joining.join_anew(token, PAT, PASSWORD, ADDRESS)
    assert house.newcomers_hasher.hashed == 11


def test_one_address_of_the_network_cannot_go_through_a_list(house: TrainingHouse) -> None:
    _, token = link(house)
    for person in (house.kim, house.tom, house.tina, house.ada, house.max, house.mia):
        for _ in range(10):
            with pytest.raises(Conflict):
                house.joining.join_anew(token, Newcomer("Pat", person.email or ""), PASSWORD, ADDRESS)
    with pytest.raises(Conflict):
        house.joining.join_anew(token, PAT, PASSWORD, ADDRESS)
    assert house.joining.join_anew(token, PAT, PASSWORD, "192.0.2.77")


def test_a_class_in_one_room_gets_in_and_nobody_makes_accounts_without_end(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    newcomers = [Newcomer("Pat", f"pat{number}@shop.example") for number in range(61)]
    for newcomer in newcomers[:60]:
        assert house.joining.join_anew(token, newcomer, PASSWORD, ADDRESS)
    with pytest.raises(Conflict):
        house.joining.join_anew(token, newcomers[60], PASSWORD, ADDRESS)
    house.clock.pass_(minutes=59)
    with pytest.raises(Conflict):
        house.joining.join_anew(token, newcomers[60], PASSWORD, ADDRESS)
    house.clock.pass_(minutes=1)
    assert house.joining.join_anew(token, newcomers[60], PASSWORD, ADDRESS)
    assert uses(house, cohort_id) == [61]


def test_a_link_for_no_number_of_people_has_its_end_all_the_same(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    with house.database.writing() as session:
        session.exec(update(JoinLinkRow).values(uses=199))
    assert house.joining.join(house.kim, token)
    assert house.joining.join(house.ada, token) is False
    assert house.trainees(cohort_id) == ["Kim"]


def ends_with_its_maker(house: TrainingHouse, cohort_id: str) -> dict[str, tuple[Step, Step]]:
    """What takes a link's maker the right to change the group, and what gives it back."""
    email = house.tom.email or ""
    add_back = lambda: house.cohorts.add_member(house.ada, cohort_id, email, MemberRole.TRAINER)  # noqa: E731
    return {
        "switched off": (lambda: house.accounts.disable(email), lambda: house.accounts.enable(email)),
        "demoted": (
            lambda: house.accounts.set_role(email, PersonRole.TRAINEE),
            lambda: house.accounts.set_role(email, PersonRole.TRAINER),
        ),
        "removed": (lambda: house.cohorts.remove_member(house.ada, cohort_id, house.tom.id), add_back),
    }


@pytest.mark.parametrize("end", ["switched off", "demoted", "removed"])
def test_a_link_is_open_only_while_whoever_made_it_may_change_the_group(house: TrainingHouse, end: str) -> None:
    cohort_id = house.group()
    house.cohorts.add_member(house.ada, cohort_id, house.tom.email or "", MemberRole.TRAINER)
    token = house.cohorts.make_join_link(house.tom, cohort_id, 90, None)
    take, give_back = ends_with_its_maker(house, cohort_id)[end]
    take()
    assert house.joining.invitation(token) is None
    assert house.joining.join(house.kim, token) is False
    assert house.joining.join_anew(token, PAT, PASSWORD, ADDRESS) is None
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == ([], [])
    give_back()
    assert uses(house, cohort_id) == [0]
    assert house.joining.join(house.kim, token)


def test_an_administrators_link_is_open_while_they_administer(house: TrainingHouse) -> None:
    cohort_id = house.group()
    token = house.cohorts.make_join_link(house.ada, cohort_id, 90, None)
    assert house.joining.join(house.kim, token)
    house.add("Ben", PersonRole.ADMIN)
    house.accounts.set_role(house.ada.email or "", PersonRole.TRAINER)
    assert house.joining.join(house.tom, token) is False
    assert house.cohorts.cohort(house.tina, cohort_id).links == ()


def test_a_link_whose_maker_is_switched_off_while_somebody_joins_makes_no_account(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    house.newcomers_hasher.then = lambda: house.accounts.disable(house.tina.email or "")
    assert house.joining.join_anew(token, PAT, PASSWORD, ADDRESS) is None
    assert house.trainees(cohort_id) == []
    assert "pat@shop.example" not in {person.email for person in house.accounts.people()}


def test_what_cannot_be_used_is_told_and_uses_nothing_up(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    for newcomer in (Newcomer("", "pat@shop.example"), Newcomer("Pat", "pat"), Newcomer("x" * 81, "pat@shop.example")):
        with pytest.raises(BadInput):
            house.joining.join_anew(token, newcomer, PASSWORD, ADDRESS)
    for password in ("short", "pat@shop.example"):
        with pytest.raises(BadPassword):
            house.joining.join_anew(token, PAT, password, ADDRESS)
    assert (house.trainees(cohort_id), uses(house, cohort_id)) == ([], [0])


def test_no_account_is_made_where_the_organisation_takes_no_passwords(house: TrainingHouse) -> None:
    cohort_id, token = link(house)
    with house.database.writing() as session:
        session.get_one(OrganisationRow, house.kim.organisation_id).password_sign_in = False
    with pytest.raises(NotAllowed):
        house.joining.join_anew(token, PAT, PASSWORD, ADDRESS)
    assert house.joining.join(house.kim, token)
    assert house.trainees(cohort_id) == ["Kim"]
