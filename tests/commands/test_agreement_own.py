"""`practice agreement --org`: what an organisation has published itself is measured, and recalibrated for it alone."""

import pytest

from practice.library import Document, Library
from practice.services.accounts import AccountService
from practice.services.version_files import VersionFiles
from practice.store.database import Database
from practice.store.version import RubricVersionRow
from tests.commands.run import practice, practice_here
from tests.commands.test_agreement import KEEP, harsher_people, told


@pytest.fixture
def shop(database: Database, library: Library) -> Database:
    """One organisation has published a version of its own, the other has not."""
    accounts, of_file = AccountService(database), library.rubric_document("frontline")
    accounts.add_organisation("shop", "The Shop")
    accounts.add_organisation("bank", "The Bank")
    ours = Document(of_file.key, of_file.path, of_file.text + "# Ours.\n")
    VersionFiles(database, library, RubricVersionRow).push([ours], "shop", "our own", publish=True)
    return database


def test_what_is_kept_is_for_its_own_version_and_the_files_is_told_not_to_reach_it(
    shop: Database, database_url: str
) -> None:
    labels = harsher_people()
    kept = told(*KEEP, "--org", "shop", text=labels, DATABASE_URL=database_url)["kept"]
    assert (kept["version"], kept["organisation"], kept["own_elsewhere"]) == (1, "shop", [])
    assert kept["talks"] == {"rubric": "frontline", "grader": "stub", "moved": True}
    assert kept["undo"] == "practice recalibration off frontline --org shop"
    shown = practice_here(
        "agreement", *KEEP, "--format", "table", text=labels, COLUMNS="200", DATABASE_URL=database_url
    ).stdout
    assert "kept for rubric frontline version 1 and grader stub:" in shown
    assert "not moved by it either are talks by a version of their own: shop; see --org" in shown
    off = practice("recalibration", "off", "frontline", "--org", "shop", DATABASE_URL=database_url)
    assert off.stdout == "switched off: empathy, rubric frontline version 1 of shop, stub\n"


@pytest.mark.parametrize(("arguments", "words"), [
    (("--org", "mill"), "no organisation 'mill'; `practice org list` shows them"),
    (("--org", "shop", "--rubric", "mine.yaml"), "mine"),
    ((*KEEP[1:], "--org", "bank"), "bank grades by the service's own file of rubric frontline"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_anything_is_graded(
    shop: Database, database_url: str, arguments: tuple[str, ...], words: str
) -> None:
    done = practice_here("agreement", "-", *arguments, text="", DATABASE_URL=database_url)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
