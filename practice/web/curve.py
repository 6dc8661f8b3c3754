"""The small mood curve on the conversation page: one column for the start and for each reply."""

from dataclasses import dataclass

from practice.web.charts import Frame, MoodChart, mood_chart
from practice.web.mood_path import MoodPath, MoodStep

COLUMN = 30.0
NARROWEST = 270.0
HEIGHT = 116.0


@dataclass(frozen=True)
class Column:
    """Where one reply stands: its `step`, and the stripe of the picture that belongs to it."""

    step: MoodStep
    x: float


@dataclass(frozen=True)
class Curve:
    chart: MoodChart
    columns: tuple[Column, ...]
    width: float
    column_width: float


def curve_of(path: MoodPath) -> Curve:
    """Columns are of one width, so that a row of as many equal cells fits below the picture."""
    places = 1 + max((step.number for step in path.steps), default=0)
    width = max(NARROWEST, COLUMN * places)
    column = width / places
    frame = Frame(width, HEIGHT, left=column / 2, right=width - column / 2, top=8, bottom=HEIGHT - 8)
    columns = tuple(Column(step, round(column * step.number, 1)) for step in path.steps)
    return Curve(mood_chart(path.points, frame, places), columns, width, round(column, 1))
