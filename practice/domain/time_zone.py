"""Days and times of day as the clocks of a place have them; moments are in UTC."""

from datetime import UTC, date, datetime, time, tzinfo

#: What is due on a day is due with its last second.
LAST_SECOND = time(23, 59, 59)


class SkippedTime(ValueError):
    """The clocks of the place never show it: they go forward past it."""


def day_begins(day: date, place: tzinfo) -> datetime:
    """Raises ValueError for a day that UTC has no name for."""
    return _in_utc(datetime.combine(day, time(), place))


def day_ends(day: date, place: tzinfo) -> datetime:
    """Raises ValueError as `moment_of` does."""
    return moment_of(day, LAST_SECOND, place)


def moment_of(day: date, at: time, place: tzinfo) -> datetime:
    """Of a time that the clocks show twice, the later one.

    Raises SkippedTime, and ValueError for a day that UTC has no name for.
    """
    # The second time round has fold 1: https://peps.python.org/pep-0495/
    asked = datetime.combine(day, at.replace(fold=1), place)
    moment = _in_utc(asked)
    if moment.astimezone(place).replace(tzinfo=None, fold=0) != asked.replace(tzinfo=None, fold=0):
        raise SkippedTime(f"the clocks skip {at:%H:%M} on {day}")
    return moment


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment.date()} lies outside all years") from error
