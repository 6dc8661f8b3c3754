"""A quote may leave words out, and is never put together from what was not said."""

import pytest

from practice.domain.quotes import stands_in

REPLY = "I’m sorry – ten days is long. A courier brings it on Friday, before six, and I will ring you."


@pytest.mark.parametrize(
    "quote",
    [
        "ten days is long",
        "ten days is long … before six, and I",
        "Ten days is long... A courier brings",
        "ten days is long [...] I will ring you",
        "ten days is long (…) I will ring you",
        "ten days is long . . . I will ring you",
        "“ten days is long” … “I will ring you.”",
        "… ten days is long … I will ring you …",
        "I'm sorry - ten days … A COURIER BRINGS … I will ring you",
        "courier brings … before six, and",
    ],
)
def test_each_part_of_a_quote_is_found_in_its_order(quote: str) -> None:
    assert stands_in(quote, REPLY)


@pytest.mark.parametrize(
    "quote",
    [
        "I will ring you … ten days is long",
        "ten days is long … ten days is long",
        "ten days is long … it was our fault",
        "it was our fault … ten days is long",
        "sorry … Friday",
        "ten days is long … you",
        "ten days is long, I will ring you",
        "… …",
        "…",
        "",
    ],
)
def test_parts_that_are_turned_round_not_there_or_too_short_are_not_found(quote: str) -> None:
    assert not stands_in(quote, REPLY)


def test_two_long_words_are_enough_for_a_part_and_two_short_ones_are_not() -> None:
    assert stands_in("Anteeksi viivästys … soitan teille huomenna", "Anteeksi viivästys, soitan teille huomenna.")
    assert not stands_in("by six … I will ring you", "It comes by six, and I will ring you.")


def test_an_ellipsis_of_the_text_itself_parts_nothing() -> None:
    assert stands_in("so … sorry", "I am so ... sorry")
