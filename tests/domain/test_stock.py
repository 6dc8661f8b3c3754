"""A customer's own words for each move."""

from typing import Any

import pytest
from pydantic import ValidationError

from practice.domain.language import Language
from practice.domain.stock import LAST_MOVES, Move, StockLines


def _lines() -> dict[str, Any]:
    return {
        move.value: {language.value: [f"{move.value} in {language.value}", "…"] for language in Language}
        for move in Move
    }


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("move", Move)
def test_each_move_has_its_own_lines_in_each_language(move: Move, language: Language) -> None:
    stock = StockLines.model_validate(_lines())
    assert stock.for_move(move, language) == [f"{move.value} in {language.value}", "…"]


def test_the_lines_that_were_given_out_are_the_callers_own() -> None:
    stock = StockLines.model_validate(_lines())
    stock.for_move(Move.VENT, Language.EN).clear()
    assert stock.for_move(Move.VENT, Language.EN)


@pytest.mark.parametrize("move", Move)
def test_no_move_can_be_left_out_or_left_without_a_line(move: Move) -> None:
    lines = _lines()
    without = {key: value for key, value in lines.items() if key != move.value}
    with pytest.raises(ValidationError, match=move.value):
        StockLines.model_validate(without)
    with pytest.raises(ValidationError, match=rf"{move.value}\.fi"):
        StockLines.model_validate(lines | {move.value: lines[move.value] | {"fi": []}})


def test_a_move_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="dance"):
        StockLines.model_validate(_lines() | {"dance": _lines()["vent"]})


def test_the_customer_says_goodbye_by_accepting_leaving_or_going_higher() -> None:
    assert {move.value for move in LAST_MOVES} == {"accept", "leave", "escalate"}
