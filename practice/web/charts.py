"""Geometry of the report's charts. What is not known has no point, and no line is drawn across it."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from practice.domain.mood import Mood
from practice.domain.rubric import LEVELS

MOST_LABELS = 10
LABEL_HEIGHT = 17.0


@dataclass(frozen=True)
class MoodPoint:
    """The mood after reply `number`; 0 is the start."""

    number: int
    mood: Mood


@dataclass(frozen=True)
class Frame:
    """The box that the data is drawn in, within a picture of `width` by `height`; all in SVG user units."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def across(self, place: int, places: int) -> float:
        """Where the `place`th of `places` stands, counted from 0; a single one stands in the middle."""
        if places < 2:
            return _round((self.left + self.right) / 2)
        return _round(self.left + (self.right - self.left) * place / (places - 1))

    def upward(self, share: float) -> float:
        """0 is the bottom, 1 the top."""
        return _round(self.bottom - (self.bottom - self.top) * share)


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    """A known value, as reply `number` left it; 0 is the start of the talk."""

    x: float
    y: float
    number: int
    value: int


class Mark(StrEnum):
    """Why a reply has no level."""

    NOT_SHOWN = "not_shown"
    NOT_GRADED = "not_graded"
    GRADING = "grading"


@dataclass(frozen=True)
class Gap:
    x: float
    number: int
    mark: Mark


@dataclass(frozen=True)
class LevelChart:
    """`path` is an SVG path whose pieces join neighbouring replies that both have a level; it may be empty."""

    frame: Frame
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    path: str
    dots: tuple[Dot, ...]
    gaps: tuple[Gap, ...]


class Gauge(StrEnum):
    FRUSTRATION = "frustration"
    TRUST = "trust"
    PATIENCE = "patience"

    def of(self, mood: Mood) -> int:
        value: int = getattr(mood, self.value)
        return value


@dataclass(frozen=True)
class Series:
    """`label_y` is where the name stands beside the last dot, moved off its neighbours."""

    gauge: Gauge
    path: str
    dots: tuple[Dot, ...]
    label_y: float

    @property
    def last(self) -> Dot:
        return self.dots[-1]


@dataclass(frozen=True)
class MoodChart:
    """`dotted` is false where the replies stand too close for a mark on each."""

    frame: Frame
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    series: tuple[Series, ...]
    dotted: bool


LEVEL_FRAME = Frame(width=320, height=132, left=34, right=304, top=24, bottom=108)
WIDE_MOOD = Frame(width=960, height=320, left=36, right=800, top=14, bottom=282)
NARROW_MOOD = Frame(width=340, height=280, left=28, right=198, top=14, bottom=242)


def level_chart(levels: list[int | Mark], frame: Frame = LEVEL_FRAME) -> LevelChart:
    """One entry a reply, in order: its level, or why it has none."""
    xs = [frame.across(place, len(levels)) for place in range(len(levels))]
    entries = list(zip(xs, range(1, len(levels) + 1), levels, strict=True))
    dots = tuple(
        Dot(x, frame.upward(_share_of_level(level)), number, level)
        for x, number, level in entries
        if not isinstance(level, Mark)
    )
    gaps = tuple(Gap(x, number, mark) for x, number, mark in entries if isinstance(mark, Mark))
    rows = tuple(Tick(frame.upward(_share_of_level(level)), str(level)) for level in LEVELS)
    return LevelChart(frame, rows, _thinned(xs, first=1), _joined(dots), dots, gaps)


def mood_chart(points: tuple[MoodPoint, ...], frame: Frame = WIDE_MOOD, places: int = 0) -> MoodChart:
    """The three gauges from the start (0) to the last reply that the customer reacted to, or to `places`."""
    places = max(places, 1 + max((point.number for point in points), default=0))
    xs = [frame.across(place, places) for place in range(places)]
    paths = {gauge: _dots_of(gauge, points, xs, frame) for gauge in Gauge if points}
    labels = _apart([(gauge, dots[-1].y) for gauge, dots in paths.items()], frame)
    series = tuple(Series(gauge, _joined(dots), dots, labels[gauge]) for gauge, dots in paths.items())
    rows = tuple(Tick(frame.upward(value / 100), str(value)) for value in (0, 25, 50, 75, 100))
    dotted = places < 2 or (frame.right - frame.left) / (places - 1) >= LABEL_HEIGHT
    return MoodChart(frame, rows, _thinned(xs, first=0), series, dotted)


def _share_of_level(level: int) -> float:
    return (level - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])


def _dots_of(gauge: Gauge, points: tuple[MoodPoint, ...], xs: list[float], frame: Frame) -> tuple[Dot, ...]:
    values = [(point.number, gauge.of(point.mood)) for point in points]
    return tuple(Dot(xs[number], frame.upward(value / 100), number, value) for number, value in values)


def _joined(dots: tuple[Dot, ...]) -> str:
    """Neighbouring numbers are joined; after a missing one the pen is lifted."""
    pieces = [f"M{dot.x:g} {dot.y:g}" for dot in dots[:1]]
    for before, dot in pairwise(dots):
        pen = "L" if dot.number == before.number + 1 else "M"
        pieces.append(f"{pen}{dot.x:g} {dot.y:g}")
    return "".join(pieces)


def _thinned(xs: list[float], first: int) -> tuple[Tick, ...]:
    """At most MOST_LABELS numbers below the axis, evenly chosen."""
    step = -(-len(xs) // MOST_LABELS) or 1
    return tuple(Tick(x, str(first + place)) for place, x in enumerate(xs) if place % step == 0)


def _apart(wanted: list[tuple[Gauge, float]], frame: Frame) -> dict[Gauge, float]:
    """Labels keep their order and at least LABEL_HEIGHT between them, within the frame."""
    placed: dict[Gauge, float] = {}
    lowest = frame.top
    for gauge, y in sorted(wanted, key=lambda entry: entry[1]):
        placed[gauge] = max(y, lowest)
        lowest = placed[gauge] + LABEL_HEIGHT
    highest = frame.bottom
    for gauge in reversed(placed):
        placed[gauge] = _round(min(placed[gauge], highest))
        highest = placed[gauge] - LABEL_HEIGHT
    return placed


def _round(value: float) -> float:
    return round(value, 1)
