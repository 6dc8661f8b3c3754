"""The recorded answers that come with the rubric: each example has one, readable, with quotes that were written."""

import pytest

from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Example
from practice.services.rubric_testing import Examiner, Tapes, check_examples, examiner_for
from tests.conftest import ROOT
from tests.services.talk import FRONTLINE

PATH = ROOT / "rubrics" / "frontline.yaml"
TEXT = PATH.read_text(encoding="utf-8")
EXAMPLES = [example for _, example in check_examples(TEXT, FRONTLINE)]
#: Where the reader gave another level than people expect; docs/grading.md counts them.
DISAGREEMENTS = {("pl-uprzejme-pouczenie", "calmness"), ("pl-mila-szpila", "calmness")}

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)


@pytest.fixture
def examiner() -> Examiner:
    return examiner_for(PATH, FRONTLINE, "openai/reader", Tapes(replay=ROOT / "rubrics" / "recordings"))


def _replayed(examiner: Examiner, example: Example) -> Grade:
    grade = examiner.grade(example, repeat=1)
    assert grade.status is GradeStatus.GRADED, grade.problem
    return grade


@each_example
def test_every_example_has_a_recorded_answer_that_was_readable_at_once(examiner: Examiner, example: Example) -> None:
    assert len(_replayed(examiner, example).calls) == 1


@each_example
def test_the_reader_gave_the_level_that_is_expected_except_where_it_is_known(
    examiner: Examiner, example: Example
) -> None:
    grade = _replayed(examiner, example)
    for criterion, expected in example.expected.items():
        score = grade.score(criterion)
        assert score is not None
        assert expected.allows(score.level) is ((example.id, criterion) not in DISAGREEMENTS), criterion


@each_example
def test_every_quote_of_the_reader_stands_in_the_reply(examiner: Examiner, example: Example) -> None:
    for score in _replayed(examiner, example).scores:
        assert all(quote.found for quote in score.quotes), score.criterion
        assert score.level is None or score.quotes


def test_every_file_belongs_to_an_example() -> None:
    assert len(list((ROOT / "rubrics" / "recordings").glob("*.json"))) == len(EXAMPLES)
