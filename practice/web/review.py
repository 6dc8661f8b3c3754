"""The queue: grades that a trainer should look at, shared out and worked through."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain.language import Language
from practice.domain.review import Assigned, Order, ReasonKind, ReviewState, Wanted
from practice.errors import BadInput
from practice.services.review import First
from practice.web.context import current_person, services
from practice.web.review_words import KINDS, LOOKED_AT, address_of, queue_address
from practice.web.translations import gettext as _

pages = Blueprint("review", __name__, url_prefix="/queue")

_ENTRY = "/<int(max=2147483647):grade_id>"
_MOST_PAGES = 100_000
_FILTER = ("state", "reason", "assigned", "language", "sort", "page")
STATES: Mapping[ReviewState, LazyString] = {ReviewState.OPEN: _l("open"), ReviewState.DONE: _l("done")}
ASSIGNED: Mapping[Assigned, LazyString] = {Assigned.ME: _l("yours"), Assigned.NOBODY: _l("nobody's")}
Choice = TypeVar("Choice", bound=StrEnum)


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


@pages.post(f"{_ENTRY}/open")
def open_again(grade_id: int) -> Response | tuple[str, int]:
    return _answered(services().review.open_again(current_person(), grade_id))


def _answered(first: First | None) -> Response | tuple[str, int]:
    """The queue again, as it was looked at."""
    if first is None:
        return redirect(address_of(_given()) if _given() else queue_address(), 303)
    return _page(_wanted(), _given(), _told(first)), 409


def _told(first: First) -> str:
    if first.state is ReviewState.DONE:
        return _("%(name)s was first and has done it already. Nothing was changed.", name=first.name or "")
    if first.state is ReviewState.OVERTAKEN:
        return _("This was graded anew meanwhile, so the earlier grade is no longer in the queue.")
    if first.name is None:
        return _("Somebody gave it back meanwhile. Nothing was changed; take it now if you like.")
    return _("%(name)s was first and has taken it. Nothing was changed.", name=first.name)


def _page(wanted: Wanted, given: Mapping[str, str], problem: str = "") -> str:
    return render_template(
        "review/queue.html",
        found=services().review.queue(current_person(), wanted),
        me=current_person(),
        given=given,
        problem=problem,
        kinds=KINDS,
        states=STATES,
        assigned=ASSIGNED,
    )


def _given() -> dict[str, str]:
    """What the address asks for, without what is empty."""
    return {name: value for name in _FILTER if (value := request.args.get(name))}


def _wanted() -> Wanted:
    """Raises BadInput."""
    asked = _given()
    wanted = Wanted(
        reason=_one_of(ReasonKind, asked.get("reason")),
        assigned=_one_of(Assigned, asked.get("assigned")),
        language=_one_of(Language, asked.get("language")),
        page=_page_number(asked.get("page", "1")),
    )
    state, order = _one_of(ReviewState, asked.get("state")), _one_of(Order, asked.get("sort"))
    if state is ReviewState.OVERTAKEN:
        raise BadInput("state: what was overtaken is not in the queue")
    return replace(wanted, state=state or wanted.state, order=order or wanted.order)


def _one_of(choices: type[Choice], given: str | None) -> Choice | None:
    if not given:
        return None
    if given not in list(choices):
        raise BadInput(f"{given[:40]!r} is none of {', '.join(choices)}")
    return choices(given)


def _page_number(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) < 7 and 1 <= int(given) <= _MOST_PAGES):
        raise BadInput(f"page: a whole number from 1 to {_MOST_PAGES}")
    return int(given)


def _id(given: str) -> int | None:
    """Raises BadInput."""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise BadInput(f"{given[:20]!r} is nobody's number")
    return int(given)
