"""The audit as an administrator meets it: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import PASSWORD, SIGHTS, looks_well

pytestmark = pytest.mark.chromium


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """So many rows that there are older ones; one of each act, and long names among them."""
    database = Database(database_url)
    accounts = AccountService(database)
    accounts.add_organisation("shop", "The Shop")
    ada = accounts.add_person("ada@shop.example", "Ada", "shop", PersonRole.ADMIN)
    assert LinkService(database).choose_password(LinkService(database).link_for(ada), PASSWORD)
    with database.writing() as session:
        for act in [*AuditAct] * 2:
            about = Audited(AuditedKind.COHORT, "1", "<b>Spring</b> " + "long" * 20)
            add_audit(session, ada, act, about, "detail" * 30, address="2001:db8::1234:5678:9abc:def0")
    yield database
    database.close()


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    serve: Serve, database: Database, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        page.goto(f"{base}/?next=/administration/audit")
        page.locator("#email").fill("ada@shop.example")
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base}/administration/audit")
        looks_well(page, language)
        page.locator("[name=act]").select_option("model_tried")
        page.locator("[name=words]").fill("<B>spring")
        page.keyboard.press("Enter")
        page.wait_for_url("**act=model_tried**")
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("[name=act]")).to_have_value("model_tried")
        with page.expect_download() as download:
            page.locator("a[href*='form=csv']").click()
        assert download.value.suggested_filename == "audit.csv"
        page.goto(f"{base}/administration/audit?words=nowhere")
        expect(page.get_by_role("status")).to_be_visible()
        looks_well(page, language)
        page.goto(f"{base}/administration/audit?since=yesterday")
        expect(page.get_by_role("alert")).to_be_visible()
        page.locator("a[href*='before=']").click()
        looks_well(page, language)
