"""The wheel works outside a checkout: rubrics, prompts, pages and translations travel in it."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel puts into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def run(unpacked: Path, tmp_path: Path) -> Run:
    """Runs Python with the unpacked wheel in place of the checkout, in an empty folder."""

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(unpacked)},
            capture_output=True,
            text=True,
            check=False,
        )

    return python


def test_it_finds_its_own_rubrics_and_prompts(run: Run, unpacked: Path) -> None:
    assert run("-m", "practice", "db", "upgrade").returncode == 0
    done = run("-m", "practice", "doctor")
    assert done.returncode == 0, done.stdout
    assert str(unpacked) in done.stdout


def test_it_copies_them_out_to_edit(run: Run, tmp_path: Path) -> None:
    assert run("-m", "practice", "init", "mine").returncode == 0
    assert (tmp_path / "mine" / "prompts" / "scenarios" / "late-parcel.yaml").exists()


def test_it_serves_its_pages_in_every_language(run: Run) -> None:
    done = run(
        "-c",
        "from practice.services.assembly import assemble\n"
        "from practice.settings import load_settings\n"
        "from practice.web.app import create_app\n"
        "browser = create_app(assemble(load_settings())).test_client()\n"
        "titles = {browser.get('/', headers={'Accept-Language': tag}).text.partition('<title>')[2].partition('<')[0]"
        " for tag in ('en', 'fi', 'pl', 'sv')}\n"
        "assert len(titles) == 4, titles\n",
    )
    assert done.returncode == 0, done.stderr
