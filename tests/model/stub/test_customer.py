import re
from typing import Any

import pytest

from practice.domain.fence import fenced
from practice.domain.stock import Move
from practice.model.port import Message, ModelRequest, Role
from practice.model.stub.model import StubModel
from tests.model.stub.asking import Tried

TONE = {
    "en": ["I paid for the window, so where is it?", "That window is still broken."],
    "fi": ["Maksoin ikkunasta, missä se on?", "Ikkuna on yhä rikki."],
    "pl": ["Okno jest opłacone, gdzie ono jest?", "To okno jest nadal zepsute."],
}
QUOTED = {"en": ("“", "”"), "fi": ("”", "”"), "pl": ("„", "”")}
STEP = {"en": "A new window on Friday", "fi": "uusi ikkuna perjantaina", "pl": "nowe okno w piątek"}


def case(language: str, move: Move = Move.DEMAND, **changed: object) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "task": "speak",
        "language": language,
        "noticed": [],
        "mood": {},
        "hidden_need": None,
        "most_words": 40,
    }
    return {**plain, "move": move.value, "tone": TONE[language], **changed}


def spoken(given: dict[str, Any], before: tuple[Message, ...] = (), trainee: str = "Hm.", seed: int | None = 1) -> str:
    asked = Message("user", f"{trainee}\n\n{fenced(given)}")
    request = ModelRequest(Role.CUSTOMER, (*before, asked), temperature=0.8, max_tokens=200, seed=seed)
    return StubModel().complete(request).text


def evened(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_it_says_the_same_in_the_same_turn(language: str) -> None:
    assert spoken(case(language), seed=3) == spoken(case(language), seed=3)


def test_it_can_say_something_else_with_another_seed(language: str) -> None:
    assert len({spoken(case(language), seed=seed) for seed in range(20)}) > 1


def test_it_speaks_the_scenarios_lines_first(language: str) -> None:
    assert spoken(case(language)) in TONE[language]


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("noticed", [[], [{"event": "stock_phrase_only", "words": "Hm."}]])
@pytest.mark.parametrize("tone_lines", [0, 1, 2])
def test_it_never_repeats_itself_in_many_turns_of_one_move(
    language: str, move: Move, noticed: list[dict[str, str]], tone_lines: int
) -> None:
    talk: tuple[Message, ...] = (Message("assistant", TONE[language][0]),)
    for _ in range(12):
        given = case(language, move, tone=TONE[language][:tone_lines], noticed=noticed)
        line = spoken(given, talk)
        said = [evened(message.content) for message in talk if message.role == "assistant"]
        assert evened(line)
        assert evened(line) not in said
        talk = (*talk, Message("user", "Hm."), Message("assistant", line))


@pytest.mark.parametrize("most_words", [3, 6, 10, 40])
def test_it_keeps_to_the_words_allowed(language: str, most_words: int, replies: list[Tried]) -> None:
    for tried in replies:
        noticed = [{"event": "concrete_step", "words": tried.reply}, {"event": "talks_down", "words": tried.reply[:30]}]
        for move in Move:
            line = spoken(case(language, move, most_words=most_words, noticed=noticed), trainee=tried.reply)
            assert 0 < len(line.split()) <= most_words


def test_it_echoes_the_trainees_words_in_the_quotation_marks_of_the_language(language: str) -> None:
    opening, closing = QUOTED[language]
    given = case(language, noticed=[{"event": "concrete_step", "words": STEP[language]}])
    lines = [spoken(given, seed=seed) for seed in range(40)]
    echoed = [line for line in lines if STEP[language][1:] in line]
    assert echoed
    assert all(f"{opening}{STEP[language][0].upper()}{STEP[language][1:]}{closing}" in line for line in echoed)
    assert any(STEP[language][1:] not in line for line in lines)


def test_it_does_not_echo_a_long_speech(language: str) -> None:
    speech = " ".join(["word"] * 15)
    given = case(language, noticed=[{"event": "concrete_step", "words": speech}])
    assert all(speech not in spoken(given, seed=seed) for seed in range(20))


def test_it_reacts_to_harm_before_anything_good(language: str) -> None:
    noticed = [{"event": "concrete_step", "words": STEP[language]}, {"event": "insult", "words": "Hm."}]
    for seed in range(20):
        line = spoken(case(language, noticed=noticed), seed=seed)
        assert STEP[language][1:] not in line
        assert line not in TONE[language]


def test_it_thanks_without_a_word_about_what_hurt(language: str) -> None:
    noticed = [{"event": "insult", "words": "Hm."}]
    for seed in range(10):
        assert spoken(case(language, Move.THANK_GRUDGINGLY, noticed=noticed), seed=seed) in TONE[language]


def test_it_leaves_without_a_word_about_anything_good(language: str) -> None:
    noticed = [{"event": "concrete_step", "words": STEP[language]}]
    for move in (Move.LEAVE, Move.ESCALATE):
        for seed in range(10):
            assert spoken(case(language, move, noticed=noticed), seed=seed) in TONE[language]


def test_it_passes_over_events_it_has_no_words_for(language: str) -> None:
    assert spoken(case(language, noticed=[{"event": "something_new", "words": "Hm."}])) in TONE[language]
