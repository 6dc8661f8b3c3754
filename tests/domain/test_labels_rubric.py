"""A rubric's own check examples as labelled replies."""

import pytest

from practice.domain.labels import Label
from practice.domain.labels_rubric import labels_of
from practice.domain.rubric import Expected, Scope
from practice.errors import BadInput
from tests.services.talk import FRONTLINE

CRITERIA = FRONTLINE.keys_of(Scope.REPLY)


def test_the_ends_of_a_range_are_two_raters() -> None:
    example = next(example for example in FRONTLINE.examples if example.use == "check")
    expected = {"calmness": Expected.model_validate("3-4"), "empathy": Expected.model_validate("not_shown")}
    rubric = FRONTLINE.model_copy(update={"examples": [example.model_copy(update={"expected": expected})]})
    [reply] = labels_of(rubric, "mine.yaml", CRITERIA)
    assert reply.labels == (
        Label("lowest", "calmness", 3),
        Label("highest", "calmness", 4),
        Label("lowest", "empathy", None),
        Label("highest", "empathy", None),
    )
    assert (reply.reply, reply.language, reply.channel) == (example.reply, example.language, example.channel)


def test_what_the_grader_is_shown_is_left_out() -> None:
    taught = {example.id for example in FRONTLINE.examples if example.use == "teach"}
    found = {reply.id for reply in labels_of(FRONTLINE, "mine.yaml", CRITERIA)}
    assert found
    assert not found & taught


def test_a_rubric_without_check_examples_says_what_to_do() -> None:
    rubric = FRONTLINE.model_copy(update={"examples": []})
    with pytest.raises(BadInput, match=r"mine\.yaml: holds no example with use: check; add some"):
        labels_of(rubric, "mine.yaml", CRITERIA)


def test_an_expectation_that_this_grader_does_not_grade_is_named() -> None:
    with pytest.raises(BadInput, match=r"'empathy' is not graded here; known: calmness"):
        labels_of(FRONTLINE, "mine.yaml", ["calmness"])
