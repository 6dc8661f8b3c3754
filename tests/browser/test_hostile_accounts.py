"""Where people have accounts: whatever they are called or type, a page shows it as words."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from practice.domain.answer import storable
from practice.domain.audit import LONGEST_WORD, MOST_WORDS
from practice.domain.spreadsheet import BOM
from practice.store.database import Database
from practice.store.sign_in_link import LinkPurpose
from tests.browser.hostile import PLAIN, Mouth, Wording, corpus, hostile, names
from tests.browser.hostile_accounts import FORMULAS, Mill, Shop, add_mill, add_shop
from tests.browser.hostile_page import Watched
from tests.browser.hostile_studio import SCENARIO, Studio, add_studio, speak_beside
from tests.browser.hostile_studio_pages import administrator_sees, private, trainee_sees, trainer_sees
from tests.browser.hostile_visit import NARROW, Visit
from tests.browser.person import Person
from tests.browser.test_hostile import END, served

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(400)]

#: Of a name that is shown once more on the page after the one where it was chosen; a cookie takes no more to it.
LONGEST = 800
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
Open = Callable[..., Page]


@dataclass(frozen=True)
class Service:
    base: str
    mouth: Mouth
    shop: Shop
    mill: Mill
    studio: Studio
    database: Database


@contextmanager
def with_accounts(
    wording: Wording, written: list[str], called: list[str], folder: Path, template: Path
) -> Iterator[Service]:
    with served(wording, folder, template, (SCENARIO,), PRACTICE_SIGN_IN="accounts") as (base, mouth):
        database = Database(f"sqlite:///{folder / 'practice.db'}")
        shop, mill = add_shop(database, wording), add_mill(database, written, called)
        yield Service(base, mouth, shop, mill, add_studio(database, wording, folder, shop), database)
        database.close()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[tuple[Service, ...]]:
    """One with hostile texts and one with harmless ones, started side by side."""
    texts = (
        (hostile(), [text for text in names(LONGEST_WORD) if _can_be_searched(text)], names(LONGEST)),
        (PLAIN, [PLAIN.first.partition(" to ")[0]], [PLAIN.first]),
    )
    with ExitStack() as started, ThreadPoolExecutor() as pool:
        starting = [with_accounts(*each, tmp_path_factory.mktemp("served"), migrated_sqlite) for each in texts]
        yield tuple(pool.map(started.enter_context, starting))


def test_pages_of_hostile_words_are_made_as_those_of_harmless_words(
    services: tuple[Service, ...], open_page: Open
) -> None:
    """With the browser's content security policy, and without it: escaping alone must do."""
    hostiles, harmless = services
    for policy in (True, False):
        # Anew each time: whoever visits leaves a talk behind.
        expected = _visited(Watched(open_page(viewport=NARROW), harmless.base, PLAIN), harmless.shop)
        assert expected.too_wide == set()
        page = open_page(bypass_csp=not policy, viewport=NARROW)
        visit = _visited(Watched(page, hostiles.base, hostiles.mouth.wording), hostiles.shop)
        changed = {name for name, parts in visit.sights.items() if parts != expected.sights[name]}
        assert changed == set(), policy
        assert visit.too_wide == set(), policy


def test_the_studios_pages_of_hostile_words_are_made_as_those_of_harmless_words(
    services: tuple[Service, ...], open_page: Open
) -> None:
    """Without the browser's content security policy: escaping alone must do."""
    hostiles, harmless = services
    expected = _in_the_studio(harmless, open_page(viewport=NARROW), PLAIN)
    visit = _in_the_studio(hostiles, open_page(bypass_csp=True, viewport=NARROW), hostiles.mouth.wording)
    assert {name for name, parts in visit.sights.items() if parts != expected.sights[name]} == set()
    assert expected.too_wide == set()
    assert visit.too_wide == set()


def _in_the_studio(service: Service, page: Page, wording: Wording) -> Visit:
    visit, shop = Visit(Watched(page, service.base, wording)), service.shop
    private(visit, shop, service.studio)
    visit.by(shop.trainee)
    _talk(visit)
    talk = speak_beside(service.database, wording, shop)
    trainee_sees(visit, shop, service.studio, talk)
    trainer_sees(visit, shop, service.studio, talk)
    administrator_sees(visit, shop)
    private(visit, shop, service.studio)
    return visit


def _visited(watched: Watched, shop: Shop) -> Visit:
    visit = Visit(watched)
    _administrator_reads_the_audit(visit, shop)
    _somebody_joins(visit, shop)
    _trainee_practises(visit, shop)
    _trainer_reads(visit, shop)
    _administrator_administers(visit, shop)
    return visit


def _administrator_reads_the_audit(visit: Visit, shop: Shop) -> None:
    visit.by(shop.admin)
    visit.look("audit", "/administration/audit?kind=cohort&act=model_tried")
    visit.look("audit of what a newer version did", "/administration/audit?until=2001-01-01")


def _somebody_joins(visit: Visit, shop: Shop) -> None:
    visit.by(None)
    visit.look("sign-in", "/")
    visit.refused("sign-in refused", "/sign-in", "email", "next")
    visit.look("join as a newcomer", f"/join/{shop.join_token}")
    visit.refused("joining refused", f"/join/{shop.join_token}", "name", "email")
    visit.look("a link to choose a password", f"/link/{shop.links[LinkPurpose.ACCOUNT]}")
    visit.look("a link to sign in", f"/link/{shop.links[LinkPurpose.SIGN_IN]}")
    for name, account in (("colleague", shop.colleague), ("stranger", shop.stranger)):
        visit.by(account)
        visit.look(f"join as a {name}", f"/join/{shop.join_token}")


def _trainee_practises(visit: Visit, shop: Shop) -> None:
    visit.by(shop.trainee)
    visit.look("account", "/account")
    visit.refused("password refused", "/account/password", "old", "password")
    visit.look("not open", "/administration/people")
    _talk(visit)
    visit.look("one's own report", visit.page.url.removeprefix(visit.watched.base))


def _talk(visit: Visit) -> None:
    """Begun, answered once, graded and ended; its report, which waits for nothing any more, is open."""
    trainee = Person(visit.page, visit.watched.base).begin(SCENARIO)
    visit.watched.fill("#text", visit.watched.wording.whole)
    trainee.box.press("Control+Enter")
    expect(trainee.grades).to_have_count(1)
    trainee.await_quiet()
    assert visit.page.locator("[data-end] form").evaluate(END)
    visit.page.goto(f"{visit.page.url}/report")
    expect(visit.page.locator(".report")).to_have_attribute("data-waiting", "no")


def _trainer_reads(visit: Visit, shop: Shop) -> None:
    visit.by(shop.trainer)
    visit.look("a trainer's groups", "/cohorts")
    visit.look("a trainer's group", f"/cohorts/{shop.cohort_id}")
    visit.look("a trainee", f"/cohorts/{shop.cohort_id}/people/{shop.trainee.person.id}")
    visit.look("a trainee's report", str(visit.page.locator("a.go").first.get_attribute("href")))


def _administrator_administers(visit: Visit, shop: Shop) -> None:
    group, people = f"/cohorts/{shop.cohort_id}", "/administration/people"
    visit.by(shop.admin)
    visit.look("people", people)
    visit.refused("person refused", people, "name", "email")
    visit.look("person", f"{people}/{shop.trainee.person.id}")
    visit.look("groups", "/cohorts")
    visit.refused("group refused", "/cohorts", "name")
    visit.look("group", group)
    visit.refused("new name refused", f"{group}/name", "name")
    visit.refused("member refused", f"{group}/members", "email")
    visit.refused("link refused", f"{group}/join-links", "days", "most_uses")
    visit.look("limits", "/administration/limits")
    visit.refused("limits refused", "/administration/limits", "most_talks_a_day", "most_asks_an_hour")


def test_hostile_words_are_searched_for_as_any_others(services: tuple[Service, ...], open_page: Open) -> None:
    """And whoever is called so is sent a link as anybody else."""
    found, plain = (
        _searched(Visit(Watched(open_page(viewport=NARROW), found.base, PLAIN)), found.mill) for found in services
    )
    for name, parts in found.sights.items():
        assert parts in plain.sights.values(), name
    assert found.too_wide == set()


def _can_be_searched(text: str) -> bool:
    return len(set(text.split())) <= MOST_WORDS


def _searched(visit: Visit, mill: Mill) -> Visit:
    visit.by(mill.admin)
    for text in mill.written:
        _look(visit, text, "/administration/audit?kind=cohort")
    for name in mill.names:
        _look(visit, name, "/administration/people?role=trainee")
        visit.page.locator("tbody th a").click()
        visit.page.locator("form[action$='/link'] button").click()
        expect(visit.page.locator("input#link")).to_be_visible()
        visit.look(f"link of {name}")
    return visit


def _look(visit: Visit, text: str, path: str) -> None:
    visit.watched.wording = Wording(text, "Nobody")
    visit.look(f"{path} {text}", f"{path}&{urlencode({'words': text})}")
    expect(visit.page.locator("tbody tr"), text).to_have_count(1)


def test_no_cell_of_the_audits_file_is_a_formula_and_each_holds_what_was_written(
    services: tuple[Service, ...], open_page: Open
) -> None:
    hostiles, page = services[0], open_page()
    hostiles.mill.admin.sign_in(page.context, hostiles.base)
    written = [*map(storable, corpus().values()), *FORMULAS]
    for form in ("csv", "jsonl"):
        answer = page.request.get(f"{hostiles.base}/administration/audit/export?form={form}&bom=1&kind=rubric")
        assert answer.headers["content-disposition"] == f'attachment; filename="audit.{form}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        kept = answer.body().decode()
        for text, row in zip(reversed(written), _rows(kept, form), strict=True):
            cells = [row[name] for name in ("actor", "object_id", "object_name", "detail", "address")]
            if form == "jsonl":
                assert cells == [text] * 5
            assert [cell for cell in cells if form == "csv" and cell.startswith(BEGINS_A_FORMULA)] == []
            assert [cell.replace("'", "") for cell in cells] == [text.replace("'", "")] * 5


def _rows(kept: str, form: str) -> list[dict[str, str]]:
    if form == "jsonl":
        return [json.loads(line) for line in kept.split("\n") if line]
    return list(csv.DictReader(io.StringIO(kept.removeprefix(BOM), newline=""), strict=True))
