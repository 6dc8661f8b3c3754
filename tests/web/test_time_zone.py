"""Pages show moments and read days as the host's zone has them, on days of changing clocks too; files stay in UTC."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from practice.domain.audit import AuditAct, AuditedKind
from practice.services.assembly import Services
from practice.store.audit import AuditRow
from practice.store.chat import ConversationRow
from practice.web.app import create_app
from practice.web.group_progress_page import written_days
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin
from tests.web.browser import Browser, Sight, look_at
from tests.web.inside import signed_in

AUDIT = "/administration/audit"
FIELDS = {"scenario": "late-parcel", "mode": "practice", "language": "", "difficulty": "", "attempts": ""}
#: Clocks in Helsinki go back at 01:00 of this day in UTC, from 4 to 3.
CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    services.assignments._clock = lambda: CHANGE - timedelta(days=30)
    return classroom(services)


@pytest.fixture
def at(services: Services, room: Classroom) -> Callable[..., Browser]:
    """Where somebody has signed in, in a service of that zone."""

    def browser(who: str, zone: str = "Europe/Helsinki", language: str = "en") -> Browser:
        settings = services.settings.model_copy(update={"sign_in": "accounts", "time_zone": zone})
        app = create_app(replace(services, settings=settings))
        return signed_in(app, services, getattr(room, who), language)

    return browser


def asked_for(trainer: Browser, room: Classroom, day: str, clock: str = "") -> Sight:
    """The group's page after it."""
    address = f"/cohorts/{room.cohort_id}"
    assert trainer.post(f"{address}/assignments", **FIELDS, due_day=day, due_time=clock).status_code == 303
    return trainer.get(address)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (CHANGE - timedelta(hours=4), "October 25, 2026, 12:00 AM"),
        (CHANGE - timedelta(hours=4, seconds=1), "October 24, 2026, 11:59 PM"),
        (CHANGE - timedelta(minutes=30), "October 25, 2026, 3:30 AM"),
        (CHANGE + timedelta(minutes=30), "October 25, 2026, 3:30 AM"),
        (CHANGE + timedelta(hours=21), "October 26, 2026, 12:00 AM"),
    ],
)
def test_a_page_shows_the_day_and_time_of_the_zone(
    services: Services, room: Classroom, at: Callable[..., Browser], moment: datetime, shown: str
) -> None:
    talk = begin(services, room.owner)
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).started_at = moment
    sight = at("owner").get(f"/conversations/{talk.id}/report")
    assert shown in sight.text.replace("\u202f", " ")
    assert moment.isoformat() in [time["datetime"] for time in sight.all("time")]


def test_a_day_without_a_time_ends_in_the_zone_and_needs_no_zone_beside_it(
    services: Services, room: Classroom, at: Callable[..., Browser]
) -> None:
    trainer, trainee = at("trainer"), at("owner")
    assert "Oct 25, 2026" in asked_for(trainer, room, "2026-10-25").text
    for late, moment in ((False, CHANGE + timedelta(hours=21, seconds=-1)), (True, CHANGE + timedelta(hours=21))):
        services.assignments._clock = partial(datetime.fromisoformat, moment.isoformat())
        told = trainee.get("/scenarios").text
        assert "due Oct 25, 2026 · not begun" in told
        assert ("late" in told.partition("not begun")[2][:10]) is late


def test_a_time_of_the_day_has_its_zone_beside_it_in_the_language_of_the_page(
    room: Classroom, at: Callable[..., Browser]
) -> None:
    asked_for(at("trainer"), room, "2026-10-25", "03:30")
    for language, shown in (("en", "3:30 AM (Helsinki)"), ("sv", "03:30 (Helsingfors)"), ("fi", "3.30 (Helsinki)")):
        assert shown in at("owner", language=language).get("/scenarios").text.replace("\u202f", " ")
    assert "1:30 AM (UTC)" in at("owner", "UTC").get("/scenarios").text.replace("\u202f", " ")


def test_in_utc_the_end_of_a_day_is_told_with_time_and_zone(room: Classroom, at: Callable[..., Browser]) -> None:
    asked_for(at("trainer", "UTC"), room, "2026-10-25")
    assert "due 10/25/26, 11:59 PM (UTC)" in at("owner", "UTC").get("/scenarios").text.replace("\u202f", " ")


def test_a_time_that_the_clocks_skip_is_not_taken(room: Classroom, at: Callable[..., Browser]) -> None:
    asked = at("trainer").post(
        f"/cohorts/{room.cohort_id}/assignments", **FIELDS, due_day="2027-03-28", due_time="03:30", note="Mine."
    )
    assert asked.status_code == 400
    assert "The clocks go forward past that time on that day." in look_at(asked).text
    assert "Mine." in asked.text


@pytest.mark.parametrize(
    ("zone", "midnight"), [("Asia/Kolkata", "18:30"), ("Asia/Kathmandu", "18:15"), ("Europe/Helsinki", "22:00")]
)
def test_days_of_a_picture_begin_where_the_zone_begins_them(
    at: Callable[..., Browser], zone: str, midnight: str
) -> None:
    begins = datetime.fromisoformat(f"2026-01-05T{midnight}+00:00")
    with at("owner", zone).client.application.test_request_context():
        day = written_days()
        assert [day(begins - timedelta(seconds=1)), day(begins)] == ["Jan 5, 2026", "Jan 6, 2026"]


def test_the_audit_is_read_by_days_of_the_zone_and_its_file_is_in_utc(
    services: Services, room: Classroom, at: Callable[..., Browser]
) -> None:
    with services.database.writing() as session:
        row = AuditRow(
            at=CHANGE - timedelta(hours=4),
            organisation_id=room.admin.organisation_id,
            act=AuditAct.COHORT_CHANGED.value,
            object_kind=AuditedKind.COHORT.value,
            actor="Ada",
            object_id="1",
            object_name="Winter",
            detail="",
            address="",
        )
        session.add(row)
    admin = at("admin")
    whole = admin.get(f"{AUDIT}?words=winter&since=2026-10-25&until=2026-10-25").text
    assert "When (Helsinki)" in whole
    assert "2026-10-25 00:00:00" in whole
    assert "Nothing matches this." in admin.get(f"{AUDIT}?words=winter&until=2026-10-24").text
    assert "2026-10-24T21:00:00+00:00" in admin.client.get(f"{AUDIT}/export?words=winter&form=csv").text


def test_the_file_of_a_group_is_in_utc(services: Services, room: Classroom, at: Callable[..., Browser]) -> None:
    talk = begin(services, room.owner)
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).started_at = CHANGE - timedelta(hours=4)
    file = at("trainer").client.get(f"/cohorts/{room.cohort_id}/export/file?kind=talks&format=csv")
    assert "2026-10-24T21:00:00Z" in file.text
