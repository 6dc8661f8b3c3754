"""What the person who runs pytest chose."""

from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class RubricOptions:
    """At most one of `record` and `replay` is a folder."""

    model: str
    repeats: int
    record: Path | None
    replay: Path | None
    require_recorded: bool


_OPTIONS = pytest.StashKey[RubricOptions]()


def keep_options(config: pytest.Config, options: RubricOptions) -> None:
    config.stash[_OPTIONS] = options


def options_of(config: pytest.Config) -> RubricOptions:
    return config.stash[_OPTIONS]
