"""`practice grade`: replies in, grades out, and nothing half-written."""

import json
from pathlib import Path
from typing import Any

from tests.commands.run import practice

ITEM = {
    "id": "one",
    "language": "en",
    "channel": "web_chat",
    "situation": "The parcel is ten days late.",
    "customer": "Where is it? I have waited for ten days!",
    "reply": "Ten days is far too long, and that is our mistake. I will send a new one today.",
}


def lines(*items: dict[str, Any]) -> str:
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n"


def test_it_grades_each_reply_in_the_order_of_the_input() -> None:
    ids = [f"item-{number}" for number in range(60)]
    done = practice("grade", "--jobs", "8", text=lines(*({**ITEM, "id": name} for name in ids)))
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["id"] for result in results] == ids


def test_a_result_holds_all_that_was_promised() -> None:
    done = practice("grade", text=lines(ITEM))
    [result] = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(result) == [
        "id",
        "status",
        "problem",
        "scores",
        "flags",
        "rubric",
        "model",
        "attempts",
        "tokens",
        "ms",
    ]
    assert list(result["scores"]) == ["calmness", "empathy", "solutions", "level_tone"]
    score = result["scores"]["solutions"]
    assert list(score) == ["status", "score", "quotes", "checks", "reason"]
    assert [quote["text"] in ITEM["reply"] for quote in score["quotes"]] == [True]
    assert result["rubric"]["key"] == "frontline"
    assert len(result["rubric"]["hash"]) == 64


def test_a_grader_that_is_down_makes_no_number_and_exit_3() -> None:
    done = practice(
        "grade",
        "--model",
        "openai/anything",
        text=lines(ITEM),
        PRACTICE_API_BASE="http://127.0.0.1:9/v1",
        PRACTICE_MODEL_TIMEOUT="5",
    )
    [result] = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert (result["status"], result["scores"]) == ("not_graded", {})
    assert result["problem"]


def test_unusable_input_names_line_and_field_and_writes_nothing() -> None:
    broken = lines(ITEM, {**ITEM, "id": "two", "language": "klingon"}, ITEM) + "not json\n"
    done = practice("grade", text=broken)
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 2: field 'language'" in done.stderr
    assert "line 3: field 'id': 'one' stands at line 1" in done.stderr
    assert "line 4: not JSON" in done.stderr


def test_an_unknown_rubric_names_the_known() -> None:
    done = practice("grade", "--rubric", "nonsense", text=lines(ITEM))
    assert done.returncode == 2
    assert "frontline" in done.stderr


def test_a_rubric_file_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: {en: A}\nnonsense: 1\n")
    done = practice("grade", "--rubric", str(path), text=lines(ITEM))
    assert done.returncode == 2
    assert "mine.yaml, line 2: key 'nonsense'" in done.stderr


def test_the_table_shows_words_that_look_like_markup_as_they_are() -> None:
    done = practice("grade", "--format", "table", text=lines({**ITEM, "id": "[red]x[/red]"}))
    assert "[red]x" in done.stdout
