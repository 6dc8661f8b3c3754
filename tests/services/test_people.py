"""Names that people give themselves."""

import pytest

from practice.errors import BadInput
from practice.services.people import LONGEST_NAME, name_to_keep


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Kim \t Berg\n", "Kim Berg"),
        ("Kim\x1b[2J", "Kim\ufffd[2J"),
        ("Kim\u202egreB", "Kim\ufffdgreB"),
        ("\u0646\u200c\u0645", "\u0646\u200c\u0645"),
        ("Zoë Ångström-O'Hara", "Zoë Ångström-O'Hara"),
    ],
)
def test_a_name_is_kept_without_what_would_steer_a_terminal_or_turn_the_page(written: str, kept: str) -> None:
    assert name_to_keep(written) == kept


@pytest.mark.parametrize("written", ["", " \n", "x" * (LONGEST_NAME + 1)])
def test_a_name_has_something_in_it_and_an_end(written: str) -> None:
    with pytest.raises(BadInput, match="1 to 80"):
        name_to_keep(written)
