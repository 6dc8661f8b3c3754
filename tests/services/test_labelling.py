"""Labelling is blind until one's own levels are kept, in an order of one's own, and can be changed."""

import pytest

from practice.errors import BadInput
from practice.services.assembly import Services
from practice.services.labelling import Labelling
from practice.store.person import Person, PersonRole
from tests.services.classroom import Classroom, classroom
from tests.services.gold_files import all_levels, items, labels_in, new_set, row


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def set_id(services: Services, room: Classroom) -> str:
    return new_set(services, room.trainer, *(row(number, "2") for number in range(1, 9)))


def _order(services: Services, person: Person, set_id: str) -> list[int]:
    places = [services.labelling.at(person, set_id, item.id) for item in items(services, set_id)]
    return [one.item.id for one in sorted(places, key=lambda one: one.place)]


def _first(services: Services, person: Person, set_id: str) -> Labelling:
    return services.labelling.at(person, set_id, _order(services, person, set_id)[0])


def test_what_others_say_is_shown_only_after_ones_own_levels_are_kept(
    services: Services, room: Classroom, set_id: str
) -> None:
    first = _first(services, room.trainer, set_id)
    assert (first.opinions, first.own, first.progress.labelled) == (None, {}, 0)
    services.labelling.label(room.trainer, set_id, first.item.id, {**all_levels(4), "calmness": None})
    after = services.labelling.at(room.trainer, set_id, first.item.id)
    assert after.own == {**all_levels(4), "calmness": None}
    assert after.opinions is not None
    assert (after.opinions.raters, after.opinions.grade) == ({"": {"empathy": 2}}, None)
    assert services.labelling.at(room.other_trainer, set_id, first.item.id).opinions is None


def test_everybody_has_an_order_of_their_own_that_stays_and_goes_on_where_they_stopped(
    services: Services, room: Classroom, set_id: str
) -> None:
    mine = _order(services, room.trainer, set_id)
    assert mine == _order(services, room.trainer, set_id)
    assert len({tuple(_order(services, one, set_id)) for one in (room.trainer, room.other_trainer, room.admin)}) == 3
    for done in (0, 2):
        services.labelling.label(room.trainer, set_id, mine[done], all_levels(3))
    progress = services.labelling.progress(room.trainer, set_id)
    assert (progress.replies, progress.labelled, progress.next_item) == (8, 2, mine[1])
    at_second = services.labelling.at(room.trainer, set_id, mine[1])
    assert (at_second.before, at_second.after, at_second.following) == (mine[0], mine[2], mine[3])


def test_levels_are_changed_later_and_every_criterion_needs_one(
    services: Services, room: Classroom, set_id: str
) -> None:
    item_id = items(services, set_id)[0].id
    for level in (4, 5):
        services.labelling.label(room.trainer, set_id, item_id, all_levels(level))
    unfit: list[dict[str, int | None]] = [{}, {"empathy": 3}, {**all_levels(3), "wit": 3}, all_levels(6)]
    for levels in unfit:
        with pytest.raises(BadInput):
            services.labelling.label(room.trainer, set_id, item_id, levels)
    assert labels_in(items(services, set_id)[0]) == {":empathy": "2"} | {f"Tilda:{key}": "5" for key in all_levels(5)}


def test_two_people_of_one_name_are_told_apart(services: Services, room: Classroom, set_id: str) -> None:
    other = services.accounts.add_person("tilda.two@shop.example", "Tilda", "shop", PersonRole.TRAINER)
    item_id = items(services, set_id)[0].id
    for person in (room.trainer, other):
        services.labelling.label(person, set_id, item_id, all_levels(1))
    raters = {label.rater for label in items(services, set_id)[0].reply.labels}
    assert raters == {"", "tilda@shop.example", "tilda.two@shop.example"}


def test_agreement_is_told_once_two_people_have_labelled(services: Services, room: Classroom, set_id: str) -> None:
    before = services.gold.agreement(room.trainer, set_id)
    assert (before.raters, {one.replies for one in before.criteria}) == (("",), {0})
    for number, item in enumerate(items(services, set_id)):
        services.labelling.label(room.trainer, set_id, item.id, all_levels(1 + number % 5))
        services.labelling.label(room.admin, set_id, item.id, all_levels(1 + number % 5))
    calmness = services.gold.agreement(room.trainer, set_id).criteria[0]
    assert (calmness.replies, calmness.ceiling.value, calmness.alpha.value, calmness.own.value) == (8, 1, 1, 1)
