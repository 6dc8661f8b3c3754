"""When days begin and end where people are, also on the days on which clocks are changed."""

from datetime import date, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from practice.domain.time_zone import SkippedTime, day_begins, day_ends, moment_of

HELSINKI, WARSAW, UTC = ZoneInfo("Europe/Helsinki"), ZoneInfo("Europe/Warsaw"), ZoneInfo("UTC")
SANTIAGO, CAIRO, APIA = ZoneInfo("America/Santiago"), ZoneInfo("Africa/Cairo"), ZoneInfo("Pacific/Apia")
#: Clocks go back in the night to the 25th, and forward in the night to the 28th.
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)


@pytest.mark.parametrize(
    ("day", "place", "ends"),
    [
        (date(2026, 10, 24), HELSINKI, "2026-10-24T20:59:59+00:00"),
        (AUTUMN, HELSINKI, "2026-10-25T21:59:59+00:00"),
        (date(2026, 10, 26), HELSINKI, "2026-10-26T21:59:59+00:00"),
        (SPRING, HELSINKI, "2027-03-28T20:59:59+00:00"),
        (AUTUMN, WARSAW, "2026-10-25T22:59:59+00:00"),
        (AUTUMN, UTC, "2026-10-25T23:59:59+00:00"),
        # The hour before midnight comes twice, and the day ends with the second one.
        (date(2026, 4, 4), SANTIAGO, "2026-04-05T03:59:59+00:00"),
    ],
)
def test_a_day_ends_with_its_last_second_there(day: date, place: tzinfo, ends: str) -> None:
    assert day_ends(day, place).isoformat() == ends


@pytest.mark.parametrize("day", [AUTUMN, SPRING, date(2026, 4, 24), date(2026, 4, 4)])
@pytest.mark.parametrize("place", [HELSINKI, WARSAW, UTC, SANTIAGO, CAIRO])
def test_a_day_begins_a_second_after_the_one_before_has_ended(day: date, place: tzinfo) -> None:
    assert day_begins(day, place) - day_ends(day - timedelta(days=1), place) == timedelta(seconds=1)


def test_a_day_of_the_autumn_has_an_hour_more_and_one_of_the_spring_an_hour_less() -> None:
    for day, hours in ((AUTUMN, 25), (SPRING, 23)):
        assert day_ends(day, HELSINKI) - day_begins(day, HELSINKI) == timedelta(hours=hours, seconds=-1)


def test_of_a_time_that_comes_twice_the_later_one_is_meant() -> None:
    assert moment_of(AUTUMN, time(3, 30), HELSINKI).isoformat() == "2026-10-25T01:30:00+00:00"
    assert moment_of(AUTUMN, time(2, 59), HELSINKI).isoformat() == "2026-10-24T23:59:00+00:00"


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(SkippedTime, match="03:30"):
        moment_of(SPRING, time(3, 30), HELSINKI)
    with pytest.raises(SkippedTime):
        day_ends(date(2011, 12, 30), APIA)
    assert moment_of(SPRING, time(4, 0), HELSINKI).isoformat() == "2027-03-28T01:00:00+00:00"


def test_a_day_at_the_end_of_all_years_is_refused_where_utc_has_none() -> None:
    assert day_ends(date.max, HELSINKI).isoformat() == "9999-12-31T21:59:59+00:00"
    with pytest.raises(ValueError, match="9999-12-31"):
        day_ends(date.max, SANTIAGO)
    with pytest.raises(ValueError, match="0001-01-01"):
        day_begins(date.min, HELSINKI)
