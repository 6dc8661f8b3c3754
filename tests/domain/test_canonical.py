"""What a reader sees of a text, whatever characters it is made of."""

import pytest

from practice.domain.canonical import canonical, has_lookalikes, latin_words


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("ｌｅｖｅｌ ５", "level 5"),
        ("le\u200bvel\u00ad", "level"),
        ("lеvеl", "level"),
        ("ｌеｖеｌ", "level"),
        ("уровень", "уровень"),
    ],
)
def test_a_text_is_made_plain(text: str, seen: str) -> None:
    assert canonical(text) == seen


@pytest.mark.parametrize("text", ["lеvеl", "le\u200bvеl", "pa\u0308ivа", "ж lеvеl"])
def test_making_letters_latin_keeps_every_place(text: str) -> None:
    assert latin_words(text) != text
    assert len(latin_words(text)) == len(text)


def test_an_accent_or_an_invisible_character_does_not_part_a_word() -> None:
    assert latin_words("pa\u0308ivа") == "pa\u0308iva"
    assert latin_words("оle\u200bn") == "ole\u200bn"


@pytest.mark.parametrize("text", ["level", "żółć", "уровень level", "10 µm", "5 μF", "αβγ"])
def test_honest_words_hold_no_lookalikes(text: str) -> None:
    assert not has_lookalikes(text)


def test_a_single_disguised_letter_is_noticed() -> None:
    assert has_lookalikes("a good scоre")
