"""Which replies of gold sets are held out."""

import hashlib


def is_held_out(reply: str) -> bool:
    """About every second one, by its text alone, case and white space aside: it falls the same way in every set."""
    same = " ".join(reply.split()).casefold()
    return hashlib.sha256(same.encode()).digest()[0] % 2 == 1
