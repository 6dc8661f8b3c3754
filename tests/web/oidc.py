"""A browser on its way to a provider of OpenID Connect and back."""

import re
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit

import requests
from sqlmodel import select
from werkzeug.test import TestResponse

from practice.services.assembly import Services
from practice.store.audit import AuditRow
from practice.store.identity import IdentityRow
from practice.web.app import create_app
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff

NAME = "The Shop's own"
FAILED = f"Signing in with {NAME} did not work Nothing was changed; try again, or sign in another way."


def staff_with(services: Services, provider: Provider) -> Staff:
    settings = services.settings.model_copy(
        update={
            "sign_in": "accounts",
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_name": NAME,
        }
    )
    return Staff(services, create_app(replace(services, settings=settings)))


@dataclass(frozen=True)
class Visit:
    """A browser on its way to the provider and back."""

    browser: Browser

    def leave(self, **fields: str) -> str:
        """The address at the provider to which the browser is sent."""
        sent = self.browser.post("/oidc/sign-in", **fields)
        assert (sent.status_code, sent.headers["Location"]) == (303, "/oidc/go")
        page = self.browser.client.get("/oidc/go")
        look_at(page)
        found = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', page.text)
        assert found is not None
        return unescape(found[1])

    def return_(self, **fields: str) -> str:
        """The address with which the provider sends the browser back."""
        return answered(self.leave(**fields))

    def come(self, **fields: str) -> TestResponse:
        return self.browser.client.get(self.return_(**fields))

    def waits_for(self) -> int:
        """Answers of the provider."""
        with self.browser.client.session_transaction() as session:
            return len(session.get("oidc", []))


def answered(address: str) -> str:
    back = requests.get(address, allow_redirects=False, timeout=10)
    assert back.status_code == 302
    goal = urlsplit(back.headers["Location"])
    assert (goal.netloc, goal.path) == ("localhost", "/oidc/callback")
    return f"{goal.path}?{goal.query}"


def visit(staff: Staff) -> Visit:
    return Visit(staff.browser())


def told_to_have_failed(response: TestResponse, status: int = 400) -> bool:
    sight = look_at(response)
    assert FAILED in sight.text, sight.text
    assert response.status_code == status
    return True


def rows(services: Services) -> tuple[int, int]:
    """Identities and sign-ins kept."""
    with services.database.reading() as session:
        signed_in = session.exec(select(AuditRow).where(AuditRow.act == "signed_in")).all()
        return len(session.exec(select(IdentityRow)).all()), len(signed_in)
