"""`practice scenario`: check what was written, and begin something new."""

import re
from pathlib import Path

import pytest

from practice.domain.scenario import Channel
from tests.commands.run import practice_here as practice
from tests.conftest import ROOT
from tests.services.spoilt import (
    MISTAKES,
    Spoil,
    fruitless_way,
    invented_amount,
    missing_language,
    no_resolution,
    remedy_without_cost,
    spoilt,
    unknown_event,
)

#: Parts of a scenario that only this channel has.
ONLY_ON = {Channel.EMAIL: "subject", Channel.PUBLIC_THREAD: "thread", Channel.SHOP_COUNTER: "seen"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The scenarios of a folder of one's own."""
    assert practice("init", "mine").returncode == 0
    return tmp_path / "mine" / "prompts" / "scenarios"


@pytest.mark.parametrize(
    "spoil",
    [no_resolution, unknown_event, remedy_without_cost, missing_language, invented_amount, fruitless_way],
    ids=lambda spoil: spoil.__name__,
)
def test_a_mistake_is_told_with_file_line_and_key_and_exit_1(tmp_path: Path, spoil: Spoil) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(spoilt(spoil), encoding="utf-8")
    done = practice("scenario", "check", str(path), PRACTICE_CONTENT=str(ROOT))
    key, _, what = MISTAKES[spoil]
    assert done.returncode == 1
    assert re.fullmatch(
        rf"{re.escape(str(path))}, line \d+: key '{re.escape(key)}': {re.escape(what)}.*\n", done.stdout
    )


def test_what_is_well_is_told_so_and_exit_0() -> None:
    path = ROOT / "prompts" / "scenarios" / "late-parcel.yaml"
    done = practice("scenario", "check", str(path), PRACTICE_CONTENT=str(ROOT))
    assert (done.returncode, done.stdout) == (0, f"{path}: well\n")


def test_without_a_file_every_scenario_of_the_folder_is_checked(own: Path) -> None:
    for path in own.glob("*.yaml"):
        if path.stem not in ("late-parcel", "overdue-invoice"):
            path.unlink()
    (own / "overdue-invoice.yaml").write_text(spoilt(missing_language, "overdue-invoice"), encoding="utf-8")
    done = practice("scenario", "check", PRACTICE_CONTENT="mine")
    well, mistake = done.stdout.splitlines()
    assert done.returncode == 1
    assert well.endswith("late-parcel.yaml: well")
    assert "overdue-invoice.yaml, line " in mistake


def test_a_file_that_cannot_be_read_is_told_and_exit_2() -> None:
    done = practice("scenario", "check", "gone.yaml", PRACTICE_CONTENT=str(ROOT))
    assert done.returncode == 2
    assert "gone.yaml: cannot be read" in done.stderr


@pytest.mark.parametrize("channel", list(Channel))
def test_a_new_scenario_has_the_parts_of_its_channel_and_is_refused_line_by_line_until_it_is_filled(
    own: Path, channel: Channel
) -> None:
    made = practice("scenario", "new", "my-own", "--channel", channel.value, PRACTICE_CONTENT="mine")
    path = own / "my-own.yaml"
    assert made.returncode == 0, made.stderr
    assert f"practice scenario check {path.relative_to(own.parents[2])}" in made.stdout
    text = path.read_text(encoding="utf-8")
    assert f"channel: {channel.value}\n" in text
    assert not re.search(r"\$|^\[", text, re.MULTILINE)
    for only_on, part in ONLY_ON.items():
        assert bool(re.search(rf"^ *{part}:", text, re.MULTILINE)) == (only_on is channel)
    done = practice("scenario", "check", str(path), PRACTICE_CONTENT="mine")
    assert done.returncode == 1
    told = [
        re.fullmatch(rf"{re.escape(str(path))}, line (\d+): key '([^']+)': .+", line)
        for line in done.stdout.splitlines()
    ]
    assert all(told), done.stdout
    keys = {found[2] for found in told if found}
    assert {"title.en", "summary.sv", "facts.0", "remedies.0.key", "customers.0.opening.fi", "good_way.pl"} <= keys
    assert {f"customers.0.stock.{move}.en" for move in ("vent", "accept", "escalate")} <= keys
    assert not {key for key in keys if key.endswith(("channel", "difficulty"))}
    lines = text.splitlines()
    assert all(lines[int(found[1]) - 1].strip() for found in told if found)


def test_a_scenario_that_is_there_is_left_as_it_is(own: Path) -> None:
    before = (own / "late-parcel.yaml").read_bytes()
    done = practice("scenario", "new", "late-parcel", PRACTICE_CONTENT="mine")
    assert done.returncode == 2
    assert "late-parcel.yaml: is there already" in done.stderr
    assert (own / "late-parcel.yaml").read_bytes() == before


@pytest.mark.parametrize("key", ["My-Own", "../../elsewhere", "1st", "a b", ""])
def test_a_key_that_could_not_be_a_files_name_is_refused(own: Path, key: str) -> None:
    before = sorted(own.parents[2].rglob("*.yaml"))
    done = practice("scenario", "new", key, PRACTICE_CONTENT="mine")
    assert done.returncode == 2
    assert "cannot be a scenario's key" in done.stderr
    assert sorted(own.parents[2].rglob("*.yaml")) == before
