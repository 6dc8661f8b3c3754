"""Writes docs/access.md from the rows that the walks hold every route to: `python -m tests.web.access_table`."""

from collections.abc import Iterable
from dataclasses import fields

from tests.conftest import ROOT
from tests.web.routes import ROWS, Statuses, WithAccounts
from tests.web.routes_of_accounts import ROWS_WITH_ACCOUNTS

PATH = ROOT / "docs" / "access.md"
MEANINGS = (
    ("200", "is shown, or streamed"),
    ("303", "is done or open elsewhere: the browser is led on; an anonymous reader is led to the sign-in page"),
    ("400", "cannot be read, such as an answer of a provider that nobody asked"),
    ("401", "sign in first"),
    ("403", "is known to be there, and is not this person's to do; or their account is switched off"),
    ("404", "is answered exactly like something that does not exist"),
)
WHO = (
    ("owner", "a trainee whose talk it is, or who is spoken of"),
    ("trainee", "another trainee, with accounts of the same cohort"),
    ("trainer", "with accounts a trainer of the owner's cohort; in local mode any trainer"),
    ("other trainer", "of another cohort of the same organisation"),
    ("foreign trainer, foreign admin", "of another organisation; lists show them their own organisation's"),
    ("admin", "of the owner's organisation, and trainer of none of the owner's cohorts"),
    ("disabled", "a trainer of the owner's cohort, switched off while signed in"),
)


def access_table() -> str:
    with_accounts = [(row.name, row.accounts) for row in ROWS_WITH_ACCOUNTS if row.accounts]
    local = [(row.name, row.local) for row in ROWS if row.local]
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Every route, and the status it answers with. The tests walk through all of it on both databases, and this",
            "page is printed from their rows by `python -m tests.web.access_table`; change the rows, not the page.",
            "",
            "Every change also needs the page's token, and without it is 400 for everybody.",
            "",
            *(f"- **{status}** {meaning}" for status, meaning in MEANINGS),
            "",
            "Who asks:",
            "",
            *(f"- **{who}**: {meaning}" for who, meaning in WHO),
            "",
            "## With accounts (`PRACTICE_SIGN_IN=accounts`)",
            "",
            *_table(WithAccounts, with_accounts),
            "",
            "## In local mode (`PRACTICE_SIGN_IN=local`)",
            "",
            *_table(Statuses, local),
            "",
        ]
    )


def _table(kind: type[Statuses | WithAccounts], rows: Iterable[tuple[str, Statuses | WithAccounts]]) -> list[str]:
    names = [field.name for field in fields(kind)]
    lines = [["route", *(name.replace("_", " ") for name in names)], ["---", *["---"] * len(names)]]
    lines += [[f"`{name}`", *(str(getattr(statuses, visitor)) for visitor in names)] for name, statuses in rows]
    return [f"| {' | '.join(line)} |" for line in lines]


if __name__ == "__main__":
    PATH.write_text(access_table(), encoding="utf-8")
