"""The people of an organisation, as their administrator finds them."""

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct
from practice.errors import NotAllowed, NotFound
from practice.services.directory import DirectoryService
from practice.services.sessions import SessionService
from practice.store.audit import AuditRow
from practice.store.cohort import MemberRole
from practice.store.database import Database
from practice.store.directory import InCohort, Standing
from practice.store.identity import IdentityRow
from practice.store.person import PersonRole
from practice.store.sign_in_link import LinkPurpose
from tests.services.house import ADDRESS
from tests.services.training_house import TrainingHouse


@pytest.fixture
def house(database: Database) -> TrainingHouse:
    return TrainingHouse(database)


@pytest.fixture
def directory(house: TrainingHouse) -> DirectoryService:
    return DirectoryService(house.database, house.clock)


def found(house: TrainingHouse, directory: DirectoryService, words: str, role: PersonRole | None = None) -> list[str]:
    return [entry.person.name for entry in directory.people(house.ada, words, role).found]


def test_people_are_found_by_name_address_and_role_within_the_organisation(
    house: TrainingHouse, directory: DirectoryService
) -> None:
    house.accounts.add_person("aija.o@shop.example", "Äijä Östman", "shop", PersonRole.TRAINER)
    assert found(house, directory, "") == ["Ada", "Kim", "Tina", "Tom", "Äijä Östman"]
    assert found(house, directory, "äIJÄ shop") == ["Äijä Östman"]
    assert found(house, directory, "TINA@") == ["Tina"]
    assert found(house, directory, "", PersonRole.TRAINER) == ["Tina", "Tom", "Äijä Östman"]
    assert found(house, directory, "mia") == []
    assert found(house, directory, "%") == []


def test_somebody_is_invited_until_they_have_come_in_by_some_way(
    house: TrainingHouse, directory: DirectoryService
) -> None:
    house.links.choose_password(house.links.link_for(house.kim), "four calm blue whales")
    with house.database.writing() as session:
        session.add(IdentityRow(issuer="https://id.example", subject="t", person_id=house.tina.id))
    house.links.sign_in(house.links.link_for(house.tom, LinkPurpose.SIGN_IN))
    house.links.link_for(house.ada)
    standings = {entry.person.name: entry.standing for entry in directory.people(house.ada).found}
    assert standings == {
        "Ada": Standing.INVITED,
        "Kim": Standing.ACTIVE,
        "Tina": Standing.ACTIVE,
        "Tom": Standing.ACTIVE,
    }
    house.accounts.disable("kim@shop.example")
    assert directory.person(house.ada, house.kim.id).entry.standing is Standing.DISABLED
    assert [entry.person.name for entry in directory.people(house.ada, "kim").invitations] == ["Ada"]


def test_a_withdrawn_invitation_is_open_no_more(house: TrainingHouse, directory: DirectoryService) -> None:
    house.accounts.disable("tom@shop.example", by=house.ada)
    assert "Tom" not in [entry.person.name for entry in directory.people(house.ada).invitations]


def test_a_persons_groups_are_named(house: TrainingHouse, directory: DirectoryService) -> None:
    spring = house.group("Spring")
    house.practising(spring, house.kim)
    assert directory.person(house.ada, house.kim.id).cohorts == (InCohort(spring, "Spring", MemberRole.TRAINEE),)
    assert directory.person(house.ada, house.tina.id).cohorts == (InCohort(spring, "Spring", MemberRole.TRAINER),)


def test_all_sessions_of_somebody_end(house: TrainingHouse, directory: DirectoryService) -> None:
    sessions = SessionService(house.database, house.clock)
    for remembered in (False, True):
        sessions.begin(house.kim, remembered=remembered)
    kept = sessions.begin(house.tina).session
    directory.end_sessions(house.ada, house.kim.id)
    assert sessions.of(house.kim) == []
    assert sessions.visitor(kept) is not None


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_with_the_sessions_of_somebody_their_links_end_and_it_is_kept(
    house: TrainingHouse, directory: DirectoryService, purpose: LinkPurpose
) -> None:
    ended, kept = house.links.link_for(house.kim, purpose), house.links.link_for(house.tina)
    for _ in range(2):
        directory.end_sessions(house.ada, house.kim.id, ADDRESS)
    assert house.links.opened(ended) is None
    assert house.links.opened(kept) is not None
    with house.database.reading() as session:
        [told] = session.exec(select(AuditRow).where(AuditRow.act == AuditAct.SESSIONS_ENDED)).all()
    assert (told.actor_id, told.object_id, told.address) == (house.ada.id, str(house.kim.id), ADDRESS)


def test_whoever_belongs_elsewhere_is_as_one_who_does_not_exist(
    house: TrainingHouse, directory: DirectoryService
) -> None:
    for person_id in (house.mia.id, 10_000):
        with pytest.raises(NotFound, match="no such person"):
            directory.person(house.ada, person_id)
        with pytest.raises(NotFound, match="no such person"):
            directory.end_sessions(house.ada, person_id)


def test_only_administrators_look(house: TrainingHouse, directory: DirectoryService) -> None:
    for person in (house.kim, house.tina):
        with pytest.raises(NotAllowed):
            directory.people(person)
        for person_id in (person.id, house.mia.id):
            with pytest.raises(NotAllowed):
                directory.person(person, person_id)
            with pytest.raises(NotAllowed):
                directory.end_sessions(person, person_id)
