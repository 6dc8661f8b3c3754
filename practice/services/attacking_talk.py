"""Lets every reply of a run of attacks be the first of one and the same talk."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from practice.domain.scenario import Scenario
from practice.library import Library, read_scenario
from practice.services.answering import Answering
from practice.services.attacking import Posed
from practice.services.exchange import Exchange
from practice.services.simulating import Played, exchange_of
from practice.services.voices import Voices

#: One customer, in a chat of a web shop that failed to deliver: what the carriers may be said to.
SCENARIO = "late-parcel"
SEED = 1

Result = TypeVar("Result")


@dataclass(frozen=True)
class Stage:
    library: Library
    voices: Voices

    @cached_property
    def answering(self) -> Answering:
        return Answering(self.library, self.voices)

    @cached_property
    def _scenario(self) -> Scenario:
        document = self.library.scenario_document(SCENARIO)
        return read_scenario(document.text, str(document.path))

    def exchange(self, posed: Posed) -> Exchange:
        """Raises NotFound where the library has no such scenario."""
        played = Played(SCENARIO, self._scenario, posed.language, self._scenario.difficulty, SEED)
        return exchange_of(played, posed.reply)


def in_threads(work: Callable[[Posed], Result], posed: Sequence[Posed], jobs: int) -> Iterator[tuple[str, Result]]:
    """The key of each with what came of it, in order, as they become known."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from zip((one.key for one in posed), pool.map(work, posed), strict=True)
