"""The ways into an organisation that are open: what it has switched on, of what the deployment has set up."""

from dataclasses import dataclass

from practice.settings import Settings
from practice.store.account import OpenWays
from practice.store.organisation import Organisation


@dataclass(frozen=True)
class SetUp:
    """Of a deployment, besides passwords. `issuer` is the provider of OpenID Connect."""

    mail: bool = False
    issuer: str | None = None


def set_up_in(settings: Settings) -> SetUp:
    return SetUp(bool(settings.smtp_host), settings.oidc_issuer)


def ways_into(organisation: Organisation, set_up: SetUp) -> OpenWays:
    return OpenWays(organisation.password_sign_in, organisation.link_sign_in and set_up.mail, set_up.issuer)
