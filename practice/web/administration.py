"""The pages of an administrator, in the order of their menu."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.access import Act
from practice.services.access import may_in_organisation
from practice.web.context import person_to_greet


@dataclass(frozen=True)
class AdministrationPage:
    endpoint: str
    title: LazyString


#: Each feature adds its own.
PAGES: tuple[AdministrationPage, ...] = (
    AdministrationPage("people.overview", _l("People")),
    AdministrationPage("models.overview", _l("Language models")),
    AdministrationPage("limits.overview", _l("Limits")),
    AdministrationPage("ways_in.overview", _l("Ways of signing in")),
    AdministrationPage("records.overview", _l("Learning records")),
    AdministrationPage("audit.overview", _l("Audit")),
)


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(
        administers=administers,
        ADMINISTRATION=PAGES,
        standing_in=standing_in,
        stands_in_administration=stands_in_administration,
    )


def administers() -> bool:
    """Whether whoever asks is an administrator: for what a page offers, never for what a service allows."""
    person = person_to_greet()
    return person is not None and may_in_organisation(person, Act.ADMINISTER)


def stands_in_administration() -> bool:
    return any(standing_in(page) for page in PAGES)


def standing_in(page: AdministrationPage) -> str | None:
    """The `aria-current` of a menu's line: of the page itself, or of one below it."""
    if request.endpoint == page.endpoint:
        return "page"
    return "true" if request.blueprint == page.endpoint.partition(".")[0] else None
