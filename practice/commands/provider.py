"""What `practice serve` refuses of the settings for OpenID Connect: half of them, or such as nothing would come of."""

from practice.errors import BadSettings
from practice.settings import Settings, variable_of

_TOGETHER = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")


def refuse_half_a_provider(settings: Settings) -> None:
    """Raises BadSettings that names what is missing."""
    there = [variable_of(name) for name in _TOGETHER if getattr(settings, name)]
    missing = [variable_of(name) for name in _TOGETHER if not getattr(settings, name)]
    if not there:
        return
    if missing:
        raise BadSettings(
            f"{', '.join(there)} without {', '.join(missing)}: a provider of OpenID Connect takes all three, and gives "
            "you two of them when you register this service there (docs/oidc.md); set what is missing, or none of them"
        )
    if settings.sign_in != "accounts":
        raise BadSettings(
            f"{there[0]} with PRACTICE_SIGN_IN={settings.sign_in}: a provider signs people in who have accounts; set "
            "PRACTICE_SIGN_IN=accounts, or take the settings of the provider out"
        )
