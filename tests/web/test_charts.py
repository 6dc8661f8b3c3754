"""The geometry of the report's charts: what is unknown is drawn nowhere."""

from itertools import pairwise

from practice.domain.mood import Mood
from practice.web.charts import (
    LABEL_HEIGHT,
    LEVEL_FRAME,
    NARROW_MOOD,
    WIDE_MOOD,
    Gauge,
    Mark,
    MoodPoint,
    level_chart,
    mood_chart,
)


def _point(number: int, frustration: int = 70, trust: int = 30, patience: int = 50) -> MoodPoint:
    return MoodPoint(number, Mood(frustration=frustration, trust=trust, patience=patience))


def test_a_gap_stays_a_gap() -> None:
    chart = level_chart([3, 4, Mark.NOT_GRADED, 2, 5])
    assert [dot.number for dot in chart.dots] == [1, 2, 4, 5]
    assert chart.path.count("M") == 2
    assert chart.path.count("L") == 2


def test_a_gap_says_why_it_is_one_and_has_no_height() -> None:
    chart = level_chart([Mark.NOT_SHOWN, 3, Mark.GRADING])
    assert [(gap.number, gap.mark) for gap in chart.gaps] == [(1, Mark.NOT_SHOWN), (3, Mark.GRADING)]
    assert not any(hasattr(gap, "y") for gap in chart.gaps)


def test_a_talk_without_any_level_has_no_line_and_no_dot() -> None:
    chart = level_chart([Mark.NOT_GRADED, Mark.NOT_SHOWN])
    assert (chart.path, chart.dots) == ("", ())


def test_a_lone_level_between_gaps_is_a_dot_without_a_line() -> None:
    chart = level_chart([Mark.NOT_SHOWN, 4, Mark.NOT_SHOWN])
    assert [dot.value for dot in chart.dots] == [4]
    assert "L" not in chart.path


def test_a_higher_level_stands_higher() -> None:
    low, high = level_chart([1, 5]).dots
    assert (low.y, high.y) == (LEVEL_FRAME.bottom, LEVEL_FRAME.top)


def test_a_single_reply_stands_in_the_middle() -> None:
    (dot,) = level_chart([3]).dots
    assert dot.x == (LEVEL_FRAME.left + LEVEL_FRAME.right) / 2


def test_a_talk_without_replies_can_be_drawn() -> None:
    assert level_chart([]).dots == ()
    assert mood_chart(()).series == ()


def test_a_long_talk_has_few_numbers_below_the_axis() -> None:
    chart = level_chart([3] * 47)
    assert len(chart.dots) == 47
    assert len(chart.columns) <= 10
    assert chart.columns[0].text == "1"


def test_every_gauge_runs_from_the_start_to_the_last_reply() -> None:
    chart = mood_chart((_point(0), _point(1), _point(2)))
    assert [series.gauge for series in chart.series] == list(Gauge)
    assert all([dot.number for dot in series.dots] == [0, 1, 2] for series in chart.series)
    assert chart.series[0].last.x == WIDE_MOOD.right


def test_a_reply_that_the_customer_did_not_react_to_is_not_drawn_over() -> None:
    chart = mood_chart((_point(0), _point(2)))
    for series in chart.series:
        assert series.path.count("M") == 2
        assert "L" not in series.path


def test_labels_stand_apart_within_the_frame_even_where_the_gauges_meet() -> None:
    for value in (0, 50, 100):
        chart = mood_chart((_point(0), _point(1, value, value, value)), NARROW_MOOD)
        heights = sorted(series.label_y for series in chart.series)
        assert all(below - above >= LABEL_HEIGHT for above, below in pairwise(heights))
        assert heights[0] >= NARROW_MOOD.top
        assert heights[-1] <= NARROW_MOOD.bottom


def test_numbers_in_paths_have_a_point_and_at_most_one_decimal() -> None:
    path = mood_chart(tuple(_point(number, 33, 33, 33) for number in range(8))).series[0].path
    assert "," not in path
    assert all(len(number.partition(".")[2]) <= 1 for number in path.replace("M", " ").replace("L", " ").split())


def test_marks_are_left_out_where_replies_stand_too_close() -> None:
    assert mood_chart((_point(0), _point(1))).dotted
    assert not mood_chart(tuple(_point(number) for number in range(60)), NARROW_MOOD).dotted
