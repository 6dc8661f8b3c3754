"""The house keeps its floors, and its other promises about the tree."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOST_LINES = 300


def test_every_module_imports_only_from_floors_below_it() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def _sources(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if "vendor" not in path.parts]


@pytest.mark.parametrize("pattern", ["practice/**/*.py", "tests/**/*.py", "bench/**/*.py", "practice/**/*.js"])
def test_no_file_is_too_long_to_see_whole(pattern: str) -> None:
    sources = _sources(pattern)
    assert sources
    assert [str(path) for path in sources if len(path.read_text().splitlines()) > MOST_LINES] == []


def test_only_settings_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in _sources("practice/**/*.py")
        if "os.environ" in path.read_text() or "getenv" in path.read_text()
    ]
    # litellm itself is steered by variables that must be set before it is imported.
    assert set(readers) <= {"practice/settings.py", "practice/model/live.py"}


def test_package_markers_are_empty() -> None:
    assert [str(path) for path in _sources("practice/**/__init__.py") if path.read_text()] == []
