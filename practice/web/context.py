"""What a view needs to know: the services, and who is asking."""

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from practice.services.assembly import Services
from practice.store.person import Person

EXTENSION = "practice"


def services() -> Services:
    found: Services = current_app.extensions[EXTENSION]
    return found


def current_person() -> Person:
    """Raises Unauthorized, which leads to the sign-in page."""
    person = signed_in_person()
    if person is None:
        raise Unauthorized
    return person


def signed_in_person() -> Person | None:
    person: Person | None = getattr(current_user, "person", None)
    return person


def person_to_greet() -> Person | None:
    """For the page's frame, which the page about an error needs too: none where asking is what fails."""
    try:
        return signed_in_person()
    except Exception:  # noqa: BLE001 - the page that tells of a fault must not fail by it
        return None
