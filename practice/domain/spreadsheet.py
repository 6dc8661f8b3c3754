"""Text for spreadsheets: as RFC 4180 has it, and so that no cell which people wrote is taken for a formula.

https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import re
from collections.abc import Iterable

#: Spreadsheets of some languages read the full-width signs as the narrow ones.
_SIGNS = "=+-@＝＋－＠"
_BEGINS_A_FORMULA = (*_SIGNS, "\t", "\r", "\n")
#: Where the comma is for decimals, spreadsheets part cells at a semicolon, whatever is quoted. White space behind one
#: stops at the next tab, which is one itself: a row of tabs is then read once, and not once for each.
_BEHIND_ANOTHER_SEPARATOR = re.compile(rf"([;\t|][^\S\t]*)(?=[{re.escape(_SIGNS)}])")
_MADE_SAFE = re.compile(rf"([;\t|][^\S\t]*)'(?=[{re.escape(_SIGNS)}])")
#: Some spreadsheets take a file for UTF-8 only where it begins with this.
BOM = "\ufeff"


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe wherever a spreadsheet would reckon with what follows instead of showing it."""
    text = _BEHIND_ANOTHER_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def cell_as_typed(cell: str) -> str:
    """What `safe_cell` was given, but for a text that had such an apostrophe of its own."""
    if cell.startswith("'") and cell[1:].startswith(_BEGINS_A_FORMULA):
        cell = cell[1:]
    return _MADE_SAFE.sub(r"\1", cell)


def csv_line(cells: Iterable[str | int | float], separator: str = ",") -> str:
    """One line with its CRLF; every text in it is a safe cell, numbers stay numbers."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(
        [safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return line.getvalue()
