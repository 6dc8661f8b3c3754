"""Numbers of things."""

from practice.domain.counting import counted


def test_one_is_one_and_none_and_more_are_several() -> None:
    assert [counted(number, "group") for number in (0, 1, 2)] == ["0 groups", "1 group", "2 groups"]
    assert [counted(number, "reply", "replies") for number in (1, 21)] == ["1 reply", "21 replies"]
