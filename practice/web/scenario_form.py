"""A scenario as a form: one part of it on a page, and the whole text behind it, which the source shows as well."""

from collections.abc import Mapping

from flask import Blueprint

from practice.domain.scenario import Channel
from practice.domain.yaml_form import YamlForm
from practice.library import read_scenario
from practice.services.scenario_versions import NAME
from practice.web.context import services
from practice.web.form_labels import label_of
from practice.web.language import in_page_language, page_language
from practice.web.scenario_labels import LABELS, names_of
from practice.web.scenario_parts import (
    CUSTOMERS,
    GOOD_WAY,
    MOST_CUSTOMERS,
    OFFERS,
    ONLOOKERS,
    ORDER,
    STOCK,
    begun,
    has_onlookers,
    may_go,
    part_of,
    standing,
)
from practice.web.scenario_words import MOVES, SEEN, STYLES
from practice.web.translations import gettext as _
from practice.web.version_form import ABOUT, TextKind, VersionForm
from practice.web.versions import SCENARIOS, Answer
from practice.web.yaml_fields import Buttons

pages = Blueprint("scenario_form", __name__, url_prefix="/studio/scenarios/<key>/form")


@pages.get("")
def show(key: str) -> str:
    return _FORM.shown(key)


@pages.post("")
def change(key: str) -> Answer | str:
    return _FORM.changed(key)


def _parts(form: YamlForm) -> list[tuple[str, str]]:
    found = [(ABOUT, _("In general")), (OFFERS, _("What may be offered"))]
    for index, name in enumerate(_names(form)):
        found += [(f"{CUSTOMERS}/{index}", name), (f"{STOCK}/{index}", _("%(name)s: lines", name=name))]
    if has_onlookers(form):
        found.append((ONLOOKERS, _("Onlookers")))
    return [*found, (GOOD_WAY, _("The good way"))]


def _more(form: YamlForm, part: str) -> Mapping[str, object]:
    kind, _slash, number = part.partition("/")
    at = int(number) if kind in (CUSTOMERS, STOCK) else 0
    channel = form.text(("channel",))
    weighed, others = _felt(form, at)
    return {
        "names": _names(form),
        "name": next(iter(_names(form)[at:]), _("Customer")),
        "customer": f"{CUSTOMERS}/{at}",
        "channel": channel,
        "at_a_counter": channel == Channel.SHOP_COUNTER,
        "can_quarrel": form.size((CUSTOMERS,)) < MOST_CUSTOMERS,
        "styles": STYLES,
        "moves_named": MOVES,
        "seen_named": SEEN,
        "weighed": weighed,
        "others": others,
    }


def _names(form: YamlForm) -> list[str]:
    rows = [(CUSTOMERS, index, "persona", "name", page_language().value) for index in range(form.size((CUSTOMERS,)))]
    return [form.text(row) or _("Customer") for row in rows]


def _felt(form: YamlForm, at: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What a customer may notice, by its key and its name: what weighs otherwise with this one, and the rest."""
    known = _noticed()
    weighed = form.keys((CUSTOMERS, at, "persona", "weighs"))
    rest = [(event, felt) for event, felt in known.items() if event not in weighed]
    return [(event, known.get(event, event)) for event in weighed], rest


def _noticed() -> dict[str, str]:
    return {rule.event: in_page_language(rule.label) for rule in services().library.mood_table.events}


def label_in(form: YamlForm, place: str) -> str:
    return label_of(place, LABELS, names_of(_names(form), _noticed()))


_KIND = TextKind(NAME, ORDER, Buttons(begun, may_go), part_of, {CUSTOMERS: ABOUT}, standing, read_scenario)
_FORM = VersionForm(_KIND, SCENARIOS, _parts, _more, label_in)
