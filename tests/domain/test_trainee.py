"""Trainees that a program plays."""

import pytest

from practice.domain.document import read_document
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.realism import BEHAVIOURS
from practice.domain.scenario import Scenario
from practice.domain.trainee import SKILLED, Trainee, scripted
from practice.errors import BadDocument
from practice.library import Library, read_scenario

RUDE = """\
brief: Be rude.
replies:
  en: [Calm down., So what?]
  fi: [Rauhoitu., Entä sitten?]
  pl: [Spokojnie., I co z tego?]
  sv: [Lugna dig., Än sen?]
"""


@pytest.fixture
def scenario(library: Library) -> Scenario:
    document = library.scenario_document("late-parcel")
    return read_scenario(document.text, document.key)


def _read(text: str) -> Trainee:
    return read_document(text, "rude.yaml", Trainee)


def test_a_behaviour_says_its_own_replies_in_order_in_the_language_of_the_talk(scenario: Scenario) -> None:
    assert scripted(_read(RUDE), scenario, Language.FI) == ["Rauhoitu.", "Entä sitten?"]
    assert scripted(_read(RUDE), scenario, Language.SV) == ["Lugna dig.", "Än sen?"]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_one_without_replies_goes_each_scenarios_good_way(
    library: Library, scenario: Scenario, language: Language
) -> None:
    assert scripted(_read("brief: Be good."), scenario, language) == scenario.good_way.in_language(language)
    assert scripted(library.trainee(SKILLED), scenario, language) == scenario.good_way.in_language(language)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (RUDE.replace("brief: Be rude.\n", ""), "key 'brief': is missing"),
        (RUDE.replace("  pl: [Spokojnie., I co z tego?]\n", ""), "key 'replies.pl': is missing"),
        (RUDE.replace("[Lugna dig., Än sen?]", "[]"), "key 'replies.sv': must have at least one entry"),
        (f"{RUDE}mood: bad\n", "key 'mood': is not known here"),
    ],
)
def test_a_slip_in_a_trainee_is_told(text: str, complaint: str) -> None:
    with pytest.raises(BadDocument, match=complaint):
        _read(text)


def test_only_the_skilled_one_has_no_replies_of_its_own(library: Library) -> None:
    without = {document.key for document in library.trainees() if library.trainee(document.key).replies is None}
    assert without == {SKILLED}
    assert {document.key for document in library.trainees()} <= set(BEHAVIOURS)
