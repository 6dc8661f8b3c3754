"""`practice export` and `practice xapi`."""

import json
from pathlib import Path

import pytest

from tests.commands.run import practice


def test_the_server_writes_files_of_talks_and_their_statements(tmp_path: Path) -> None:
    practice("db", "upgrade")
    practice("org", "add", "shop", "--name", "The Shop")
    assert practice("export", "conversations", "--organisation", "shop").stdout.startswith("talk_id,trainee_id,")
    nobody = practice("export", "levels", "--organisation", "mill")
    assert (nobody.returncode, nobody.stderr.count("no organisation 'mill'")) == (2, 1)
    assert "--since 'yesterday'" in practice("export", "levels", "--since", "yesterday").stderr
    assert "name it with --set" in practice("export", "labels").stderr
    assert practice("xapi", "export", "statements.jsonl").returncode == 0
    assert (tmp_path / "statements.jsonl").read_text() == ""
    assert practice("xapi", "status").stdout == "sent 0, waiting 0, refused 0\n"
    assert practice("xapi", "send-again").stdout == "0 statements are tried again\n"
    told = json.loads(practice("audit", "--format", "json", "--act", "exported").stdout)
    assert [entry["detail"] for entry in told] == ["xAPI statements", "talks; 0 conversations; csv"]


@pytest.mark.parametrize(("word", "other"), [("talks", "conversations"), ("grades", "levels")])
def test_a_kind_of_file_has_a_second_word(word: str, other: str) -> None:
    practice("db", "upgrade")
    written = practice("export", word)
    assert (written.returncode, written.stdout) == (0, practice("export", other).stdout)


def test_a_kind_that_is_none_is_told_those_that_are() -> None:
    refused = practice("export", "people")
    assert refused.returncode == 2
    assert all(kind in refused.stderr for kind in ("conversations", "turns", "levels", "overrides", "labels"))
