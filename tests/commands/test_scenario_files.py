"""`practice scenario pull` and `push`: an organisation's scenarios as files, also such as only it has."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.services.audit import AuditService
from practice.store.database import Database
from practice.store.organisation import add_organisation
from tests.commands.run import practice_here as practice
from tests.conftest import ROOT

SHIPPED = sorted((ROOT / "prompts" / "scenarios").glob("*.yaml"))
PARCEL = (ROOT / "prompts" / "scenarios" / "late-parcel.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the shop's scenarios go, with what is in force there already."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PRACTICE_CONTENT", str(ROOT))
    with database.writing() as session:
        for key in ("shop", "mill"):
            add_organisation(session, key, key)
    assert pull(tmp_path / "ours").returncode == 0
    return tmp_path / "ours"


def pull(folder: Path, *more: str, org: str = "shop") -> CompletedProcess[str]:
    return practice("scenario", "pull", str(folder), "--org", org, *more)


def push(folder: Path, *more: str) -> CompletedProcess[str]:
    return practice("scenario", "push", str(folder), "--org", "shop", "--note", "our own", *more)


def changed(folder: Path, *more: str) -> list[str]:
    """What is told of the files that say something new."""
    return [line for line in push(folder, *more).stdout.splitlines() if "nothing new" not in line]


def test_every_scenario_in_force_is_written_as_it_stands(folder: Path) -> None:
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        one.name: one.read_bytes() for one in SHIPPED
    }
    assert changed(folder) == []


def test_a_scenario_that_the_service_does_not_bring_is_pushed_published_and_pulled(
    folder: Path, database: Database, tmp_path: Path
) -> None:
    (folder / "our-parcel.yaml").write_text(PARCEL + "# Ours.\n", encoding="utf-8")
    assert changed(folder) == ["our-parcel: version 1, a draft"]
    assert pull(tmp_path / "before").returncode == 0
    assert not (tmp_path / "before" / "our-parcel.yaml").exists(), "a draft is not in force"
    assert "our-parcel: version 1, published: new talks are held in it" in push(folder, "--publish").stdout
    assert f"{tmp_path / 'after' / 'our-parcel.yaml'}: version 1" in pull(tmp_path / "after").stdout
    assert (tmp_path / "after" / "our-parcel.yaml").read_text(encoding="utf-8") == PARCEL + "# Ours.\n"
    assert "our-parcel" not in pull(tmp_path / "mill", org="mill").stdout
    told = [
        one.detail for one in AuditService(database).everything(Wanted(act=AuditAct.SCENARIO_CHANGED), None, "shop")
    ]
    assert told == ["version 1 published in place of nothing: our own", "version 1 saved as a draft: our own"]


def test_a_name_that_no_scenario_can_have_keeps_nothing(folder: Path, database: Database) -> None:
    (folder / "Our Parcel.yaml").write_text(PARCEL, encoding="utf-8")
    (folder / "late-parcel.yaml").write_text(PARCEL + "# Ours.\n", encoding="utf-8")
    refused = push(folder, "--publish")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "'Our Parcel' cannot be a scenario's key" in refused.stderr
    assert list(AuditService(database).everything(Wanted(act=AuditAct.SCENARIO_CHANGED), None)) == []


def test_a_folder_without_a_file_is_told_with_the_way_out(folder: Path, tmp_path: Path) -> None:
    refused = push(tmp_path / "nothing")
    assert refused.returncode == 2
    assert "practice scenario pull" in refused.stderr


def test_a_file_that_says_what_others_have_replaced_is_left_and_taken_only_on_demand(folder: Path) -> None:
    ours = folder / "our-parcel.yaml"
    for words in ("# First.\n", "# Second.\n"):
        ours.write_text(PARCEL + words, encoding="utf-8")
        assert "published" in push(folder, "--publish").stdout
    ours.write_text(PARCEL + "# First.\n", encoding="utf-8")
    [told] = changed(folder, "--publish")
    assert told.startswith("our-parcel: left as it is; the file says what version 1 said, which is no longer in force")
    assert changed(folder, "--publish", "--older") == ["our-parcel: version 3, published: new talks are held in it"]


def test_a_file_of_what_is_not_in_force_is_named_and_stays(folder: Path) -> None:
    ours = folder / "our-parcel.yaml"
    ours.write_text(PARCEL, encoding="utf-8")
    assert f"{ours}: not in force; left as it is\n" in pull(folder).stdout
    assert ours.read_text(encoding="utf-8") == PARCEL


def test_the_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(PARCEL.replace("channel:", "chanel:", 1), encoding="utf-8")
    told = push(folder).stderr
    assert "one.yaml, line " in told
    assert "two.yaml, line " in told
