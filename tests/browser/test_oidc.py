"""Signing in with a provider of OpenID Connect, in a real browser, whose policy holds for every redirect of a form."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, providing

pytestmark = pytest.mark.chromium

NAME = "Shop Login"


@pytest.fixture
def provider(database_url: str) -> Iterator[Provider]:
    database = Database(database_url)
    accounts = AccountService(database)
    accounts.add_organisation("shop", "The Shop")
    accounts.add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE)
    database.close()
    with providing() as provider:
        yield provider


def settings(provider: Provider) -> dict[str, str]:
    return {
        "PRACTICE_SIGN_IN": "accounts",
        "PRACTICE_OIDC_ISSUER": provider.issuer,
        "PRACTICE_OIDC_CLIENT_ID": CLIENT_ID,
        "PRACTICE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "PRACTICE_OIDC_NAME": NAME,
    }


def test_by_keyboard_one_goes_to_the_provider_by_a_detour_and_comes_back_signed_in(
    serve: Serve, provider: Provider, open_page: Callable[..., Page]
) -> None:
    provider.detour = True
    with serve(**settings(provider)) as base:
        page = open_page()
        page.goto(f"{base}/?next=/scenarios/late-parcel")
        page.get_by_role("button", name=f"Sign in with {NAME}").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{base}/scenarios/late-parcel")
        assert provider.asked.count("/authorization") == 2
        page.goto(f"{base}/")
        expect(page).to_have_url(f"{base}/scenarios")


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    serve: Serve, provider: Provider, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(**settings(provider)) as base:
        page = open_page(locale=language, color_scheme=scheme)
        page.goto(f"{base}/")
        looks_well(page, language)
        # Without content a browser stays where it is, as one does that moves on only when told to.
        page.route(f"{provider.issuer}/**", lambda route: route.fulfill(status=204))
        page.get_by_role("button", name=NAME).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
        looks_well(page, language)
        page.unroute(f"{provider.issuer}/**")
        provider.error = "access_denied"
        page.locator("main a[role=button]").click()
        page.wait_for_url("**/oidc/callback?**")
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
        looks_well(page, language)
        provider.error, provider.person["email"] = "", "nobody@shop.example"
        page.goto(f"{base}/")
        page.get_by_role("button", name=NAME).click()
        page.wait_for_url("**/oidc/callback?**")
        looks_well(page, language)
