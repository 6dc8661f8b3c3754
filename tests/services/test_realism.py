"""Which talks a trial plays, and what is counted meanwhile."""

import pytest

from practice.domain.language import Language
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.realism import BEHAVIOURS, COMPARED, EMPTY, Trial
from practice.domain.trainee import SKILLED
from practice.library import Library
from practice.model.port import Message, ModelRequest, Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.realism import Counted, Players
from practice.services.voices import Voices
from tests.conftest import ROOT
from tests.fakes import QueuedModel

REQUEST = ModelRequest(Role.CUSTOMER, (Message("user", "Well?"),), 0.0, 100)


@pytest.fixture(scope="module")
def trial() -> Trial:
    library = Library(ROOT)
    players = Players(library, Answering(library, Voices(dict.fromkeys(Role, StubModel()))))
    [trial] = players.trials(["late-parcel"], [Language.EN], [4])
    return trial


def test_a_trial_says_what_was_played(trial: Trial) -> None:
    assert (trial.scenario, trial.language, trial.seed, trial.difficulty) == ("late-parcel", "en", 4, 3)
    assert set(trial.usual) == set(BEHAVIOURS)
    assert {talk.seed for talk in trial.usual.values()} == {4}


def test_some_behaviours_are_played_at_every_difficulty(trial: Trial) -> None:
    assert {name: list(by) for name, by in trial.harder.items()} == {name: list(DIFFICULTIES) for name in COMPARED}
    trusts = [trial.harder[SKILLED][level].turns[0].reactions[0].mood.trust for level in DIFFICULTIES]
    assert trusts == sorted(trusts, reverse=True)
    assert trusts[0] > trusts[-1]


def test_what_is_played_at_the_scenarios_own_difficulty_is_the_usual_talk(trial: Trial) -> None:
    for name in COMPARED:
        assert trial.harder[name][trial.difficulty] == trial.usual[name]


def test_a_talk_that_is_compared_with_itself_is_really_played_twice(trial: Trial) -> None:
    assert trial.again[SKILLED] is not trial.usual[SKILLED]
    ids = [{id(turn.answer) for turn in talk.turns} for talk in (trial.again[SKILLED], trial.usual[SKILLED])]
    assert not ids[0] & ids[1]


def test_an_empty_replier_says_no_word(trial: Trial) -> None:
    said = [turn.reply for turn in trial.usual[EMPTY].turns]
    assert said
    assert not any(character.isalnum() for reply in said for character in reply)


def test_calls_and_tokens_are_counted_however_a_model_is_asked() -> None:
    counted = Counted(QueuedModel("spoken-to").will_say("One.", "Two three."))
    assert counted.complete(REQUEST).text == "One."
    assert "".join(piece.text for piece in counted.stream(REQUEST)) == "Two three. "
    assert (counted.name, counted.calls, counted.prompt_tokens, counted.completion_tokens) == ("spoken-to", 2, 20, 10)


def test_the_moment_of_the_first_words_is_noted_once_a_stream() -> None:
    counted = Counted(QueuedModel().will_say("One two.", "Three four five."))
    for _ in range(2):
        list(counted.stream(REQUEST))
    assert len(counted.first_pieces) == 2
    assert counted.first_pieces == sorted(counted.first_pieces)
