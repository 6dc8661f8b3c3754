"""What stands in the letters that people ask for, in the language they read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

from practice.store.letter import LINK
from practice.web.context import services
from practice.web.paths import safe_next
from practice.web.translations import gettext as _

#: Enough for any page of ours; what is longer is not carried along.
_LONGEST_NEXT = 500


@dataclass(frozen=True)
class Written:
    subject: str
    body: str


def sign_in_letter(wanted_next: str) -> Written:
    paragraphs = (
        _("Hello,"),
        _("this link signs you in. It works once, for 30 minutes:"),
        LINK + _where_to(wanted_next),
        _(
            "If you did not ask for it, you need not do anything. "
            "Please keep the link to yourself: whoever opens it signs in as you."
        ),
    )
    return Written(_("Your link for signing in"), "\n\n".join(paragraphs) + "\n")


def site() -> str:
    """What links to this service begin with, as people type it.

    The port that a browser names is believed on this machine only: behind a proxy anybody may name one.
    """
    settings = services().settings
    found = settings.site or (f"https://{request.host.rpartition(':')[0]}" if _has_port() else request.host_url)
    return found.rstrip("/")


def _has_port() -> bool:
    return services().settings.https and request.host.rpartition(":")[2].isdecimal()


def _where_to(wanted_next: str) -> str:
    goal = safe_next(wanted_next)
    if goal == url_for("signin.start") or len(goal) > _LONGEST_NEXT:
        return ""
    return f"?{urlencode({'next': goal})}"
