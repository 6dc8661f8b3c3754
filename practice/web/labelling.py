"""Labelling one reply at a time, before anybody else's opinion of it is seen."""

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.rubric import LEVELS, NOT_SHOWN
from practice.errors import BadInput
from practice.services.labelling_again import LEAST_LABELLED
from practice.store.person import Person
from practice.web.context import current_person, services
from practice.web.gold_words import set_name
from practice.web.translations import gettext as _

pages = Blueprint("labelling", __name__, url_prefix="/gold/<id:gold_set_id>/label")

#: Who, of which set, which reply, and the levels by criterion.
Labels = Callable[[Person, str, int, Mapping[str, int | None]], None]
#: Of which set, which reply, what was chosen so far, and what is wrong with it.
ShowsLevels = Callable[[str, int, dict[str, str], str], str]
_ITEM = "/<int(max=2147483647):gold_item_id>"


@pages.get("")
def start(gold_set_id: str) -> Response | str:
    progress = services().labelling.progress(current_person(), gold_set_id)
    if progress.next_item is None:
        return render_template("labelling/done.html", progress=progress, again_from=LEAST_LABELLED, set_name=set_name)
    return redirect(url_for("labelling.show", gold_set_id=gold_set_id, gold_item_id=progress.next_item), 303)


@pages.get(_ITEM)
def show(gold_set_id: str, gold_item_id: int) -> str:
    return _page(gold_set_id, gold_item_id)


@pages.post(_ITEM)
def save(gold_set_id: str, gold_item_id: int) -> Response | tuple[str, int]:
    return saved(services().labelling.label, _page, gold_set_id, gold_item_id)


def saved(label: Labels, page: ShowsLevels, gold_set_id: str, gold_item_id: int) -> Response | tuple[str, int]:
    """The levels in the form of one reply, given to `label`; `page` shows them once more where they lack something."""
    given = {name.removeprefix("level-"): value for name, value in request.form.items() if name.startswith("level-")}
    try:
        levels = {criterion: _level(value) for criterion, value in given.items()}
        label(current_person(), gold_set_id, gold_item_id, levels)
    except BadInput:
        told = _("Not saved yet: choose a level or “not shown” for every one. What you chose is kept below.")
        return page(gold_set_id, gold_item_id, given, told), 400
    return redirect(url_for(".show", gold_set_id=gold_set_id, gold_item_id=gold_item_id, _anchor="next"), 303)


def _level(value: str) -> int | None:
    """Raises BadInput."""
    if value == NOT_SHOWN:
        return None
    if value not in map(str, LEVELS):
        raise BadInput(f"{value[:20]!r} is no level")
    return int(value)


def _page(gold_set_id: str, gold_item_id: int, typed: dict[str, str] | None = None, problem: str = "") -> str:
    found = services().labelling.at(current_person(), gold_set_id, gold_item_id)
    own = {key: NOT_SHOWN if level is None else str(level) for key, level in found.own.items()}
    return render_template(
        "labelling/show.html",
        found=found,
        chosen=own if typed is None else typed,
        problem=problem,
        again_from=LEAST_LABELLED,
        set_name=set_name,
    )
