"""The shipped customers are as hard to please as real ones: good and bad trainees, played against the built-in stub."""

import pytest

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.realism import Trial, findings
from practice.library import Library, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.realism import Players
from practice.services.voices import Voices
from tests.conftest import ROOT

LIBRARY = Library(ROOT)
PLAYERS = Players(LIBRARY, Answering(LIBRARY, Voices(dict.fromkeys(Role, StubModel()))))
SEEDS = (1, 2, 3)


def _trials(key: str, language: Language) -> list[Trial]:
    document = LIBRARY.scenario_document(key)
    scenario = read_scenario(document.text, str(document.path))
    return [PLAYERS.trial(key, scenario, language, seed) for seed in SEEDS]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
@pytest.mark.parametrize("key", [document.key for document in LIBRARY.scenarios()])
def test_a_customer_reacts_as_a_real_one_would(key: str, language: Language) -> None:
    trials = _trials(key, language)
    assert len(trials) == len(SEEDS)
    assert [f"{f.check}: {f.detail}" for trial in trials for f in findings(trial) if not f.held] == []
