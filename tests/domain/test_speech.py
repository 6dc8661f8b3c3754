"""The gate between a model's words and the trainee's eyes."""

import random
from collections.abc import Iterator

import pytest

from practice.domain.speech import Released, SpeechGate, forbidden_phrases
from practice.domain.words import bare_words

PHRASES = [("as an AI", "assistants_voice"), ("how can I help", "offers_help"), ("model językowy", "assistants_voice")]
SAID = ["Ten days! I want my telescope now. Why?", "Nobody answers me"]
LABELS = ("Daniel Harris", "Daniel", "customer")
LINES = [
    "So, day ten. You promised two.",
    "  Hello  there,\n\nis anybody  in? ",
    "How can I say it any clearer — how can I?",
    "Is it as an example or as an apology?",
    "“Two days”, says your “site”. Really?",
    "“Ten whole days.”",
    '"Daniel: I have had enough."',
    "**Daniel Harris:** I have had enough.",
    "Daniel speaking, hello.",
    "I said: as an AI you would know.",
    "Fine.How can I help you with that?",
    "As—an AI, I cannot",
    "Jestem zły. Model\u00a0językowy jestem",
    "You say how can I help",
    "Well, I want my telescope now. Today.",
    "one two three four five six seven eight nine ten. Eleven twelve",
    "one, " * 30,
    "",
    " \n ",
    "Customer:",
    "as an",
    "📦 gone? 🙃",
]


def _gate(most_words: int = 12) -> SpeechGate:
    return SpeechGate(forbidden_phrases(PHRASES, SAID), most_words, LABELS)


def say(pieces: list[str], gate: SpeechGate | None = None) -> Released:
    """Everything that came out, with how it ended."""
    gate = gate or _gate()
    out = ""
    for piece in pieces:
        released = gate.feed(piece)
        out += released.text
        if released.over:
            return Released(out, released.broken, released.full)
    released = gate.finish()
    return Released(out + released.text, released.broken, released.full)


def cuttings(text: str) -> Iterator[list[str]]:
    yield [text]
    yield list(text)
    yield [*(part + " " for part in text.split(" ")[:-1]), text.split(" ")[-1]]
    yield [" " * (number > 0) + part for number, part in enumerate(text.split(" "))]
    for seed in range(25):
        chance = random.Random(seed)
        cuts = sorted(chance.sample(range(len(text) + 1), min(len(text), chance.randint(0, 12))))
        yield [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


@pytest.mark.parametrize("line", LINES)
def test_the_same_comes_out_however_the_words_are_cut(line: str) -> None:
    for pieces in cuttings(line):
        assert "".join(pieces) == line
        assert say(pieces) == say([line]), pieces


@pytest.mark.parametrize("line", LINES)
def test_no_cutting_lets_a_forbidden_phrase_through(line: str) -> None:
    phrases = set(forbidden_phrases(PHRASES, SAID))
    for pieces in cuttings(line):
        words = bare_words(say(pieces).text)
        runs = {words[start:end] for start in range(len(words)) for end in range(start, len(words) + 1)}
        assert not runs & phrases


LONG_LINE = "I wait, and wait, and nobody here tells me when it comes or what I"


@pytest.mark.parametrize(
    "line",
    [
        "So, day ten. You promised two.",
        "How can I say it? As an example!",
        "A\n\nnew line",
        "„Cytat” w środku nie",
        "📦?",
    ],
)
def test_a_clean_line_comes_out_whole_and_unchanged(line: str) -> None:
    assert say([line]) == Released(line)


def test_white_space_around_the_line_is_dropped() -> None:
    assert say(["  \n", " Well", " then", ". \n\n"]).text == "Well then."


def test_a_clean_line_is_delayed_by_one_word_at_most() -> None:
    line = "Nobody told me anything, and now the party is tomorrow."
    gate, shown = _gate(), ""
    for number, character in enumerate(line):
        shown += gate.feed(character).text
        complete = line[: number + 1].rpartition(" ")[0].rstrip()
        assert shown == complete


def test_only_the_possible_start_of_a_phrase_waits() -> None:
    gate = _gate()
    assert gate.feed("Well, how can ").text == "Well,"
    assert gate.feed("I ").text == ""
    assert gate.feed("wait? ").text == " how can I wait?"


@pytest.mark.parametrize(
    ("line", "shown", "rule"),
    [
        ("As an AI, I cannot.", "", "assistants_voice"),
        ("Look, AS AN “ai” I", "Look,", "assistants_voice"),
        ("Look. How\ncan\u00a0I   help?", "Look.", "offers_help"),
        ("Well — how can I help", "Well —", "offers_help"),
        ("Well…how can I help", "", "offers_help"),
        ("how — can — I — help", "", "offers_help"),
        ("how can how can I help", "how can", "offers_help"),
        ("Jestem model je\u0328zykowy", "Jestem", "assistants_voice"),
    ],
)
def test_a_line_ends_before_a_forbidden_phrase(line: str, shown: str, rule: str) -> None:
    assert say([line]) == Released(shown, broken=rule)


def test_a_phrase_inside_other_words_is_no_phrase() -> None:
    assert say(["He was an AI? Basan AIr. Has an air."]).broken is None


def test_a_sentence_said_before_is_not_said_again() -> None:
    assert say(["Listen. I WANT my telescope, now! Hm."]) == Released("Listen.", broken="repetition")
    assert say(["I want my telescope back."]).broken is None


def test_a_short_sentence_may_be_said_again() -> None:
    assert say(["Ten days! Why? Nobody answers me."]).broken is None


def test_a_sentence_of_four_words_counts_as_repetition_and_one_of_three_does_not() -> None:
    forbidden = forbidden_phrases([], ["One two three four. One two three."])
    assert forbidden == {("one", "two", "three", "four"): "repetition"}


def test_a_phrase_keeps_its_own_rule_when_it_was_also_said_before() -> None:
    assert forbidden_phrases([("how can I help", "offers_help")], ["How can I help?"]) == {
        ("how", "can", "i", "help"): "offers_help"
    }


def test_a_phrase_comes_before_its_rule() -> None:
    assert forbidden_phrases([("as an AI", "voice"), ("…", "nothing")], []) == {("as", "an", "ai"): "voice"}


def test_the_line_ends_with_the_sentence_in_which_it_gets_too_long() -> None:
    line = "one two three four five. six seven eight nine ten. eleven twelve."
    assert say([line], _gate(8)) == Released("one two three four five. six seven eight nine ten.", full=True)
    assert say(["one two three four five six seven eight!” nine"], _gate(8)).text.endswith("eight!”")


def test_a_sentence_without_an_end_is_cut_at_half_as_much_again() -> None:
    released = say(["word, " * 30], _gate(8))
    assert released.full
    assert released.text == "word, " * 11 + "word…"


def test_dashes_and_smileys_are_not_counted_as_words() -> None:
    assert not say(["one — two 🙂 — three 🙂 — four."], _gate(5)).full


def test_nothing_more_comes_out_once_it_is_over() -> None:
    gate = _gate()
    assert gate.feed("Well, how can I help you? Gladly so. ").over
    assert gate.feed("More words here. ") == Released("")
    assert gate.finish() == Released("")


def test_an_empty_answer_is_empty() -> None:
    assert say([]) == Released("")
    assert say(["", " ", "\n"]) == Released("")


def test_a_partial_phrase_at_the_end_is_let_go() -> None:
    assert say(["Tell me, how can I"]) == Released("Tell me, how can I")


def test_what_no_database_takes_is_taken_out() -> None:
    assert say(["We\0ll", " then \ud83d", "\ude00."]).text == "Well then 😀."


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Daniel: I wait.", "I wait."),
        ("daniel harris: I wait.", "I wait."),
        ("**Customer:** I wait.", "I wait."),
        ("**Customer**: I wait.", "I wait."),
        ("Customer : I wait.", "Customer : I wait."),
        ('Daniel: "I wait."', "I wait."),
        ('"Daniel: I wait."', "I wait."),
        ("Daniel here, I wait.", "Daniel here, I wait."),
        ("Daniel Craig: no.", "Daniel Craig: no."),
        ("Listen: I wait.", "Listen: I wait."),
        ("I told Daniel: no.", "I told Daniel: no."),
        ("Daniel Harris", "Daniel Harris"),
        ("Daniel:", ""),
    ],
)
def test_a_name_in_front_is_taken_off_and_nothing_else_is(line: str, shown: str) -> None:
    assert say([line]).text == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('"I wait."', "I wait."),
        ("„Czekam.”", "Czekam."),
        ("”Odotan.”", "Odotan."),
        ("«I wait.»", "I wait."),
        ('" I wait. "', "I wait."),
        ('"I wait" - he said "again".', '"I wait" - he said "again".'),
        ("„Jeszcze dziś”. Na papierze może i tak.", "„Jeszcze dziś”. Na papierze może i tak."),
        (f'"{LONG_LINE}"', LONG_LINE),
        ('I "wait".', 'I "wait".'),
        ("'Cause I don't wait.", "'Cause I don't wait."),
        ('""', ""),
        ('"', ""),
    ],
)
def test_quotation_marks_around_the_line_are_taken_off(line: str, shown: str) -> None:
    for pieces in cuttings(line):
        assert say(pieces).text == shown


def test_without_labels_a_name_stays() -> None:
    gate = SpeechGate({}, 40)
    assert say(["Daniel: I wait."], gate).text == "Daniel: I wait."
