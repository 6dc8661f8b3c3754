"""Text in spreadsheets: shown as it was written, never reckoned with."""

import csv
import io

import pytest

from practice.domain.spreadsheet import cell_as_typed, csv_line, safe_cell


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(first: str) -> None:
    assert safe_cell(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize("text", ["", "Kim", "kim@shop.example", "1-2", "'=1", " =1"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("Kim;=1+1", "Kim;'=1+1"), ("a\t @b", "a\t '@b"), ("5 | -3", "5 | '-3"), ("a;b", "a;b")]
)
def test_where_a_semicolon_parts_cells_no_formula_begins_either(text: str, shown: str) -> None:
    assert safe_cell(text) == shown


def test_a_line_is_read_back_as_it_was_written() -> None:
    cells = ("plain", 'says "no", twice', "two\r\nlines", "lone \r return", "")
    line = csv_line(cells)
    assert line.endswith("\r\n")
    assert '"says ""no"", twice"' in line
    assert next(csv.reader(io.StringIO(line, newline=""))) == list(cells)


def test_numbers_stay_numbers() -> None:
    assert csv_line((-1, 0.5, "-1")) == "-1,0.5,'-1\r\n"


def test_a_cell_that_was_made_safe_comes_back_as_it_was_typed() -> None:
    for text in ("=1+1", "-20 %", "so; +1\t=2", "plain", "it's", "'quoted'"):
        assert cell_as_typed(safe_cell(text)) == text


def test_a_cell_full_of_tabs_is_read_once_and_not_once_for_each_of_them() -> None:
    """Else this takes minutes, and the test is ended."""
    tabs = "\t" * 200_000
    assert safe_cell(tabs + "=1") == f"'{tabs}'=1"
    assert cell_as_typed(f"'{tabs}'=1") == f"{tabs}=1"
