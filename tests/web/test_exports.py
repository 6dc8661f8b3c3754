"""Taking out what was practised, in the browser: what is asked for comes, and what was typed stays."""

import csv
import io
import json
from dataclasses import replace

import pytest
from sqlmodel import select

from practice.domain.exports import COLUMNS, ExportKind
from practice.services.assembly import Services
from practice.services.records import RecordService
from practice.services.statements import Statements
from practice.store.job import JobRow
from practice.store.person import Person, PersonRole
from practice.web.app import create_app
from tests.services.classroom import add_cohort
from tests.services.talk import begin
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff, staff_of


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def kim(staff: Staff) -> Person:
    return staff.add("Kim")


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def path(services: Services, tina: Person, kim: Person) -> str:
    return f"/cohorts/{add_cohort(services, 'Spring', tina, kim)}/export"


@pytest.fixture
def browser(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def test_a_trainer_is_led_to_a_file_of_the_group(services: Services, browser: Browser, path: str, kim: Person) -> None:
    assert "No conversation of this group is open to you yet" in browser.get(path).text
    begin(services, kim)
    group = browser.get(path.removesuffix("/export"))
    assert path in [link["href"] for link in group.all("a")]
    sight = browser.get(path)
    assert "1 conversation of this group is open to you." in sight.text
    assert "machine_level" in sight.text
    [bom] = [field for field in sight.all("input") if field.get("name") == "bom"]
    assert "checked" in bom
    given = browser.client.get(f"{path}/file?kind=turns&format=csv&separator=%3B&bom=1&since=&until=&set=")
    assert given.headers["Content-Disposition"] == 'attachment; filename="turns.csv"'
    assert given.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(given.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == list(COLUMNS[ExportKind.TURNS])
    assert len(rows) == 2
    assert given.data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("wrong", ["since=yesterday", "kind=names", "format=xlsx", "separator=x", "kind=labels"])
def test_what_cannot_be_read_is_told_and_stays_as_typed(browser: Browser, path: str, wrong: str) -> None:
    response = browser.client.get(
        f"{path}/file?until=2026-01-31&kind=levels&{wrong}".replace("kind=levels&kind", "kind")
    )
    assert response.status_code == 400
    sight = look_at(response)
    assert [field["value"] for field in sight.all("input") if field.get("name") == "until"] == ["2026-01-31"]
    assert sight.all("p")
    [bom] = [field for field in sight.all("input") if field.get("name") == "bom"]
    assert "checked" not in bom


def test_everybody_takes_their_own_conversations_along_and_nobody_elses(
    services: Services, staff: Staff, kim: Person, tina: Person
) -> None:
    talk = begin(services, kim)
    begin(services, tina)
    browser = staff.at_work(kim)
    [link] = [link for link in browser.get("/account").all("a") if link["href"] == "/account/export"]
    given = browser.client.get(str(link["href"]))
    assert given.headers["Content-Disposition"] == 'attachment; filename="conversations.jsonl"'
    assert [json.loads(line)["talk_id"] for line in given.text.splitlines()] == [talk.id]
    told = staff.at_work(staff.add("Ada", PersonRole.ADMIN)).get("/administration/audit?act=exported").text
    assert "Kim <kim@shop.example>" in told


def test_administrators_see_where_statements_go_and_what_stands_in_the_way(
    services: Services, staff: Staff, kim: Person
) -> None:
    ada = staff.add("Ada", PersonRole.ADMIN)
    assert "nothing is told to anybody" in staff.at_work(ada).get("/administration/records").text
    told = services.settings.model_copy(update={"xapi_endpoint": "https://lrs.example/xapi"})
    begun = begin(services, kim)
    with services.database.writing() as session:
        Statements(told).tell(session, begun.id)
        job = session.exec(select(JobRow).where(JobRow.kind == "statement")).one()
        job.state, job.last_error = "failed", "https://lrs.example/xapi answered 401 Unauthorized"
    page = replace(services, records=RecordService(told, services.database))
    shown = Staff(page, create_app(replace(page, settings=told.model_copy(update={"sign_in": "accounts"}))))
    text = shown.at_work(ada).get("/administration/records").text
    assert "They go to https://lrs.example/xapi Arrived 0 Waiting 0 Refused 1" in text
    assert "answered 401 Unauthorized" in text
