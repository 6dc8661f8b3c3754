import pytest

from tests.model.stub.asking import Asked

PEOPLE = {
    "en": ({"name": "Ann Miller", "called": ["madam", "lady"]}, {"name": "Tom Miller", "called": ["sir", "gentleman"]}),
    "fi": ({"name": "Anna Laine", "called": ["rouva"]}, {"name": "Teemu Laine", "called": ["herra"]}),
}


def noticed(asked: Asked, language: str, reply: str, **more: object) -> list[str]:
    """What the lady notices."""
    me, other = PEOPLE[language]
    case = {"task": "appraise", "language": language, "channel": "shop_counter", "customer": "", "reply": reply}
    return [event["event"] for event in asked({**case, "me": me, "other": other, **more})["events"]]


@pytest.mark.parametrize(
    ("language", "passed_by", "not_passed_by"),
    [
        (
            "en",
            ["Good morning, sir.", "Mr Tom, here you are."],
            [
                "Good morning, madam.",
                "Sir, madam, good morning.",
                "Sir, one at a time, please.",
                "Good morning, Miller.",
            ],
        ),
        (
            "fi",
            ["Hyvää huomenta, herra.", "Teemulle tuli paketti."],
            ["Hyvää huomenta, rouva.", "Herra ja rouva, huomenta.", "Herra, yksi kerrallaan.", "Huomenta, Laine."],
        ),
    ],
)
def test_one_of_two_notices_being_passed_by(
    asked: Asked, language: str, passed_by: list[str], not_passed_by: list[str]
) -> None:
    for reply in passed_by:
        assert "ignores_me" in noticed(asked, language, reply), reply
        assert "ignores_me" not in noticed(asked, language, reply, me=None, other=None)
    for reply in not_passed_by:
        assert "ignores_me" not in noticed(asked, language, reply), reply


@pytest.mark.parametrize(
    ("language", "against", "not_against"),
    [
        (
            "en",
            [
                "The gentleman was first.",
                "Madam, you pushed in.",
                "Madam, the gentleman is right.",
                "Sir. It's your turn.",
            ],
            ["The lady was first.", "Sir, you pushed in.", "The gentleman was not first.", "Somebody was first."],
        ),
        (
            "fi",
            [
                "Herra oli ensin.",
                "Rouva, te kiilasitte.",
                "Rouva, herra on oikeassa.",
                "Herra. Nyt on teidän vuoronne.",
            ],
            ["Rouva oli ensin.", "Herra, te kiilasitte.", "Herra ei ollut ensin.", "Joku oli ensin."],
        ),
    ],
)
def test_one_of_two_notices_when_the_others_side_is_taken(
    asked: Asked, language: str, against: list[str], not_against: list[str]
) -> None:
    for reply in against:
        found = noticed(asked, language, reply)
        assert "sides_against_me" in found, reply
        assert "ignores_me" not in found
    for reply in not_against:
        assert "sides_against_me" not in noticed(asked, language, reply), reply


@pytest.mark.parametrize(
    ("language", "mine", "the_others"),
    [
        ("en", "Madam, you should have waited.", "Sir, you should have waited."),
        ("fi", "Rouva, teidän olisi pitänyt odottaa.", "Herra, teidän olisi pitänyt odottaa."),
    ],
)
def test_one_of_two_is_not_blamed_by_what_is_said_to_the_other(
    asked: Asked, language: str, mine: str, the_others: str
) -> None:
    assert "blames_me" in noticed(asked, language, mine)
    assert "blames_me" not in noticed(asked, language, the_others)


@pytest.mark.parametrize(
    ("language", "question", "reply"),
    [
        ("en", "When does the bakery open?", "Our company was founded long ago."),
        ("fi", "Milloin leipomo aukeaa?", "Yrityksemme on perustettu kauan sitten."),
    ],
)
def test_only_the_one_who_asked_misses_the_answer(asked: Asked, language: str, question: str, reply: str) -> None:
    me, other = PEOPLE[language]
    mine = noticed(asked, language, reply, customer=question, customer_is=me["name"])
    the_others = noticed(asked, language, reply, customer=question, customer_is=other["name"])
    assert "ignores_my_question" in mine
    assert "ignores_my_question" not in the_others
