"""The zone of time in which pages show moments and read days: the host's choice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import Flask
from flask_babel import format_date, format_datetime, get_locale

from practice.domain.time_zone import LAST_SECOND
from practice.settings import UTC_ZONE
from practice.web.context import services


class _PageZone(ZoneInfo):
    """With what flask-babel asks of a zone, which else only those of pytz have: nothing is left to set right here."""

    def normalize(self, moment: datetime) -> datetime:
        return moment


def attach(app: Flask) -> None:
    app.jinja_env.globals["zone_name"] = zone_name
    app.jinja_env.filters.update(due=due, in_zone=in_zone, to_the_second=to_the_second)


def page_zone() -> ZoneInfo:
    return _PageZone(services().settings.time_zone)


def zone_name() -> str:
    """`UTC`, or the zone's city in the language of the page."""
    zone = page_zone()
    return UTC_ZONE if zone.key == UTC_ZONE else str(get_timezone_location(zone, get_locale(), return_city=True))


def in_zone(moment: datetime) -> str:
    """Day and time, with the zone's name for who lives elsewhere."""
    return f"{format_datetime(moment, 'short')} ({zone_name()})"


def due(moment: datetime, with_zone: bool = True) -> str:
    """A day, where it is its end that matters. Days of UTC end at no midnight that people know, so they have a time."""
    if page_zone().key != UTC_ZONE and ends_its_day(moment):
        return str(format_date(moment, "medium"))
    return in_zone(moment) if with_zone else str(format_datetime(moment, "short"))


def ends_its_day(moment: datetime) -> bool:
    return moment.astimezone(page_zone()).time().replace(fold=0) == LAST_SECOND


def to_the_second(moment: datetime) -> str:
    """Such as 2026-01-31 09:30:00."""
    return moment.astimezone(page_zone()).strftime("%Y-%m-%d %H:%M:%S")
