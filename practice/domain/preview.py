"""What a preview of a rubric's version found: how far two versions agree with people, and what one changes."""

from dataclasses import dataclass

from practice.domain.agreement import AgreementReport, Estimate
from practice.domain.agreement_comparison import Comparison
from practice.domain.grade import Grade


@dataclass(frozen=True)
class KeptGrade:
    """`grader` is who was asked, as a panel names itself; the grade's own model is who answered."""

    grader: str
    grade: Grade


@dataclass(frozen=True)
class Glance:
    """Mean kappa over a version's criteria, on so many replies that it graded."""

    kappa: Estimate
    replies: int


@dataclass(frozen=True)
class PreviewFigures:
    """`comparison` has the first version as A and the second as B; None where they share no criterion.

    `unlabelled` counts replies of the gold set that have no label on any criterion of either version. `gold_state`
    tells whether the set has changed since.
    """

    before: AgreementReport
    after: AgreementReport
    comparison: Comparison | None
    glance_before: Glance
    glance_after: Glance
    unlabelled: int
    gold_state: str
