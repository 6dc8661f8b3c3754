"""The gate with watches: they look at each word before it is shown, and may hold words back."""

import pytest

from practice.domain.language import Language
from practice.domain.said_facts import FactWatch, facts_of_texts
from practice.domain.said_language import LanguageWatch
from practice.domain.speech import Released, SpeechGate, Token, Watch, forbidden_phrases
from practice.library import Library
from tests.domain.test_speech import LABELS, LINES, PHRASES, SAID, cuttings, say


class WordWatch:
    """A watch as plain as can be: one word breaks it, and it is undecided for the first words of a line."""

    def __init__(self, rule: str, word: str, undecided_for: int = 0) -> None:
        self._rule, self._word, self._undecided_for, self._seen = rule, word, undecided_for, 0

    @property
    def undecided(self) -> bool:
        return self._seen < self._undecided_for

    def broken_by(self, token: Token) -> str | None:
        self._seen += len(token.words)
        return self._rule if self._word in token.words else None


def _watched(*watches: Watch, most_words: int = 12) -> SpeechGate:
    return SpeechGate(forbidden_phrases(PHRASES, SAID), most_words, LABELS, watches)


def _real_watches(library: Library) -> tuple[Watch, ...]:
    book = library.fact_book
    facts = facts_of_texts(book, ["Order 48213, 149 euros, on Monday."], ["I am Anna."])
    return (LanguageWatch(library.speech_rules.little_words, Language.EN), FactWatch(book, facts, Language.EN))


@pytest.mark.parametrize(
    "line",
    [
        *LINES,
        "No, Anna, I paid 149 euros on Monday, and it is gone.",
        "No, Anna, I paid 1 500 euros on Monday, and it is gone.",
        "Hm, Sunday it is, then.",
        "Well—then, it's Tuesday!",
        "Mulla on nyt mitta täynnä, ja te ette vastaa.",
        'Daniel: "Jag har väntat i en vecka nu och det räcker."',
        'You wrote "Soon" to me,\nNothing since. Rex waits.',
    ],
)
def test_what_watches_see_comes_out_the_same_however_the_words_are_cut(library: Library, line: str) -> None:
    whole = say([line], _watched(*_real_watches(library)))
    for pieces in cuttings(line):
        assert say(pieces, _watched(*_real_watches(library))) == whole, pieces


def test_a_line_ends_before_the_word_that_breaks_a_watch() -> None:
    released = say(["Well, it is the ", "thing, I say."], _watched(WordWatch("no_things", "thing")))
    assert released == Released("Well, it is the", broken="no_things")


def test_while_a_watch_is_undecided_nothing_is_shown_and_then_all_at_once() -> None:
    gate = _watched(WordWatch("no_things", "thing", undecided_for=3))
    assert [gate.feed(f"{word} ").text for word in ("Well", "I", "wait", "here")] == ["", "", "Well I wait", " here"]


def test_a_line_that_breaks_a_watch_while_one_is_undecided_shows_nothing() -> None:
    undecided = WordWatch("no_things", "thing", undecided_for=3)
    assert say(["Well thing it is"], _watched(undecided)) == Released("", broken="no_things")
    other = WordWatch("never", "never", undecided_for=3)
    assert say(["Well thing it is"], _watched(other, WordWatch("no_things", "thing"))) == Released(
        "", broken="no_things"
    )


def test_words_held_by_an_undecided_watch_are_let_go_when_the_line_ends() -> None:
    assert say(["Well, ", "hm"], _watched(WordWatch("no_things", "thing", undecided_for=9))) == Released("Well, hm")


def test_every_watch_sees_every_word() -> None:
    """The first to be broken names the rule."""
    first, second = WordWatch("first", "one"), WordWatch("second", "two")
    assert say(["now two and one"], _watched(first, second)) == Released("now", broken="second")
    assert say(["now one and two"], _watched(WordWatch("first", "one"), WordWatch("second", "two"))).broken == "first"


def test_the_start_of_a_phrase_still_waits_when_every_watch_is_decided() -> None:
    gate = _watched(WordWatch("no_things", "thing", undecided_for=1))
    assert gate.feed("Well, how can ").text == "Well,"
    assert gate.feed("I wait? ").text == " how can I wait?"


def test_a_watch_that_is_broken_while_a_phrase_waits_lets_the_waiting_words_go() -> None:
    assert say(["Well, how can thing be"], _watched(WordWatch("no_things", "thing"))) == Released(
        "Well, how can", broken="no_things"
    )


def test_a_forbidden_phrase_counts_while_a_watch_is_undecided() -> None:
    gate = _watched(WordWatch("no_things", "thing", undecided_for=9))
    assert say(["how can I help you"], gate) == Released("", broken="offers_help")


def test_a_line_can_be_long_enough_while_a_watch_is_undecided() -> None:
    gate = _watched(WordWatch("no_things", "thing", undecided_for=9), most_words=3)
    assert say(["one and two. And more."], gate) == Released("one and two.", full=True)


def test_what_is_taken_off_a_line_is_not_watched() -> None:
    assert say(["Daniel: I wait."], _watched(WordWatch("no_names", "daniel"))) == Released("I wait.")
