"""The language of the pages: chosen by hand, else what the browser asks for, else English."""

from flask import Blueprint, Flask, redirect, request, session
from flask_babel import Babel, format_decimal, get_locale
from werkzeug.wrappers import Response

from practice.domain.language import OWN_NAMES, Language, Shown
from practice.errors import BadInput
from practice.web.paths import here, safe_next
from practice.web.time_zone import page_zone
from practice.web.translations import Catalogues

_CHOSEN = "language"
pages = Blueprint("language", __name__)


def attach(app: Flask) -> None:
    babel = Babel(app, locale_selector=_select, timezone_selector=page_zone)
    app.extensions["babel"].instance = babel
    babel.domain_instance = Catalogues()
    app.jinja_env.filters.update(shown=in_page_language, decimalformat=decimal_in_words)
    app.jinja_env.globals.update(page_language=page_language, OWN_NAMES=OWN_NAMES, here=here)
    app.register_blueprint(pages)


def page_language() -> Language:
    locale = get_locale()
    return Language(locale.language) if locale else Language.EN


def in_page_language(text: Shown) -> str:
    return text.in_language(page_language())


def decimal_in_words(value: float | str, form: str | None = None) -> str:
    """With the minus of mathematics in every language; Babel's English and Polish have a hyphen."""
    return str(format_decimal(value, form)).replace("-", "−")


@pages.post("/language")
def choose() -> Response:
    wanted = request.form.get("language", "")
    if wanted not in list(Language):
        raise BadInput(f"no pages in {wanted!r}; choose one of {', '.join(Language)}")
    session[_CHOSEN] = wanted
    return redirect(safe_next(request.form.get("next")), 303)


def _select() -> str:
    chosen = session.get(_CHOSEN)
    if chosen in list(Language):
        return str(chosen)
    return request.accept_languages.best_match(list(Language)) or Language.EN
