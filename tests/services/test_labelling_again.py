"""Some replies are labelled a second time, blindly: apart from the labels, and for one's own steadiness alone."""

import pytest

from practice.errors import BadInput, Conflict, NotFound
from practice.services.assembly import Services
from practice.services.audit import ExportForm
from practice.services.labelling_again import LEAST_LABELLED, MOST_AGAIN
from practice.store.person import Person
from tests.services.classroom import Classroom, classroom
from tests.services.gold_files import all_levels, items, new_set, row

LEVELS = (1, 2, 3, 4, 5, 1, 2, 3, 4, 5)


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


def _labelled(services: Services, person: Person, *levels: int | None, more: int = 0) -> tuple[str, list[int]]:
    """A set, and its replies in the order in which they were labelled: the last first. `more` are not."""
    set_id = new_set(services, person, *(row(number, "2") for number in range(1, len(levels) + more + 1)))
    order = [item.id for item in reversed(items(services, set_id))][: len(levels)]
    for item_id, level in zip(order, levels, strict=True):
        services.labelling.label(person, set_id, item_id, all_levels(level))
    return set_id, order


def _walk(services: Services, person: Person, set_id: str) -> list[int]:
    """Every reply that is offered, each labelled again as 3."""
    found: list[int] = []
    while (following := services.labelling_again.overview(person, set_id).next_item) is not None:
        assert following not in found
        found.append(following)
        services.labelling_again.label(person, set_id, following, all_levels(3))
    return found


def test_it_is_offered_from_ten_labelled_replies_on(services: Services, room: Classroom) -> None:
    set_id, _ = _labelled(services, room.trainer, *LEVELS[1:], more=2)
    again = services.labelling_again.overview(room.trainer, set_id)
    assert (again.labelled, again.drawn, again.next_item) == (LEAST_LABELLED - 1, 0, None)
    services.labelling.label(room.trainer, set_id, items(services, set_id)[0].id, all_levels(1))
    again = services.labelling_again.overview(room.trainer, set_id)
    assert (again.labelled, again.drawn, again.done) == (LEAST_LABELLED, LEAST_LABELLED, 0)
    assert services.labelling_again.overview(room.other_trainer, set_id).next_item is None


def test_the_half_labelled_earliest_comes_first_without_what_was_taken_out(services: Services, room: Classroom) -> None:
    set_id, order = _labelled(services, room.trainer, *LEVELS, 2, 4, 1, more=2)
    services.gold_upkeep.take_out(room.trainer, set_id, order.pop(0))
    walked = _walk(services, room.trainer, set_id)
    assert (set(walked[:6]), set(walked[6:])) == (set(order[:6]), set(order[6:]))


def test_at_most_twenty_replies_are_labelled_again(services: Services, room: Classroom) -> None:
    set_id, _ = _labelled(services, room.trainer, *LEVELS, *LEVELS, 1, 2)
    assert len(_walk(services, room.trainer, set_id)) == MOST_AGAIN
    again = services.labelling_again.overview(room.trainer, set_id)
    assert (again.drawn, again.done) == (MOST_AGAIN, MOST_AGAIN)


def test_it_is_nobodys_label(services: Services, room: Classroom) -> None:
    set_id, _ = _labelled(services, room.trainer, *LEVELS)
    for item, level in zip(items(services, set_id), LEVELS, strict=True):
        services.labelling.label(room.admin, set_id, item.id, all_levels(level))

    def told() -> tuple[object, ...]:
        agreement = services.gold.agreement(room.trainer, set_id)
        file = "".join(services.gold.export(room.trainer, set_id, ExportForm.JSONL))
        return agreement, file, items(services, set_id), services.gold.teachable(room.trainer, set_id)

    before = told()
    assert len(_walk(services, room.trainer, set_id)) == len(LEVELS)
    assert told() == before


def test_the_first_time_counts_beside_what_had_been_given_by_then(services: Services, room: Classroom) -> None:
    set_id, order = _labelled(services, room.trainer, *LEVELS)
    blind = services.labelling_again.at(room.trainer, set_id, order[3])
    assert blind.twice is None
    for level in (2, 5):
        services.labelling_again.label(room.trainer, set_id, order[3], {**all_levels(level), "empathy": None})
    services.labelling.label(room.trainer, set_id, order[3], all_levels(1))
    twice = services.labelling_again.at(room.trainer, set_id, order[3]).twice
    assert twice is not None
    assert {key: (one.earlier, one.level) for key, one in twice.items()} == {
        **dict.fromkeys(all_levels(4), (4, 2)),
        "empathy": (4, None),
    }


def test_own_agreement_is_counted_and_a_figure_stands_only_where_there_is_one(
    services: Services, room: Classroom
) -> None:
    set_id, order = _labelled(services, room.trainer, *LEVELS, None)
    empty = services.labelling_again.overview(room.trainer, set_id).criteria[0]
    assert (empty.replies, empty.same, empty.kappa.value) == (0, 0, None)
    given = (*LEVELS[:-1], 3, None)
    for number, (item_id, level) in enumerate(zip(order, given, strict=True)):
        services.labelling_again.label(room.trainer, set_id, item_id, {**all_levels(level), "empathy": 3})
        if number == 0:
            one = services.labelling_again.overview(room.trainer, set_id).criteria[0]
            assert (one.replies, one.same, one.compared, one.kappa.value) == (1, 1, 1, None)
    criteria = services.labelling_again.overview(room.trainer, set_id).criteria
    own = {one.criterion.key: one for one in criteria}
    calmness, empathy = own["calmness"], own["empathy"]
    assert (calmness.replies, calmness.same, calmness.compared) == (11, 10, 10)
    assert calmness.kappa.value == pytest.approx(1 - 4 * 10 / 360)
    assert (empathy.same, empathy.compared, empathy.kappa.value) == (2, 10, None)
    services.gold_upkeep.take_out(room.trainer, set_id, order[0])
    assert services.labelling_again.overview(room.trainer, set_id).criteria[0].replies == 10


def test_only_ones_own_labelled_replies_are_there_and_an_archived_set_is_only_read(
    services: Services, room: Classroom
) -> None:
    set_id, order = _labelled(services, room.trainer, *LEVELS, more=1)
    unlabelled = items(services, set_id)[0].id
    for person, item_id in ((room.other_trainer, order[0]), (room.trainer, unlabelled), (room.foreign_admin, order[0])):
        with pytest.raises(NotFound):
            services.labelling_again.at(person, set_id, item_id)
        with pytest.raises(NotFound):
            services.labelling_again.label(person, set_id, item_id, all_levels(3))
    for levels in ({}, {"empathy": 3}, all_levels(6)):
        with pytest.raises(BadInput):
            services.labelling_again.label(room.trainer, set_id, order[0], levels)
    services.gold.archive(room.trainer, set_id)
    with pytest.raises(Conflict):
        services.labelling_again.label(room.trainer, set_id, order[0], all_levels(3))
    again = services.labelling_again.overview(room.trainer, set_id)
    assert (again.done, again.open_item) == (0, None)
