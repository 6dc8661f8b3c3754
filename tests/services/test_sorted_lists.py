"""Lists of which a page alone is read are sorted and narrowed by the database, on every database alike."""

from collections.abc import Callable

import pytest

from practice.domain.audit import AuditAct, Audited, AuditedKind, Wanted
from practice.domain.language import Language
from practice.errors import BadInput
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.audit import PAGE
from practice.services.talk import TalkChoices
from practice.store.assignment_reading import DoingOrder, Stage, WantedDoings
from practice.store.audit import add_audit
from practice.store.gold_finding import GoldOrder, GoldWanted
from tests.services.previewed import gold_set, labelled, reply
from tests.services.training_house import TrainingHouse

MANY = " ".join(map(str, range(200)))


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    services.worker.stop()
    return TrainingHouse(services.database)


def test_who_has_done_what_is_sorted_and_who_never_practised_comes_last(
    services: Services, house: TrainingHouse
) -> None:
    spring = house.group("Spring")
    lea, nia, oto = (house.known(name, house.kim.role) for name in ("łea", "nia", "o.to"))
    house.practising(spring, house.kim, lea, nia, oto)
    assignment_id = services.assignments.make(house.tina, spring, Task("late-parcel"))
    for person in (nia, lea, lea):
        talk_id = services.assignments.begin(person, assignment_id, TalkChoices(Language.EN))
        if person is nia:
            services.chat.end(nia, talk_id)

    def names(wanted: WantedDoings) -> list[str]:
        return [
            line.person.name.lower()
            for line in services.assignments.assignment(house.tina, spring, assignment_id, wanted).lines
        ]

    def both_ways(order: DoingOrder) -> tuple[list[str], list[str]]:
        return names(WantedDoings(order=order)), names(WantedDoings(order=order, descending=True))

    assert both_ways(DoingOrder.NAME)[0] == both_ways(DoingOrder.NAME)[1][::-1]
    assert both_ways(DoingOrder.ATTEMPTS) == (["kim", "o.to", "nia", "łea"], ["łea", "nia", "kim", "o.to"])
    assert both_ways(DoingOrder.STAGE) == (["kim", "o.to", "łea", "nia"], ["nia", "łea", "kim", "o.to"])
    assert both_ways(DoingOrder.FINISHED)[1][0] == both_ways(DoingOrder.FINISHED)[0][-1] == "nia"
    assert both_ways(DoingOrder.PRACTISED) == (["nia", "łea", "kim", "o.to"], ["łea", "nia", "kim", "o.to"])
    assert names(WantedDoings(words="ŁEA")) == ["łea"]
    assert names(WantedDoings(words="o.T")) == ["o.to"]
    assert names(WantedDoings(words="shop nia", stage=Stage.FINISHED)) == ["nia"]
    view = services.assignments.assignment(house.tina, spring, assignment_id, WantedDoings(words="nia"))
    assert (list(view.stages.values()), view.trainees, view.pages) == ([0, 0, 1, 0], 4, 1)
    with pytest.raises(BadInput):
        names(WantedDoings(words=MANY))


def test_replies_of_a_set_are_sorted_and_found_by_their_words(services: Services, house: TrainingHouse) -> None:
    set_id = gold_set(
        services,
        house.tina,
        reply(1, 1, 1, language=Language.SV),
        reply(2, 2, 2, *labelled(3)),
        reply(3, 2, 2, language=Language.FI),
    )

    def names(**wanted: object) -> list[str]:
        page = services.gold.page(house.tina, set_id, GoldWanted(**wanted))  # type: ignore[arg-type]
        assert page.total == len(page.found)
        return [one.item.reply.id for one in page.found]

    assert names() == ["r01", "r02", "r03"]
    assert names(descending=True) == ["r03", "r02", "r01"]
    assert names(order=GoldOrder.LANGUAGE) == ["r02", "r03", "r01"]
    assert names(order=GoldOrder.RATERS, descending=True) == ["r02", "r01", "r03"]
    assert names(order=GoldOrder.RATERS) == ["r01", "r03", "r02"]
    assert names(words="REPLY 3:") == ["r03"]
    assert names(words="R02") == ["r02"]
    assert names(words="2 2", order=GoldOrder.SOURCE, descending=True) == ["r02", "r03"]
    assert names(words=".*") == []
    with pytest.raises(BadInput):
        names(words=MANY)


@pytest.fixture
def keep(house: TrainingHouse) -> Callable[[int], None]:
    def keep(number: int) -> None:
        with house.database.writing() as session:
            about = Audited(AuditedKind.COHORT, "1", f"group {number}")
            add_audit(session, house.ada, AuditAct.COHORT_CHANGED, about)

    return keep


def test_the_audit_is_read_from_its_beginning_page_by_page(
    services: Services, house: TrainingHouse, keep: Callable[[int], None]
) -> None:
    for number in range(PAGE + 2):
        keep(number)
    wanted = Wanted(act=AuditAct.COHORT_CHANGED, oldest_first=True)
    first = services.audit.search(house.ada, wanted)
    assert [entry.object_name for entry in first.entries[:2]] == ["group 0", "group 1"]
    assert first.older is not None
    second = services.audit.search(
        house.ada, Wanted(act=AuditAct.COHORT_CHANGED, oldest_first=True, before_id=first.older)
    )
    assert [entry.object_name for entry in second.entries] == [f"group {PAGE}", f"group {PAGE + 1}"]
    assert second.older is None
