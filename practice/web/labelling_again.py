"""Labelling some replies a second time, without seeing what one gave before."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from practice.services.labelling_again import LEAST_LABELLED
from practice.web.context import current_person, services
from practice.web.gold_words import FEW, set_name
from practice.web.labelling import saved

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
    return saved(services().labelling_again.label, _page, gold_set_id, gold_item_id)


def _page(gold_set_id: str, gold_item_id: int, chosen: dict[str, str] | None = None, problem: str = "") -> str:
    found = services().labelling_again.at(current_person(), gold_set_id, gold_item_id)
    return render_template("labelling/again_one.html", found=found, chosen=chosen or {}, problem=problem)
