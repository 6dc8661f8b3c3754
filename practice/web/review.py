"""The queue: grades that a trainer should look at, shared out and worked through."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain.language import Language
from practice.domain.review import Assigned, Order, ReasonKind, ReviewState, Wanted
from practice.errors import BadInput
from practice.services.review import First, StillAsked
from practice.store.types import storable
from practice.web.choices import chosen_of, page_asked_for
from practice.web.context import current_person, services
from practice.web.review_words import KINDS, LOOKED_AT, address_of, queue_address
from practice.web.translations import gettext as _

pages = Blueprint("review", __name__, url_prefix="/queue")

_ENTRY = "/<int(max=2147483647):grade_id>"
_MOST_TICKED = 200
_FILTER = ("state", "reason", "assigned", "language", "group", "trainee", "scenario", "criterion", "sort", "page")
_LONGEST_ASKED = 200
STATES: Mapping[ReviewState, LazyString] = {ReviewState.OPEN: _l("open"), ReviewState.DONE: _l("done")}
ASSIGNED: Mapping[Assigned, LazyString] = {Assigned.ME: _l("yours"), Assigned.NOBODY: _l("nobody's")}


@pages.get("")
def overview() -> str:
    wanted, given = _wanted(), _given()
    shown = _page(wanted, given)
    session[LOOKED_AT] = given
    return shown


@pages.post(f"{_ENTRY}/assign")
def assign(grade_id: int) -> Response | tuple[str, int]:
    """`to` is a trainer's id, `me`, or empty to give it back; `seen` is whose it was when they looked."""
    person, to = current_person(), request.form.get("to", "")
    trainer_id = person.id if to == Assigned.ME else _id(to)
    return _answered(services().review.assign(person, grade_id, trainer_id, _id(request.form.get("seen", ""))))


@pages.post(f"{_ENTRY}/done")
def finish(grade_id: int) -> Response | tuple[str, int]:
    return _answered(services().review.finish(current_person(), grade_id))


@pages.post("/done")
def finish_several() -> Response | tuple[str, int]:
    """`entry` are the ids of those that were ticked."""
    ticked = request.form.getlist("entry")
    if len(ticked) > _MOST_TICKED:
        raise BadInput(f"entry: {len(ticked)} were ticked; at most {_MOST_TICKED} are done at once")
    if not ticked:
        return _page(
            _wanted(), _given(), _("Nothing was ticked. Tick what you have looked at, then press the button again.")
        ), 400
    left = services().review.finish_several(current_person(), [id_ for one in ticked if (id_ := _id(one))])
    if not left.asked and not left.gone:
        return _back()
    told = [_("Done: %(count)s.", count=left.done)]
    if left.gone:
        told.append(_("No longer there to be done: %(count)s. Nothing was changed in them.", count=left.gone))
    return _page(_wanted(), _given(), " ".join(told), left.asked), 409


@pages.post(f"{_ENTRY}/open")
def open_again(grade_id: int) -> Response | tuple[str, int]:
    return _answered(services().review.open_again(current_person(), grade_id))


def _answered(left: First | StillAsked | None) -> Response | tuple[str, int]:
    """The queue again, as it was looked at."""
    if left is None:
        return _back()
    if isinstance(left, StillAsked):
        return _page(_wanted(), _given(), asked=(left,)), 409
    return _page(_wanted(), _given(), _told(left)), 409


def _back() -> Response:
    return redirect(address_of(_given()) if _given() else queue_address(), 303)


def _told(first: First) -> str:
    if first.state is ReviewState.DONE:
        return _("%(name)s was first and has done it already. Nothing was changed.", name=first.name or "")
    if first.state is ReviewState.OVERTAKEN:
        return _("This was graded anew meanwhile, so the earlier grade is no longer in the queue.")
    if first.name is None:
        return _("Somebody gave it back meanwhile. Nothing was changed; take it now if you like.")
    return _("%(name)s was first and has taken it. Nothing was changed.", name=first.name)


def _page(wanted: Wanted, given: Mapping[str, str], problem: str = "", asked: Sequence[StillAsked] = ()) -> str:
    return render_template(
        "review/queue.html",
        found=services().review.queue(current_person(), wanted),
        me=current_person(),
        given=given,
        problem=problem,
        still_asked=asked,
        kinds=KINDS,
        states=STATES,
        assigned=ASSIGNED,
    )


def _given() -> dict[str, str]:
    """What the address asks for, without what is empty."""
    return {name: value for name in _FILTER if (value := storable(request.args.get(name, ""))[:_LONGEST_ASKED].strip())}


def _wanted() -> Wanted:
    """Raises BadInput."""
    asked = _given()
    wanted = Wanted(
        reason=chosen_of(ReasonKind, asked.get("reason"), "reason"),
        assigned=chosen_of(Assigned, asked.get("assigned"), "assigned"),
        language=chosen_of(Language, asked.get("language"), "language"),
        group=asked.get("group"),
        trainee=asked.get("trainee", ""),
        scenario=asked.get("scenario"),
        criterion=asked.get("criterion"),
        page=page_asked_for(),
    )
    state = chosen_of(ReviewState, asked.get("state"), "state")
    order = chosen_of(Order, asked.get("sort"), "sort")
    if state is ReviewState.OVERTAKEN:
        raise BadInput("state: what was overtaken is not in the queue")
    usual = Order.NEWEST if state is ReviewState.DONE else wanted.order
    return replace(wanted, state=state or wanted.state, order=order or usual)


def _id(given: str) -> int | None:
    """Raises BadInput."""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise BadInput(f"{given[:20]!r} is nobody's number")
    return int(given)
