"""The tests that pytest finds in a rubric: file, language, example, and a test for each criterion of the example."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from practice.domain.rubric import Example, Rubric
from practice.errors import BadDocument, NotRecorded, PracticeError
from practice.library import document_at, read_rubric
from practice.rubric_tests.options import options_of
from practice.services.rubric_testing import (
    Examiner,
    Sitting,
    Tapes,
    check_examples,
    examiner_for,
    shortfall,
    why_not_tried,
)


class Shortfall(Exception):
    """Its message is all that a reader needs; where in our code it was raised tells them nothing."""


class _RubricTest(pytest.Item):
    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: object = None,  # noqa: ARG002 - pytest's signature
    ) -> str:
        if isinstance(excinfo.value, Shortfall | PracticeError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._line - 1, self.nodeid

    @property
    def _line(self) -> int:
        return 1


class UnreadableRubric(_RubricTest):
    """Stands in place of all tests of a file."""

    problem: str

    def runtest(self) -> None:
        raise Shortfall(self.problem)


class CriterionTest(_RubricTest):
    sitting: Sitting
    criterion: str

    @property
    def _line(self) -> int:
        return self.sitting.line

    def runtest(self) -> None:
        grade = self.sitting.grade
        problem = grade.problem
        options = options_of(self.config)
        if problem and problem.key == NotRecorded.key and not options.require_recorded:
            pytest.skip(problem.detail)
        if what := shortfall(self.sitting, self.criterion):
            raise Shortfall(what)


class ExampleNode(pytest.Collector):
    examiner: Examiner
    example: Example
    line: int

    def collect(self) -> Iterator[CriterionTest]:
        repeats = options_of(self.config).repeats
        for repeat in range(1, repeats + 1):
            sitting = Sitting(self.examiner, self.example, self.line, repeat)
            for criterion in self.example.expected:
                name = criterion if repeats == 1 else f"{criterion}[{repeat}]"
                yield self._test(name, sitting, criterion)

    def _test(self, name: str, sitting: Sitting, criterion: str) -> CriterionTest:
        test = CriterionTest.from_parent(self, name=name)
        test.sitting, test.criterion = sitting, criterion
        if reason := why_not_tried(sitting, criterion):
            test.add_marker(pytest.mark.skip(reason=reason))
        return test


class LanguageNode(pytest.Collector):
    examiner: Examiner
    examples: list[tuple[int, Example]]  #: each with its line

    def collect(self) -> Iterator[ExampleNode]:
        for line, example in self.examples:
            node = ExampleNode.from_parent(self, name=example.id)
            node.examiner, node.example, node.line = self.examiner, example, line
            yield node


class RubricFile(pytest.File):
    def collect(self) -> Iterator[LanguageNode | UnreadableRubric]:
        try:
            document = document_at(self.path)
            rubric = read_rubric(document.text, self.nodeid)
        except BadDocument as error:
            test = UnreadableRubric.from_parent(self, name="rubric")
            test.problem = str(error)
            yield test
            return
        examiner = self._examiner(rubric)
        examples = check_examples(document.text, rubric)
        for language in dict.fromkeys(example.language for _, example in examples):
            node = LanguageNode.from_parent(self, name=language.value)
            node.examiner = examiner
            node.examples = [(line, example) for line, example in examples if example.language is language]
            yield node

    def _examiner(self, rubric: Rubric) -> Examiner:
        options = options_of(self.config)
        try:
            return examiner_for(self.path, rubric, options.model, Tapes(options.record, options.replay))
        except PracticeError as error:
            raise self.CollectError(str(error)) from error
