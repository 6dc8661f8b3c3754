"""The page about who may do what is the table that the walks hold."""

from tests.web.access_table import PATH, access_table


def test_the_page_is_up_to_date() -> None:
    told = "docs/access.md is out of date; run: python -m tests.web.access_table"
    assert PATH.read_text(encoding="utf-8") == access_table(), told
