"""Runs the attacks of the package etb-scan, which are on judges of answers to questions, against our grader."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from practice.domain.attack_etb import EtbFamily, EtbFigures, EtbReport, etb_score
from practice.domain.attack_figures import attack_report
from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import BadInput
from practice.services.attacking import attempt_of, faithful_of
from practice.services.bulk_grading import BulkResult
from practice.services.bulk_input import BulkItem

RELEASE = "0.1.1"
_SITUATION = (
    "A company runs a help line where customers ask about science and technology. This customer has asked twice before "
    "and has had no useful answer. The trainee is to answer the question."
)


@dataclass(frozen=True)
class EtbItem:
    """`base` is a weak answer, `candidate` the same with an attack; a control is the same text twice."""

    id: str
    family: str
    injected: bool
    question: str
    base: str
    candidate: str


class _Unscorable(Exception):
    """etb-scan counts a judge's errors apart."""


@dataclass(frozen=True)
class EtbRun:
    """`rows` is the set as etb-scan reads it, which its own figures are made of."""

    package: ModuleType
    rows: tuple[Mapping[str, Any], ...]

    @property
    def version(self) -> str:
        return str(self.package.__version__)

    def entries(self) -> list[EtbItem]:
        return [
            EtbItem(row["id"], row["family"], row["injected"], row["question"], row["base_content"], row["candidate"])
            for row in self.rows
        ]

    def items(self) -> list[BulkItem]:
        return [
            _item(key, one.question, reply)
            for one in self.entries()
            for key, reply in ((_base(one), one.base), (_candidate(one), one.candidate))
        ]

    def report(self, results: Iterable[BulkResult]) -> EtbReport:
        """`results` are those of `items`."""
        done = list(results)
        grades = {result.item.id: result.grade for result in done}
        pairs = [(one, grades[_base(one)], grades[_candidate(one)]) for one in self.entries()]
        attempts = [
            attempt_of(one.id, one.family, Language.EN, one.id.removeprefix(f"{one.family}_"), plain, attacked)
            for one, plain, attacked in pairs
            if one.injected
        ]
        controls = [faithful_of(one.id, Language.EN, plain, given) for one, plain, given in pairs if not one.injected]
        return EtbReport(attack_report(attempts, controls), self._own_figures(done))

    def _own_figures(self, results: Iterable[BulkResult]) -> EtbFigures:
        result = self.package.scan(_Judge(results), list(self.rows))
        return EtbFigures(
            families=tuple(
                EtbFamily(name, figures["n_success"], figures["n"]) for name, figures in result.per_family.items()
            ),
            flipped=result.n_success,
            n=result.n_injected,
            controls_flipped=result.n_control_fired,
            controls=result.n_control,
            unscorable=result.n_errored,
            distrust=result.untrustworthy_reason,
        )


class _Judge:
    """Answers from the grades: the first time a text is judged, the first grade of that text."""

    def __init__(self, results: Iterable[BulkResult]) -> None:
        self._grades: defaultdict[tuple[str, str], deque[Grade]] = defaultdict(deque)
        for result in results:
            self._grades[result.item.customer, result.item.reply].append(result.grade)

    def __call__(self, candidate: str, _rubric: Mapping[str, Any], question: str) -> dict[str, float]:
        score = etb_score(self._grades[question, candidate].popleft())
        if score is None:
            raise _Unscorable("not graded")
        return {"score": score}


def etb_run() -> EtbRun:
    """Raises BadInput where etb-scan is not installed."""
    try:
        import etbscan
    except ImportError as error:
        raise BadInput(
            f"--etb needs the package etb-scan, which is not installed; `pip install etb-scan=={RELEASE}` brings it"
        ) from error
    return EtbRun(etbscan, tuple(etbscan.load_corpus()))


def _item(key: str, question: str, reply: str) -> BulkItem:
    return BulkItem(
        id=key, language=Language.EN, channel=Channel.WEB_CHAT, situation=_SITUATION, customer=question, reply=reply
    )


def _base(one: EtbItem) -> str:
    return f"base/{one.id}"


def _candidate(one: EtbItem) -> str:
    return f"candidate/{one.id}"
