"""What a model answered is kept, and given back to the same question without the model."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practice.domain.fence import fenced
from practice.errors import ModelUnavailable, NotRecorded
from practice.model.port import Message, ModelRequest, Role
from practice.services.recording import Occasion, RecordingModel, ReplayingModel, request_key
from tests.fakes import QueuedModel

MODEL = "openai/some"
ONCE = Occasion("frontline.yaml::en::warm", 1)


def question(reply: str = "I am sorry.") -> ModelRequest:
    messages = (Message("system", "You grade."), Message("user", fenced({"reply": reply})))
    return ModelRequest(Role.GRADER, messages, 0, 900, schema={"type": "object"}, schema_name="grade", seed=3)


def recorded(folder: Path, *answers: str, occasion: Occasion = ONCE) -> None:
    model = RecordingModel(QueuedModel(MODEL).will_say(*answers), folder, occasion)
    for _ in answers:
        model.complete(question())


def replaying(folder: Path, occasion: Occasion = ONCE) -> ReplayingModel:
    return ReplayingModel(MODEL, folder, occasion)


def test_an_answer_comes_back_to_the_same_question_whatever_the_tag_of_its_fence(tmp_path: Path) -> None:
    recorded(tmp_path, "Level 4.")
    assert question().messages != question().messages
    answer = replaying(tmp_path).complete(question())
    assert (answer.text, answer.model, answer.usage.prompt_tokens) == ("Level 4.", MODEL, 10)
    assert [piece.text for piece in replaying(tmp_path).stream(question())] == ["Level 4."]


@pytest.mark.parametrize(
    "change",
    [
        lambda request: question("I am not sorry."),
        lambda request: replace(request, messages=request.messages[1:]),
        lambda request: replace(request, temperature=0.5),
        lambda request: replace(request, max_tokens=901),
        lambda request: replace(request, schema={"type": "array"}),
        lambda request: replace(request, schema_name="verdict"),
        lambda request: replace(request, seed=4),
    ],
    ids=["words", "messages", "temperature", "max_tokens", "schema", "schema_name", "seed"],
)
def test_another_question_is_not_recorded(tmp_path: Path, change: Callable[[ModelRequest], ModelRequest]) -> None:
    recorded(tmp_path, "Level 4.")
    with pytest.raises(NotRecorded, match=r"not recorded: no answer of openai/some .*prompt"):
        replaying(tmp_path).complete(change(question()))


def test_another_model_and_another_repeat_are_another_question(tmp_path: Path) -> None:
    recorded(tmp_path, "Level 4.")
    with pytest.raises(NotRecorded):
        ReplayingModel("openai/other", tmp_path, ONCE).complete(question())
    with pytest.raises(NotRecorded):
        replaying(tmp_path, Occasion(ONCE.about, 2)).complete(question())


def test_repeats_are_kept_apart(tmp_path: Path) -> None:
    twice = Occasion(ONCE.about, 2)
    recorded(tmp_path, "Level 4.")
    recorded(tmp_path, "Level 2.", occasion=twice)
    assert replaying(tmp_path).complete(question()).text == "Level 4."
    assert replaying(tmp_path, twice).complete(question()).text == "Level 2."


def test_a_file_says_where_its_answer_comes_from_in_a_set_order(tmp_path: Path) -> None:
    recorded(tmp_path, "Poziom 4: życzliwie.")
    [path] = tmp_path.iterdir()
    assert path.name == f"{request_key(MODEL, question(), 1)}.json"
    assert "życzliwie" in path.read_text(encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert list(kept) == ["about", "repeat", "model", "date", "asked", "sent", "usage", "text"]
    assert (kept["about"], kept["repeat"], kept["model"]) == (ONCE.about, 1, MODEL)
    assert kept["date"] == datetime.now(UTC).date().isoformat()
    assert kept["asked"] == {"temperature": 0, "max_tokens": 900, "schema_name": "grade", "seed": 3}
    assert kept["sent"] == {"temperature": 0}


def test_the_newest_answer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    recorded(tmp_path, "Level 4.", "Level 5.")
    assert replaying(tmp_path).complete(question()).text == "Level 5."
    assert len(list(tmp_path.iterdir())) == 1


def test_a_streamed_answer_is_kept_too(tmp_path: Path) -> None:
    model = RecordingModel(QueuedModel(MODEL).will_say("Level 4."), tmp_path, ONCE)
    assert "".join(piece.text for piece in model.stream(question())) == "Level 4. "
    assert replaying(tmp_path).complete(question()).text == "Level 4."


def test_a_failure_is_passed_on_and_not_kept(tmp_path: Path) -> None:
    model = RecordingModel(QueuedModel(MODEL).will_say(ModelUnavailable("gone")), tmp_path, ONCE)
    with pytest.raises(ModelUnavailable):
        model.complete(question())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_holds_no_recording_is_named(tmp_path: Path) -> None:
    recorded(tmp_path, "Level 4.")
    [path] = tmp_path.iterdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(NotRecorded, match=path.name):
        replaying(tmp_path).complete(question())
