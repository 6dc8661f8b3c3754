"""Addresses: which are ids, and which may be gone back to."""

from urllib.parse import urlsplit

from flask import request, url_for
from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """An id as `practice.store.types.new_id` makes them; anything else is no page of ours."""

    regex = "[0-9a-f]{32}"


def safe_next(wanted: str | None) -> str:
    """`wanted` where it is a path on this site, else the start page: no address of ours may lead elsewhere."""
    fallback = url_for("signin.start")
    if not wanted or not wanted.startswith("/") or not wanted.isprintable() or "\\" in wanted:
        return fallback
    if wanted.startswith("//"):
        return fallback
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else wanted


def here() -> str:
    """The page being shown, to come back to after changing the language."""
    if request.method != "GET" or request.url_rule is None:
        return url_for("signin.start")
    return request.full_path.removesuffix("?")
