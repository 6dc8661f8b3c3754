"""One reply graded by a version of a rubric and by the one in force, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, render_template, request

from practice.domain.labels import LabelledReply
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.scenario import Channel
from practice.errors import BadInput, TooMuch
from practice.services.trying import LONGEST, Side
from practice.settings import STUB
from practice.web.choices import one_of
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _
from practice.web.words import CHANNELS, minutes_in_words

pages = Blueprint("trying", __name__, url_prefix="/rubrics")

_TRY = "/<key>/versions/<int(max=2147483647):number>/try"
FIELDS = ("language", "channel", "situation", "customer", "reply")
EMPTY: Mapping[str, str] = MappingProxyType(dict.fromkeys(FIELDS, ""))


@dataclass(frozen=True)
class Page:
    """`typed` is what stands in the form, by the names of its fields."""

    typed: Mapping[str, str]
    problem: str = ""
    sides: tuple[Side, ...] = ()


@pages.get(_TRY)
def show(key: str, number: int) -> str:
    wanted = request.args.get("pick", "")
    if not wanted:
        return _page(key, number, Page(EMPTY))
    picked = services().trying.pick(current_person(), key, number, wanted, asking_address())
    typed = {name: str(getattr(picked, name)) for name in FIELDS}
    return _page(key, number, Page(typed))


@pages.post(_TRY)
def grade(key: str, number: int) -> str | tuple[str, int] | tuple[str, int, dict[str, str]]:
    typed = {name: request.form.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    try:
        sides = services().trying.grade(current_person(), key, number, _reply(typed), asking_address())
    except BadInput:
        told = _("Fill in all of it: the reply, the customer's words and what happened, each of at most %(most)s "
                 "characters.", most=LONGEST)  # fmt: skip
        return _page(key, number, Page(typed, told)), 400
    except TooMuch as error:
        told = _("You have used the tries of this hour. The next one is free in %(wait)s.",
                 wait=minutes_in_words(error.seconds))  # fmt: skip
        return _page(key, number, Page(typed, told)), 429, {"Retry-After": str(error.seconds)}
    return _page(key, number, Page(typed, sides=sides))


def _reply(typed: Mapping[str, str]) -> LabelledReply:
    """Raises BadInput."""
    return LabelledReply(
        "",
        Language(one_of(TALK_LANGUAGES, typed["language"], "language")),
        Channel(one_of(Channel, typed["channel"], "channel")),
        typed["situation"],
        typed["customer"],
        typed["reply"],
        (),
    )


def _page(key: str, number: int, page: Page) -> str:
    return render_template(
        "trying/show.html",
        view=services().trying.view(current_person(), key, number),
        page=page,
        languages=TALK_LANGUAGES,
        channels=CHANNELS,
        longest=LONGEST,
        STUB=STUB,
    )
