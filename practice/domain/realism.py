"""What a realistic customer has to do against good and bad trainees, checked over simulated talks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from practice.domain.conversation import Outcome
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.simulation import Simulation
from practice.domain.trainee import SKILLED

PASSIVE, RUDE, APOLOGY_ONLY = "passive", "rude", "apology_only"
FLATTERER, ABUSIVE, EMPTY = "flatterer", "abusive", "empty"
BEHAVIOURS = (SKILLED, PASSIVE, RUDE, APOLOGY_ONLY, "solution_first", FLATTERER, "nonsense", ABUSIVE, EMPTY)
#: Behaviours that are played at every difficulty, to compare.
COMPARED = (SKILLED, PASSIVE, RUDE)
_ENDED_BADLY = (Outcome.LEFT, Outcome.ESCALATED)
_EARLIEST = 2
_HARD = 3


@dataclass(frozen=True)
class Trial:
    """All talks of one scenario, language and seed. `again` repeats some of `usual`; `harder` is by difficulty."""

    scenario: str
    language: str
    seed: int
    difficulty: int
    usual: Mapping[str, Simulation]
    again: Mapping[str, Simulation]
    harder: Mapping[str, Mapping[int, Simulation]]


@dataclass(frozen=True)
class Finding:
    check: str
    held: bool
    detail: str


def findings(trial: Trial) -> Iterator[Finding]:
    for name, check in CHECKS.items():
        held, detail = check(trial)
        yield Finding(name, held, f"{trial.scenario}, {trial.language}, seed {trial.seed}: {detail}")


def _ends(trial: Trial, *behaviours: str) -> dict[str, int]:
    return {behaviour: trial.usual[behaviour].frustration_end for behaviour in behaviours}


def _skill_calms(trial: Trial) -> tuple[bool, str]:
    ends = _ends(trial, SKILLED, PASSIVE)
    return ends[SKILLED] < ends[PASSIVE], f"ends {ends}"


def _rudeness_angers(trial: Trial) -> tuple[bool, str]:
    ends = _ends(trial, PASSIVE, RUDE)
    return ends[PASSIVE] < ends[RUDE], f"ends {ends}"


def _outcome(behaviour: str, allowed: tuple[Outcome, ...]) -> Callable[[Trial], tuple[bool, str]]:
    def check(trial: Trial) -> tuple[bool, str]:
        outcome = trial.usual[behaviour].outcome
        return outcome in allowed, f"{behaviour} ended {outcome.value}"

    return check


def _loses_patience(behaviour: str) -> Callable[[Trial], tuple[bool, str]]:
    def check(trial: Trial) -> tuple[bool, str]:
        patience = [turn.reactions[0].mood.patience for turn in trial.usual[behaviour].turns]
        falls = all(later < earlier or later == 0 for earlier, later in pairwise(patience))
        return bool(patience) and falls, f"{behaviour}: patience {patience}"

    return check


def _not_too_early(trial: Trial) -> tuple[bool, str]:
    talks = [talk for by in trial.harder.values() for level, talk in by.items() if level >= _HARD]
    talks += trial.usual.values() if trial.difficulty >= _HARD else ()
    early = [talk for talk in talks if talk.outcome is Outcome.RESOLVED and len(talk.turns) < _EARLIEST]
    return not early, f"{len(early)} resolved by the first reply"


def _harder_is_not_calmer(trial: Trial) -> tuple[bool, str]:
    ends = {behaviour: [by[level].frustration_end for level in DIFFICULTIES] for behaviour, by in trial.harder.items()}
    return all(easy <= hard for row in ends.values() for easy, hard in pairwise(row)), f"ends by difficulty {ends}"


def _same_again(trial: Trial) -> tuple[bool, str]:
    moods = [
        [[reaction.mood for turn in talk.turns for reaction in turn.reactions] for talk in pair]
        for pair in ((trial.usual[behaviour], talk) for behaviour, talk in trial.again.items())
    ]
    return all(first == second for first, second in moods), f"{len(moods)} talks played twice"


CHECKS: Mapping[str, Callable[[Trial], tuple[bool, str]]] = {
    "skilled ends calmer than passive": _skill_calms,
    "passive ends calmer than rude": _rudeness_angers,
    "apologies alone never resolve": _outcome(APOLOGY_ONLY, (Outcome.OPEN, *_ENDED_BADLY)),
    "rudeness makes the customer leave or escalate": _outcome(RUDE, _ENDED_BADLY),
    "abuse makes the customer leave": _outcome(ABUSIVE, (Outcome.LEFT,)),
    "nothing is resolved before reply 2 at difficulty 3 and up": _not_too_early,
    "a higher difficulty never ends calmer": _harder_is_not_calmer,
    "the same replies give the same moods": _same_again,
    "a flatterer loses the customer's patience": _loses_patience(FLATTERER),
    "an empty replier loses the customer's patience": _loses_patience(EMPTY),
}
