"""`practice demo-data` adds an organisation to look around in, once."""

import shutil
from pathlib import Path

from tests.commands.run import practice
from tests.conftest import ROOT

FEW = ("--trainees", "5", "--talks", "6", "--site", "https://practice.example")


def test_it_says_what_it_made_and_how_to_come_in_and_is_refused_the_second_time(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "demo.db")
    around = {"DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "PRACTICE_CONTENT": str(ROOT)}
    # A real model is named in the settings; the talks are the stub's all the same, and nobody is asked.
    first = practice("demo-data", *FEW, PRACTICE_MODEL="openai/nobody", **around)
    assert first.returncode == 0, first.stderr
    said, *people = first.stdout.splitlines()
    assert said.startswith("demo: 6 talks, ")
    assert [line.split("\t")[:2] for line in people] == [
        ["trainer", "trainer@demo.example"],
        ["admin", "admin@demo.example"],
        ["trainee", "trainee1@demo.example"],
    ]
    assert all(line.split("\t")[2].startswith("https://practice.example/link/") for line in people)
    assert "stub" in first.stderr

    second = practice("demo-data", *FEW, **around)
    assert second.returncode == 2
    assert "'demo'" in second.stderr
    assert "Traceback" not in second.stderr
