from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.model.stub.asking import Asked

READ: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "listening.yaml").read_text(encoding="utf-8"))
CASES = [(language, event) for language, events in READ.items() for event in events]
REMEDY = {"key": "refund", "said_as": ["refund", "money back", "hyvit", "palaut"]}
GIFT = {"key": "gift", "said_as": ["gift card", "lahjakort"]}
SUPERVISOR = {"key": "supervisor", "said_as": ["supervisor", "esihenkilö"]}
CONTRACT = {"key": "contract", "said_as": ["contract", "sopimu"]}


def appraised(asked: Asked, language: str, reply: str, **more: object) -> list[dict[str, Any]]:
    case = {"task": "appraise", "language": language, "channel": "phone", "reply": reply, "customer": ""}
    offers = {"remedies": [REMEDY], "not_allowed": [GIFT], "topics": [CONTRACT]}
    events: list[dict[str, Any]] = asked({**case, **offers, **more})["events"]
    return events


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


def about(events: list[dict[str, Any]]) -> dict[str, str | None]:
    return {event["event"]: event["about"] for event in events}


@pytest.mark.parametrize(("language", "event"), CASES)
def test_it_notices_what_is_there_and_not_what_only_looks_like_it(asked: Asked, language: str, event: str) -> None:
    tried = READ[language][event]
    talk = {"channel": "public_thread" if tried.get("public") else "phone", "customer": tried.get("customer", "")}
    for reply in tried["noticed"]:
        found = [shown for shown in appraised(asked, language, reply, **talk) if shown["event"] == event]
        assert found, reply
        assert all(shown["words"] in reply for shown in found)
    for reply in tried["not_noticed"]:
        assert event not in names(appraised(asked, language, reply, **talk)), reply


@pytest.mark.parametrize(("language", "event"), [case for case in CASES if READ[case[0]][case[1]].get("public")])
def test_it_notices_what_belongs_to_a_public_thread_nowhere_else(asked: Asked, language: str, event: str) -> None:
    for reply in READ[language][event]["noticed"]:
        assert event not in names(appraised(asked, language, reply, channel="web_chat"))


@pytest.mark.parametrize("language", READ)
def test_it_takes_a_calm_boundary_for_nothing_worse(asked: Asked, language: str) -> None:
    for reply in READ[language]["sets_boundary"]["noticed"]:
        assert names(appraised(asked, language, reply)) == ["sets_boundary"], reply


@pytest.mark.parametrize(
    ("language", "promised", "asked_about", "refused"),
    [
        (
            "en",
            "I'll give you a gift card today.",
            "I'll ask about the gift card.",
            "A gift card isn't possible.",
        ),
        ("fi", "Annan sinulle tänään lahjakortin.", "Kysyn, saisiko lahjakortin.", "Lahjakorttia ei voi antaa."),
    ],
)
def test_it_hears_a_promise_of_what_may_not_be_given_and_counts_it_for_no_step(
    asked: Asked, language: str, promised: str, asked_about: str, refused: str
) -> None:
    found = about(appraised(asked, language, promised))
    assert found["offers_what_is_not_allowed"] == "gift"
    assert "concrete_step" not in found
    for reply in (asked_about, refused):
        assert "offers_what_is_not_allowed" not in names(appraised(asked, language, reply))


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("en", "I'll give you a gift card, and I'll refund the fee today."),
        ("fi", "Annan sinulle lahjakortin, ja hyvitän kulut tänään."),
    ],
)
def test_it_counts_the_allowed_step_beside_the_one_that_is_not(asked: Asked, language: str, reply: str) -> None:
    found = about(appraised(asked, language, reply))
    assert found["offers_what_is_not_allowed"] == "gift"
    assert found["concrete_step"] == "refund"


@pytest.mark.parametrize(
    ("language", "reply"),
    [("en", "I'll put you through to my supervisor now."), ("fi", "Yhdistän sinut nyt esihenkilölle.")],
)
def test_it_counts_handing_over_for_a_step_where_it_is_a_remedy(asked: Asked, language: str, reply: str) -> None:
    plain = names(appraised(asked, language, reply))
    assert "hands_over" in plain
    assert "concrete_step" not in plain
    named = about(appraised(asked, language, reply, remedies=[SUPERVISOR]))
    assert (named["hands_over"], named["concrete_step"]) == (None, "supervisor")


@pytest.mark.parametrize(
    ("language", "customer", "reply"),
    [
        ("en", "I paid 80 euros and waited ten days!", "You paid 80 euros and waited ten days."),
        ("fi", "Maksoin 80 euroa ja odotin 10 päivää!", "Maksoit 80 euroa ja odotit 10 päivää."),
    ],
)
def test_it_gives_no_credit_for_the_customers_own_figures(
    asked: Asked, language: str, customer: str, reply: str
) -> None:
    assert "gives_figures" not in names(appraised(asked, language, reply, customer=customer))
    assert "gives_figures" in names(appraised(asked, language, reply))


@pytest.mark.parametrize(
    ("language", "reply"),
    [("en", "Let's leave the contract aside for now."), ("fi", "Jätetään sopimus nyt sivuun.")],
)
def test_it_does_not_take_a_topic_named_to_be_avoided_for_one_raised(asked: Asked, language: str, reply: str) -> None:
    found = names(appraised(asked, language, reply))
    assert "avoids_hard_topic" in found
    assert "raises_hard_topic" not in found


def test_it_hears_the_customers_own_words_in_swedish_whatever_their_ending(asked: Asked) -> None:
    customer = "Min resväska försvann i måndags."
    assert "names_my_trouble" in names(appraised(asked, "sv", "Jag förstår att resväskan är borta.", customer=customer))
    assert "names_my_trouble" not in names(
        appraised(asked, "sv", "Jag förstår att du skriver till oss.", customer=customer)
    )


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("en", "I'm sorry you waited, but I won't go on while I'm being called names."),
        ("fi", "Olen pahoillani odotuksesta, mutta en jatka keskustelua, jos minua haukutaan."),
    ],
)
def test_a_boundary_takes_no_apology_back(asked: Asked, language: str, reply: str) -> None:
    found = names(appraised(asked, language, reply))
    assert "sets_boundary" in found
    assert "but_after_apology" not in found


@pytest.mark.parametrize(
    ("language", "reply"),
    [("en", "If you don't stop, I'll call the police today."), ("fi", "Jos et lopeta, kutsun tänään vartijan.")],
)
def test_a_threat_is_no_step(asked: Asked, language: str, reply: str) -> None:
    assert names(appraised(asked, language, reply)) == ["threat"]
