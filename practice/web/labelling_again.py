"""Labelling some replies a second time, without seeing what one gave before."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from practice.errors import BadInput
from practice.services.labelling_again import LEAST_LABELLED
from practice.web.context import current_person, services
from practice.web.gold_words import FEW, set_name
from practice.web.labelling import given_in_form, levels_in, not_saved

pages = Blueprint("labelling_again", __name__, url_prefix="/gold/<id:gold_set_id>/label/again")

_ITEM = "/<int(max=2147483647):gold_item_id>"


@pages.get("")
def start(gold_set_id: str) -> str:
    again = services().labelling_again.overview(current_person(), gold_set_id)
    return render_template(
        "labelling/again.html", again=again, again_from=LEAST_LABELLED, few=FEW, set_name=set_name
    )  # fmt: skip


@pages.get(_ITEM)
def show(gold_set_id: str, gold_item_id: int) -> str:
    return _page(gold_set_id, gold_item_id)


@pages.post(_ITEM)
def save(gold_set_id: str, gold_item_id: int) -> Response | tuple[str, int]:
    given = given_in_form()
    try:
        services().labelling_again.label(current_person(), gold_set_id, gold_item_id, levels_in(given))
    except BadInput:
        return _page(gold_set_id, gold_item_id, given, not_saved()), 400
    here = url_for("labelling_again.show", gold_set_id=gold_set_id, gold_item_id=gold_item_id, _anchor="next")
    return redirect(here, 303)


def _page(gold_set_id: str, gold_item_id: int, chosen: dict[str, str] | None = None, problem: str = "") -> str:
    found = services().labelling_again.at(current_person(), gold_set_id, gold_item_id)
    return render_template("labelling/again_one.html", found=found, chosen=chosen or {}, problem=problem)
