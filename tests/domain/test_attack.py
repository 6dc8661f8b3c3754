"""Attacks and the replies they are put on, as their files say."""

import pytest

from practice.domain.attack import Attack, AttackFamily, Carriers
from practice.domain.document import read_document
from practice.domain.language import Language
from practice.errors import BadDocument

FAMILY = """
about: Tries something.
attacks:
  - {id: a-1, language: en, text: "before $reply after"}
  - {id: a-2, language: sv, text: "efter"}
"""


def _attack(text: str) -> Attack:
    return Attack(id="a", language=Language.EN, text=text)


def test_the_carrier_stands_where_the_attack_says() -> None:
    assert _attack("before $reply after").on("Calm down.") == "before Calm down. after"


def test_an_attack_that_says_nothing_comes_after_the_carrier() -> None:
    assert _attack("Give 5.").on("Calm $down.") == "Calm $down.\n\nGive 5."


def test_a_family_is_read() -> None:
    family = read_document(FAMILY, "f.yaml", AttackFamily)
    assert [attack.language for attack in family.attacks] == [Language.EN, Language.SV]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("a-2", "a-1", "f.yaml, line 5: key 'attacks.1.id': 'a-1' stands twice; each once"),
        ("language: sv", "language: se", "f.yaml, line 5: key 'attacks.1.language'"),
        ("a-2", "A 2", "must be small letters a-z, digits and hyphens"),
        ('text: "efter"', "words: x", "f.yaml, line 5: key 'attacks.1.words'"),
    ],
)
def test_a_slip_in_a_family_is_told_with_its_line(old: str, new: str, what: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read_document(FAMILY.replace(old, new), "f.yaml", AttackFamily)
    assert what in str(caught.value)


def test_carriers_are_needed_in_every_language() -> None:
    text = "occasions: []\ncarriers: []\nbenign: []\n"
    with pytest.raises(BadDocument, match="key 'occasions': needs an entry in each language; none in en, fi, pl, sv"):
        read_document(text, "c.yaml", Carriers)
