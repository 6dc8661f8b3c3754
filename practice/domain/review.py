"""Why a grade is worth a trainer's look, and how a trainer asks for those that wait."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from unicodedata import normalize

from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language


class ReasonKind(StrEnum):
    """The most urgent first."""

    DISPUTE = "dispute"  #: the trainee asks for a second look
    NOT_GRADED = "not_graded"  #: as a whole, or by one criterion
    HIGH_SPREAD = "high_spread"  #: graders lie further apart than panel.MOST_SPREAD
    FLAGGED = "flagged"  #: any other flag of the grade
    RANDOM_SAMPLE = "random_sample"  #: an ordinary grade, drawn by chance


class ReviewState(StrEnum):
    OPEN = "open"
    DONE = "done"  #: somebody looked, and said so
    OVERTAKEN = "overtaken"  #: a later grade of the same reply by the same rubric took its place


class Assigned(StrEnum):
    ME = "me"
    NOBODY = "nobody"


class Order(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    REASONS = "reasons"  #: the most urgent first, of these what has waited longest
    LANGUAGE = "language"


@dataclass(frozen=True)
class Wanted:
    """Which entries of the queue, None for any; pages count from 1.

    `group` is a cohort's id, `trainee` are words of a name, `criterion` is the key of what a reason is about.
    """

    state: ReviewState = ReviewState.OPEN
    reason: ReasonKind | None = None
    assigned: Assigned | None = None
    language: Language | None = None
    group: str | None = None
    trainee: str = ""
    scenario: str | None = None
    criterion: str | None = None
    order: Order = Order.REASONS
    page: int = 1


@dataclass(frozen=True)
class Reason:
    """`name` is a flag's or a kind's; `about` is a criterion's key, or a screen's name where `name` is `screen`."""

    kind: ReasonKind
    name: str
    about: str = ""


DISPUTE = ReasonKind.DISPUTE.value
NOT_GRADED = ReasonKind.NOT_GRADED.value
RANDOM_SAMPLE = ReasonKind.RANDOM_SAMPLE.value
#: Of a flag; what follows tells the criterion.
SPREAD = "spread"
_KINDS = {
    DISPUTE: ReasonKind.DISPUTE,
    NOT_GRADED: ReasonKind.NOT_GRADED,
    SPREAD: ReasonKind.HIGH_SPREAD,
    RANDOM_SAMPLE: ReasonKind.RANDOM_SAMPLE,
}


def reasons_to_look(grade: Grade) -> tuple[str, ...]:
    """Its flags, and that it is not graded; empty where nothing speaks for a look."""
    failed = (NOT_GRADED,) if grade.status is GradeStatus.NOT_GRADED else ()
    return (*failed, *grade.flags)


def drawn(grade_id: int, share: float) -> bool:
    """Whether this grade is among the `share` (0-1) of all that chance picks: always the same ones."""
    return int.from_bytes(sha256(b"review %d" % grade_id).digest()[:6]) < share * 2**48


def is_called(name: str, words: str) -> bool:
    """Whether each of the words, or its beginning, middle or end, is in the name, whatever their capitals."""
    plain = _plain(name)
    return all(word in plain for word in _plain(words).split())


def _plain(text: str) -> str:
    return normalize("NFC", text.casefold())


def reason_of(kept: str) -> Reason:
    """A flag is told apart from the other reasons by its colon: `name:about`."""
    name, _, about = kept.partition(":")
    return Reason(_KINDS.get(name, ReasonKind.FLAGGED), name, about)
