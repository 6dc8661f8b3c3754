"""`practice audit`, and what other commands leave in the audit."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from practice.commands.agreement_keeping import Keeper
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.recalibration import Proposal, Recalibration, Step
from practice.library import Document
from practice.services.recalibrating import Use
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import add_organisation
from tests.commands.run import practice

ESCAPE = "\x1b]0;mine\x07"


@pytest.fixture
def world(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Three rows: of the shop, of the mill, of all."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    with database.writing() as session:
        for key, name in (("shop", "=Spring"), ("mill", f"Autumn {ESCAPE}")):
            organisation = add_organisation(session, key, key)
            assert organisation is not None
            about = Audited(AuditedKind.COHORT, key, name)
            add_audit(session, None, AuditAct.COHORT_ADDED, about, organisation_id=organisation.id)
        add_audit(session, None, AuditAct.RUBRIC_CHANGED, Audited(AuditedKind.RUBRIC, "frontline"), "version 2")
    return database


def listed(*arguments: str) -> list[dict[str, Any]]:
    done = practice("audit", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ((), ["frontline", "mill", "shop"]),
        (("--act", "cohort_added", "--words", "AUTUMN"), ["mill"]),
        (("--since", "9999-12-31"), []),
        (("--limit", "1"), ["frontline"]),
    ],
)
def test_rows_are_chosen_newest_first(world: Database, arguments: tuple[str, ...], ids: list[str]) -> None:
    assert [row["object_id"] for row in listed(*arguments)] == ids


def test_csv_is_safe_for_spreadsheets(world: Database) -> None:
    done = practice("audit", "--format", "csv", "--org", "shop")
    _, spring = csv.DictReader(io.StringIO(done.stdout))
    assert (spring["actor"], spring["object_name"]) == ("command line", "'=Spring")


def test_what_people_wrote_does_not_steer_the_terminal(world: Database) -> None:
    done = practice("audit", "--format", "table", COLUMNS="220")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\ufffd]0;mine\ufffd" in done.stdout
    assert "\x1b" not in done.stdout
    assert "rubric frontline" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "yesterday"), "write YYYY-MM-DD"),
        (("--org", "nowhere"), "practice org list"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(world: Database, arguments: tuple[str, ...], told: str) -> None:
    done = practice("audit", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_keeping_and_dropping_a_recalibration_are_told(world: Database) -> None:
    steps = tuple(Step(raw, raw, raw, raw) for raw in range(1, 6))
    fitted = [
        Proposal(name, Recalibration(name, steps, 30, 0.5, 0.25), applies, "") for name, applies in _CRITERIA.items()
    ]
    keeper = Keeper(Use(Document("frontline", Path("frontline.yaml"), "the text"), "stub"))
    keeper.keep([Proposal("empathy", None, False, "too few")], b"", 0)
    assert listed("--act", "grades_changed") == []
    keeper.keep(fitted, b"", 0)
    for _ in range(2):
        practice("recalibration", "off", "frontline")
    dropped, kept = listed("--act", "grades_changed")
    assert (kept["actor"], kept["object_kind"], kept["object_id"]) == ("command line", "rubric", "frontline")
    assert kept["detail"] == "recalibration kept for version 1 and stub: empathy (applied), calmness (not applied)"
    assert dropped["detail"] == "recalibration switched off: empathy, version 1, stub"


_CRITERIA = {"empathy": True, "calmness": False}
