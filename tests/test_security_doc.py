"""docs/security.md names code and tests: each must be there, and its sums must be those of its tables."""

import re
from collections import Counter
from pathlib import Path

import pytest

from practice.settings import documented
from tests.conftest import ROOT

DOC = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATUSES = ("met", "not met", "not applicable")
#: How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has.
REQUIREMENTS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)

_PATH = re.compile(r"`((?:practice|tests|deploy|docs|requirements|prompts|rubrics|\.ci)/[\w./-]+)(?:::(\w+))?`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_TEST = re.compile(r"\btest_\w+\b(?!\.py)")
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| \**([a-z ]+?)\** \| (.+) \|$", re.MULTILINE)
_SUMMARY = re.compile(r"^\| (all|V\d+ [^|]+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)

Row = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    found: list[Row] = _ROW.findall(DOC)
    assert len(found) == len(re.findall(r"^\| \d+\.\d+\.\d+ ", DOC, re.MULTILINE)), "a row that cannot be read"
    return found


def test_every_path_and_every_test_in_it_exists() -> None:
    named = _PATH.findall(DOC)
    assert len(named) > 100
    assert [path for path, _ in named if not (ROOT / path).exists()] == []
    lost = [f"{path}::{test}" for path, test in named if test and not _has(ROOT / path, test)]
    assert lost == []
    assert Counter(_TEST.findall(DOC)) == Counter(test for _, test in named if test), "a test without its file"


def test_every_link_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", DOC, re.MULTILINE)
    anchors = {f"#{heading.lower().replace(' ', '-')}" for heading in headings}
    links = [link for link in _LINK.findall(DOC) if not link.startswith("https://")]
    assert [link for link in links if link not in anchors and not (ROOT / "docs" / link).exists()] == []


def test_every_variable_in_it_is_a_setting() -> None:
    assert set(re.findall(r"\bPRACTICE_\w+\b", DOC)) <= set(documented())


def test_every_requirement_has_one_row_in_the_order_of_the_standard(rows: list[Row]) -> None:
    numbers = [tuple(map(int, number.split("."))) for number, *_ in rows]
    assert numbers == sorted(set(numbers))
    assert tuple(Counter(chapter for chapter, *_ in numbers).values()) == REQUIREMENTS


def test_every_row_says_how_it_stands_and_what_is_met_names_where(rows: list[Row]) -> None:
    assert {status for _, _, _, status, _ in rows} == set(STATUSES)
    assert [number for number, _, _, _, where in rows if "TODO" in where] == []
    bare = [
        number
        for number, _, _, status, where in rows
        if status == "met" and not (_TEST.search(where) or "no test" in where or "](" in where)
    ]
    assert bare == [], "met, without a test and without saying that there is none"


def test_the_summary_is_the_sum_of_the_tables(rows: list[Row]) -> None:
    of_chapter = Counter((f"V{number.split('.')[0]}", status) for number, _, _, status, _ in rows)
    of_all = Counter(status for _, _, _, status, _ in rows)
    told = _SUMMARY.findall(DOC)
    assert len(told) == len(REQUIREMENTS) + 1
    for name, *counts in told:
        chapter = name.split()[0]
        assert name == "all" or f"\n## {name}\n" in DOC, name
        sums = [of_all[status] if name == "all" else of_chapter[chapter, status] for status in STATUSES]
        assert [int(count) for count in counts] == sums, name


def _has(file: Path, test: str) -> bool:
    return re.search(rf"^\s*(?:async )?def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None
