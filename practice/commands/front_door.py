"""What `practice serve` refuses to open: a door behind which people or their words would not be safe."""

import ipaddress

from practice.errors import BadSettings
from practice.settings import Settings
from practice.web.hosts import answered_hosts

ACCOUNTS = (
    "set PRACTICE_SIGN_IN=accounts, and open the link for the first administrator that the start then prints "
    "(docs/deploy.md)"
)


def refuse_unsafe_door(host: str, settings: Settings) -> None:
    """Raises BadSettings that names the setting and the way out."""
    _refuse_half_a_proxy(settings)
    reached = _reached_from_elsewhere(host, settings)
    if not reached:
        return
    if settings.sign_in == "local":
        raise BadSettings(
            f"{reached} with PRACTICE_SIGN_IN=local: a name is enough to sign in, so whoever reaches the service is "
            f"whoever they say; {ACCOUNTS}, or keep to this machine"
        )
    lacking = [name for name, there in _behind_tls(settings).items() if not there]
    if lacking:
        raise BadSettings(
            f"{reached} without {', '.join(lacking)}: passwords and cookies could be read on their way; put a proxy "
            "with TLS in front (deploy/, docs/deploy.md) and set PRACTICE_HOSTS, PRACTICE_PROXIES=1 and "
            "PRACTICE_HTTPS=true, or use --host 127.0.0.1"
        )


def _reached_from_elsewhere(host: str, settings: Settings) -> str:
    """What lets others in; empty where only this machine can come."""
    if not _is_loopback(host):
        return f"--host {host}"
    if all(_is_loopback(name) for name in answered_hosts(settings)):
        return ""
    return f"PRACTICE_HOSTS={settings.hosts}"


def _behind_tls(settings: Settings) -> dict[str, bool]:
    return {
        "PRACTICE_HOSTS": settings.hosts is not None,
        "PRACTICE_PROXIES": settings.proxies > 0,
        "PRACTICE_HTTPS": settings.https,
    }


def _refuse_half_a_proxy(settings: Settings) -> None:
    if settings.proxies and not settings.hosts:
        raise BadSettings(
            f"PRACTICE_PROXIES={settings.proxies}: a proxy passes on whatever host name it was asked for, so "
            "PRACTICE_HOSTS must say which are ours, such as PRACTICE_HOSTS=practice.example.org"
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
