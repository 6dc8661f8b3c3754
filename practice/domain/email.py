"""E-mail addresses as names of accounts."""

import re
import unicodedata

from practice.errors import BadInput

LONGEST = 254  #: characters
#: Without the signs that part addresses in a letter's head, and with a host that can be one.
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^\W_](?:[^\W_]|-)*(?:\.[^\W_](?:[^\W_]|-)*)*")


def normal_email(written: str) -> str:
    """Without spaces around and in small letters, so that one address is one account. Raises BadInput."""
    email = unicodedata.normalize("NFKC", written).strip().lower()
    if len(email) > LONGEST or not _ADDRESS.fullmatch(email) or not email.isprintable():
        raise BadInput(
            f"{written[:80]!r} is no e-mail address; it has the form name@host and at most {LONGEST} characters"
        )
    return email
