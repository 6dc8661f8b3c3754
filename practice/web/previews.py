"""What a version of a rubric would change: begun, followed while it is made, looked at."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.errors import Conflict, NotFound
from practice.services.preview_view import Since
from practice.services.previews import Lacking
from practice.web.choices import page_asked_for
from practice.web.context import current_person, services
from practice.web.judging_page import anchor_of
from practice.web.preview_flips import WAYS, flips_page
from practice.web.translations import gettext as _

pages = Blueprint("previews", __name__)

_VERSION = "/rubrics/<key>/versions/<int(max=2147483647):number>/preview"
_LONGEST_NUMBER = 6
LACKING: Mapping[Lacking, LazyString] = {
    Lacking.REPLIES: _l("There are no replies in this set yet. Put some into it, and have people label them."),
    Lacking.LABELS: _l(
        "Nobody has labelled a reply of this set by this rubric's criteria yet, so there is nothing to compare with. "
        "Label some of its replies first; thirty or more tell something."
    ),
    Lacking.UNTAUGHT: _l(
        "Every labelled reply of this set is shown to the grader as an example to teach, so it cannot be tried on "
        "them. Label other replies, or turn some examples into ones that check."
    ),
}
SINCE: Mapping[Since, LazyString] = {
    Since.GOLD_SET: _l("The set has changed since: there are other replies or labels in it now."),
    Since.IN_FORCE: _l("Another version is in force by now than the one that this was compared with."),
    Since.PUBLISHED: _l("This version is in force by now."),
    Since.RETIRED: _l("This version has been retired since."),
    Since.NOT_IN_FORCE: _l("Another text is in force by now than the one that was measured."),
    Since.GRADER: _l("This was graded by another grader than the one in use now."),
    Since.PROMPT: _l("The grader's instructions have changed since; it might grade otherwise now."),
    Since.NEWER: _l("Somebody has saved a newer version since; what is shown here is not about that one."),
}


@pages.get(_VERSION)
def choose(key: str, number: int) -> str:
    return _choose(key, number)


@pages.post(_VERSION)
def begin(key: str, number: int) -> Response | tuple[str, int]:
    gold_set_id, instead_of = request.form.get("gold_set", ""), _number(request.form.get("instead_of", ""))
    if not gold_set_id:
        return _choose(key, number, _("Choose a set first.")), 400
    try:
        begun = services().previews.begin(current_person(), key, number, gold_set_id, instead_of=instead_of)
    except Conflict:
        told = _("Not begun: another version is in force by now. Look at what is compared below, and begin then.")
        return _choose(key, number, told), 409
    if isinstance(begun, Lacking):
        return _choose(key, number, str(LACKING[begun]), lacking=True), 400
    return redirect(url_for("previews.show", preview_id=begun), 303)


@pages.get("/previews/<id:preview_id>")
def show(preview_id: str) -> str:
    view = services().previews.view(current_person(), preview_id)
    found = flips_page(view, page_asked_for())
    return render_template("previews/show.html", view=view, found=found, ways=WAYS, anchor_of=anchor_of, SINCE=SINCE)


@pages.get("/previews/<id:preview_id>/progress")
def progress(preview_id: str) -> str:
    """What the page's script puts in place of what it shows of the progress."""
    return render_template(
        "previews/progress.html", following=services().previews.following(current_person(), preview_id)
    )


@pages.post("/previews/<id:preview_id>/continue")
def go_on(preview_id: str) -> Response:
    services().previews.go_on(current_person(), preview_id)
    return redirect(url_for("previews.show", preview_id=preview_id), 303)


def _choose(key: str, number: int, problem: str = "", *, lacking: bool = False) -> str:
    """`lacking`: the set that was chosen is there, and cannot show anything."""
    choice = services().previews.choice(current_person(), key, number)
    return render_template(
        "previews/choose.html",
        choice=choice,
        chosen=choice.proposed(request.form.get("gold_set", request.args.get("gold_set", ""))),
        problem=problem,
        lacking=lacking,
    )


def _number(given: str) -> int:
    """Raises NotFound: there is no version of another number."""
    if not (given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER):
        raise NotFound(f"no number {given[:20]!r}")
    return int(given)
