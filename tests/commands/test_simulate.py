"""`practice simulate`: replies in, the customer's moods and lines out, and nothing kept."""

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.commands.run import practice_here as practice
from tests.conftest import ROOT

REPLIES = ["Calm down, please.", "That is our mistake, and I'd be angry too.", "I'll send a new one today."]
SVG = "{http://www.w3.org/2000/svg}"


def _simulate(*arguments: str, scenario: str = "late-parcel") -> CompletedProcess[str]:
    return practice("simulate", scenario, *arguments, PRACTICE_CONTENT=str(ROOT))


def _lines(done: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def replies(tmp_path: Path) -> str:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"replies": REPLIES}), encoding="utf-8")
    return str(path)


def test_each_turn_tells_what_was_promised(replies: str) -> None:
    *turns, end = _lines(_simulate("--trainee", replies))
    assert [(turn["turn"], turn["trainee"]) for turn in turns] == list(enumerate(REPLIES, start=1))
    first = turns[0]
    assert set(first) >= {"turn", "trainee", "customer", "events", "mood", "move", "check"}
    assert first["customer"]
    assert set(first["mood"]) == {"frustration", "trust", "patience"}
    assert first["check"] == {"retried": False, "fell_back": False, "broken_rules": []}
    noticed = next(event for event in first["events"] if event["event"] == "tells_me_to_calm_down")
    assert noticed["words"] == "Calm down"
    assert set(noticed["effect"]) == {"frustration", "trust", "patience"}
    assert list(end) == [
        *("outcome", "frustration_start", "frustration_end", "turns", "calm_from_turn", "retries", "fallbacks"),
    ]
    assert (end["outcome"], end["turns"], end["calm_from_turn"]) == ("open", 3, None)


def test_the_effects_that_are_told_add_up_to_the_moods(replies: str) -> None:
    *turns, end = _lines(_simulate("--trainee", replies))
    frustration = end["frustration_start"]
    for turn in turns:
        frustration += sum(event["effect"]["frustration"] for event in turn["events"])
        assert frustration == turn["mood"]["frustration"]
    assert frustration == end["frustration_end"]


def test_of_two_customers_it_is_told_who_spoke_and_how_the_other_took_it(replies: str) -> None:
    first = _lines(_simulate("--trainee", replies, scenario="queue-quarrel"))[0]
    [beside] = first["beside"]
    assert {first["who"], beside["who"]} == {"man_at_the_line", "woman_from_the_bench"}
    assert set(beside) == {"who", "events", "mood", "disclosure"}


def test_a_text_file_holds_a_reply_a_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("\n".join(["", *REPLIES, "  "]), encoding="utf-8")
    assert [turn["trainee"] for turn in _lines(_simulate("--trainee", str(path)))[:-1]] == REPLIES


def test_a_behaviour_plays_its_script_until_the_customer_goes() -> None:
    *turns, end = _lines(_simulate("--trainee", "rude"))
    assert turns[0]["trainee"].startswith("First of all, calm down.")
    assert end["outcome"] in ("left", "escalated")
    assert end["frustration_end"] > end["frustration_start"]


def test_the_good_way_settles_it_in_the_language_asked_for() -> None:
    in_polish = _lines(_simulate("--good-way", "--language", "pl"))
    assert in_polish[-1]["outcome"] == "resolved"
    assert in_polish[-1]["calm_from_turn"] == len(in_polish) - 1
    assert in_polish == _lines(_simulate("--trainee", "skilled", "--language", "pl"))
    assert in_polish[0]["trainee"] != _lines(_simulate("--good-way"))[0]["trainee"]


def test_a_model_plays_the_trainee_to_a_brief() -> None:
    by_model = _lines(_simulate("--trainee-model", "stub", "--brief", "rude"))
    assert by_model == _lines(_simulate("--trainee", "rude"))


def test_the_difficulty_asked_for_is_played_by(replies: str) -> None:
    easy, hard = (_lines(_simulate("--trainee", replies, "--difficulty", level))[1] for level in ("1", "5"))
    assert easy["mood"]["trust"] > hard["mood"]["trust"]


def test_many_seeds_are_told_as_means_with_intervals() -> None:
    [many] = _lines(_simulate("--good-way", "--many", "5"))
    assert (many["talks"], many["outcomes"], many["became_calm"]) == (5, {"resolved": 5}, 5)
    for figure in ("frustration_start", "frustration_end", "turns", "calm_from_turn", "retries", "fallbacks"):
        assert many[figure]["low"] <= many[figure]["mean"] <= many[figure]["high"]


def test_a_table_shows_the_same_talk_for_people(replies: str) -> None:
    done = _simulate("--trainee", replies, "--format", "table")
    assert done.returncode == 0, done.stderr
    assert "frustration_end: " in done.stdout
    assert "calm_from_turn: never" in done.stdout


@pytest.mark.parametrize("many", [(), ("--many", "3")])
def test_a_plot_is_a_picture_that_explains_itself(tmp_path: Path, replies: str, many: tuple[str, ...]) -> None:
    picture = tmp_path / "mood.svg"
    assert _simulate("--trainee", replies, "--plot", str(picture), *many).returncode == 0
    root = ElementTree.parse(picture).getroot()
    assert root.tag == f"{SVG}svg"
    assert "late-parcel" in (root.findtext(f"{SVG}title") or "")
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"frustration", "trust", "patience", "1", "2", "3"} <= set(words)
    curves = [path for path in root.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(curves) == 3 * (int(many[-1]) if many else 1)


def test_a_scenario_of_ones_own_is_played_from_its_file(tmp_path: Path, replies: str) -> None:
    path = tmp_path / "mine.yaml"
    shutil.copy(ROOT / "prompts" / "scenarios" / "late-parcel.yaml", path)
    assert _lines(_simulate("--trainee", replies, scenario=str(path))) == _lines(_simulate("--trainee", replies))


def test_nothing_is_kept(tmp_path: Path, replies: str) -> None:
    _lines(_simulate("--trainee", replies))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.json"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "say who replies: --trainee FILE, --trainee BEHAVIOUR, --good-way or --trainee-model MODEL"),
        (("--trainee", "gone.json"), "gone.json: cannot be read"),
        (("--trainee", "nobody"), "no trainee called 'nobody'; known: abusive, "),
        (("--trainee-model", "stub", "--brief", "nobody"), "no trainee called 'nobody'; known: abusive, "),
        (("--trainee-model", "stub", "--trainee", "rude"), "leave out --trainee"),
        (("--trainee", "rude", "--difficulty", "6"), "--difficulty"),
        (("--trainee", "rude", "--language", "de"), "--language"),
        (("--trainee", "rude", "--plot", "no/such/folder.svg"), "no/such/folder.svg: cannot be written"),
    ],
)
def test_what_cannot_be_played_is_told_in_a_sentence(arguments: tuple[str, ...], what: str) -> None:
    done = _simulate(*arguments)
    assert done.returncode == 2
    assert what in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("mine.json", '{"replies": [\n"One"', "mine.json, line 2: is not JSON"),
        ("mine.json", "[1]", 'mine.json: needs the key "replies" with a list of texts'),
        ("mine.json", '["One", "Two"]', 'mine.json: needs the key "replies" with a list of texts'),
        ("mine.json", '{"replies": [1]}', 'mine.json: needs the key "replies" with a list of texts'),
        ("mine.json", '{"replies": []}', 'mine.json: needs the key "replies" with a list of texts'),
        ("mine.txt", "\n \n", "mine.txt: holds no reply"),
    ],
)
def test_a_file_without_replies_is_named_with_what_is_wrong(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = _simulate("--trainee", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("scenario", "what"), [("nope", "known: "), ("gone.yaml", "gone.yaml: cannot be read")])
def test_an_unknown_scenario_is_told(scenario: str, what: str) -> None:
    done = _simulate("--good-way", scenario=scenario)
    assert done.returncode == 2
    assert what in done.stderr


def test_a_scenario_file_with_a_slip_is_told_with_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = (ROOT / "prompts" / "scenarios" / "late-parcel.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("difficulty: 3", "difficulty: 9"), encoding="utf-8")
    done = _simulate("--good-way", scenario=str(path))
    assert done.returncode == 2
    assert f"{path}, line 13: key 'difficulty'" in done.stderr
