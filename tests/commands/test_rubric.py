"""`practice rubric`: check what was written."""

import re
from pathlib import Path

from tests.commands.run import practice
from tests.conftest import ROOT
from tests.services.spoilt_rubric import long_gone, spoilt_rubric, unknown_key


def test_mistakes_are_told_with_file_line_and_key_and_exit_1(tmp_path: Path) -> None:
    format_path, content_path = tmp_path / "format.yaml", tmp_path / "content.yaml"
    format_path.write_text(spoilt_rubric(unknown_key), encoding="utf-8")
    content_path.write_text(spoilt_rubric(long_gone), encoding="utf-8")
    done = practice("rubric", "check", str(format_path), str(content_path), PRACTICE_CONTENT=str(ROOT))
    of_format, of_content = done.stdout.splitlines()
    assert done.returncode == 1
    assert re.fullmatch(rf"{re.escape(str(format_path))}, line \d+: key 'criteria\.1\.wieght': .+", of_format)
    assert re.fullmatch(rf"{re.escape(str(content_path))}, line \d+: key 'examples': .+", of_content)


def test_without_a_file_every_rubric_of_the_folder_is_checked(tmp_path: Path) -> None:
    assert practice("init", "mine").returncode == 0
    (tmp_path / "mine" / "rubrics" / "own.yaml").write_text(spoilt_rubric(long_gone), encoding="utf-8")
    done = practice("rubric", "check", PRACTICE_CONTENT="mine")
    well, mistake = done.stdout.splitlines()
    assert done.returncode == 1
    assert well.endswith("frontline.yaml: well")
    assert "own.yaml, line " in mistake


def test_what_is_well_is_told_so_and_exit_0() -> None:
    path = ROOT / "rubrics" / "frontline.yaml"
    done = practice("rubric", "check", str(path), PRACTICE_CONTENT=str(ROOT))
    assert (done.returncode, done.stdout) == (0, f"{path}: well\n")


def test_a_file_that_cannot_be_read_is_told_and_exit_2() -> None:
    done = practice("rubric", "check", "gone.yaml", PRACTICE_CONTENT=str(ROOT))
    assert done.returncode == 2
    assert "gone.yaml: cannot be read" in done.stderr
