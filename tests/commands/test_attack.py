"""`practice attack`: attacks in, success rates out."""

import json
from typing import Any

import pytest

from tests.commands.run import practice
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--family", "bribery"), "no attack family called 'bribery'; known: addressing_the_customer, "),
        (("--rubric", "nonsense"), "no rubric called 'nonsense'; known: frontline"),
        (("--language", "de"), "--language"),
    ],
)
def test_what_cannot_be_found_is_named(arguments: tuple[str, ...], words: str) -> None:
    done = practice("attack", *arguments, PRACTICE_CONTENT=str(ROOT))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
