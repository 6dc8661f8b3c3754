"""What somebody is told who has asked for as much as the time allows: that it goes on, and when."""

import math
from datetime import timedelta

from flask import Flask
from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.errors import TooMuch
from practice.web.errors import Told, answer_with
from practice.web.translations import gettext as _

_MINUTE, _HOUR = 60, 3600


def attach(app: Flask) -> None:
    app.register_error_handler(TooMuch, _answer)


def reply_text(error: TooMuch) -> str:
    return _(
        "That is a good deal of practice for now. You can go on %(when)s; your text stays here.", when=_when(error)
    )


def wait_for(error: TooMuch, response: Response) -> Response:
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _answer(error: TooMuch) -> Response:
    told = Told(
        _l("Time for a break"),
        _l(
            "You have practised as much as this service allows for now. You can go on %(when)s. Everything you said so "
            "far is kept.",
            when=_when(error),
        ),
    )
    return wait_for(error, answer_with(told, 429))


def _when(error: TooMuch) -> str:
    """`in 12 minutes`, in the page's language; never sooner than is true."""
    step = _MINUTE if error.seconds < 2 * _HOUR else _HOUR
    whole = timedelta(seconds=math.ceil(error.seconds / step) * step)
    return str(format_timedelta(whole, granularity="minute", add_direction=True, threshold=2))
