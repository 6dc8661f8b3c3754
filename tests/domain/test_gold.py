"""The held-out half is decided by a reply's own words."""

from practice.domain.gold import is_held_out


def test_the_same_words_fall_the_same_way_and_about_half_of_all_are_held_out() -> None:
    replies = [f"Reply number {number}, and what follows it." for number in range(400)]
    held_out = [is_held_out(reply) for reply in replies]
    assert held_out == [is_held_out(f"  {reply.upper()}\n") for reply in replies]
    assert 150 < sum(held_out) < 250
