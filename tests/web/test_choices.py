"""What an address asks for is read in one way, wherever it is read."""

import pytest
from flask import Flask

from practice.errors import BadInput
from practice.store.assignment_reading import Stage
from practice.web.choices import MOST_PAGES, chosen_of, page_asked_for


def page_of(query: str) -> int:
    with Flask(__name__).test_request_context(f"/?{query}"):
        return page_asked_for()


def test_a_page_is_a_number_from_one_and_the_first_where_none_is_given() -> None:
    given = ("", "page=", "page=+", "page=1", "page=+7+", f"page={MOST_PAGES}")
    assert [page_of(query) for query in given] == [1, 1, 1, 1, 7, MOST_PAGES]


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "x", "²", "٣", str(MOST_PAGES + 1), "9" * 5000])
def test_what_is_no_page_is_refused_with_what_is_allowed(given: str) -> None:
    with pytest.raises(BadInput, match=rf"^page: .{{1,30}} is none; give a whole number from 1 to {MOST_PAGES}, or"):
        page_of(f"page={given}")


def test_what_is_chosen_is_one_of_what_is_offered_or_nothing() -> None:
    assert [chosen_of(Stage, given, "stage") for given in ("begun", "", None)] == [Stage.BEGUN, None, None]
    with pytest.raises(BadInput, match=r"^no stage 'x+'; choose one of not_begun, begun, finished, handed_in$") as told:
        chosen_of(Stage, "x" * 900, "stage")
    assert len(str(told.value)) < 120
