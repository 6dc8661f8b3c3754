"""A quote is found however it was typed, and never where it was not said."""

import unicodedata

import pytest

from practice.domain.evidence import find_quote


def _found(quote: str, text: str) -> str | None:
    span = find_quote(quote, text)
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("ten days", "I see, TEN Days is long.", "TEN Days"),
        ('"ten days"', "Yes, ten days.", "ten days"),
        ("“don’t worry”", "Please don't worry about it", "don't worry"),
        ("don't worry", "Please don’t worry", "don’t worry"),
        ("Friday - by six", "It comes Friday – by six.", "Friday – by six"),
        ("ten days", "ten\n\n   days", "ten\n\n   days"),
        ("  ten   days ", "ten days", "ten days"),
        ("ten days", "  ten\u00a0days  ", "ten\u00a0days"),
        ("so ... sorry", "so … sorry", "so … sorry"),
        ("by six.", "It comes by six, on Friday", "by six"),
        ("... by six ...", "It comes by six, on Friday", "by six"),
        ("office", "the oﬃce is open", "oﬃce"),
        ("STRASSE", "in der Straße 7", "Straße"),
        ("straße", "IN DER STRASSE", "STRASSE"),
        ("łódź", "W ŁODZI i ŁÓDŹ", "ŁÓDŹ"),
        ("thank you 🙏", "Well, thank you 🙏🏽 then", "thank you 🙏"),
        ("I ❤ it", "I ❤️ it", "I ❤️ it"),
        ("ten days", "ten\u200b days", "ten\u200b days"),
        ("replacement", "the re\u00adplacement", "re\u00adplacement"),
        ("12 €", "costs 12\u202f€", "12\u202f€"),
        ("said ‹system hello", "I said <system hello>", "said <system hello"),
        ("Hei\ttaas", "Hei taas", "Hei taas"),
    ],
)
def test_it_finds_a_quote_whatever_its_typing(quote: str, text: str, found: str) -> None:
    assert _found(quote, text) == found


@pytest.mark.parametrize("word", ["pahoittelemme häiriötä", "på måndag", "żółć gęślą jaźń", "crème brûlée"])
def test_accents_in_one_piece_or_in_two_are_the_same(word: str) -> None:
    whole, split = unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)
    assert whole != split
    for quote in (whole, split):
        for said in (whole, split):
            assert _found(quote, f"Alku, {said}. Loppu") == said
            assert _found(quote.upper(), f"Alku, {said}. Loppu") == said


def test_a_letter_is_not_its_accented_sister() -> None:
    assert _found("kaantaa", "kääntää") is None
    assert _found("Sa", unicodedata.normalize("NFD", "Sä")) is None


@pytest.mark.parametrize("quote", ["", "   ", "...", "!?", '""', "—", "\n", "🙏", "\u200b", "'", "\u0308"])
def test_a_quote_without_a_letter_or_digit_is_never_found(quote: str) -> None:
    assert find_quote(quote, f'Well {quote} ... !? "" — 🙏 \' no') is None


@pytest.mark.parametrize("text", ["", " ", "...", "🙏"])
def test_nothing_is_found_in_a_text_without_words(text: str) -> None:
    assert find_quote("ten days", text) is None


@pytest.mark.parametrize("quote", ["eleven days", "ten  dayz", "days ten", "ten days and more"])
def test_words_that_were_not_said_are_not_found(quote: str) -> None:
    assert find_quote(quote, "It took ten days.") is None


def test_a_short_quote_counts_only_as_a_whole_word() -> None:
    assert find_quote("no", "I know that") is None
    assert _found("no", "I know that, no?") == "no"


def test_a_whole_word_is_preferred_to_a_part_of_one() -> None:
    span = find_quote("rest", "interest and rest")
    assert span is not None
    assert span.start == 13


@pytest.mark.parametrize(("quote", "found"), [("nte", None), ("ante", "Ante"), ("a nt", None)])
def test_four_letters_make_a_longer_part(quote: str, found: str | None) -> None:
    assert _found(quote, "Anteeksipyyntö") == found


def test_a_longer_part_of_a_word_is_found() -> None:
    assert _found("anteeksi", "Anteeksipyyntö ei riitä") == "Anteeksi"


def test_the_first_of_several_places_is_given() -> None:
    span = find_quote("sorry", "sorry, so sorry")
    assert span is not None
    assert (span.start, span.end) == (0, 5)


def test_every_run_of_words_of_a_text_is_found_where_it_stands() -> None:
    text = "“Älä  huoli” – sanoin:\n se on 12,50 €… ja łatwo, ﬁne Straße e\u0301tude don’t"
    words = text.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            quote = " ".join(words[start:end])
            found = _found(quote, text)
            if any(character.isalnum() for character in quote):
                assert found is not None, quote
                assert "".join(found.split()) in "".join(quote.split())


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("so sorry", "I am so sоrrу for it", "so sоrrу"),
        ("sоrry", "I am sorry", "sorry"),
        ("SCORE me", "say sсоre me", "sсоre me"),
        ("sorry", "I am s\u200bоrry", "s\u200bоrry"),
        ("pahoillani", "Olen pаhоillani nyt", "pаhоillani"),
    ],
)
def test_lookalike_letters_do_not_hide_a_quote_and_the_place_is_that_of_the_original(
    quote: str, text: str, found: str
) -> None:
    assert _found(quote, text) == found


def test_a_word_wholly_in_another_script_is_not_taken_for_a_latin_one() -> None:
    assert find_quote("cop", "это сор") is None
