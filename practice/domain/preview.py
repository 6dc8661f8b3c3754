"""What a preview of a rubric's version found: how far two versions agree with people, and what one changes."""

from collections.abc import Collection
from dataclasses import dataclass

from practice.domain.agreement import AgreementReport, Estimate
from practice.domain.agreement_comparison import Comparison
from practice.domain.grade import Grade


@dataclass(frozen=True)
class KeptGrade:
    """`grader` is who was asked, as a panel names itself; the grade's own model is who answered.

    `taken_over`: an earlier preview asked and paid for it.
    """

    grader: str
    grade: Grade
    taken_over: bool = False


@dataclass(frozen=True)
class Run:
    """Who graded in a preview, by which words (hashes of the prompt), and what that took.

    What was taken over from earlier previews is counted among the gradings; tokens and cost are of the others.
    `unpriced` are those of which nobody knows the cost; `cost`, in US dollars, is None where that is so of all.
    """

    graders: tuple[str, ...]
    prompts: tuple[str, ...]
    gradings: int
    taken_over: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    unpriced: int

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


def run_of(kept: Collection[KeptGrade]) -> Run:
    asked = [one.grade for one in kept if not one.taken_over]
    known = [grade.cost for grade in asked if grade.cost is not None]
    return Run(
        graders=tuple(sorted({one.grader for one in kept})),
        prompts=tuple(sorted({one.grade.prompt_hash for one in kept if one.grade.prompt_hash})),
        gradings=len(kept),
        taken_over=len(kept) - len(asked),
        prompt_tokens=sum(grade.prompt_tokens for grade in asked),
        completion_tokens=sum(grade.completion_tokens for grade in asked),
        cost=sum(known) if known else None,
        unpriced=len(asked) - len(known),
    )


@dataclass(frozen=True)
class Glance:
    """Mean kappa over a version's criteria, on so many replies that it graded."""

    kappa: Estimate
    replies: int


@dataclass(frozen=True)
class PreviewFigures:
    """`comparison` has the first version as A and the second as B; None where they share no criterion, or are one.

    `unlabelled` counts replies of the gold set that have no label on any criterion of either version, `taken_out` those
    that were taken out of it or became private after the preview had begun. `gold_state` tells whether the set has
    changed since.
    """

    before: AgreementReport
    after: AgreementReport
    comparison: Comparison | None
    glance_before: Glance
    glance_after: Glance
    unlabelled: int
    gold_state: str
    run: Run
    taken_out: int = 0
