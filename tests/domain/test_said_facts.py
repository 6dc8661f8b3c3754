"""A customer's line holds no number, day, month or name that nobody has stated."""

import pytest

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.said_facts import RULE, FactBook, FactWatch, facts_of_texts
from practice.domain.speech import Released, SpeechGate
from practice.library import Library
from tests.conftest import ROOT

EN, FI, PL, SV = Language
FACTS = "Today is Thursday. Order 48213 of 4 March, 149 euros, by Monday at 2 in the afternoon."


@pytest.fixture(scope="module")
def book() -> FactBook:
    return Library(ROOT).fact_book


def _say(book: FactBook, language: Language, line: str, *known: str, said: str = "") -> Released:
    gate = SpeechGate({}, 60, (), [FactWatch(book, facts_of_texts(book, known, [said]), language)])
    first = gate.feed(line)
    last = Released("") if first.over else gate.finish()
    return Released(first.text + last.text, first.broken or last.broken)


@pytest.mark.parametrize(
    ("language", "shown", "invented"),
    [
        (EN, "I paid", "200 euros for it."),
        (EN, "I paid", "€159."),
        (EN, "It is order", "48214 I mean."),
        (EN, "Bring it on", "Sunday then."),
        (EN, "Bring it on", "sunday then."),
        (EN, "I ordered it in", "June, you know."),
        (EN, "I have waited", "nine days."),
        (EN, "It is", "twenty-five already."),
        (EN, "My dog", "Rex ate it."),
        (EN, "Your colleague, that", "Susan, told me."),
        (EN, "I’m from", "Bristol, love."),
        (EN, "My dog", "*Rex* ate it."),
        (FI, "Maksoin", "200 euroa."),
        (FI, "Tuokaa se", "sunnuntaina."),
        (FI, "Tilasin sen", "kesäkuussa."),
        (FI, "Odotin", "yhdeksän päivää."),
        (FI, "Niin se", "Pekka teiltä sanoi."),
        (FI, "Asun", "Tampereella."),
        (PL, "To było", "200 euro."),
        (PL, "Proszę przywieźć w", "niedzielę."),
        (PL, "Zamówiłem to w", "czerwcu."),
        (PL, "Czekam już", "dziewięć dni."),
        (PL, "Tak mówił ten", "Krzysztof od was."),
        (PL, "Mieszkam w", "Gdańsku."),
        (SV, "Jag betalade", "200 euro."),
        (SV, "Kom med den på", "söndag."),
        (SV, "Jag beställde i", "juni."),
        (SV, "Jag har väntat", "nio dagar."),
        (SV, "Det sa ju", "Birgitta hos er."),
        (SV, "Jag bor i", "Göteborg."),
    ],
)
def test_a_line_ends_before_what_nobody_has_stated(
    book: FactBook, language: Language, shown: str, invented: str
) -> None:
    assert _say(book, language, f"{shown} {invented}", FACTS) == Released(shown, broken=RULE)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (EN, "Thursday already, and order 48213 from March the 4th, 149 euros, due monday!"),
        (FI, "Tilaus 48213, 149 euroa, neljäs maaliskuuta, maanantaiksi, ja nyt on torstai."),
        (PL, "Zamówienie 48213, 149 euro, z marca, na poniedziałek, a dziś czwartek."),
        (SV, "Order 48213, 149 euro, från mars, till måndagen, och nu är det torsdag."),
    ],
)
def test_what_was_stated_in_english_may_be_said_in_every_language(
    book: FactBook, language: Language, line: str
) -> None:
    assert _say(book, language, line, FACTS) == Released(line)


@pytest.mark.parametrize("known", ["1,200 euros", "1.200 euros", "1 200 euros", "1\u00a0200 euros", "1200 euros"])
@pytest.mark.parametrize("said", ["1,200", "1.200", "1 200", "1\u00a0200", "1200", "€1,200.", "1200€", "1,200eur"])
def test_a_large_number_may_be_written_in_another_way(book: FactBook, known: str, said: str) -> None:
    line = f"It was {said}, you know"
    assert _say(book, EN, line, known) == Released(line)
    assert _say(book, EN, f"It was {said.replace('2', '3')}, you know", known).broken == RULE


def test_parts_that_are_known_do_not_make_a_large_number_known(book: FactBook) -> None:
    for amount in ("2,149 euros", "2,149eur"):
        assert _say(book, EN, f"It was {amount}", "2 of them, 149 euros") == Released("It was", broken=RULE)


def test_a_number_of_many_thousands_may_be_written_in_parts(book: FactBook) -> None:
    for line in ("Order 1 048 213, please", "Order 1,048,213, please"):
        assert _say(book, EN, line, "Order 1048213.") == Released(line)


@pytest.mark.parametrize("known", ["at 2 in the afternoon", "at 2 pm", "at 02:00 pm"])
def test_an_hour_of_the_afternoon_may_be_told_by_either_clock(book: FactBook, known: str) -> None:
    for line in ("by 14.00, right", "by 14:00, right", "by 14, right", "by 2, right"):
        assert _say(book, EN, line, known) == Released(line)
    assert _say(book, EN, "by 16.00, right", known).broken == RULE


def test_an_hour_of_the_morning_may_have_a_nought_in_front(book: FactBook) -> None:
    assert _say(book, FI, "Siis klo 09.00, niinkö", "From 9 in the morning.").broken is None
    assert _say(book, EN, "From 9, you mean", "From 09:00.").broken is None
    assert _say(book, FI, "Siis klo 08.00, niinkö", "From 9 in the morning.").broken == RULE


def test_one_and_two_are_no_facts(book: FactBook) -> None:
    for line in ("Give me one reason, or 2, or 1", "At 0 euros"):
        assert _say(book, EN, line) == Released(line)


@pytest.mark.parametrize(
    ("language", "word", "digits"),
    [
        *((EN, word, digits) for word, digits in (("seven", "7"), ("twelve", "12"), ("fifty", "50"))),
        *(
            (FI, word, digits)
            for word, digits in (("seitsemän", "7"), ("kahdentoista", "12"), ("viidenkymmenen", "50"))
        ),
        *((PL, word, digits) for word, digits in (("siedmiu", "7"), ("dwanaście", "12"), ("pięćdziesięciu", "50"))),
        *((SV, word, digits) for word, digits in (("sju", "7"), ("tolv", "12"), ("femtio", "50"))),
    ],
)
def test_a_number_may_be_written_out_or_in_digits(book: FactBook, language: Language, word: str, digits: str) -> None:
    for known, said in ((word, digits), (digits, word)):
        assert _say(book, language, f"ok {said} ok", known).broken is None
    for said in (word, digits):
        assert _say(book, language, f"ok {said} ok", "3 things").broken == RULE


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_a_day_in_one_language_is_the_same_day_in_another(book: FactBook, language: Language) -> None:
    friday = {EN: "friday", FI: "perjantaina", PL: "piątek", SV: "fredagen"}
    april = {EN: "april", FI: "huhtikuussa", PL: "kwietnia", SV: "april"}
    for known, other in ((friday, april), (april, friday)):
        for told in known.values():
            for word in (known[language], known[language].capitalize()):
                assert _say(book, language, f"ok {word} ok", told).broken is None
            assert _say(book, language, f"ok {other[language]} ok", told).broken == RULE


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        (FI, "Mikan Mikaa Mikalle Mikalta Mikasta Lehtisen Lehtistä Lehtiselle Lehtisestä Kimin Kimille Kimiltä"),
        (PL, "Marcina Marcinowi Marcinem Marcinie Wolskiego Wolskiemu Wolskim Anny Annie Annę Marka Markiem Nowakiem"),
        (SV, "Mikas Lehtinens Annas"),
        (EN, "Mika's Lehtinen’s Anna's Annas"),
    ],
)
def test_a_known_name_may_be_inflected(book: FactBook, language: Language, forms: str) -> None:
    known = "The customer is Mika Lehtinen. Kim, Anna, Marek Nowak and Marcin Wolski work here."
    for form in forms.split():
        assert _say(book, language, f"ok {form} ok", known) == Released(f"ok {form} ok"), form


def test_a_known_word_may_be_written_with_a_capital_and_inflected(book: FactBook) -> None:
    for language, line, known in (
        (PL, "leży w Sortowni od dawna", "sortownia"),
        (FI, "missä Kaukoputken paketti", "kaukoputki"),
        (EN, "read the Review again", "a review"),
    ):
        assert _say(book, language, line, known) == Released(line)


def test_a_name_that_only_begins_like_a_known_one_is_invented(book: FactBook) -> None:
    for name in ("Leo", "Marianna", "Karen"):
        assert _say(book, EN, f"ask {name} then", "Mika Lehtinen. Kim, Marek and Anna.").broken == RULE, name


@pytest.mark.parametrize(
    "line",
    [
        "No. Listen to me! Really? Yes… Well then.",
        "So: Listen. They say – Soon. Or — Never.",
        "You wrote “Soon” to me, and then (Maybe) nothing.",
        'You wrote "Soon" to me, and then "Maybe later".',
        "Your mail says „Wait” and »Hello«.",
        "He said “no.” Then nothing.",
        "Fine,\nGoodbye\n\nGreetings",
        "Listen",
        "  Listen",
    ],
)
def test_a_capital_that_begins_a_sentence_or_a_quotation_is_no_name(book: FactBook, line: str) -> None:
    assert _say(book, EN, line) == Released(line.lstrip())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (EN, "So I say, and I'm right, and I’ve said, and I'd say, OK, Sir"),
        (EN, "in English, at Christmas, dear Team"),
        (FI, "miksi Te ette vastaa, kun Teiltä ja Teidän"),
        (PL, "dlaczego Państwo, i Pan, i Pani, i Wasz, i Was, i Ci"),
        (SV, "varför svarar Ni inte, Er butik, hos Ert, Du"),
    ],
)
def test_polite_and_other_customary_capitals_are_no_names(book: FactBook, language: Language, line: str) -> None:
    assert _say(book, language, line) == Released(line)


def test_shouting_is_no_name_but_still_holds_no_new_number(book: FactBook) -> None:
    assert _say(book, EN, "I WANT IT NOW, and I SAID SO!").broken is None
    assert _say(book, EN, "well, NINE DAYS!") == Released("well,", broken=RULE)


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_what_the_trainee_said_may_be_said_back(book: FactBook, language: Language) -> None:
    line = "so Susan, 42 and 17.30"
    assert _say(book, language, line, FACTS).broken == RULE
    assert _say(book, language, line, FACTS, said="I am Susan, number 42, until 17.30.") == Released(line)


def test_a_number_of_absurd_length_is_read_like_any_other(book: FactBook) -> None:
    long = "9" * 5000
    assert _say(book, EN, f"so {long} it is", said=long).broken is None


def test_nothing_is_ever_held_back_for_a_fact(book: FactBook) -> None:
    watch = FactWatch(book, book.of((FACTS,)), EN)
    gate = SpeechGate({}, 60, (), [watch])
    assert [gate.feed(piece).text for piece in ("Well ", "then ", "Monday ", "Tuesday ")] == [
        "Well",
        " then",
        " Monday",
        "",
    ]


def test_facts_of_several_texts_are_all_known(book: FactBook) -> None:
    both = facts_of_texts(book, ["Order 48213, Monday"], ["Anna, nine"])
    line = "no, Anna and nine and 48213 on Monday"
    gate = SpeechGate({}, 60, (), [FactWatch(book, both, EN)])
    assert gate.feed(f"{line} ").text == line


def test_the_first_word_of_a_line_may_not_be_a_new_number_or_day(book: FactBook) -> None:
    assert _say(book, EN, "Sunday it is.", FACTS) == Released("", broken=RULE)
    assert _say(book, EN, "Nine days!", FACTS) == Released("", broken=RULE)
