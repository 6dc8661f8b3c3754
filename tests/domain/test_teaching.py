"""Which labelled replies to teach next: the clearest misses that nothing in the rubric shows yet, only proposed."""

from dataclasses import replace

import pytest

from practice.domain.agreement import ScoredReply
from practice.domain.document import read_document
from practice.domain.labels import UNNAMED
from practice.domain.language import Language
from practice.domain.rubric import Rubric
from practice.domain.rubric_text import MOST_EXAMPLES, examples_text
from practice.domain.scenario import Channel
from practice.domain.teaching import as_yaml, propose_teaching
from practice.library import Library
from tests.agreement_examples import Given, grade, labelled

FINE: Given = {"calmness": 3, "empathy": 3, "solutions": 3, "level_tone": 3}


@pytest.fixture
def text(library: Library) -> str:
    return library.rubric_document("frontline").text


@pytest.fixture
def bare(text: str) -> Rubric:
    """The shipped rubric without its examples."""
    rubric = read_document(text, "frontline.yaml", Rubric)
    return rubric.model_copy(update={"examples": []})


def missed(
    id_: str, *raters: int | None, by: int = 3, language: Language = Language.EN, channel: Channel = Channel.EMAIL
) -> ScoredReply:
    """Raters gave these levels of calmness, the grader gave `by`."""
    given: dict[str, Given] = {f"rater {n}": {"calmness": level} for n, level in enumerate(raters)}
    return ScoredReply(labelled(id_, given, language=language, channel=channel), grade({**FINE, "calmness": by}))


def proposed(scored: list[ScoredReply], rubric: Rubric, most: int = 9) -> list[str]:
    return [proposal.reply.id for proposal in propose_teaching(scored, rubric, most)]


def test_the_larger_miss_comes_first_then_the_lower_id(bare: Rubric) -> None:
    scored = [missed("c", 4), missed("b", 4), missed("a", 5)]
    assert proposed(scored, bare) == ["a", "b", "c"]
    assert proposed(scored, bare, most=1) == ["a"]


def test_what_raters_confirm_goes_before_what_one_says(bare: Rubric) -> None:
    assert proposed([missed("a", 5), missed("b", 5, 5)], bare) == ["b", "a"]


def test_what_raters_dispute_teaches_nothing(bare: Rubric) -> None:
    assert proposed([missed("a", 5, 3), missed("b", 5, None), missed("c", None, None)], bare) == []


def test_a_grade_within_what_raters_gave_is_no_miss(bare: Rubric) -> None:
    assert proposed([missed("a", 3, 4, by=4), missed("b", 4, 5, by=4)], bare) == []


def test_a_reply_that_was_not_graded_is_not_proposed(bare: Rubric) -> None:
    assert proposed([ScoredReply(labelled("a", {UNNAMED: {"calmness": 1}}), grade(None))], bare) == []


def test_each_choice_has_those_before_it_in_mind(bare: Rubric) -> None:
    scored = [missed("a", 5), missed("b", 5), missed("c", 5, language=Language.SV)]
    assert proposed(scored, bare) == ["a", "c", "b"]


def test_a_language_without_examples_goes_before_a_level_without_one(bare: Rubric) -> None:
    scored = [missed("a", 5), missed("b", 1), missed("c", 5, language=Language.SV)]
    assert proposed(scored, bare) == ["a", "c", "b"]


def test_a_level_that_the_language_lacks_goes_before_one_it_has(bare: Rubric) -> None:
    scored = [missed("a", 5), missed("b", 5), missed("c", 1)]
    found = propose_teaching(scored, bare, 9)
    assert [proposal.reply.id for proposal in found] == ["a", "c", "b"]
    assert found[0].reason == (
        "calmness: the grader gave 3, people 5; one rater, so nobody confirms it; no teach example is in en"
    )
    assert found[1].reason.endswith("; no teach example in en shows calmness 1")
    assert found[2].reason == "calmness: the grader gave 3, people 5; one rater, so nobody confirms it"


def test_a_reply_that_stands_in_the_rubric_is_not_proposed_again(text: str) -> None:
    rubric = read_document(text, "frontline.yaml", Rubric)
    reply = replace(missed("a", 5).reply, reply=f" {rubric.examples[0].reply.upper()}")
    assert rubric.examples[0].use == "check"
    assert proposed([ScoredReply(reply, missed("a", 5).grade)], rubric) == []


def test_it_says_when_an_example_at_the_end_would_never_be_shown(bare: Rubric) -> None:
    first = propose_teaching([missed(f"r{number}", 5) for number in range(MOST_EXAMPLES + 1)], bare, 9)
    assert "put it first" not in first[MOST_EXAMPLES - 1].reason
    assert first[MOST_EXAMPLES].reason.endswith("put it first: of en on email only 4 are shown to the grader")


def test_the_yaml_pasted_at_the_end_of_a_rubric_is_read_and_taught(text: str) -> None:
    awkward = replace(
        missed("Ärende: 1!", 4, 5, by=1, language=Language.SV).reply,
        situation="- yes: no # not a comment",
        customer='*"Vad"*\n\nnej',
        reply="null",
    )
    proposals = propose_teaching([ScoredReply(awkward, grade({**FINE, "calmness": 1}))], _rubric(text), 1)
    extended = _rubric(f"{text.rstrip()}\n\n{as_yaml(proposals)}")
    example = extended.examples[-1]
    assert (example.id, example.use, example.needs) == ("rende-1", "teach", "model")
    assert (example.situation, example.customer, example.reply) == (awkward.situation, awkward.customer, "null")
    assert {key: str(level) for key, level in example.expected.items()} == {"calmness": "4-5"}
    assert '"levels": {"calmness": "4-5"}' in examples_text(extended, Language.SV, Channel.EMAIL)


def test_only_criteria_on_which_raters_agree_are_expected(bare: Rubric) -> None:
    raters: dict[str, Given] = {
        "anna": {"calmness": 5, "empathy": 1, "solutions": None},
        "olli": {"calmness": 5, "empathy": 4, "solutions": None},
    }
    [proposal] = propose_teaching([ScoredReply(labelled("a", raters), grade(FINE))], bare, 1)
    assert proposal.expected == {"calmness": "5", "solutions": "not_shown"}


def test_an_id_that_is_taken_is_told_apart(bare: Rubric) -> None:
    ids = [proposal.id for proposal in propose_teaching([missed("A 1", 5), missed("a-1", 5), missed("!", 5)], bare, 9)]
    assert sorted(ids) == ["a-1", "a-1-2", "en"]


def _rubric(text: str) -> Rubric:
    return read_document(text, "frontline.yaml", Rubric)
