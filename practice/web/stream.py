"""Turns what happens in an exchange into server-sent events.

`kept` {html}: the reply is in the database; its line and the customer's. `line` {html}: it is decided who answers, and
how they look. `mood` {panels, bar}. `token` {text, anew}. `turn` {status, html, say, closing}: the customer's line is
over; `closing` stands where the box was, once the talk is over. `grade` {html, say}. `error` {message}: the stream
broke off, ask again. `end` {}: nothing more will come. In a check, mood and grades are told to nobody before its end.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
import logging
from collections.abc import Iterator, Mapping

from flask import Response

from practice.domain.conversation import TurnStatus
from practice.domain.progress import EndEvent, GradeEvent, MoodEvent, ProgressEvent, TokenEvent, TurnEvent
from practice.errors import PracticeError
from practice.services.following import Followed
from practice.web.context import services
from practice.web.errors import DATABASE_AWAY
from practice.web.fragments import Fragments
from practice.web.streams import Place

log = logging.getLogger(__name__)

HEARTBEAT = ": still here\n\n"
HEADERS = {
    "Cache-Control": "no-store",
    # A proxy that gathers the answer before passing it on would hold the words back.
    "X-Accel-Buffering": "no",
}


def stream_response(followed: Followed, fragments: Fragments, place: Place, just_kept: bool = False) -> Response:
    """Gives `place` back when the answer is over or its reader has gone."""
    batches = services().following.follow(followed)
    response = Response(_events(batches, followed, fragments, just_kept), mimetype="text/event-stream", headers=HEADERS)
    response.call_on_close(place.give_back)
    return response


def _events(
    batches: Iterator[list[ProgressEvent]], followed: Followed, fragments: Fragments, just_kept: bool
) -> Iterator[str]:
    number = 0
    if just_kept:
        yield _event(number, "kept", {"html": fragments.lines(followed.reply_id, followed.answer_id)})
    else:
        yield HEARTBEAT
    try:
        for batch in batches:
            number += 1
            yield "".join(_told(number, event, followed, fragments) for event in batch) or HEARTBEAT
    except PracticeError as error:
        log.error("the stream of turn %s broke off: %s", followed.answer_id, error)
        yield _event(number, "error", {"message": fragments.text(DATABASE_AWAY.title)})


def _told(number: int, event: ProgressEvent, followed: Followed, fragments: Fragments) -> str:
    reveals = fragments.view.reveals
    match event:
        case TokenEvent(text, anew):
            return _event(number, "token", {"text": text, "anew": anew})
        case MoodEvent(answer):
            line = _event(number, "line", {"html": fragments.answer(answer)})
            return line + _event(number, "mood", fragments.mood(answer)) if reveals else line
        case TurnEvent(answer, outcome, ended):
            said = answer.status is not TurnStatus.FAILED
            told = {
                "status": answer.status.value,
                "html": fragments.answer(answer),
                "say": fragments.spoken(answer) if said else fragments.silence(answer),
                "closing": fragments.closing(answer, outcome) if ended else None,
            }
            return _event(number, "turn", told)
        case GradeEvent() if not reveals:
            return ""
        case GradeEvent(grade):
            told = {"html": fragments.grade(followed.reply_id, grade), "say": fragments.grade_in_words(grade)}
            return _event(number, "grade", told)
        case EndEvent():
            return _event(number, "end", {})


def _event(number: int, name: str, data: Mapping[str, object]) -> str:
    # JSON in one line: no text of anybody's can end the event or begin another.
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
