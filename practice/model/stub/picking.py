"""Chooses among wordings: by what is being answered, never by chance, so that the same case gives the same answer."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")


def number_from(*parts: object) -> int:
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def picked(options: Sequence[Item], *by: object) -> Item:
    return options[number_from(*by) % len(options)]


def turned(options: Sequence[Item], *by: object) -> list[Item]:
    """All of `options`, beginning at the picked one."""
    if not options:
        return []
    start = number_from(*by) % len(options)
    return [*options[start:], *options[:start]]
