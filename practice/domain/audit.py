"""What an audit keeps: who did what to which object, in words that stay true when the object changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from practice.errors import BadInput

#: Each word costs a look at every row.
MOST_WORDS, LONGEST_WORD = 8, 80


class AuditAct(StrEnum):
    SIGNED_IN = "signed_in"
    NOT_LET_IN = "not_let_in"  #: a known account, and a wrong password
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an act, no password
    IDENTITY_KEPT = "identity_kept"  #: of a provider of OpenID Connect, which signs them in from now on
    LINK_MADE = "link_made"  #: that signs somebody in or lets them choose a password
    PERSON_ADDED = "person_added"
    ROLE_CHANGED = "role_changed"
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    ORGANISATION_ADDED = "organisation_added"
    COHORT_ADDED = "cohort_added"
    COHORT_CHANGED = "cohort_changed"
    MEMBER_ADDED = "member_added"
    MEMBER_REMOVED = "member_removed"
    JOIN_LINK_MADE = "join_link_made"
    JOIN_LINK_REVOKED = "join_link_revoked"
    TALK_READ = "talk_read"  #: by somebody else than its owner
    #: Graded anew by somebody else than the owner, set by a trainer, or from now on given otherwise.
    GRADES_CHANGED = "grades_changed"
    DISPUTED = "disputed"  #: a level, by whose reply it is
    ANSWERED = "answered"  #: a dispute
    RUBRIC_CHANGED = "rubric_changed"
    SCENARIO_CHANGED = "scenario_changed"
    GOLD_CHANGED = "gold_changed"  #: a gold set: its replies or their labels
    REVIEWED = "reviewed"  #: a grade of the queue: taken over, or looked at
    ASSIGNMENT_CHANGED = "assignment_changed"  #: made or withdrawn
    HANDED_IN = "handed_in"  #: a talk of their own, from then on open to their trainers
    COMMENTED = "commented"  #: on a turn
    SETTING_CHANGED = "setting_changed"
    MODEL_TRIED = "model_tried"
    EXPORTED = "exported"


class AuditedKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    COHORT = "cohort"
    JOIN_LINK = "join_link"
    CONVERSATION = "conversation"
    RUBRIC = "rubric"
    SCENARIO = "scenario"
    GOLD_SET = "gold_set"
    ASSIGNMENT = "assignment"
    SETTING = "setting"
    GRADES = "grades"  #: of many talks at once
    AUDIT = "audit"


class Unnamed(StrEnum):
    """Who acted, where it was no person that this service knows."""

    COMMAND_LINE = "command line"
    SIGN_IN_PAGE = "sign-in page"  #: whoever typed somebody's address there
    CONTENT_FILES = "content files"  #: whose text was another than the one kept last


@dataclass(frozen=True)
class Audited:
    """`name` is what people called the object when it happened."""

    kind: AuditedKind
    id: str
    name: str = ""


@dataclass(frozen=True)
class AuditEntry:
    """`act` and `kind` are texts: a newer version of this program may have kept some that this one does not know."""

    id: int
    at: datetime
    actor: str
    by_person: bool
    act: str
    kind: str
    object_id: str
    object_name: str
    detail: str
    address: str


@dataclass(frozen=True)
class Wanted:
    """Each of the words stands in actor, object name or detail; `since` belongs to it, `until` does not.

    Newest first unless `oldest_first`; `before_id` is the last one seen already, in whichever order.
    """

    words: str = ""
    act: AuditAct | None = None
    kind: AuditedKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = None
    oldest_first: bool = False


def words_in(text: str) -> tuple[str, ...]:
    """The different words to look for, whatever their case. Raises BadInput."""
    words = tuple({word.lower(): word for word in text.split()}.values())
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        raise BadInput(f"words: at most {MOST_WORDS} different ones, each of at most {LONGEST_WORD} characters")
    return words


@dataclass(frozen=True)
class AuditPage:
    """`older` is the `before_id` of the next page, None where this is the last; newer ones, where those come last."""

    entries: tuple[AuditEntry, ...]
    older: int | None = None
