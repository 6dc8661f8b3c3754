"""The conversation page: the talk, a reply, the end."""

import hashlib
import re
import secrets
import time

from flask import Blueprint, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.access import Act
from practice.errors import BadReply, Busy, NotAllowed, TooMuch
from practice.services.following import Followed
from practice.services.talk import ConversationView
from practice.store.person import Person
from practice.web.channels import actions_of, timing_of
from practice.web.context import current_person, services
from practice.web.errors import wants_data
from practice.web.fragments import Fragments, page_values
from practice.web.lines import lines_of
from practice.web.stream import stream_response
from practice.web.streams import take_place
from practice.web.too_much import reply_text, wait_for
from practice.web.words import refusal_text

pages = Blueprint("chat", __name__, url_prefix="/conversations/<id:conversation_id>")

#: How long a browser without our script is kept waiting for the whole exchange.
WAIT_SECONDS = "WAIT_FOR_ANSWER_SECONDS"
DEFAULT_WAIT_SECONDS = 15.0
_REFUSED_BECAUSE_OF_STATE = ("ended", "waiting")
_CLIENT_KEY = re.compile(r"[A-Za-z0-9_-]{1,43}")


@pages.get("")
def show(conversation_id: str) -> str | Response:
    """Who may see a talk and not take part in it reads its report."""
    try:
        view = services().chat.view(current_person(), conversation_id, Act.REPLY)
    except NotAllowed:
        return redirect(url_for("report.show", conversation_id=conversation_id), 303)
    return _page(view)


@pages.post("/replies")
def reply(conversation_id: str) -> Response:
    person = current_person()
    try:
        return (_stream_reply if wants_data() else _wait_for_answer)(person, conversation_id)
    except BadReply as refused:
        status = 409 if refused.reason in _REFUSED_BECAUSE_OF_STATE else 400
        return _refused(person, conversation_id, refusal_text(refused.reason), refused.reason, status)
    except TooMuch as error:
        return wait_for(error, _refused(person, conversation_id, reply_text(error), "too_much", 429))


@pages.post("/end")
def end(conversation_id: str) -> Response:
    services().chat.end(current_person(), conversation_id)
    return redirect(url_for("report.show", conversation_id=conversation_id), 303)


def _refused(person: Person, conversation_id: str, message: str, reason: str, status: int) -> Response:
    """What was typed stays: in the box that our script has not emptied, or in the one of the page."""
    if wants_data():
        response: Response = jsonify(message=message, reason=reason)
    else:
        view = services().chat.view(person, conversation_id)
        response = make_response(_page(view, typed=request.form.get("text", ""), refusal=message))
    response.status_code = status
    return response


def _stream_reply(person: Person, conversation_id: str) -> Response:
    place = take_place(person)
    try:
        followed = _keep(person, conversation_id)
        view = services().chat.view(person, conversation_id)
        return stream_response(followed, Fragments(view), place, just_kept=True)
    except BaseException:
        place.give_back()
        raise


def _wait_for_answer(person: Person, conversation_id: str) -> Response:
    followed = _keep(person, conversation_id)
    try:
        place = take_place(person)
    except Busy:
        return _to_page(conversation_id)
    try:
        over = time.monotonic() + current_app.config.get(WAIT_SECONDS, DEFAULT_WAIT_SECONDS)
        for _ in services().following.follow(followed, quiet_seconds=1.0):
            if time.monotonic() >= over:
                break
    finally:
        place.give_back()
    return _to_page(conversation_id)


def _to_page(conversation_id: str) -> Response:
    return redirect(url_for("chat.show", conversation_id=conversation_id, _anchor="latest"), 303)


def _keep(person: Person, conversation_id: str) -> Followed:
    text = request.form.get("text", "").replace("\r\n", "\n").replace("\0", "")
    action = request.form.get("action") or None
    receipt = services().chat.reply(person, conversation_id, text, _key_for(f"{text}\0{action or ''}"), action)
    return Followed(receipt.reply_id, receipt.answer_id, conversation_id)


def _key_for(said: str) -> str:
    """The form's key together with what was said and done.

    Somebody who goes back, changes the text and sends it again says something new; the same form sent twice does not.
    """
    key = request.form.get("client_key", "")
    if not _CLIENT_KEY.fullmatch(key):
        key = secrets.token_hex(16)
    return f"{key}-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


def _page(view: ConversationView, typed: str = "", refusal: str = "") -> str:
    return render_template(
        "chat/show.html",
        **page_values(view),
        lines=lines_of(view),
        timing=timing_of(view),
        actions=actions_of(view),
        outcome=view.conversation.outcome,
        typed=typed,
        refusal=refusal,
        client_key=secrets.token_hex(16),
        reply_limit=services().settings.reply_limit,
        here_url=url_for("chat.show", conversation_id=view.conversation.id),
    )
