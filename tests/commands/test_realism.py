"""`practice realism`: what held of what a real customer would do, as Markdown."""

from pathlib import Path

import pytest

from practice.domain.realism import BEHAVIOURS, CHECKS
from tests.commands.run import practice_here as practice
from tests.conftest import ROOT

ONE = ("late-parcel", "--language", "en", "--seeds", "1")


def test_one_scenario_in_one_language_is_tried_and_written_down(tmp_path: Path) -> None:
    target = tmp_path / "realism.md"
    done = practice("realism", *ONE, "--write", str(target), PRACTICE_CONTENT=str(ROOT))
    assert done.returncode == 0, done.stdout + done.stderr
    text = target.read_text(encoding="utf-8")
    assert done.stdout.rstrip() == text.rstrip()
    assert "the built-in stub, which is no language model" in text
    assert "Scenarios: 1; languages: en; seeds: 1;" in text
    for check in CHECKS:
        assert f"| {check} | 1 of 1 |" in text
    for behaviour in BEHAVIOURS:
        assert text.count(f"| {behaviour} | ") == 2
    assert "| skilled | 1 | 100% |" in text
    assert done.stderr.strip() == "late-parcel en seed 1"


def test_a_customer_who_is_too_easily_pleased_is_found_and_exit_1(tmp_path: Path) -> None:
    practice("init", "mine")
    path = tmp_path / "mine" / "prompts" / "trainees" / "apology_only.yaml"
    path.write_text("brief: In truth a skilled one.\n", encoding="utf-8")
    done = practice("realism", *ONE, PRACTICE_CONTENT="mine")
    assert done.returncode == 1
    assert "| apologies alone never resolve | 0 of 1 |" in done.stdout
    assert "Not held (1):" in done.stdout
    assert "late-parcel, en, seed 1: apology_only ended resolved" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("nope",), "known: "),
        ((*ONE, "--write", "no/such/folder.md"), "no/such/folder.md: cannot be written"),
        (("late-parcel", "--seeds", "0"), "--seeds"),
    ],
)
def test_what_cannot_be_tried_is_told_in_a_sentence(arguments: tuple[str, ...], what: str) -> None:
    done = practice("realism", *arguments, PRACTICE_CONTENT=str(ROOT))
    assert done.returncode == 2
    assert what in done.stderr
    assert "Traceback" not in done.stderr
