"""The rubric as the grader reads it."""

import json

import pytest

from practice.domain.language import Language
from practice.domain.rubric import Rubric, Scope
from practice.domain.rubric_text import MOST_EXAMPLES, examples_text, rubric_text
from practice.domain.scenario import Channel
from practice.library import Library, read_rubric


@pytest.fixture
def rubric(library: Library) -> Rubric:
    document = library.rubric_document("frontline")
    return read_rubric(document.text, document.key)


def test_it_holds_every_criterion_check_and_level(rubric: Rubric) -> None:
    text = rubric_text(rubric, rubric.criteria)
    assert text.startswith(rubric.about.en)
    for criterion in rubric.criteria:
        assert f"## {criterion.key}: {criterion.name.en}\n{criterion.question.en}\n" in text
        for check in criterion.checks:
            assert check.question in text
        for entry in criterion.levels:
            assert f"- level {entry.level}: {entry.text.en}" in text


def test_it_says_of_each_check_whether_yes_counts_for_or_against(rubric: Rubric) -> None:
    text = rubric_text(rubric, rubric.criteria)
    signs = {
        check.key: "[-]" if check.key.startswith("fault_") else "[+]" for c in rubric.criteria for check in c.checks
    }
    assert set(signs.values()) == {"[-]", "[+]"}
    for key, sign in signs.items():
        assert f"- check {sign} {key}: " in text


def test_the_prompt_explains_the_signs(library: Library) -> None:
    system = library.prompt("grade").system
    assert "[+] counts for the reply when the answer is true" in system
    assert '[-], whose key starts with "fault_", counts against it when the answer is true' in system


def test_it_is_the_same_every_time(rubric: Rubric) -> None:
    assert rubric_text(rubric, rubric.criteria) == rubric_text(rubric, rubric.criteria)


def test_only_what_is_asked_about_is_told(rubric: Rubric) -> None:
    text = rubric_text(rubric, rubric.of_scope(Scope.CONVERSATION))
    assert "## calmness" not in text
    assert "## cause_found" in text


def _examples(rubric: Rubric, language: Language, channel: Channel) -> list[dict[str, object]]:
    return [json.loads(line) for line in examples_text(rubric, language, channel).splitlines()]


@pytest.mark.parametrize("language", [Language.EN, Language.FI, Language.PL])
@pytest.mark.parametrize("channel", list(Channel))
def test_examples_that_test_the_grader_are_never_shown_to_it(
    rubric: Rubric, language: Language, channel: Channel
) -> None:
    shown = {example["reply"] for example in _examples(rubric, language, channel)}
    teaching = {example.reply for example in rubric.examples if example.use == "teach"}
    assert 0 < len(shown) <= MOST_EXAMPLES
    assert shown <= teaching


def test_the_nearest_examples_come_first(rubric: Rubric) -> None:
    teaching = [example for example in rubric.examples if example.use == "teach"]
    for language in (Language.EN, Language.FI, Language.PL):
        for channel in Channel:
            shown = [example["reply"] for example in _examples(rubric, language, channel)]
            same = [example.reply for example in teaching if (example.language, example.channel) == (language, channel)]
            assert shown[: len(same)] == same[:MOST_EXAMPLES]
            own = sum(example.language is language for example in teaching)
            tongues = [next(e.language for e in teaching if e.reply == reply) for reply in shown]
            assert tongues[:own] == [language] * min(own, MOST_EXAMPLES)


def test_an_example_tells_its_levels_in_the_words_of_the_answer(rubric: Rubric) -> None:
    by_reply = {example.reply: example for example in rubric.examples}
    [first, *_] = _examples(rubric, Language.EN, Channel.WEB_CHAT)
    example = by_reply[str(first["reply"])]
    assert first["levels"] == {key: str(expected) for key, expected in example.expected.items()}
    assert first["situation"] == example.situation
    assert "not_shown" in examples_text(rubric, Language.EN, Channel.WEB_CHAT)


def test_a_rubric_without_teaching_examples_shows_none(rubric: Rubric) -> None:
    assert examples_text(rubric.model_copy(update={"examples": []}), Language.EN, Channel.PHONE) == ""
