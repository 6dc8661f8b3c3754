"""What came of one run of `practice agreement`, before it is shown."""

from dataclasses import dataclass

from practice.commands.agreement_keeping import Kept
from practice.domain.agreement import AgreementReport
from practice.domain.agreement_comparison import Comparison
from practice.domain.recalibration import Proposal
from practice.domain.teaching import TeachProposal


@dataclass(frozen=True)
class GraderNamed:
    rubric: str
    model: str

    def __str__(self) -> str:
        return f"{self.model} by rubric {self.rubric}"


@dataclass(frozen=True)
class Run:
    """`second` and the last four are None where not asked for. `grader` is the comparison's A, `second` its B."""

    grader: GraderNamed
    report: AgreementReport
    second: GraderNamed | None
    comparison: Comparison | None
    recalibrations: tuple[Proposal, ...] | None
    teaching: tuple[TeachProposal, ...] | None
    kept: Kept | None
