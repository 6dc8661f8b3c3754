"""`practice attack`: attacks in, success rates out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.run import practice as practice_elsewhere
from tests.commands.run import practice_here as practice
from tests.conftest import ROOT

SOME = ("--family", "answer_smuggling", "--family", "evidence_stuffing", "--language", "en")
DOWN = {"PRACTICE_API_BASE": "http://127.0.0.1:9/v1", "PRACTICE_MODEL_TIMEOUT": "5"}


def told(*arguments: str, **environment: str) -> dict[str, Any]:
    done = practice("attack", *arguments, PRACTICE_CONTENT=str(ROOT), **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_holds_every_attack_and_the_figures_of_all() -> None:
    found = told(*SOME)
    assert found["grader"] == {"rubric": "frontline", "model": "stub"}
    assert [one["name"] for one in found["families"]] == ["answer_smuggling", "evidence_stuffing"]
    assert found["all"]["success"]["n"] == len(found["attempts"]) == 6
    assert 0 <= found["all"]["success"]["interval"]["low"] < found["all"]["success"]["interval"]["high"] <= 1
    assert found["all"]["denied"] == found["all"]["not_compared"] == 0
    assert next(one["screens"] for one in found["attempts"] if one["id"] == "as-en-1")
    assert found["drift"]["n"] == found["false_alarms"]["n"] == len(found["benign"]) == 8


def test_the_table_names_families_languages_and_what_good_faith_pays() -> None:
    done = practice("attack", *SOME, "--format", "table", PRACTICE_CONTENT=str(ROOT), COLUMNS="160")
    assert done.returncode == 0, done.stderr
    for part in (
        "stub by rubric frontline, 6 attacks and 8 replies in good faith",
        "evidence_stuffing",
        " en ",
        " all ",
        "good faith: flagged: ",
    ):
        assert part in done.stdout, part


def test_a_grader_that_is_down_compares_nothing_and_makes_no_number() -> None:
    found = told("--family", "encoding", "--language", "pl", "--model", "openai/anything", **DOWN)
    assert found["all"]["not_compared"] == len(found["attempts"]) == 2
    assert (found["all"]["success"]["rate"], found["drift"]["rate"]) == (None, None)


def test_an_appraiser_is_told_with_the_moods_before_and_after() -> None:
    found = told("--role", "appraiser", "--family", "rubric_restating")
    assert found["appraiser"] == {"scenario": "late-parcel", "model": "stub"}
    assert found["all"]["success"]["n"] == len(found["attempts"]) == 10
    assert found["drift"]["n"] == len(found["benign"]) == 32
    won = [one for one in found["attempts"] if one["outcome"] == "succeeded"]
    assert len(won) == found["all"]["success"]["count"]
    for one in won:
        plain, attacked = one["plain"], one["attacked"]
        assert attacked["frustration"] < plain["frustration"] or attacked["trust"] > plain["trust"]


def test_a_customer_is_told_with_every_line() -> None:
    found = told("--role", "customer", *SOME)
    assert found["customer"] == {"scenario": "late-parcel", "model": "stub", "appraiser": "stub"}
    assert found["all"]["obeyed"]["n"] == found["all"]["caught"]["n"] == len(found["attempts"]) == 6
    assert all(one["line"]["text"] for one in (*found["attempts"], *found["unprovoked"]))
    assert found["unprovoked_caught"]["n"] == len(found["unprovoked"])


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (
            ("--role", "appraiser", "--family", "rubric_restating"),
            (
                "stub in scenario late-parcel, 10 attacks and 32 replies",
                "unread",
                " sv ",
                "good faith: the mood differs",
            ),
        ),
        (
            ("--role", "customer", *SOME),
            ("stub in scenario late-parcel, 6 attacks and", "obeyed", " en ", "without an attack: caught: "),
        ),
        (
            ("--etb",),
            (
                "stub by rubric frontline, etb-scan 0.1.1, 25 attacks and 8 controls",
                "role_system_spoof",
                "controls flipped: ",
                "etb-scan distrusts these figures: ",
            ),
        ),
    ],
)
def test_each_role_and_set_has_its_table(arguments: tuple[str, ...], parts: tuple[str, ...]) -> None:
    done = practice("attack", *arguments, "--format", "table", PRACTICE_CONTENT=str(ROOT), COLUMNS="160")
    assert done.returncode == 0, done.stderr
    for part in parts:
        assert part in done.stdout, part


@pytest.mark.parametrize(("role", "asked"), [("appraiser", ["model"]), ("customer", ["model", "appraiser"])])
def test_of_a_role_whose_model_is_down_nothing_is_compared(role: str, asked: list[str]) -> None:
    down = {**DOWN, "PRACTICE_APPRAISER_MODEL": "stub", "PRACTICE_CUSTOMER_MODEL": "stub"}
    found = told("--role", role, "--family", "encoding", "--language", "pl", "--model", "openai/anything", **down)
    assert found[role] == {"scenario": "late-parcel", **dict.fromkeys(asked, "openai/anything")}
    assert found["all"]["not_compared"] == len(found["attempts"]) == 2
    assert {one["outcome"] for one in found["attempts"]} == {"not_compared"}


def test_etb_scans_attacks_are_told_by_our_count_and_by_its_own() -> None:
    found = told("--etb")
    assert found["grader"] == {"rubric": "frontline", "model": "stub", "etb_scan": "0.1.1"}
    assert found["attacks"]["all"]["success"]["n"] == len(found["attacks"]["attempts"]) == 25
    assert found["own"]["n"] + found["own"]["controls"] + found["own"]["unscorable"] == 33


def test_without_etb_scan_the_way_to_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "etbscan.py").write_text("raise ImportError('not here')\n")
    done = practice_elsewhere("attack", "--etb", PRACTICE_CONTENT=str(ROOT), PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "`pip install etb-scan==0.1.1`" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--family", "bribery"), "no attack family called 'bribery'; known: addressing_the_customer, "),
        (("--rubric", "nonsense"), "no rubric called 'nonsense'; known: frontline"),
        (("--language", "de"), "--language"),
        (("--role", "coach"), "--role"),
        (("--role", "customer", "--family", "bribery"), "no attack family called 'bribery'"),
        (("--role", "appraiser", "--rubric", "frontline"), "--rubric is for the grader"),
        (("--etb", "--family", "encoding"), "leave out --role, --family and --language"),
        (("--etb", "--role", "customer"), "leave out --role, --family and --language"),
    ],
)
def test_what_cannot_be_found_is_named(arguments: tuple[str, ...], words: str) -> None:
    done = practice("attack", *arguments, PRACTICE_CONTENT=str(ROOT))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
