"""`practice doctor`."""

from pathlib import Path

from tests.commands.run import practice
from tests.conftest import ROOT


def test_it_says_of_each_part_that_it_is_well() -> None:
    practice("db", "upgrade")
    done = practice("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith("ok") for line in lines)
    assert [line for line in lines if "grader" in line and "not a language model" in line]


def test_it_goes_on_after_a_fault_and_exits_with_1() -> None:
    done = practice("doctor")
    assert done.returncode == 1
    assert "WRONG  database" in done.stdout
    assert "ok     rubrics and prompts" in done.stdout


def test_a_broken_prompt_is_named_with_file_and_key(tmp_path: Path) -> None:
    practice("db", "upgrade")
    practice("init", "mine")
    prompt = tmp_path / "mine" / "prompts" / "grade.md"
    prompt.write_text(prompt.read_text().replace("uses: [", "uses: [nonsense, "))
    done = practice("doctor", PRACTICE_CONTENT="mine")
    assert done.returncode == 1
    assert "grade.md" in done.stdout
    assert "nonsense" in done.stdout


def test_a_model_that_does_not_answer_is_named() -> None:
    practice("db", "upgrade")
    done = practice(
        "doctor",
        PRACTICE_GRADER_MODEL="openai/anything",
        PRACTICE_API_BASE="http://127.0.0.1:9/v1",
        PRACTICE_MODEL_TIMEOUT="5",
        PRACTICE_CONTENT=str(ROOT),
    )
    assert done.returncode == 1
    assert "WRONG  model for the grader" in done.stdout
    assert "ok     model for the customer" in done.stdout
