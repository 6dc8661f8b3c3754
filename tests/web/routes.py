"""Every route that both ways of signing in have, and how it answers whom. A new route needs a row here.

Those that only accounts have stand in routes_of_accounts.py.
"""

from dataclasses import dataclass, fields
from typing import Literal

Visitor = Literal["anonymous", "owner", "trainee", "trainer"]
Colleague = Literal[
    "anonymous",
    "owner",
    "trainee",
    "trainer",
    "other_trainer",
    "foreign_trainer",
    "admin",
    "foreign_admin",
    "disabled",
]
Form = tuple[tuple[str, str], ...]

HTML, STREAM = "text/html", "text/event-stream"


@dataclass(frozen=True)
class Statuses:
    """In local mode. `trainee` and `trainer` are people who do not own the talk."""

    anonymous: int
    owner: int
    trainee: int
    trainer: int

    def of(self, visitor: Visitor) -> int:
        status: int = getattr(self, visitor)
        return status


@dataclass(frozen=True)
class WithAccounts:
    """`trainee` is in the owner's cohort, `trainer` trains it, `other_trainer` trains another of the same organisation.

    Those called foreign belong to another organisation; `disabled` is a trainer of the owner's cohort, switched off
    while signed in.
    """

    anonymous: int
    owner: int
    trainee: int
    trainer: int
    other_trainer: int
    foreign_trainer: int
    admin: int
    foreign_admin: int
    disabled: int

    def of(self, visitor: Colleague) -> int:
        status: int = getattr(self, visitor)
        return status


def all_but(status: int, **others: int) -> WithAccounts:
    return WithAccounts(**{field.name: others.get(field.name, status) for field in fields(WithAccounts)})


@dataclass(frozen=True)
class Row:
    """`path` and `form` name objects in braces: each is an id in the world of the walk.

    {talk} goes on, {answer} is being spoken; {past} is a talk that ended with {lost_reply} ungraded and {lost_answer}
    failed, so that whatever can be tried again there really changes something.

    `local` or `accounts` is None where that way of signing in has no such route, or another row says how it answers.
    """

    method: str
    rule: str
    path: str
    local: Statuses | None
    accounts: WithAccounts | None = None
    form: Form = ()
    accept: str = HTML
    #: To whoever it opens, it writes a row of the audit, though it only shows something.
    audited: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")

    @property
    def hides(self) -> bool:
        """Somebody in local mode is answered as if the object did not exist."""
        return self.local is not None and "{" in self.path and 404 in (self.local.trainee, self.local.trainer)


OPEN_PAGE = Statuses(200, 200, 200, 200)
OPEN_CHANGE = Statuses(303, 303, 303, 303)
MEMBERS_PAGE = Statuses(303, 200, 200, 200)
MEMBERS_CHANGE = Statuses(401, 303, 303, 303)
OWNERS_PAGE = Statuses(303, 200, 404, 404)
OWNERS_STREAM = Statuses(401, 200, 404, 404)
OWNERS_CHANGE = Statuses(401, 303, 404, 404)

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
OPEN_PAGE_TO_ALL = all_but(200)
OPEN_CHANGE_TO_ALL = all_but(303)
COLLEAGUES_PAGE = all_but(200, anonymous=303, disabled=403)
COLLEAGUES_CHANGE = all_but(303, anonymous=401, disabled=403)
#: A trainer of the owner's cohort is led to what they may read.
TALK_PAGE = WithAccounts(303, 200, 404, 303, 404, 404, 404, 404, 403)
REPORT_PAGE = WithAccounts(303, 200, 404, 200, 404, 404, 404, 404, 403)
#: That trainer sees the talk, so a plain no tells them nothing new.
TALK_CHANGE = WithAccounts(401, 303, 404, 403, 404, 404, 404, 404, 403)
#: A trainer judges what the grader says, so they have it asked again where it gave no level.
GRADED_AGAIN = WithAccounts(401, 303, 404, 303, 404, 404, 404, 404, 403)
TALK_STREAM = WithAccounts(401, 200, 404, 403, 404, 404, 404, 404, 403)

TALK, TURN = "/conversations/<id:conversation_id>", "/turns/<id:turn_id>"
_BEGIN, _LANGUAGE = (("language", "en"),), (("language", "fi"),)
_NEWCOMER = (("name", "Newcomer"), ("role", "trainee"))
_SAY = (("text", "Hello"),)
_TALKS = "/conversations/{talk}"
_PAST = "/conversations/{past}"

ROWS = (
    Row("GET", "/static/<version>/<path:filename>", "/static/any/base.css", OPEN_PAGE, OPEN_PAGE_TO_ALL),
    Row("GET", "/healthz", "/healthz", OPEN_PAGE, OPEN_PAGE_TO_ALL),
    Row("GET", "/", "/", Statuses(200, 303, 303, 303), all_but(303, anonymous=200, disabled=200)),
    Row("POST", "/sign-in", "/sign-in", OPEN_CHANGE, form=_NEWCOMER),
    Row("POST", "/sign-out", "/sign-out", OPEN_CHANGE, OPEN_CHANGE_TO_ALL),
    Row("POST", "/language", "/language", OPEN_CHANGE, OPEN_CHANGE_TO_ALL, _LANGUAGE),
    Row("GET", "/scenarios", "/scenarios", MEMBERS_PAGE, COLLEAGUES_PAGE),
    Row("GET", "/progress", "/progress", MEMBERS_PAGE, COLLEAGUES_PAGE),
    Row("GET", "/scenarios/<key>", "/scenarios/late-parcel", MEMBERS_PAGE, COLLEAGUES_PAGE),
    Row(
        "POST",
        "/scenarios/<key>/conversations",
        "/scenarios/late-parcel/conversations",
        MEMBERS_CHANGE,
        COLLEAGUES_CHANGE,
        _BEGIN,
    ),
    Row("GET", TALK, _TALKS, OWNERS_PAGE, TALK_PAGE),
    Row("POST", f"{TALK}/replies", f"{_TALKS}/replies", OWNERS_STREAM, TALK_STREAM, _SAY, STREAM),
    Row("POST", f"{TALK}/end", f"{_TALKS}/end", OWNERS_CHANGE, TALK_CHANGE),
    Row("GET", f"{TALK}/report", f"{_PAST}/report", OWNERS_PAGE, REPORT_PAGE, audited=True),
    Row("POST", f"{TALK}/debrief", f"{_PAST}/debrief", OWNERS_CHANGE, TALK_CHANGE),
    Row("POST", f"{TALK}/grade-talk", f"{_PAST}/grade-talk", OWNERS_CHANGE, GRADED_AGAIN),
    Row("GET", f"{TURN}/events", "/turns/{answer}/events", OWNERS_STREAM, TALK_STREAM, accept=STREAM),
    Row("POST", f"{TURN}/stop", "/turns/{answer}/stop", OWNERS_CHANGE, TALK_CHANGE),
    Row("POST", f"{TURN}/speak-again", "/turns/{lost_answer}/speak-again", OWNERS_CHANGE, TALK_CHANGE),
    Row("POST", f"{TURN}/grade-again", "/turns/{lost_reply}/grade-again", OWNERS_CHANGE, GRADED_AGAIN),
)
