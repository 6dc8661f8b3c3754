"""Every route of the front door, and how it answers whom. A new route needs a row here."""

from dataclasses import dataclass
from typing import Literal

Visitor = Literal["anonymous", "owner", "trainee", "trainer"]
Form = tuple[tuple[str, str], ...]

HTML, STREAM = "text/html", "text/event-stream"


@dataclass(frozen=True)
class Statuses:
    """`trainee` and `trainer` are people who do not own the talk."""

    anonymous: int
    owner: int
    trainee: int
    trainer: int

    def of(self, visitor: Visitor) -> int:
        status: int = getattr(self, visitor)
        return status


@dataclass(frozen=True)
class Row:
    """`path` names its objects in braces: each is an id in the world of the walk.

    {talk} goes on, {answer} is being spoken; {past} is a talk that ended with {lost_reply} ungraded and {lost_answer}
    failed, so that whatever can be tried again there really changes something.
    """

    method: str
    rule: str
    path: str
    statuses: Statuses
    form: Form = ()
    accept: str = HTML

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")

    @property
    def hides(self) -> bool:
        """Somebody is answered as if the object did not exist."""
        return "{" in self.path and 404 in (self.statuses.trainee, self.statuses.trainer)


OPEN_PAGE = Statuses(200, 200, 200, 200)
OPEN_CHANGE = Statuses(303, 303, 303, 303)
MEMBERS_PAGE = Statuses(303, 200, 200, 200)
MEMBERS_CHANGE = Statuses(401, 303, 303, 303)
OWNERS_PAGE = Statuses(303, 200, 404, 404)
OWNERS_STREAM = Statuses(401, 200, 404, 404)
OWNERS_CHANGE = Statuses(401, 303, 404, 404)

TALK, TURN = "/conversations/<id:conversation_id>", "/turns/<id:turn_id>"

ROWS = (
    Row("GET", "/static/<version>/<path:filename>", "/static/any/base.css", OPEN_PAGE),
    Row("GET", "/healthz", "/healthz", OPEN_PAGE),
    Row("GET", "/", "/", Statuses(200, 303, 303, 303)),
    Row("POST", "/sign-in", "/sign-in", OPEN_CHANGE, (("name", "Newcomer"), ("role", "trainee"))),
    Row("POST", "/sign-out", "/sign-out", OPEN_CHANGE),
    Row("POST", "/language", "/language", OPEN_CHANGE, (("language", "fi"),)),
    Row("GET", "/scenarios", "/scenarios", MEMBERS_PAGE),
    Row("GET", "/scenarios/<key>", "/scenarios/late-parcel", MEMBERS_PAGE),
    Row(
        "POST",
        "/scenarios/<key>/conversations",
        "/scenarios/late-parcel/conversations",
        MEMBERS_CHANGE,
        (("language", "en"),),
    ),
    Row("GET", TALK, "/conversations/{talk}", OWNERS_PAGE),
    Row("POST", f"{TALK}/replies", "/conversations/{talk}/replies", OWNERS_STREAM, (("text", "Hello"),), STREAM),
    Row("POST", f"{TALK}/end", "/conversations/{talk}/end", OWNERS_CHANGE),
    Row("GET", f"{TALK}/report", "/conversations/{past}/report", OWNERS_PAGE),
    Row("POST", f"{TALK}/debrief", "/conversations/{past}/debrief", OWNERS_CHANGE),
    Row("POST", f"{TALK}/grade-talk", "/conversations/{past}/grade-talk", OWNERS_CHANGE),
    Row("GET", f"{TURN}/events", "/turns/{answer}/events", OWNERS_STREAM, accept=STREAM),
    Row("POST", f"{TURN}/stop", "/turns/{answer}/stop", OWNERS_CHANGE),
    Row("POST", f"{TURN}/speak-again", "/turns/{lost_answer}/speak-again", OWNERS_CHANGE),
    Row("POST", f"{TURN}/grade-again", "/turns/{lost_reply}/grade-again", OWNERS_CHANGE),
)
