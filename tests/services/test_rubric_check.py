"""What the check of a rubric finds, told so that its writer can mend it."""

import re
from pathlib import Path
from typing import Any

import pytest

from practice.library import Document
from practice.services.rubric_check import check_rubric
from tests.services.spoilt_rubric import MISTAKES, Spoil, long_gone, spoilt_rubric, twice_asked


def _found(text: str) -> list[str]:
    return [mistake.text for mistake in check_rubric(Document("mine", Path("mine.yaml"), text))]


def test_a_rubric_that_is_well_has_no_mistake() -> None:
    assert _found(spoilt_rubric(lambda values: values)) == []


@pytest.mark.parametrize("spoil", MISTAKES, ids=lambda spoil: spoil.__name__)
def test_a_mistake_is_told_with_file_line_and_key(spoil: Spoil) -> None:
    key, on_the_line, what = MISTAKES[spoil]
    text = spoilt_rubric(spoil)
    [mistake] = _found(text)
    told = re.fullmatch(r"mine\.yaml, line (\d+): key '([^']+)': (.*)", mistake)
    assert told, mistake
    assert told[2] == key
    assert told[3].startswith(what)
    assert on_the_line in text.splitlines()[int(told[1]) - 1]


def test_mistakes_of_every_kind_are_told_at_once() -> None:
    def two_wrongs(values: dict[str, object]) -> None:
        long_gone(values)
        twice_asked(values)

    assert len(_found(spoilt_rubric(two_wrongs))) == 2


def test_levels_that_share_many_words_and_not_nearly_all_are_well() -> None:
    def related(values: dict[str, list[dict[str, list[dict[str, dict[str, str]]]]]]) -> None:
        levels = values["criteria"][0]["levels"]
        levels[1]["text"]["en"] = "One two three four five six seven eight nine ten"
        levels[2]["text"]["en"] = "One two three four five six seven eight new words"

    assert _found(spoilt_rubric(related)) == []


def test_two_examples_that_both_test_may_share_a_reply() -> None:
    def shared(values: dict[str, list[dict[str, str]]]) -> None:
        tests = [example for example in values["examples"] if example["use"] == "check"]
        tests[1]["reply"] = tests[0]["reply"]

    assert _found(spoilt_rubric(shared)) == []


def test_replies_without_a_word_are_told_apart_by_their_signs() -> None:
    def wordless(values: dict[str, list[dict[str, str]]]) -> None:
        for use, reply in (("teach", "🙏"), ("check", "👍 !")):
            next(example for example in values["examples"] if example["use"] == use)["reply"] = reply

    assert _found(spoilt_rubric(wordless)) == []


def test_a_rubric_without_examples_lacks_languages_channels_and_levels() -> None:
    found = _found(spoilt_rubric(lambda values: values.update(examples=[])))
    assert "none has language: en, fi, pl, sv" in found[0]
    assert "none has channel: web_chat, phone, email, shop_counter, public_thread" in found[1]
    assert len(found) == 2 + 4 * 5


def test_a_criterion_of_the_whole_talk_asks_for_no_examples() -> None:
    def without_examples(values: dict[str, list[dict[str, Any]]]) -> None:
        empathy = values["criteria"][1]
        empathy["scope"] = "conversation"
        for example in values["examples"]:
            example["expected"].pop(empathy["key"], None)

    assert _found(spoilt_rubric(without_examples)) == []


def test_a_criterion_of_the_whole_talk_is_checked_for_all_else() -> None:
    def same_twice(values: dict[str, list[dict[str, list[dict[str, dict[str, str]]]]]]) -> None:
        values["criteria"][-1]["levels"][3]["text"]["fi"] = values["criteria"][-1]["levels"][2]["text"]["fi"]

    [mistake] = _found(spoilt_rubric(same_twice))
    assert "says the same as level 3" in mistake


@pytest.mark.parametrize(("text", "what"), [("", "mine.yaml"), ("a: [", "mine.yaml, line 1"), ("- 1", "mine.yaml")])
def test_a_text_that_is_no_rubric_at_all_is_told_in_a_sentence(text: str, what: str) -> None:
    found = _found(text)
    assert found
    assert all(mistake.startswith(what) for mistake in found)
