"""`practice init`."""

from pathlib import Path

from tests.commands.run import practice
from tests.conftest import ROOT


def test_it_copies_rubrics_and_prompts_to_edit(tmp_path: Path) -> None:
    assert practice("init", "mine").returncode == 0
    copied = (tmp_path / "mine" / "rubrics" / "frontline.yaml").read_text()
    assert copied == (ROOT / "rubrics" / "frontline.yaml").read_text()


def test_it_never_writes_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine" / "rubrics").mkdir(parents=True)
    done = practice("init", "mine")
    assert done.returncode == 2
    assert "left as it is" in done.stderr
    assert not (tmp_path / "mine" / "prompts").exists()
