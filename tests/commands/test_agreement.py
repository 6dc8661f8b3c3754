"""`practice agreement`: labels in, figures out, with reasons where there are none."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from practice.domain.document import read_document
from practice.domain.rubric import Rubric
from practice.library import Library
from practice.services.assembly import assemble
from practice.settings import Settings
from practice.store.person import PersonRole
from tests.agreement_examples import MADE_UP
from tests.commands.run import practice_here
from tests.services.talk import begin

CRITERIA = ["calmness", "empathy", "solutions", "level_tone"]
DOWN = {"PRACTICE_API_BASE": "http://127.0.0.1:9/v1", "PRACTICE_MODEL_TIMEOUT": "5"}


def told(*arguments: str, code: int = 0, text: str | None = None, **environment: str) -> dict[str, Any]:
    done = practice_here("agreement", *arguments, text=text, **environment)
    assert done.returncode == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_holds_all_that_was_promised() -> None:
    found = told(str(MADE_UP))
    assert found["grader"] == {"rubric": "frontline", "model": "stub"}
    assert [one["criterion"] for one in found["overall"]["criteria"]] == CRITERIA
    calmness = found["overall"]["criteria"][0]
    assert list(calmness) == [
        "criterion", "n", "coverage", "kappa", "kappa_single", "ceiling", "alpha", "mae", "constant", "bias",
        "confusion", "shown",
    ]  # fmt: skip
    assert calmness["coverage"] == {"labelled": 28, "graded": 28, "share": 1.0}
    assert calmness["kappa"]["interval"]["low"] < calmness["kappa"]["value"] < calmness["kappa"]["interval"]["high"]
    assert sum(map(sum, calmness["confusion"])) == calmness["n"]
    assert {group["by"] for group in found["groups"]} == {"language", "channel", "flagged"}
    assert list(found["worst"][0]) == [
        "id", "criterion", "reference", "level", "difference", "reply", "quote", "reason",
    ]  # fmt: skip
    assert [found[key] for key in ("against", "recalibration", "kept", "teach")] == [None] * 4


def test_the_same_labels_give_the_same_figures_again_from_standard_input_and_as_many_processes() -> None:
    text = MADE_UP.read_text(encoding="utf-8")
    many = text + text.replace('"id": "', '"id": "again-')
    assert told("-", text=many, code=0) == told("-", "--jobs", "1", text=many)


def test_the_table_shows_every_part_and_words_that_look_like_markup_as_they_are() -> None:
    text = MADE_UP.read_text(encoding="utf-8").replace('"id": "sv-1"', '"id": "[red]x[/red]"')
    arguments = ("--format", "table", "--against-model", "stub", "--recalibrate", "--propose-teach", "1")
    done = practice_here("agreement", "-", *arguments, text=text, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    for part in (
        "stub by rubric frontline, beside 2 raters (made-up-anna, made-up-olli), on 28 replies",
        "people ↓ grader →",
        "something to judge by",
        "farthest apart",
        "[red]x[/red]",
        "flagged no",
        "B is better where kappa rises and error falls",
        "no labelled score differs between A and B",
        "recalibration of calmness: ",
        "    use: teach",
    ):
        assert part in done.stdout, part


def test_levels_that_were_changed_are_told(tmp_path: Path) -> None:
    one, *rest = MADE_UP.read_text(encoding="utf-8").splitlines()
    reply = json.loads(one)
    by = reply["labels"]["made-up-anna"]
    by["calmness"] = {"level": by["calmness"], "first": 6 - by["calmness"] if by["calmness"] != 3 else 1}
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join([json.dumps(reply), *rest]), encoding="utf-8")
    assert (told(str(MADE_UP))["changed"], told(str(path))["changed"]) == (0, 1)
    done = practice_here("agreement", str(path), "--format", "table", COLUMNS="200")
    assert "levels that their raters changed when they could see what others say: 1; " in done.stdout


def test_a_second_rubric_is_compared_on_the_same_replies(tmp_path: Path, library: Library) -> None:
    """The stub judges by the criteria it knows, so one that has another name gets no level from it."""
    text = library.rubric_document("frontline").text
    path = tmp_path / "second.yaml"
    path.write_text(text.replace("key: empathy", "key: warmth").replace("empathy:", "warmth:"), encoding="utf-8")
    against = told(str(MADE_UP), "--against", str(path))["against"]
    assert against["grader"] == {"rubric": "second", "model": "stub"}
    by = {one["criterion"]: one for one in against["criteria"]}
    assert (by["empathy"]["n"], by["empathy"]["kappa_difference"]["value"]) == (0, None)
    assert by["calmness"]["kappa_difference"] == {"value": 0.0, "interval": {"low": 0.0, "high": 0.0}, "lacking": None}
    assert against["flips"] == []


def test_a_second_grader_that_is_down_leaves_nothing_to_compare_and_exit_3() -> None:
    found = told(str(MADE_UP), "--against-model", "openai/anything", code=3, **DOWN)
    assert found["not_graded"] == []
    assert (found["against"]["only_a"], found["against"]["criteria"][0]["n"]) == (28, 0)


def test_a_grader_that_is_down_makes_no_number_and_exit_3() -> None:
    found = told(str(MADE_UP), "--model", "openai/anything", code=3, **DOWN)
    assert len(found["not_graded"]) == 28
    assert all(one["problem"] for one in found["not_graded"])
    assert {one["kappa"]["value"] for one in found["overall"]["criteria"]} == {None}
    assert found["overall"]["mean"]["coverage"]["share"] == 0.0


def test_a_recalibration_is_shown_with_its_reason_and_its_order() -> None:
    found = told(str(MADE_UP), "--recalibrate")["recalibration"]
    assert [one["criterion"] for one in found] == CRITERIA
    for one in found:
        levels = [step["level"] for step in one["recalibration"]["steps"]]
        assert levels == sorted(levels)
        better = one["recalibration"]["mae_after"] < one["recalibration"]["mae_before"]
        assert one["why"]
        assert better or not one["applies"]


KEEP = ("-", "--recalibrate", "--keep")
#: Criterion -> whether `harsher_people` let it be kept, and applied.
BY_CRITERION = {
    "calmness": (True, False),
    "empathy": (True, True),
    "solutions": (False, False),
    "level_tone": (False, False),
}


def harsher_people() -> str:
    """Labels by people who see a level less empathy than the stub, as much calmness, and who stop early."""
    replies = [json.loads(line) for line in MADE_UP.read_text(encoding="utf-8").splitlines()]
    items = [{key: value for key, value in one.items() if key != "labels"} for one in replies]
    lines = "\n".join(map(json.dumps, items))
    graded = practice_here("grade", "--format", "jsonl", text=lines).stdout.splitlines()
    labelled: list[dict[str, Any]] = []
    for item, scores in zip(items, (json.loads(line)["scores"] for line in graded), strict=True):
        given = {key: scores[key]["score"] for key in ("calmness", "empathy") if scores[key]["score"]}
        if "empathy" in given:
            given["empathy"] = max(1, given["empathy"] - 1)
        if len([one for one in labelled if "solutions" in one]) < 5 and scores["solutions"]["score"]:
            given["solutions"] = 3
        labelled.append({**item, **given})
    again = [
        {**{key: value for key, value in one.items() if key != "solutions"}, "id": f"again-{one['id']}"}
        for one in labelled
    ]
    return "\n".join(map(json.dumps, [*labelled, *again]))


def test_each_criterion_tells_what_is_kept_and_how_to_undo_it(database_url: str) -> None:
    labels = harsher_people()
    kept = told(*KEEP, text=labels, DATABASE_URL=database_url)["kept"]
    assert (kept["rubric"], kept["version"], kept["grader"]) == ("frontline", 1, "stub")
    found = {one["criterion"]: (one["kept"], one["applied"], one["before"]) for one in kept["criteria"]}
    assert found == {key: (*expected, False) for key, expected in BY_CRITERION.items()}
    assert kept["talks"] == {"rubric": "frontline", "grader": "stub", "moved": True}
    assert (kept["fitted_without"], kept["undo"]) == (0, "practice recalibration off frontline")
    shown = practice_here(
        "agreement", *KEEP, "--format", "table", text=labels, COLUMNS="200", DATABASE_URL=database_url
    ).stdout
    for line in (
        "kept for rubric frontline version 1 and grader stub:",
        "- empathy: kept, and applied from the next grade on in place of the one kept before",
        "- calmness: kept, not applied: the fit moves no level",
        "- solutions: nothing to keep: 5 replies with both levels; 20 are needed",
        "to switch it off: practice recalibration off frontline [CRITERION]",
    ):
        assert line in shown, line
    assert "talks that begin now" not in shown


def test_the_grader_is_measured_raw_whatever_is_kept(database_url: str) -> None:
    labels = harsher_people()
    first, second = (told(*KEEP, text=labels, DATABASE_URL=database_url) for _ in range(2))
    assert [one["before"] for one in second.pop("kept")["criteria"]] == [False, True, False, False]
    assert first.pop("kept")
    assert first["overall"]["criteria"][1]["bias"]["value"] > 0
    assert first == second


def test_a_talk_by_the_same_rubric_and_grader_is_moved(settings: Settings, database_url: str) -> None:
    done = practice_here("agreement", *KEEP, text=harsher_people(), DATABASE_URL=database_url)
    assert done.returncode == 0, done.stderr
    services = assemble(settings.model_copy(update={"stub_word_ms": 0}))
    services.worker.start()
    try:
        talk = begin(services, services.people.called("Alice", PersonRole.TRAINEE))
        talk.exchange("I am sorry that your parcel is late, and I understand that you are angry.")
        grade = talk.view.turns[1].grade
    finally:
        services.worker.stop()
        services.database.close()
    score = grade.score("empathy") if grade else None
    assert score is not None
    assert score.level is not None
    assert score.recalibrated_from == score.level + 1


def test_where_talks_are_graded_otherwise_it_is_said_why_they_are_not_moved(
    migrated_sqlite: Path, tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "frontline.yaml"
    path.write_text(library.rubric_document("frontline").text + "\n# Edited.\n", encoding="utf-8")
    database = shutil.copy(migrated_sqlite, tmp_path / "practice.db")
    given = {"DATABASE_URL": f"sqlite:///{database}", "PRACTICE_GRADER_REPEATS": "3", "text": harsher_people()}
    done = practice_here(
        "agreement", *KEEP, "--model", "stub", "--rubric", str(path), "--format", "table", COLUMNS="200", **given
    )
    assert done.returncode == 0, done.stderr
    assert (
        f"talks that begin now are graded by grader stub ×3, not stub and by another text of rubric frontline "
        f"({library.rubric_document('frontline').path}): their levels are not moved by it"
    ) in done.stdout


def test_replies_without_a_grade_are_told_beside_what_was_fitted_without_them(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    database = shutil.copy(migrated_sqlite, tmp_path / "practice.db")
    given = {**DOWN, "DATABASE_URL": f"sqlite:///{database}"}
    arguments = (str(MADE_UP), "--model", "openai/anything", "--recalibrate", "--keep", "--format")
    kept = told(*arguments, "json", code=3, text=None, **given)["kept"]
    assert (kept["version"], kept["fitted_without"], kept["undo"]) == (None, 28, None)
    shown = practice_here("agreement", *arguments, "table", COLUMNS="200", **given).stdout
    assert "nothing was kept:\n- calmness: nothing to keep: 0 replies with both levels; 20 are needed" in shown
    assert "replies that could not be graded, so that this is fitted without them: 28" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--keep",), "--keep keeps what --recalibrate fits: give both"),
        (("--keep", "--recalibrate"), "run `practice db upgrade`"),
    ],
)
def test_what_could_not_be_kept_is_refused_before_anything_is_graded(arguments: tuple[str, ...], words: str) -> None:
    done = practice_here("agreement", str(MADE_UP), "--model", "openai/anything", *arguments, **DOWN)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_what_it_proposes_to_teach_can_be_pasted_and_is_then_left_out(tmp_path: Path, library: Library) -> None:
    found = told(str(MADE_UP), "--propose-teach", "2")["teach"]
    assert len(found["proposals"]) == 2
    path = tmp_path / "taught.yaml"
    path.write_text(library.rubric_document("frontline").text.rstrip() + "\n\n" + found["yaml"], encoding="utf-8")
    extended = read_document(path.read_text(encoding="utf-8"), "taught.yaml", Rubric)
    assert [example.id for example in extended.examples[-2:]] == [one["id"] for one in found["proposals"]]
    again = told(str(MADE_UP), "--rubric", str(path))
    assert sorted(again["taught"]) == sorted(one["label_id"] for one in found["proposals"])
    assert again["overall"]["replies"] == 26


def test_labels_that_the_rubric_teaches_all_are_refused(tmp_path: Path, library: Library) -> None:
    rubric = read_document(library.rubric_document("frontline").text, "frontline.yaml", Rubric)
    taught = next(example for example in rubric.examples if example.use == "teach")
    item = {"id": "a", "language": "en", "channel": "email", "situation": "s", "customer": "c", "reply": taught.reply}
    done = practice_here("agreement", "-", text=json.dumps({**item, "calmness": 3}))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "standard input: every reply is a teach example of the rubric; label replies that it does not show"
        in done.stderr
    )


def test_unusable_labels_are_told_by_line_and_key_and_nothing_is_graded() -> None:
    broken = MADE_UP.read_text(encoding="utf-8").replace('"calmness": 4', '"calmness": 9', 1) + "{}\n"
    done = practice_here("agreement", "-", text=broken)
    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input, line 1: key 'labels.made-up-anna.calmness': must be a whole number" in done.stderr
    assert "standard input, line 29: key 'id': is missing; add it" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.csv",), "nowhere.csv: cannot be read: No such file or directory"),
        ((str(MADE_UP), "--rubric", "nonsense"), "no rubric called 'nonsense'; known: frontline"),
        ((str(MADE_UP), "--against", "none.yaml"), "--against none.yaml: cannot be read: "),
        ((str(MADE_UP), "--propose-teach", "0"), "0 is not in the range 1<=x<=50"),
    ],
)
def test_what_cannot_be_found_is_named(arguments: tuple[str, ...], words: str) -> None:
    done = practice_here("agreement", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
