from typing import Any

from tests.model.stub.asking import Asked

NAMES = [
    {"key": "calmness", "name": "Calmness"},
    {"key": "empathy", "name": "Empathy"},
    {"key": "humour", "name": "Humour"},
]
REPLIES = {
    "en": ("I hear that your bike was stolen.", "Hm, whatever."),
    "fi": ("Ymmärrän, että pyöräsi on varastettu.", "Ihan sama."),
    "pl": ("Rozumiem, że rower skradziono.", "Wszystko mi jedno."),
}


def case(language: str, *levels: dict[str, Any]) -> dict[str, Any]:
    replies = [
        {"number": number, "customer": "", "reply": reply, "levels": given}
        for number, (reply, given) in enumerate(zip(REPLIES[language], levels, strict=True), start=1)
    ]
    return {"task": "debrief", "language": language, "outcome": "left", "criteria": NAMES, "replies": replies}


def test_it_takes_the_strength_and_the_priorities_from_the_levels(asked: Asked, language: str) -> None:
    good, bad = REPLIES[language]
    answer = asked(
        case(language, {"calmness": 4, "empathy": 5, "humour": 3}, {"calmness": 1, "empathy": 2, "humour": 3})
    )
    assert answer["strength"]["quote"] in good
    assert [point["criterion"] for point in answer["priorities"]] == ["calmness", "empathy"]
    assert all(point["quote"] in bad and point["text"] for point in answer["priorities"])


def test_it_finds_no_strength_where_there_is_none(asked: Asked, language: str) -> None:
    assert asked(case(language, {"calmness": 2}, {"calmness": 3}))["strength"] is None


def test_it_has_no_priority_where_all_went_well(asked: Asked, language: str) -> None:
    assert asked(case(language, {"calmness": 4, "empathy": 5}, {"calmness": 5, "empathy": 4}))["priorities"] == []


def test_it_leaves_out_what_was_not_graded(asked: Asked, language: str) -> None:
    answer = asked(case(language, {"calmness": "not_graded"}, {"calmness": "not_shown"}))
    assert answer == {"strength": None, "priorities": []}


def test_it_speaks_of_a_criterion_it_does_not_know_by_its_name(asked: Asked, language: str) -> None:
    answer = asked(case(language, {"humour": 1}, {"humour": 5}))
    assert "Humour" in answer["strength"]["text"]
    assert "Humour" in answer["priorities"][0]["text"]


def test_it_writes_in_the_language_of_the_case(asked: Asked) -> None:
    texts = {asked(case(lang, {"calmness": 1}, {"calmness": 1}))["priorities"][0]["text"] for lang in REPLIES}
    assert len(texts) == len(REPLIES)
