"""Passwords are long and not what anybody would try first; nothing else is asked of them."""

import pytest

from practice.domain.password import check_password, normal_password
from practice.errors import BadPassword


def refusal(password: str) -> str:
    with pytest.raises(BadPassword) as caught:
        check_password(password, "kim.maria.berg@shop.example", "Kim Maria Berg")
    return caught.value.reason


@pytest.mark.parametrize(
    "password",
    [
        "four calm blue whales",
        "onlysmallletters",
        "x y" * 4,
        "pięć żółtych łódek",
        "🐋🐋🐋🐋🐋🐋🐋🐋🐋🐋🐋🦭",
        "ab" * 64,
    ],
)
def test_a_long_password_of_any_signs_is_taken(password: str) -> None:
    check_password(password, "kim@shop.example", "Kim")


@pytest.mark.parametrize(
    ("password", "reason"), [("", "too_short"), ("elevensigns", "too_short"), ("ab" * 64 + "c", "too_long")]
)
def test_a_password_has_12_to_128_characters(password: str, reason: str) -> None:
    assert refusal(password) == reason


@pytest.mark.parametrize(
    "password", ["kim.maria.berg@shop.example", "Kim.Maria.Berg", "KIM MARIA BERG", "kimmariaberg"]
)
def test_ones_own_name_or_address_is_no_password(password: str) -> None:
    assert refusal(password) == "own_name"


@pytest.mark.parametrize("password", ["password1234", "PassWord 1234", "aaaaaaaaaaaa", "correcthorsebatterystaple"])
def test_what_is_tried_first_is_no_password(password: str) -> None:
    assert refusal(password) == "common"


def test_the_same_signs_from_another_keyboard_are_the_same_password() -> None:
    assert normal_password("a\u0308ngstlich") == normal_password("\u00e4ngstlich")
