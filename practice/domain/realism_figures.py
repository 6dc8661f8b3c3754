"""What customers did in many simulated talks, per behaviour of the trainee."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.conversation import Outcome
from practice.domain.simulation import Many, SimulatedTurn, Simulation, over_many
from practice.domain.words import bare_words

#: Rules of the speech check that are told by name; the rest is counted together.
INVENTED, REPEATED = "invented_fact", "repetition"
ASSISTANT = frozenset({"assistants_voice", "offers_help", "thanks_for_service"})


@dataclass(frozen=True)
class Figures:
    """Shares are of the customer's turns, of what the model first said: a line that broke a rule was not shown.

    `shown_again` is the share of turns in which a whole line was shown that had been shown before in that talk.
    """

    behaviour: str
    many: Many
    words_per_turn: float
    assistants_voice: float
    invented: float
    repeated: float
    other_rules: float
    fell_back: float
    shown_again: float
    earliest_calm: int | None

    @property
    def walked_out(self) -> float:
        return self.many.outcomes[Outcome.LEFT] / self.many.talks


def figures(behaviour: str, talks: Sequence[Simulation]) -> Figures:
    """Raises ValueError without any talk."""
    turns = [turn for talk in talks for turn in talk.turns]
    broken = Counter(rule for turn in turns for rule in set(turn.check.broken_rules))
    named = ASSISTANT | {INVENTED, REPEATED}
    calm = [talk.calm_from_turn for talk in talks if talk.calm_from_turn is not None]
    return Figures(
        behaviour,
        over_many(talks),
        sum(len(bare_words(turn.answer.text)) for turn in turns) / len(turns),
        assistants_voice=sum(broken[rule] for rule in ASSISTANT) / len(turns),
        invented=broken[INVENTED] / len(turns),
        repeated=broken[REPEATED] / len(turns),
        other_rules=sum(count for rule, count in broken.items() if rule not in named) / len(turns),
        fell_back=sum(turn.check.fell_back for turn in turns) / len(turns),
        shown_again=sum(_again(talk.turns) for talk in talks) / len(turns),
        earliest_calm=min(calm, default=None),
    )


def _again(turns: Sequence[SimulatedTurn]) -> int:
    lines = [bare_words(turn.answer.text) for turn in turns]
    return len(lines) - len(set(lines))
