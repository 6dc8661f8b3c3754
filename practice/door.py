"""What may stand in the settings of the front door, and what in the environment keeps it shut."""

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

SHORTEST_KEY = 16  #: characters
FEWEST_DIFFERENT = 8  #: characters
LONGEST_ISSUER = 255  #: characters
#: A key of these words alone, however often and with whatever between, is among the first that anybody tries.
_GUESSED = re.compile(
    r"(?:change|me|my|the|this|please|replace|secret|session|key|pass|password|pw|dev|devel|development|debug|test|"
    r"testing|prod|production|default|example|sample|demo|local|localhost|insecure|unsafe|django|flask|practice|app|"
    r"admin|root|user|letmein|welcome|qwerty|abc|[\W\d_])+",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_OFF = ("", "0", "false", "no")
_DEBUGGER = ("WERKZEUG_DEBUG_PIN", "WERKZEUG_RUN_MAIN")


def hard_to_guess(key: str) -> str:
    """Raises ValueError for a key that somebody else could have."""
    way_out = "; make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"must have at least {SHORTEST_KEY} characters{way_out}")
    if len(set(key)) < FEWEST_DIFFERENT:
        raise ValueError(f"must have at least {FEWEST_DIFFERENT} different characters{way_out}")
    if re.search("[a-z]", key, re.IGNORECASE) and _GUESSED.fullmatch(key):
        raise ValueError(f"must be no key that anybody would try first{way_out}")
    return key


def host_names(value: str) -> str:
    """Small letters, no brackets, commas between. Raises ValueError for what is no host name."""
    names = [_host_name(name.strip()) for name in value.split(",")]
    return ",".join(dict.fromkeys(names))


def _host_name(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name.removeprefix("[").removesuffix("]")))
    except ValueError:
        pass
    try:
        plain = name.lower().encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if not _NAME.fullmatch(plain):
        raise ValueError(
            "must be host names or addresses with commas between, without scheme, port or '*', such as "
            "'practice.example.org' or 'localhost,127.0.0.1'"
        )
    return plain


def debugger_asked_for(environment: Mapping[str, str]) -> str | None:
    """The variable that asks for Flask's or werkzeug's debugger."""
    if environment.get("FLASK_DEBUG", "").lower() not in _OFF:
        return "FLASK_DEBUG"
    return next((name for name in _DEBUGGER if environment.get(name)), None)


def is_private_way(address: str) -> bool:
    """Whether what is said there is read by nobody on the way: by https, or within this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme == "http":
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host)


def issuer(value: str) -> str:
    """As the provider writes it, letter for letter. Raises ValueError."""
    if not is_private_way(value) or len(value) > LONGEST_ISSUER or not value.isprintable() or set(value) & set(" ?#"):
        raise ValueError(
            "must be an address that starts with https:// (http:// on this machine only), without '?' and '#', such as "
            "'https://login.example.org/realms/shop'"
        )
    return value
