"""What came of a realism run, as Markdown."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from practice.domain.conversation import Outcome
from practice.domain.realism import Finding
from practice.domain.realism_figures import Figures
from practice.domain.simulation import CALM, Mean

_MOST_SHOWN = 10


@dataclass(frozen=True)
class Tried:
    """A run: what was played, by which model, and what was found."""

    model: str
    when: date
    scenarios: int
    languages: list[str]
    seeds: int
    figures: list[Figures]
    findings: list[Finding]
    calls_per_turn: float
    tokens_per_turn: float


def markdown(tried: Tried) -> str:
    return "\n".join([*_head(tried), *_checks(tried), "", *_behaviours(tried), "", *_speech(tried), ""])


def _head(tried: Tried) -> Iterator[str]:
    stub = tried.model == "stub"
    yield "# How realistic the customer is"
    yield ""
    name = "the built-in stub, which is no language model" if stub else f"`{tried.model}`"
    yield f"Customer and appraiser: {name}. {tried.when.isoformat()}, `make realism`."
    languages = ", ".join(tried.languages)
    yield f"Scenarios: {tried.scenarios}; languages: {languages}; seeds: {tried.seeds}; each at its own difficulty."
    if stub:
        yield "Moods, moves and endings are decided by code from what the appraiser noticed, so those figures test the"
        yield "code and the stub's ears. The shares of lines that broke a rule say nothing about any language model."
    yield f"Model calls a turn: {tried.calls_per_turn:.2f}; tokens a turn: {tried.tokens_per_turn:.0f}."
    yield ""


def _checks(tried: Tried) -> Iterator[str]:
    held, all_ = Counter(f.check for f in tried.findings if f.held), Counter(f.check for f in tried.findings)
    yield "| what has to hold | held |"
    yield "|---|---|"
    for check, count in all_.items():
        yield f"| {check} | {held[check]} of {count} |"
    failed = [finding for finding in tried.findings if not finding.held]
    if failed:
        yield ""
        yield f"Not held ({len(failed)}):"
        yield ""
        yield from (f"- {finding.check}: {finding.detail}" for finding in failed[:_MOST_SHOWN])


def _behaviours(tried: Tried) -> Iterator[str]:
    head = (
        "trainee | talks | resolved | left | escalated | open | frustration at start | at the end | turns | calm from"
    )
    yield f"| {head} |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    order = (Outcome.RESOLVED, Outcome.LEFT, Outcome.ESCALATED, Outcome.OPEN)
    for figures in tried.figures:
        many = figures.many
        outcomes = " | ".join(f"{many.outcomes[outcome] / many.talks:.0%}" for outcome in order)
        calm = figures.earliest_calm or "–"
        yield (
            f"| {figures.behaviour} | {many.talks} | {outcomes} | {many.frustration_start.value:.0f} "
            f"| {_mean(many.frustration_end)} | {many.turns.value:.1f} | {calm} |"
        )
    yield ""
    yield f"Calm: frustration at or below {CALM} from then to the end. Brackets: 95 % interval by bootstrap over talks."


def _speech(tried: Tried) -> Iterator[str]:
    yield (
        "| trainee | words a turn | assistant's voice | invented facts | repeated | other rules "
        "| own line used | same line shown twice |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for figures in tried.figures:
        shares = (figures.assistants_voice, figures.invented, figures.repeated, figures.other_rules)
        shown = " | ".join(f"{share:.1%}" for share in (*shares, figures.fell_back, figures.shown_again))
        yield f"| {figures.behaviour} | {figures.words_per_turn:.1f} | {shown} |"
    yield ""
    yield "Shares are of the customer's turns and of what the model said first: a line that broke a rule is not shown."


def _mean(mean: Mean) -> str:
    return f"{mean.value:.0f} ({mean.low:.0f}-{mean.high:.0f})"
