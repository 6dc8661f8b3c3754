"""Looks into mistakes as data."""

from collections.abc import Iterator

from practice.domain.mistake import Wrong
from practice.domain.mistake_kind import Kind


def kinds_of(wrong: Wrong) -> Iterator[Kind]:
    """Its own, and those of what it is put together from."""
    yield wrong.kind
    for value in wrong.values.values():
        if isinstance(value, Wrong):
            yield from kinds_of(value)
