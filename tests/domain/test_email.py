"""One e-mail address is one account, however it is written."""

import pytest

from practice.domain.email import normal_email
from practice.errors import BadInput


@pytest.mark.parametrize("written", ["kim@shop.example", " Kim@Shop.Example\n", "KIM@SHOP.EXAMPLE"])
def test_letters_and_spaces_make_no_difference(written: str) -> None:
    assert normal_email(written) == "kim@shop.example"


@pytest.mark.parametrize(
    "written",
    [
        *("", "kim", "@shop", "kim@", "a@b@c", "kim berg@shop", "kim@shop\0", "a@" + "b" * 253),
        *("kim,lee@shop.example", "<kim@shop.example>", "kim;@shop", "kim@[shop", "kim@shop..example", "kim@sh_op"),
    ],
)
def test_what_is_no_address_is_refused_with_the_form_it_has(written: str) -> None:
    with pytest.raises(BadInput, match="name@host"):
        normal_email(written)


@pytest.mark.parametrize("written", ["o'hara+practice@shop.example", "jörg@käse.example", "a.b_c@1st-shop.example"])
def test_unusual_addresses_that_exist_are_taken(written: str) -> None:
    assert normal_email(written) == written
