"""What is shown on the very next page and never again, such as a link that lets somebody in."""

from typing import Any

from flask import session

from practice.web.context import current_person


def show_next(what: str, **values: str | int | float | None) -> None:
    """The browser's signed cookie carries it to the page that the answer leads to."""
    session[what] = {**values, "shown_to": current_person().id}


def shown_now(what: str) -> dict[str, Any] | None:
    """None where nothing waits, or where it waits for somebody who used this browser before."""
    values: dict[str, Any] | None = session.pop(what, None)
    return values if values and values.pop("shown_to") == current_person().id else None
