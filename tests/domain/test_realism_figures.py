"""What customers did in many simulated talks, counted."""

import pytest

from practice.domain.conversation import Outcome, SpeechCheck
from practice.domain.realism_figures import ASSISTANT, INVENTED, REPEATED, figures
from practice.domain.said_facts import RULE as INVENTED_FACT
from practice.domain.simulation import over_many
from practice.domain.speech import forbidden_phrases
from practice.library import Library
from tests.domain.examples import simulated_turn, simulation


def _broken(*rules: str, fell_back: bool = False) -> SpeechCheck:
    return SpeechCheck(retried=True, fell_back=fell_back, broken_rules=rules)


def test_shares_are_of_all_turns_of_all_talks() -> None:
    one = simulation(
        turns=[
            simulated_turn(1, 60, text="One.", check=_broken(INVENTED)),
            simulated_turn(2, 60, text="Two.", check=_broken(REPEATED, fell_back=True)),
            simulated_turn(3, 60, text="Three.", check=_broken("offers_help", "wrong_language")),
        ]
    )
    twice = _broken(REPEATED)
    other = simulation(turns=[simulated_turn(1, 60, text="Four.", check=twice), simulated_turn(2, 60, text="Five.")])
    found = figures("rude", [one, other])
    assert (found.behaviour, found.many) == ("rude", over_many([one, other]))
    assert found.repeated == pytest.approx(2 / 5)
    assert found.invented == found.assistants_voice == found.other_rules == pytest.approx(1 / 5)
    assert found.fell_back == pytest.approx(1 / 5)
    assert found.shown_again == 0


def test_a_rule_broken_twice_in_one_turn_counts_once() -> None:
    talk = simulation(turns=[simulated_turn(1, 60, check=_broken(INVENTED, INVENTED)), simulated_turn(2, 60)])
    assert figures("rude", [talk]).invented == pytest.approx(1 / 2)


def test_every_way_to_sound_like_an_assistant_counts_as_that() -> None:
    turns = [simulated_turn(number, 60, check=_broken(rule)) for number, rule in enumerate(ASSISTANT, 1)]
    found = figures("rude", [simulation(turns=turns)])
    assert (found.assistants_voice, found.other_rules) == (1, 0)


def test_the_rules_counted_by_name_are_the_ones_that_lines_are_held_to(library: Library) -> None:
    assert {rule.rule for rule in library.speech_rules.rules} >= ASSISTANT
    assert INVENTED == INVENTED_FACT
    assert set(forbidden_phrases([], ["I want my telescope now."]).values()) == {REPEATED}


def test_words_are_counted_per_turn() -> None:
    talk = simulation(turns=[simulated_turn(1, 60, text="It's late — too late."), simulated_turn(2, 60, text="No!")])
    assert figures("rude", [talk]).words_per_turn == pytest.approx((4 + 1) / 2)


def test_a_whole_line_shown_again_in_the_same_talk_counts_whatever_its_punctuation() -> None:
    lines = ["Where is it?", "Well.", "where is it", "Where IS it…"]
    talk = simulation(turns=[simulated_turn(number, 60, text=line) for number, line in enumerate(lines, 1)])
    assert figures("rude", [talk]).shown_again == pytest.approx(2 / 4)
    alone = [simulation(turns=[simulated_turn(1, 60, text="Well.")])] * 3
    assert figures("rude", alone).shown_again == 0


def test_the_earliest_calm_is_that_of_the_quickest_talk() -> None:
    assert figures("rude", [simulation(60, 50, 30), simulation(60, 30), simulation(60)]).earliest_calm == 2
    assert figures("rude", [simulation(60)]).earliest_calm is None


def test_only_those_who_left_walked_out() -> None:
    talks = [simulation(90, outcome=outcome) for outcome in (*Outcome, Outcome.LEFT)]
    assert figures("rude", talks).walked_out == pytest.approx(2 / 5)


def test_without_any_talk_there_are_no_figures() -> None:
    with pytest.raises(ValueError, match=r"."):
        figures("rude", [])
