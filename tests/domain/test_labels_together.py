"""What the levels of several raters say of one reply together."""

import pytest

from practice.domain.labels import together


def test_between_two_middle_levels_kappa_takes_the_lower_and_errors_what_lies_between() -> None:
    reference = together([3, 4])
    assert reference is not None
    assert (reference.level, reference.median, reference.lowest, reference.highest) == (3, 3.5, 3, 4)


def test_it_is_not_shown_only_where_more_than_half_of_the_raters_say_so() -> None:
    split, most = together([4, None]), together([4, None, None])
    assert split is not None
    assert most is not None
    assert (split.level, split.agreed_on_shown, split.agreed) == (4, False, False)
    assert (most.level, most.median) == (None, None)


@pytest.mark.parametrize(("given", "agreed"), [([3, 4], True), ([3, 5], False), ([None, None], True), ([2], True)])
def test_raters_agree_when_they_are_one_level_apart_at_most(given: list[int | None], agreed: bool) -> None:
    reference = together(given)
    assert reference is not None
    assert reference.agreed is agreed
