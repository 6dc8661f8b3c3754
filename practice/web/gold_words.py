"""What the parts of gold sets are called on pages."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.store.gold import GoldSet, GoldSource
from practice.web.translations import gettext as _

SOURCES: Mapping[GoldSource, LazyString] = {
    GoldSource.IMPORTED: _l("from a file"),
    GoldSource.CONVERSATION: _l("from a conversation"),
    GoldSource.OVERRIDE: _l("level set by a trainer"),
    GoldSource.DISPUTE: _l("second look asked for"),
}
FIELD_WORDS: Mapping[str, LazyString] = {
    "id": _l("Name of the reply, different for each"),
    "language": _l("Language"),
    "channel": _l("Channel"),
    "situation": _l("Situation"),
    "customer": _l("The customer's words"),
    "reply": _l("The reply"),
}
#: Replies with two raters below which a figure is only a hint.
FEW = 30


def set_name(gold_set: GoldSet) -> str:
    return gold_set.name or _("Corrections by trainers")


def why_no_figure(raters: int, replies: int) -> str:
    """`replies` have a level from both sides."""
    if raters < 2:
        return _("Nobody to compare with yet.")
    if replies < 2:
        return _("Too few replies have levels from two people.")
    return _("The levels vary too little to tell.")
