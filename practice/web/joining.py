"""The page behind a join link: who reads what is practised in a group, and the ways into it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain import password as rules
from practice.errors import BadInput, BadPassword, Conflict, NotAllowed
from practice.services.joining import Newcomer, Standing
from practice.services.people import LONGEST_NAME
from practice.services.sessions import WayIn
from practice.store.join_link import Invitation
from practice.web.context import current_person, services, signed_in_person
from practice.web.errors import Told, answer_with
from practice.web.session_cookies import asking_address, let_in
from practice.web.translations import gettext as _
from practice.web.words import password_refusal_text

pages = Blueprint("joining", __name__, url_prefix="/join")

#: In the same words for all that can be wrong with a link.
JOIN_LINK_SPENT = Told(
    _l("This link does not work any more"),
    _l(
        "It has ended, or it was not copied whole. Ask your trainer for a new one. If you have joined already, "
        "sign in from the start page."
    ),
)


@pages.get("/<token>")
def show(token: str) -> str | Response:
    invitation = services().joining.invitation(token)
    if invitation is None:
        return answer_with(JOIN_LINK_SPENT, 410)
    person = signed_in_person()
    if person and services().joining.standing(person, invitation) is Standing.MEMBER:
        return _to_start()
    return _page(token, invitation)


@pages.post("/<token>")
def join_anew(token: str) -> Response | tuple[str, int]:
    """With a new account."""
    invitation = services().joining.invitation(token)
    if invitation is None:
        return answer_with(JOIN_LINK_SPENT, 410)
    if signed_in_person():
        return redirect(url_for("joining.show", token=token), 303)
    form = request.form
    if form.get("password") != form.get("again"):
        return _page(token, invitation, _("The two passwords are not the same. Type them once more.")), 400
    newcomer = Newcomer(form.get("name", ""), form.get("email", ""))
    try:
        person = services().joining.join_anew(token, newcomer, form.get("password", ""), asking_address())
    except BadPassword as error:
        return _page(token, invitation, password_refusal_text(error.reason)), 400
    except BadInput:
        return _page(token, invitation, _("Check your name and your e-mail address; one of them cannot be used.")), 400
    except Conflict:
        told = _(
            "You could not join with these. If you have an account already, sign in first; "
            "else choose another e-mail address."
        )
        return _page(token, invitation, told), 400
    except NotAllowed:
        return _page(token, invitation), 403
    if person is None:
        return answer_with(JOIN_LINK_SPENT, 410)
    return let_in(person, url_for("scenarios.overview"), way=WayIn.NEW_PASSWORD)


@pages.post("/<token>/with-my-account")
def join(token: str) -> Response | tuple[str, int]:
    """As whoever is signed in."""
    person, invitation = current_person(), services().joining.invitation(token)
    try:
        joined = invitation is not None and services().joining.join(person, token, asking_address())
    except NotAllowed:
        assert invitation is not None
        return _page(token, invitation), 403
    return _to_start() if joined else answer_with(JOIN_LINK_SPENT, 410)


def _to_start() -> Response:
    return redirect(url_for("scenarios.overview"), 303)


def _page(token: str, invitation: Invitation, problem: str = "") -> str:
    person, settings = signed_in_person(), services().settings
    standing = services().joining.standing(person, invitation) if person else None
    return render_template(
        "joining/show.html",
        token=token,
        invitation=invitation,
        person=person,
        may_join=standing is Standing.MAY_JOIN,
        problem=problem,
        form=request.form,
        provider=settings.oidc_name if settings.oidc_issuer else "",
        shortest=rules.SHORTEST,
        longest_name=LONGEST_NAME,
    )
