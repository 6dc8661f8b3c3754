"""An example that teaches what is held out in a set of labelled replies is told before anybody publishes it."""

from collections.abc import Iterator

import pytest

from practice.domain.gold import is_held_out
from practice.domain.mistake_kind import Kind
from practice.errors import NotAllowed
from practice.services.assembly import Services
from practice.services.rubric_advice import Advice
from tests.mistakes import kinds_of
from tests.services.previewed import DRAFT, TEACH, gold_set, reply
from tests.services.training_house import TrainingHouse


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


def _numbers(*, held_out: bool) -> Iterator[int]:
    return (number for number in range(100) if is_held_out(reply(number, 3, 3).reply) == held_out)


HELD_OUT, OPEN = next(_numbers(held_out=True)), next(_numbers(held_out=False))


def teaching(number: int, use: str = "teach") -> str:
    text = TEACH.format(reply=f"  reply {number}: 3  3 ").replace("use: teach", f"use: {use}")
    return DRAFT.replace("examples: []\n", text)


def advice(services: Services, house: TrainingHouse, text: str) -> Advice:
    return services.rubric_advice.on(house.tina, "frontline", text)


def test_a_held_out_reply_that_is_taught_is_named_with_its_example_its_line_and_its_set(
    services: Services, house: TrainingHouse
) -> None:
    set_id = gold_set(services, house.tina, reply(HELD_OUT, 3, 3), reply(OPEN, 3, 3))
    text = teaching(HELD_OUT)
    [told] = advice(services, house, text).giving_away
    assert told.what == (
        "shown teaches a reply that is held out in the set 'Spring', so that grading can no longer be tried on it; "
        "teach another reply, or set use: check"
    )
    assert text.split("\n")[(told.line or 0) - 1].strip().startswith("reply:")
    assert Kind.TEACHES_HELD_OUT not in {
        kind for one in advice(services, house, text).other for kind in kinds_of(one.wrong)
    }
    assert advice(services, house, teaching(OPEN)).giving_away == ()
    assert advice(services, house, teaching(HELD_OUT, "check")).giving_away == ()
    services.gold.archive(house.tina, set_id)
    assert advice(services, house, text).giving_away == ()


def test_sets_of_others_count_for_nothing_and_trainees_get_no_advice(services: Services, house: TrainingHouse) -> None:
    gold_set(services, house.max, reply(HELD_OUT, 3, 3))
    text = teaching(HELD_OUT)
    assert advice(services, house, text).giving_away == ()
    assert len(services.rubric_advice.on(house.max, "frontline", text).giving_away) == 1
    with pytest.raises(NotAllowed):
        services.rubric_advice.on(house.kim, "frontline", text)


def test_a_text_that_cannot_be_read_gets_no_advice(services: Services, house: TrainingHouse) -> None:
    assert advice(services, house, "criteria: 3\n") == Advice()
    assert advice(services, house, DRAFT).other != ()
