"""A line in another language than the talk's is stopped before anything of it is shown."""

from itertools import permutations

import pytest

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.said_language import RULE, LanguageWatch
from practice.domain.speech import Released, SpeechGate
from practice.library import Library
from tests.conftest import ROOT

LITTLE_WORDS = Library(ROOT).speech_rules.little_words
LONGEST_HOLD = 5
ANGRY = {
    Language.EN: [
        "You have been telling me the same thing for a week, and I'm sick of it.",
        "What is it that you people don't understand about this?",
        "It's your mistake, so why should I be the one who pays for it?",
    ],
    Language.FI: [
        "Nyt mulla on mitta täynnä, kun kukaan teillä ei vastaa mitään.",
        "Miten tämä voi olla näin vaikeaa, kun asia on ihan selvä?",
        "Mä en odota enää päivääkään, koska te ette ole tehneet yhtään mitään.",
    ],
    Language.PL: [
        "Od tygodnia słyszę to samo i mam już tego po prostu dość.",
        "Jak to jest możliwe, że nikt mi nie odpisał na żaden list?",
        "To jest wasz błąd, więc dlaczego ja mam za niego płacić?",
    ],
    Language.SV: [
        "Jag har hört samma sak i en hel vecka nu och det räcker.",
        "Vad är det som ni inte förstår när jag säger det rakt ut?",
        "Det är ert fel, så varför ska jag behöva betala för det?",
    ],
}
PAIRS = [(talk, said, line) for talk, said in permutations(TALK_LANGUAGES, 2) for line in ANGRY[said]]
OWN = [(language, line) for language, lines in ANGRY.items() for line in lines]


def _watch(language: Language) -> LanguageWatch:
    return LanguageWatch(LITTLE_WORDS, language)


def _say(language: Language, line: str) -> Released:
    gate = SpeechGate({}, 60, (), [_watch(language)])
    first = gate.feed(line)
    last = Released("") if first.over else gate.finish()
    return Released(first.text + last.text, first.broken or last.broken)


@pytest.mark.parametrize(("talk", "said", "line"), PAIRS)
def test_a_line_in_another_language_is_stopped_before_anything_is_shown(
    talk: Language, said: Language, line: str
) -> None:
    assert _say(talk, line) == Released("", broken=RULE)


@pytest.mark.parametrize(("language", "line"), OWN)
def test_a_line_in_the_language_of_the_talk_comes_out_whole(language: Language, line: str) -> None:
    assert _say(language, line) == Released(line)


@pytest.mark.parametrize(("language", "line"), OWN)
def test_the_own_language_is_never_held_longer_than_five_words(language: Language, line: str) -> None:
    gate, shown = SpeechGate({}, 60, (), [_watch(language)]), ""
    for number, word in enumerate(line.split(), start=1):
        shown += gate.feed(f"{word} ").text
        assert number < LONGEST_HOLD or len(shown.split()) == number


def test_the_first_word_that_only_the_own_language_has_lets_all_go() -> None:
    gate = SpeechGate({}, 60, (), [_watch(Language.EN)])
    assert [gate.feed(f"{word} ").text for word in ("Honestly,", "now", "the", "parcel")] == [
        "",
        "Honestly, now",
        " the",
        " parcel",
    ]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_words_of_no_known_language_are_held_for_five_words_and_then_shown(language: Language) -> None:
    gate = SpeechGate({}, 60, (), [_watch(language)])
    assert [gate.feed(f"hm{number} ").text for number in range(1, 7)] == ["", "", "", "", "hm1 hm2 hm3 hm4 hm5", " hm6"]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_a_short_line_that_gives_no_language_away_is_shown_when_it_ends(language: Language) -> None:
    assert _say(language, "Hmm… Pfff!") == Released("Hmm… Pfff!")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.EN, "Your “Föreningen för Det Är Ju Så” never answers."),
        (Language.EN, "So your Michał Wójcik from Łódź told me."),
        (Language.EN, "Michał Wójcik, Łódź. Ring a bell?"),
        (Language.FI, "Teidän “The Best of the Best” ei pidä paikkaansa."),
        (Language.FI, "Åsa Ångström lupasi minulle muuta."),
        (Language.PL, "To wasze „The Best for You” to kpina."),
        (Language.PL, "Hämäläinen i Åkerström mi to obiecali."),
        (Language.SV, "Ert ”The Best for You” är ju ett skämt."),
        (Language.SV, "Michał Wójcik lovade mig det i måndags."),
    ],
)
def test_a_quoted_foreign_name_is_fine(language: Language, line: str) -> None:
    assert _say(language, line) == Released(line)


def test_a_word_that_two_languages_share_does_not_prove_the_right_one() -> None:
    """`i` is English, Polish and Swedish."""
    assert _say(Language.EN, "I går var det någon annan som svarade.") == Released("", broken=RULE)


def test_the_same_foreign_word_twice_counts_once() -> None:
    """`ja` is Finnish and Polish, and a Swede may say it twice."""
    assert _say(Language.SV, "Ja ja, skratta lite!").broken is None


def test_letters_of_another_language_count_where_the_word_is_no_name() -> None:
    assert _say(Language.EN, "gdzież są łóżka").broken == RULE
    assert _say(Language.EN, "Gdzież Są Łóżka").broken is None


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_a_line_that_goes_over_into_another_language_is_ended(language: Language) -> None:
    for other in set(TALK_LANGUAGES) - {language}:
        own = ANGRY[language][0]
        released = _say(language, f"{own} {' '.join(ANGRY[other] * 2)}")
        assert released.broken == RULE
        assert released.text.startswith(own)


def test_languages_that_no_talk_is_held_in_are_foreign_too() -> None:
    assert _say(Language.EN, "Ich habe das nicht bestellt.") == Released("", broken=RULE)
