"""Which of a version's figures stands in a list: those that compare with each other, of the largest set."""

import pytest

from practice.services.assembly import Services
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, twelve
from tests.services.training_house import TrainingHouse


@pytest.fixture
def cast() -> Cast:
    return Cast(grader=ReplyReader())


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


def measured(services: Services, house: TrainingHouse, number: int, set_id: str) -> str:
    begun = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str), begun
    finished(services, house.tina, begun)
    return begun


def test_a_later_measure_on_a_small_set_does_not_take_the_place_of_that_on_the_largest(
    services: Services, house: TrainingHouse
) -> None:
    large, small = gold_set(services, house.tina, *twelve()), gold_set(services, house.tina, *twelve()[:5])
    first = measured(services, house, 0, large)
    number = drafted(services, house.tina)
    only_small = measured(services, house, number, small)
    found = services.preview_glances.of(house.tina)
    in_force, draft = found["frontline", 0], found["frontline", number]
    assert (in_force.glanced.preview_id, in_force.glanced.glance.replies, in_force.comparable) == (first, 12, True)
    assert (draft.glanced.preview_id, draft.glanced.glance.replies, draft.comparable) == (only_small, 5, False)
    assert (draft.glanced.set_name, draft.glanced.set_archived) == ("Spring", False)
    again = measured(services, house, number, large)
    found = services.preview_glances.of(house.tina, "frontline")
    assert {one.glanced.preview_id for one in found.values()} == {again}
    assert all(one.comparable for one in found.values())


def test_an_archived_set_gives_way_to_one_on_which_versions_can_still_be_measured(
    services: Services, house: TrainingHouse
) -> None:
    large, small = gold_set(services, house.tina, *twelve()), gold_set(services, house.tina, *twelve()[:5])
    on_small = measured(services, house, 0, small)
    measured(services, house, 0, large)
    services.gold.archive(house.tina, large)
    told = services.preview_glances.of(house.tina)["frontline", 0]
    assert (told.glanced.preview_id, told.comparable) == (on_small, True)
    on_large = services.preview_glances.on_set(house.tina, large).measured
    assert on_large is not None
    assert on_large.glanced.glance.replies == 12
