"""Places for streams: few enough that pages are still answered, and shared fairly."""

import pytest

from practice.errors import Busy
from practice.web.streams import MOST_OF_ONE, OpenStreams

KIM, LEE = 1, 2


def test_when_all_are_taken_the_next_has_to_wait_until_one_is_given_back() -> None:
    streams = OpenStreams(2)
    first, _ = streams.take(KIM), streams.take(LEE)
    with pytest.raises(Busy):
        streams.take(KIM)
    first.give_back()
    streams.take(KIM)


def test_giving_a_place_back_twice_frees_one() -> None:
    streams = OpenStreams(2)
    first, _ = streams.take(KIM), streams.take(KIM)
    first.give_back()
    first.give_back()
    streams.take(LEE)
    with pytest.raises(Busy):
        streams.take(LEE)


def test_one_person_cannot_take_the_places_of_all() -> None:
    streams = OpenStreams(2 * MOST_OF_ONE)
    of_kim = [streams.take(KIM) for _ in range(MOST_OF_ONE)]
    with pytest.raises(Busy):
        streams.take(KIM)
    streams.take(LEE)
    of_kim[0].give_back()
    streams.take(KIM)
