"""What became of versions, told to whoever changed one, or could not because somebody else had."""

from datetime import datetime
from typing import Any, Protocol

from flask import url_for
from flask_babel import format_datetime
from markupsafe import Markup

from practice.services.versions import OF_FILE
from practice.store.version_writing import Version
from practice.web.once import show_next, shown_now
from practice.web.translations import gettext as _
from practice.web.version_tables import name_of, nobody

_NEWS = "version_news"
_WITH_LINK = Markup('{} <a href="{}">{}</a>')


class Summary(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def of_file(self) -> bool: ...
    @property
    def published(self) -> Version | None: ...
    def numbered(self, number: int) -> Version | None: ...


def tell_next(key: str, number: int, did: str) -> None:
    """`did`: published, or retired; for the page of all versions."""
    show_next(_NEWS, key=key, number=number, did=did)


def told_now(key: str) -> dict[str, Any] | None:
    found = shown_now(_NEWS)
    return found if found and found["key"] == key else None


def overtaken(summary: Summary, number: int, instead_of: int, pages: str) -> str:
    """Why version `number` was not published in place of `instead_of`; `pages` is the blueprint that compares."""
    now, before = summary.published, summary.numbered(instead_of)
    if now and now.published_at:
        by = {"name": now.publisher or nobody(), "when": _moment(now.published_at)}
        if now.number == number:
            return _("This version is published already: by %(name)s, %(when)s.", **by)
        told = _(
            "Not published: another version has come into force since you opened this page. %(name)s published "
            "version %(number)s, %(when)s.",
            **by,
            number=now.number,
        )
        return _compared(told, summary.key, now.number, number, pages)
    if before and before.retired_at:
        told = _(
            "Not published: the version in force was retired since you opened this page. %(name)s retired version "
            "%(number)s, %(when)s.",
            name=before.retirer or nobody(),
            number=before.number,
            when=_moment(before.retired_at),
        )
        return _compared(told, summary.key, OF_FILE, number, pages) if summary.of_file else told
    return _("Not published: somebody has published or retired a version meanwhile.")


def retired_already(version: Version | None) -> str:
    if version is None or version.retired_at is None:
        return _("Somebody has retired this version already.")
    by = {"name": version.retirer or nobody(), "when": _moment(version.retired_at)}
    return _("This version is retired already: by %(name)s, %(when)s.", **by)


def _compared(told: str, key: str, before: int, after: int, pages: str) -> str:
    address = url_for(f"{pages}.compare", key=key, before=before, after=after)
    return _WITH_LINK.format(told, address, _("Compare it with %(version)s", version=name_of(after)))


def _moment(at: datetime) -> str:
    return str(format_datetime(at, "short"))
