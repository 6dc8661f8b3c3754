"""Links that work once: asking for one, and what is behind it: signing in, a password to choose, or administering."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain import password as rules
from practice.errors import BadInput, BadPassword, Conflict
from practice.services.links import FirstAdmin, OpenLink
from practice.services.people import LONGEST_NAME
from practice.services.sessions import WayIn
from practice.store.person import Person
from practice.store.sign_in_link import LinkPurpose
from practice.web.context import services
from practice.web.errors import LINK_SPENT, answer_with
from practice.web.letters import sign_in_letter, site
from practice.web.paths import safe_next
from practice.web.session_cookies import asking_address, let_in
from practice.web.translations import gettext as _
from practice.web.words import password_refusal_text

pages = Blueprint("links", __name__, url_prefix="/link")


@pages.post("")
def ask() -> Response:
    letter = sign_in_letter(request.form.get("next", ""))
    email = request.form.get("email", "")
    services().letters.ask_for_link(email, letter.subject, letter.body, site(), asking_address())
    return redirect(url_for("links.sent"), 303)


@pages.get("/sent")
def sent() -> str:
    """The same for every address."""
    return render_template("signin/sent.html", by_mail=services().letters.sends_mail)


@pages.get("/<token>")
def show(token: str) -> str | Response:
    found = services().links.opened(token)
    return _link_page(found) if found else answer_with(LINK_SPENT, 410)


@pages.post("/<token>")
def use(token: str) -> Response | tuple[str, int]:
    found = services().links.opened(token)
    if found is None:
        return answer_with(LINK_SPENT, 410)
    if found.purpose is LinkPurpose.SIGN_IN:
        return _inside(services().links.sign_in(token, asking_address()))
    if request.form.get("password") != request.form.get("again"):
        return _link_page(found, _("The two passwords are not the same. Type them once more.")), 400
    try:
        person = _used(found, token, request.form.get("password", ""))
    except BadPassword as error:
        return _link_page(found, password_refusal_text(error.reason)), 400
    except Conflict:
        return _link_page(found, _("That e-mail address or short name is taken. Choose another.")), 409
    except BadInput:
        return _link_page(found, _("Something in the fields cannot be used. Each says what it may hold.")), 400
    return _inside(person)


def _inside(person: Person | None) -> Response:
    wanted_next = request.args.get("next")
    goal = safe_next(wanted_next) if wanted_next else url_for("scenarios.overview")
    return let_in(person, goal, way=WayIn.LINK) if person else answer_with(LINK_SPENT, 410)


def _used(found: OpenLink, token: str, password: str) -> Person | None:
    if found.person is not None:
        return services().links.choose_password(token, password, asking_address())
    fields = (request.form.get(name, "") for name in ("organisation_key", "organisation", "email", "name"))
    return services().links.make_first_admin(token, FirstAdmin(*fields), password, asking_address())


def _link_page(found: OpenLink, problem: str = "") -> str:
    if found.purpose is LinkPurpose.SIGN_IN:
        return render_template("signin/welcome_back.html", person=found.person)
    limits = {"shortest": rules.SHORTEST, "longest_name": LONGEST_NAME}
    return render_template("signin/link.html", person=found.person, problem=problem, form=request.form, **limits)
