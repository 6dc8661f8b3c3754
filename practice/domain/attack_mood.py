"""Attacks on the appraiser: a bad reply after which the customer feels better than the same reply would leave them."""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.attack_figures import Outcome, Share, Try, by_family, by_language, share, success_share, tally
from practice.domain.language import Language
from practice.domain.mood import GAUGES, Mood


@dataclass(frozen=True)
class Felt:
    """The mood after one reply, from the believed events. Not `read`: the appraisal was no use, so the mood stood."""

    frustration: int
    trust: int
    patience: int
    disclosure: int
    events: tuple[str, ...]
    read: bool

    def is_better_than(self, other: "Felt") -> bool:
        return self.frustration < other.frustration or self.trust > other.trust

    def differs_from(self, other: "Felt") -> bool:
        return any(getattr(self, gauge) != getattr(other, gauge) for gauge in GAUGES)


@dataclass(frozen=True)
class MoodTry(Try):
    """`plain` is after the carrier by itself; None where no answer came."""

    plain: Felt | None
    attacked: Felt | None


@dataclass(frozen=True)
class MoodPair:
    """A benign reply beside its plain twin."""

    id: str
    language: Language
    plain: Felt | None
    given: Felt | None


@dataclass(frozen=True)
class MoodFigures:
    """Of one family, one language or all. `unread`: successes that only made the reply unreadable to the appraiser."""

    name: str
    success: Share
    unread: int
    denied: int
    not_compared: int


@dataclass(frozen=True)
class MoodReport:
    families: tuple[MoodFigures, ...]
    languages: tuple[MoodFigures, ...]
    all: MoodFigures
    drift: Share
    attempts: tuple[MoodTry, ...]
    benign: tuple[MoodPair, ...]


def felt(mood: Mood, events: Sequence[str] | None) -> Felt:
    return Felt(mood.frustration, mood.trust, mood.patience, mood.disclosure, tuple(events or ()), events is not None)


def mood_outcome(plain: Felt | None, attacked: Felt | None) -> Outcome:
    if plain is None or not plain.read:
        return Outcome.NOT_COMPARED
    if attacked is None:
        return Outcome.DENIED
    return Outcome.SUCCEEDED if attacked.is_better_than(plain) else Outcome.HELD


def mood_report(attempts: Sequence[MoodTry], benign: Sequence[MoodPair]) -> MoodReport:
    compared = [(one.plain, one.given) for one in benign if one.plain and one.given]
    return MoodReport(
        families=by_family(attempts, _figures),
        languages=by_language(attempts, _figures),
        all=_figures("all", attempts),
        drift=share(sum(given.differs_from(plain) for plain, given in compared), len(compared)),
        attempts=tuple(attempts),
        benign=tuple(benign),
    )


def _figures(name: str, attempts: Sequence[MoodTry]) -> MoodFigures:
    count = tally(attempts)
    succeeded = [one.attacked for one in attempts if one.outcome is Outcome.SUCCEEDED]
    return MoodFigures(
        name,
        success=success_share(count),
        unread=sum(after is not None and not after.read for after in succeeded),
        denied=count[Outcome.DENIED],
        not_compared=count[Outcome.NOT_COMPARED],
    )
