"""A talk that a program has played, measured."""

import random
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from practice.domain.conversation import Outcome, Reaction, SpeechCheck, Turn

#: Frustration at or below which a customer counts as calm.
CALM = 40
_RESAMPLES = 2000


@dataclass(frozen=True)
class SimulatedTurn:
    """One reply and the answer to it. `number` counts replies from 1."""

    number: int
    reply: str
    answer: Turn

    @property
    def check(self) -> SpeechCheck:
        return self.answer.check or SpeechCheck()

    @property
    def reactions(self) -> tuple[Reaction, ...]:
        """Of the one who speaks, then of the other."""
        answer = self.answer
        speaker = answer.reaction(answer.customer)
        return ((speaker,) if speaker else ()) + answer.beside

    @property
    def frustration(self) -> int:
        """Where there are two customers, the angrier one's."""
        return max(reaction.mood.frustration for reaction in self.reactions)


@dataclass(frozen=True)
class Simulation:
    seed: int
    turns: tuple[SimulatedTurn, ...]
    outcome: Outcome
    frustration_start: int

    @property
    def frustration_end(self) -> int:
        return self.turns[-1].frustration if self.turns else self.frustration_start

    @property
    def calm_from_turn(self) -> int | None:
        """The first turn from which the customer stayed calm to the end."""
        calm: int | None = None
        for turn in self.turns:
            calm = (calm or turn.number) if turn.frustration <= CALM else None
        return calm

    @property
    def retries(self) -> int:
        return sum(turn.check.retried for turn in self.turns)

    @property
    def fallbacks(self) -> int:
        return sum(turn.check.fell_back for turn in self.turns)


@dataclass(frozen=True)
class Mean:
    """With a 95 % interval by bootstrap (percentiles of 2,000 resamples); the interval is a point where all agree."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Many:
    """`calm_from_turn` is over the talks that became calm, `became_calm` says how many did."""

    talks: int
    outcomes: Counter[Outcome]
    frustration_start: Mean
    frustration_end: Mean
    turns: Mean
    calm_from_turn: Mean | None
    became_calm: int
    retries: Mean
    fallbacks: Mean


def over_many(talks: Sequence[Simulation]) -> Many:
    """Raises ValueError without any talk."""

    def mean(figure: Callable[[Simulation], float]) -> Mean:
        return _mean([figure(talk) for talk in talks])

    calm = [talk.calm_from_turn for talk in talks if talk.calm_from_turn is not None]
    return Many(
        len(talks),
        Counter(talk.outcome for talk in talks),
        mean(lambda talk: talk.frustration_start),
        mean(lambda talk: talk.frustration_end),
        mean(lambda talk: len(talk.turns)),
        _mean(calm) if calm else None,
        len(calm),
        mean(lambda talk: talk.retries),
        mean(lambda talk: talk.fallbacks),
    )


def _mean(values: Sequence[float]) -> Mean:
    chance = random.Random(len(values))
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(_RESAMPLES))
    edge = round(_RESAMPLES * 0.025)
    return Mean(statistics.fmean(values), means[edge], means[-edge - 1])
