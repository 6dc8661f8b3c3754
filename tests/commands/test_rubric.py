"""`practice rubric`: check what was written, take an organisation's rubrics out as files and bring them back in."""

import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.domain.gold import is_held_out
from practice.services.audit import AuditService
from practice.store.account import add_account
from practice.store.database import Database
from practice.store.gold import GoldSource
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.organisation import add_organisation, organisation_with_key
from practice.store.person import PersonRole
from tests.commands.run import practice_here as practice
from tests.conftest import ROOT
from tests.services.previewed import TEACH, reply
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


PLAIN = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the shop's rubrics go, with what is in force there already."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PRACTICE_CONTENT", str(ROOT))
    with database.writing() as session:
        for key in ("shop", "mill"):
            add_organisation(session, key, key)
    assert pull(tmp_path / "ours").stdout == f"{tmp_path / 'ours' / 'frontline.yaml'}: the service's own file\n"
    return tmp_path / "ours"


def pull(folder: Path, *more: str, org: str = "shop") -> CompletedProcess[str]:
    return practice("rubric", "pull", str(folder), "--org", org, *more)


def push(folder: Path, *more: str, note: str = "shorter") -> CompletedProcess[str]:
    return practice("rubric", "push", str(folder), "--org", "shop", "--note", note, *more)


def test_what_is_pulled_and_pushed_unchanged_makes_no_version(folder: Path) -> None:
    done = push(folder)
    same = "frontline: nothing new; the same as the service's own file, which is in force\n"
    assert (done.returncode, done.stdout) == (0, same)


def test_what_changed_becomes_a_draft_once_and_is_published_on_demand(folder: Path, database: Database) -> None:
    (folder / "frontline.yaml").write_text(PLAIN, encoding="utf-8")
    told = [push(folder).stdout, push(folder).stdout, push(folder, "--publish").stdout, push(folder).stdout]
    assert told == [
        "frontline: version 1, a draft\n",
        "frontline: nothing new; draft 1 says the same\n",
        "frontline: version 1, published: new talks are graded by it\n",
        "frontline: nothing new; the same as version 1, which is in force\n",
    ]
    found = AuditService(database).everything(Wanted(act=AuditAct.RUBRIC_CHANGED), None, "shop")
    assert [(entry.actor, entry.detail) for entry in found] == [
        ("command line", "version 1 published in place of the file's text: shorter"),
        ("command line", "version 1 saved as a draft: shorter"),
    ]
    assert list(AuditService(database).everything(Wanted(), None, "mill")) == []


def test_an_example_that_teaches_what_is_held_out_is_told_and_kept_all_the_same(
    folder: Path, database: Database
) -> None:
    held_out = next(one for one in (reply(number, 3, 3) for number in range(100)) if is_held_out(one.reply))
    with database.writing() as session:
        shop = organisation_with_key(session, "shop")
        assert shop is not None
        tina = add_account(session, "tina@shop.example", "Tina", shop.id, PersonRole.TRAINER)
        assert tina is not None
        set_id = add_gold_set(session, shop.id, "frontline", "Spring", tina.id)
        add_gold_item(session, set_id, held_out, source=GoldSource.IMPORTED, added_by=tina.id)
    path = folder / "frontline.yaml"
    path.write_text(PLAIN.replace("examples: []\n", TEACH.format(reply=held_out.reply)), encoding="utf-8")
    line = 1 + path.read_text(encoding="utf-8").split("\n").index(f'    reply: "{held_out.reply}"')
    for told, *more in (("version 1, a draft",), ("draft 1 says the same",), ("version 1, published", "--publish")):
        done = push(folder, *more)
        assert (done.returncode, told in done.stdout) == (0, True)
        assert done.stderr == (
            f"{path}, line {line}: key 'examples.0.reply': shown teaches a reply that is held out in the set 'Spring', "
            "so that grading can no longer be tried on it; teach another reply, or set use: check (kept all the same)\n"
        )
    assert push(folder).stderr == ""


def test_a_file_that_says_something_else_is_replaced_only_on_demand(folder: Path) -> None:
    path = folder / "frontline.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    refused = pull(folder)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--overwrite replaces it" in refused.stderr
    assert path.read_text(encoding="utf-8") == PLAIN
    push(folder, "--publish")
    assert pull(folder).stdout == f"{path}: version 1, as it stands there already\n"
    assert pull(folder, "--overwrite", org="mill").stdout == f"{path}: the service's own file\n"
    assert path.read_text(encoding="utf-8") == (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8")


def test_where_one_file_cannot_be_used_nothing_is_kept(folder: Path, database: Database) -> None:
    (folder / "frontline.yaml").write_text(PLAIN, encoding="utf-8")
    for name, text, told in (
        ("other", PLAIN, "no rubric called 'other'; known: frontline"),
        ("broken", PLAIN.replace("weight:", "wieght:", 1), "broken.yaml, line "),
    ):
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        done = push(folder, "--publish")
        path.unlink()
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
    assert list(AuditService(database).everything(Wanted(act=AuditAct.RUBRIC_CHANGED), None)) == []


def test_what_cannot_be_done_is_told_with_the_way_out(folder: Path, tmp_path: Path) -> None:
    for done, told in (
        (pull(folder, org="nowhere"), "practice org list"),
        (push(folder, note=" "), "--note is empty"),
        (push(tmp_path / "nothing"), "practice rubric pull"),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
