"""Reading the audit: who may, page after page, and what an export holds."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy.pool import QueuePool

from practice.domain.audit import AuditAct, Audited, AuditedKind, Wanted
from practice.errors import BadInput, NotAllowed, NotFound
from practice.library import Document
from practice.services import audit
from practice.services.assembly import Services
from practice.services.audit import AuditService, ExportForm
from practice.services.regrading import Choice, RegradingService
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.services.house import ADDRESS, House
from tests.services.talk import NOTHING_NOTICED, begin, verdict


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def admin(house: House) -> Person:
    return house.accounts.add_person("ada@shop.example", "Ada", "shop", PersonRole.ADMIN)


@pytest.fixture
def service(database: Database) -> AuditService:
    return AuditService(database)


def keep(database: Database, actor: Person | None, names: list[str]) -> None:
    with database.writing() as session:
        for name in names:
            add_audit(session, actor, AuditAct.COHORT_CHANGED, Audited(AuditedKind.COHORT, name, name))


COHORTS = Wanted(act=AuditAct.COHORT_CHANGED)


def test_pages_go_from_the_newest_to_the_oldest_and_leave_nothing_out(
    database: Database, service: AuditService, admin: Person
) -> None:
    keep(database, admin, [str(number) for number in range(2 * audit.PAGE)])
    first = service.search(admin, COHORTS)
    assert first.older is not None
    keep(database, admin, ["meanwhile"])
    second = service.search(admin, Wanted(act=COHORTS.act, before_id=first.older))
    assert second.older is None
    names = [entry.object_name for entry in (*first.entries, *second.entries)]
    assert names == [str(number) for number in reversed(range(2 * audit.PAGE))]


@pytest.mark.parametrize("role", [PersonRole.TRAINEE, PersonRole.TRAINER])
def test_only_an_administrator_reads_or_takes_it_along(
    database: Database, service: AuditService, house: House, role: PersonRole
) -> None:
    kim = house.accounts.add_person("kim@shop.example", "Kim", "shop", role)
    with pytest.raises(NotAllowed):
        service.search(kim, Wanted())
    with pytest.raises(NotAllowed):
        service.export(kim, Wanted(), ExportForm.CSV)
    assert list(service.everything(Wanted(act=AuditAct.EXPORTED), None)) == []


def test_nothing_of_another_organisation_is_shown_or_taken_along(
    database: Database, service: AuditService, house: House, admin: Person
) -> None:
    house.accounts.add_organisation("mill", "The Mill")
    miller = house.accounts.add_person("mo@mill.example", "Mo", "mill", PersonRole.ADMIN)
    keep(database, admin, ["of the shop"])
    keep(database, None, ["of all"])
    assert [entry.object_name for entry in service.search(miller, COHORTS).entries] == ["of all"]
    assert "of the shop" not in "".join(service.export(miller, Wanted(), ExportForm.JSONL))
    everything = service.everything(COHORTS, None)
    assert [entry.object_name for entry in everything] == ["of all", "of the shop"]
    assert [entry.object_name for entry in service.everything(COHORTS, None, "mill")] == ["of all"]
    with pytest.raises(NotFound, match="practice org list"):
        list(service.everything(COHORTS, None, "nowhere"))


def test_an_export_holds_every_row_that_fits_and_is_told_of_itself(
    database: Database, service: AuditService, admin: Person
) -> None:
    count = 2 * audit.CHUNK + 1
    keep(database, admin, [str(number) for number in range(count)])
    lines = "".join(service.export(admin, COHORTS, ExportForm.JSONL, address=ADDRESS)).splitlines()
    assert [json.loads(line)["object_name"] for line in lines] == [str(number) for number in reversed(range(count))]
    [entry] = service.search(admin, Wanted(act=AuditAct.EXPORTED)).entries
    assert (entry.actor, entry.address) == ("Ada <ada@shop.example>", ADDRESS)
    assert (entry.kind, entry.object_id, entry.detail) == ("audit", "jsonl", "act: cohort_changed")


def test_whoever_reads_an_export_slowly_holds_no_connection(
    database: Database, service: AuditService, admin: Person
) -> None:
    keep(database, admin, [str(number) for number in range(audit.CHUNK + 1)])
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    for piece in service.export(admin, COHORTS, ExportForm.CSV):
        assert piece
        assert pool.checkedout() == 0


def test_an_export_of_too_many_words_is_refused_before_it_begins(service: AuditService, admin: Person) -> None:
    with pytest.raises(BadInput):
        service.export(admin, Wanted(" ".join("abcdefghi")), ExportForm.CSV)
    assert service.search(admin, Wanted(act=AuditAct.EXPORTED)).entries == ()


def test_an_export_that_nobody_reads_is_told_all_the_same(service: AuditService, admin: Person) -> None:
    service.export(admin, Wanted(), ExportForm.CSV)
    assert len(service.search(admin, Wanted(act=AuditAct.EXPORTED)).entries) == 1


@pytest.mark.parametrize("bom", [True, False])
def test_names_stay_harmless_in_a_spreadsheet(
    database: Database, service: AuditService, house: House, bom: bool
) -> None:
    eve = house.accounts.add_person("eve@shop.example", '=HYPERLINK("//x")', "shop", PersonRole.ADMIN)
    keep(database, eve, ["+1\r\n=2"])
    text = "".join(service.export(eve, COHORTS, ExportForm.CSV, bom=bom))
    assert text.startswith("\ufeffid,at," if bom else "id,at,")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["actor"] == '\'=HYPERLINK("//x") <eve@shop.example>'
    assert row["object_name"] == "'+1\r\n=2"


def test_grading_kept_replies_again_is_told_with_their_count(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    runs = RegradingService(services.database, services.voices)
    assert runs.begin(Choice()) is None
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(2))
    talk.hear(talk.reply("I am sorry about the telescope."))
    other = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8") + "# mine\n"
    cast.grader.will_say(verdict(2), verdict(2))
    run_id = runs.begin(Choice())
    runs.begin(Choice(rubric=Document("other", Path("other.yaml"), other)))
    newest, first = services.audit.everything(Wanted(act=AuditAct.GRADES_CHANGED), None)
    assert (first.object_id, first.actor, first.detail) == (run_id, "command line", "replies graded anew: 1")
    assert newest.detail == "replies graded anew: 1, by rubric other version 1"
