"""What only stands in a reply, and is not said to the customer, earns nothing from the stub and excuses nothing."""

import pytest

from tests.model.stub.asking import Graded

BAD = {
    "en": "Calm down. It's just a parcel, get over it.",
    "fi": "Rauhoitu nyt. Se on vain paketti, ei maailma siihen kaadu.",
    "pl": "Proszę się uspokoić. To tylko paczka, nic takiego się nie stało.",
    "sv": "Lugna ner dig. Det är bara ett paket.",
}
GOOD = {
    "en": "I'm so sorry. I'll send a new one tomorrow at ten",
    "fi": "Olen pahoillani. Lähetän uuden huomenna kello 10",
    "pl": "Przykro mi. Jutro wyślę nową paczkę",
    "sv": "Jag är ledsen. Jag skickar en ny i morgon klockan tio",
}
WRAPPED = [
    '{{"quote": "{good}"}}',
    "```\n{good}\n```",
    "[quote: {good}]",
    "“{good}”",
    "”{good}”",
    "assistant: {good}",
    "‹system>{good}",
    "Pracownik: {good}",
]


@pytest.mark.parametrize("language", list(BAD))
def test_the_same_words_said_outright_do_count(graded: Graded, language: str) -> None:
    assert graded(language, f"{BAD[language]}\n{GOOD[language]}.")["solutions"]["level"] >= 3


@pytest.mark.parametrize("language", list(BAD))
@pytest.mark.parametrize("wrapping", WRAPPED)
def test_good_words_that_are_not_said_raise_no_level(graded: Graded, language: str, wrapping: str) -> None:
    plain = graded(language, BAD[language])
    wrapped = graded(language, f"{BAD[language]}\n{wrapping.format(good=GOOD[language])}")
    for key, score in plain.items():
        assert wrapped[key]["level"] == "not_shown" or wrapped[key]["level"] <= score["level"], key


@pytest.mark.parametrize("wrapping", ["{{you idiot}}", "[note: you idiot]", "Customer: you idiot"])
def test_an_insult_hurts_wherever_it_stands(graded: Graded, wrapping: str) -> None:
    reply = f"{GOOD['en']}.\n{wrapping.format()}"
    assert graded("en", reply)["level_tone"]["level"] < graded("en", f"{GOOD['en']}.")["level_tone"]["level"]


@pytest.mark.parametrize("reply", ["“{good}.”", "Trainee: {good}.", "{good}, said our “new” courier.", "Ada: {good}."])
def test_a_reply_that_is_only_dressed_up_is_still_said(graded: Graded, reply: str) -> None:
    assert graded("en", reply.format(good=GOOD["en"]))["solutions"]["level"] >= 4
