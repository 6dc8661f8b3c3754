"""`practice recalibration`: what is kept, and how it is switched off."""

import json
from pathlib import Path
from typing import Any

import pytest

from practice.domain.recalibration import Proposal, Recalibration, Step
from practice.library import Document
from practice.services.recalibrating import RecalibrationService, Use
from practice.store.database import Database
from tests.commands.run import practice

LEVELS = (1, 2, 3, 3, 5)


def proposal(criterion: str, *, applies: bool = True) -> Proposal:
    steps = tuple(Step(raw, level, raw - 0.25, raw) for raw, level in enumerate(LEVELS, start=1))
    why = "better" if applies else "no better on replies it has not seen"
    return Proposal(criterion, Recalibration(criterion, steps, 30, 0.51234, 0.25), applies, why)


@pytest.fixture
def kept(database: Database, database_url: str) -> str:
    """The address of a database that keeps one of each kind."""
    proposals = [proposal("empathy"), proposal("calmness", applies=False)]
    use = Use(Document("frontline", Path("frontline.yaml"), "the text"), "[b]stub[/b]")
    RecalibrationService(database).keep(use, proposals, "0" * 64)
    return database_url


def listed(url: str) -> list[dict[str, Any]]:
    done = practice("recalibration", "--format", "json", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_json_holds_all_that_is_kept(kept: str) -> None:
    empathy, calmness = listed(kept)
    assert empathy.pop("when").endswith("+00:00")
    assert empathy == {
        "rubric": "frontline",
        "version": 1,
        "organisation": None,
        "grader": "[b]stub[/b]",
        "criterion": "empathy",
        "n": 30,
        "mae_before": 0.5123,
        "mae_after": 0.25,
        "steps": [
            {"raw": raw, "level": level, "fitted": raw - 0.25, "n": raw} for raw, level in enumerate(LEVELS, start=1)
        ],
        "applies": True,
        "newest": True,
        "why": "better",
    }
    assert (calmness["criterion"], calmness["applies"]) == ("calmness", False)


def test_the_table_shows_it_as_it_is(kept: str) -> None:
    off = practice("recalibration", "off", "frontline", DATABASE_URL=kept)
    assert off.returncode == 0, off.stderr
    done = practice("recalibration", "--format", "table", DATABASE_URL=kept, COLUMNS="220")
    assert done.returncode == 0, done.stderr
    first, second, third = [line for line in done.stdout.splitlines() if "frontline version 1" in line]
    for part in ("[b]stub[/b]", "empathy", " 30 ", "0.512 → 0.250", "1→1 2→2 3→3 4→3 5→5", "no longer: a newer one"):
        assert part in first, part
    assert "no: no better on replies it has not seen" in second
    assert "empathy" in third
    assert "no: switched off" in third


def test_one_that_applies_says_so(kept: str) -> None:
    done = practice("recalibration", "--format", "table", DATABASE_URL=kept, COLUMNS="220")
    assert "│ yes " in next(line for line in done.stdout.splitlines() if "empathy" in line)


def test_off_says_what_it_switched_off_and_keeps_the_rest_in_the_list(kept: str) -> None:
    before = listed(kept)
    off = practice("recalibration", "off", "frontline", "empathy", DATABASE_URL=kept)
    assert off.stdout == "switched off: empathy, rubric frontline version 1, [b]stub[/b]\n"
    again = practice("recalibration", "off", "frontline", DATABASE_URL=kept)
    assert (again.returncode, again.stdout) == (0, "nothing to switch off: none is applied for rubric frontline\n")
    after = listed(kept)
    assert after[:2] == [{**before[0], "newest": False}, before[1]]
    assert [(one["criterion"], one["applies"], one["why"]) for one in after[2:]] == [("empathy", False, "switched off")]


def test_of_nothing_there_is_an_empty_list_and_the_way_to_have_one(database_url: str) -> None:
    assert listed(database_url) == []
    done = practice("recalibration", "--format", "table", DATABASE_URL=database_url)
    assert done.stdout == "none is kept; `practice agreement LABELS --recalibrate --keep` keeps them\n"


def test_what_is_not_kept_is_named(kept: str) -> None:
    done = practice("recalibration", "off", "nonsense", DATABASE_URL=kept)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no recalibration is kept for a rubric called 'nonsense'; known: frontline" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("off", "frontline")])
def test_a_missing_schema_is_told_with_the_way_out(arguments: tuple[str, ...]) -> None:
    done = practice("recalibration", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "run `practice db upgrade`" in done.stderr
