"""Passwords as Argon2id hashes, and one-time tokens as SHA-256."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from practice.domain.password import normal_password

#: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html: 19 MiB, two rounds, one lane.
MEMORY_KIB, ROUNDS, LANES = 19 * 1024, 2, 1


class Hasher:
    def __init__(self, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS, lanes: int = LANES) -> None:
        self._argon2 = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)

    def hash(self, password: str) -> str:
        return self._argon2.hash(_storable(password))

    def verify(self, kept: str, password: str) -> bool:
        try:
            return self._argon2.verify(kept, _storable(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._argon2.check_needs_rehash(kept)

    @cache  # noqa: B019 - one hasher lives as long as the process
    def of_nobody(self) -> str:
        """A hash that no password fits, to spend on an unknown account the time a known one takes."""
        return self.hash(secrets.token_urlsafe(32))


def new_token() -> str:
    """32 random bytes, for an address or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """A token is random and long, so one quick round is enough: it cannot be found by trying."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _storable(password: str) -> bytes:
    return normal_password(password).encode("utf-8", "surrogatepass")
