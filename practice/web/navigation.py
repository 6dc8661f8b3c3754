"""The menu above every page of trainers and administrators, and where in it a page stands."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.store.person import PersonRole
from practice.web.administration import PAGES, administers
from practice.web.context import person_to_greet


@dataclass(frozen=True)
class Section:
    """`parts` are the blueprints whose pages belong to it."""

    endpoint: str
    title: LazyString
    parts: frozenset[str]

    @property
    def current(self) -> str | None:
        """The `aria-current` of its line: of the page itself, or of one below it."""
        if request.endpoint == self.endpoint:
            return "page"
        return "true" if request.blueprint in self.parts else None


def _section(endpoint: str, title: LazyString, *further: str) -> Section:
    return Section(endpoint, title, frozenset((endpoint.partition(".")[0], *further)))


_TRAINING = (
    _section("scenarios.overview", _l("Practise"), "chat", "person_progress"),
    _section("review.overview", _l("Queue"), "judging"),
    _section("cohorts.overview", _l("Groups"), "assignments", "exports", "group_progress", "handing_in"),
    _section("rubrics.overview", _l("Rubrics"), "previews", "rubric_form", "trying"),
    _section("studio.overview", _l("Write scenarios"), "scenario_form", "simulations"),
    _section("gold.overview", _l("Labelled replies"), "gold_import", "gold_upkeep", "labelling", "labelling_again"),
)
_ADMINISTERING = _section("people.overview", _l("Administration"), *(page.endpoint.partition(".")[0] for page in PAGES))


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(sections=sections)


def sections() -> tuple[Section, ...]:
    """Of whoever asks: none where they only practise, and none in local mode, which has no such pages."""
    person = person_to_greet()
    if person is None or person.organisation_id is None or person.role is PersonRole.TRAINEE:
        return ()
    return (*_TRAINING, _ADMINISTERING) if administers() else _TRAINING
