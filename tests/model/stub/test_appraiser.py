from pathlib import Path
from typing import Any

import pytest

from practice.domain.document import read_document
from practice.domain.evidence import find_quote
from practice.domain.mood_table import EventKind, MoodTable
from tests.model.stub.asking import Noticed, Tried

TABLE_FILE = Path(__file__).parents[3] / "prompts" / "mood.yaml"


@pytest.fixture(scope="module")
def table() -> MoodTable:
    return read_document(TABLE_FILE.read_text(encoding="utf-8"), "mood.yaml", MoodTable)


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


def test_it_backs_each_event_of_the_table_with_the_trainees_words(
    noticed: Noticed, tried: Tried, table: MoodTable
) -> None:
    for event in noticed(tried.language, tried.reply, tried.customer):
        assert table.rule(event["event"])
        assert event["words"] in tried.reply
        assert find_quote(event["words"], tried.reply)


def test_it_names_about_only_where_the_table_allows_it(noticed: Noticed, tried: Tried, table: MoodTable) -> None:
    for event in noticed(tried.language, tried.reply, tried.customer):
        rule = table.rule(event["event"])
        known = {"remedy": ("refund", "new_one"), "topic": ("debt",)}.get(rule.about or "", ()) if rule else ()
        assert event["about"] is None or event["about"] in known


def test_it_finds_repair_in_skilled_replies_and_harm_in_rude_ones(
    noticed: Noticed, tried: Tried, table: MoodTable
) -> None:
    found = names(noticed(tried.language, tried.reply, tried.customer))
    kinds = {rule.kind for rule in table.events if rule.event in found}
    if tried.kind in ("skilled", "boundary"):
        assert not kinds - {EventKind.REPAIR}, found
    if tried.kind in ("rude", "above", "stock"):
        assert EventKind.REPAIR not in kinds, found


def test_it_hears_harm_in_most_rude_and_condescending_replies(
    noticed: Noticed, replies: list[Tried], table: MoodTable, language: str
) -> None:
    harms = {rule.event for rule in table.events if rule.kind is not EventKind.REPAIR}
    bad = [tried for tried in replies if tried.language == language and tried.kind in ("rude", "above", "stock")]
    heard = [tried for tried in bad if harms & set(names(noticed(language, tried.reply, tried.customer)))]
    assert len(heard) >= len(bad) * 0.9


@pytest.mark.parametrize(
    ("language", "offer", "refusal", "mention"),
    [
        ("en", "I will refund you today.", "I won't refund you.", "Did you ask for a refund before?"),
        ("fi", "Hyvitän sinulle summan tänään.", "En voi hyvittää summaa.", "Pyysitkö hyvitystä jo aiemmin?"),
        ("pl", "Dziś zwrócę pieniądze.", "Nie zwrócę pieniędzy.", "Czy był już wniosek o zwrot?"),
    ],
)
def test_it_counts_a_remedy_when_it_is_offered_only(
    noticed: Noticed, language: str, offer: str, refusal: str, mention: str
) -> None:
    def offered(reply: str) -> list[str]:
        return [event["about"] for event in noticed(language, reply) if event["event"] == "concrete_step"]

    assert offered(offer) == ["refund"]
    assert offered(refusal) == []
    assert offered(mention) == []


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("en", "There is also an unpaid invoice we should go through together."),
        ("fi", "Meillä on vielä myös maksamaton lasku, josta olisi puhuttava."),
        ("pl", "Jest jeszcze zaległa faktura, o której trzeba porozmawiać."),
    ],
)
def test_it_hears_a_hard_topic_being_raised(noticed: Noticed, language: str, reply: str) -> None:
    raised = [event for event in noticed(language, reply) if event["event"] == "raises_hard_topic"]
    assert [event["about"] for event in raised] == ["debt"]


@pytest.mark.parametrize(
    ("language", "reply", "same"),
    [
        ("en", "I'll check the stock.", "i'll check the stock"),
        ("fi", "Tarkistan varaston.", "TARKISTAN varaston!"),
        ("pl", "Sprawdzę stan magazynu.", "sprawdzę stan magazynu"),
    ],
)
def test_it_notices_when_a_reply_was_given_before(noticed: Noticed, language: str, reply: str, same: str) -> None:
    assert "repeats_itself" in names(noticed(language, same, earlier=("Hm.", reply)))
    assert "repeats_itself" not in names(noticed(language, reply, earlier=("Hm.",)))


@pytest.mark.parametrize(
    ("language", "customer", "elsewhere", "answered"),
    [
        ("en", "When does the shop open?", "Our company was founded long ago.", "It opens at nine."),
        ("fi", "Milloin kauppa aukeaa?", "Yrityksemme on perustettu kauan sitten.", "Kauppa aukeaa yhdeksältä."),
        ("pl", "Kiedy otwieracie sklep?", "Nasza firma istnieje od dawna.", "Sklep otwieramy o 9."),
    ],
)
def test_it_notices_a_question_passed_over(
    noticed: Noticed, language: str, customer: str, elsewhere: str, answered: str
) -> None:
    assert "ignores_my_question" in names(noticed(language, elsewhere, customer))
    assert "ignores_my_question" not in names(noticed(language, answered, customer))


@pytest.mark.parametrize(
    ("language", "customer", "named", "elsewhere"),
    [
        (
            "en",
            "My suitcase was lost on Monday.",
            "I see that your suitcase is lost.",
            "I see that you are writing to us.",
        ),
        (
            "fi",
            "Matkalaukkuni katosi maanantaina.",
            "Ymmärrän, että matkalaukku on kadonnut.",
            "Ymmärrän, että kirjoitat meille.",
        ),
        (
            "pl",
            "Moja walizka zginęła w poniedziałek.",
            "Rozumiem, że walizki nadal nie ma.",
            "Rozumiem, że pisze Pani do nas.",
        ),
    ],
)
def test_it_hears_the_customers_own_trouble_whatever_its_ending(
    noticed: Noticed, language: str, customer: str, named: str, elsewhere: str
) -> None:
    assert "names_my_trouble" in names(noticed(language, named, customer))
    assert "names_my_trouble" not in names(noticed(language, elsewhere, customer))


def test_it_notices_a_reply_in_the_wrong_language_and_nothing_else(
    noticed: Noticed, replies: list[Tried], language: str
) -> None:
    for tried in replies:
        found = names(noticed(language, tried.reply, tried.customer))
        if tried.language == language:
            assert "wrong_language" not in found
        elif len(tried.reply.split()) > 12:
            assert found == ["wrong_language"], tried.reply


@pytest.mark.parametrize(
    ("language", "said", "denied"),
    [
        ("en", "Calm down.", "I would never ask you to calm down."),
        ("fi", "Rauhoitu.", "En pyydä sinua rauhoittumaan."),
        ("pl", "Proszę się uspokoić.", "Nie proszę, żeby się Pani uspokoiła."),
    ],
)
def test_it_hears_a_denied_order_to_calm_down_as_none(noticed: Noticed, language: str, said: str, denied: str) -> None:
    assert "tells_me_to_calm_down" in names(noticed(language, said))
    assert "tells_me_to_calm_down" not in names(noticed(language, denied))


def test_it_hears_polish_written_without_its_marks(noticed: Noticed) -> None:
    marked = names(noticed("pl", "Przepraszam, to nasz błąd. Dziś wyślę drugą paczkę."))
    assert marked
    assert names(noticed("pl", "Przepraszam, to nasz blad. Dzis wysle druga paczke.")) == marked
