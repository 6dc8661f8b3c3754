"""What trainers put right in a set of labelled replies: its name, and replies that should not count."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from practice.errors import BadInput, Conflict
from practice.store.gold import GoldItem
from practice.web.context import current_person, services
from practice.web.gold import MOVED, narrowing, set_page, unfit_name
from practice.web.once import show_next
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

pages = Blueprint("gold_upkeep", __name__, url_prefix="/gold/<id:gold_set_id>")

_ITEM = "/replies/<int(max=2147483647):gold_item_id>"
#: Of a reply, in the sentence that says what was done with it.
_MOST_SHOWN = 80


@pages.post("/name")
def rename(gold_set_id: str) -> Response | tuple[str, int]:
    name, seen = request.form.get("name", ""), request.form.get("seen", "")
    try:
        services().gold_upkeep.rename(current_person(), gold_set_id, name, seen=seen, address=asking_address())
    except BadInput:
        return set_page(gold_set_id, unfit_name(), name), 400
    except Conflict:
        told = _("Not renamed: somebody has renamed or archived this set meanwhile. Here is how it stands now.")
        return set_page(gold_set_id, told, name), 409
    return redirect(url_for("gold.show", gold_set_id=gold_set_id), 303)


@pages.post(f"{_ITEM}/take-out")
def take_out(gold_set_id: str, gold_item_id: int) -> Response:
    item = services().gold_upkeep.take_out(current_person(), gold_set_id, gold_item_id, asking_address())
    return _moved(gold_set_id, item, out=True)


@pages.post(f"{_ITEM}/put-back")
def put_back(gold_set_id: str, gold_item_id: int) -> Response:
    item = services().gold_upkeep.put_back(current_person(), gold_set_id, gold_item_id, asking_address())
    return _moved(gold_set_id, item, out=False)


def _moved(gold_set_id: str, item: GoldItem, *, out: bool) -> Response:
    """Back to the replies as they were narrowed and sorted."""
    show_next(MOVED, out=out, reply=item.reply.reply[:_MOST_SHOWN])
    asked: dict[str, Any] = {**narrowing()}
    return redirect(url_for("gold.show", gold_set_id=gold_set_id, **asked), 303)
