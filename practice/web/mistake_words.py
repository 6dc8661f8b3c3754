"""Says on a page, in its language, what is wrong with a text that somebody edits or takes in."""

from flask import Flask
from flask_babel import format_decimal
from markupsafe import Markup, escape

from practice.domain.conversation import Outcome
from practice.domain.mistake import Value, Wrong
from practice.domain.mistake_kind import Kind
from practice.web.mistake_texts import RULES, TEXTS
from practice.web.translations import gettext as _
from practice.web.words import OUTCOMES

_IN_ENGLISH = Markup('<span lang="en">{}</span>')


def attach(app: Flask) -> None:
    app.jinja_env.filters["in_words"] = in_words


def in_words(wrong: Wrong) -> Markup:
    """Words that nobody translates, such as a parser's own, are marked as English."""
    if wrong.kind is Kind.PLAIN:
        return _IN_ENGLISH.format(wrong.values["words"])
    values = {name: _told(value) for name, value in wrong.values.items()}
    if isinstance(rule := wrong.values.get("rule"), str):
        values["rule"] = str(RULES.get(rule, rule))
    return escape(str(TEXTS[wrong.kind])) % values


def _told(value: Value) -> str | int:
    match value:
        case Wrong():
            return in_words(value)
        case Outcome():
            return str(OUTCOMES[value])
        case (*these, last) if these:
            return _("%(these)s or %(last)s", these=", ".join(map(_quoted, these)), last=_quoted(last))
        case (last,):
            return _quoted(last)
        case float():
            return str(format_decimal(value))
        case str() | int():
            return value
    return ""


def _quoted(text: str) -> str:
    return f"'{text}'"
