"""Holds a rubric against what its format cannot say: levels that can be told apart, and examples that cover it.

Examples have to cover the criteria of a reply only: each is a single reply and shows no whole conversation.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.rubric import LEVELS, Example, Rubric, Scope
from practice.domain.scenario import Channel
from practice.domain.words import Words, bare_words
from practice.domain.yaml_text import Path
from practice.errors import BadDocument
from practice.library import Document, read_rubric
from practice.services.mistake import Mistake, format_mistakes, mistakes_at

#: Of the words of two neighbouring levels; beyond it a reader takes one for the other.
MOST_OVERLAP = 0.8
USES = ("teach", "check")

_Found = Iterator[tuple[Path, str]]


def check_rubric(document: Document) -> list[Mistake]:
    """Everything that is wrong; empty where replies can be graded by it and the grader tested as it is."""
    try:
        rubric = read_rubric(document.text, str(document.path))
    except BadDocument as error:
        return format_mistakes(error)
    found = (_levels(rubric), _checks(rubric), _examples(rubric), _shared_replies(rubric), _coverage(rubric))
    return mistakes_at(document, chain(*found))


def _levels(rubric: Rubric) -> _Found:
    for number, criterion in enumerate(rubric.criteria):
        for language in Language:
            texts = [_said(entry.text.in_language(language)) for entry in criterion.levels]
            for index in range(1, len(texts)):
                if what := _alike(texts[index], texts[:index]):
                    yield ("criteria", number, "levels", index, "text", language.value), what


def _alike(text: Words, below: list[Words]) -> str | None:
    """What keeps the description of a level from being told from those `below`, which begin at level 1."""
    if text in below:
        return f"says the same as level {below.index(text) + 1}; say what one sees at this level only"
    share = _overlap(text, below[-1])
    if share > MOST_OVERLAP:
        what = f"is a near copy of level {len(below)}: word overlap {share:.2f}, at most {MOST_OVERLAP} is allowed"
        return f"{what}; say in other words what one sees at this level only"
    return None


def _overlap(one: Words, other: Words) -> float:
    """From 0, no word in common, to 1, the same words in some order."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _checks(rubric: Rubric) -> _Found:
    """A question that stands twice would count twice, within a criterion as between two."""
    asked: dict[Words, str] = {}
    for number, criterion in enumerate(rubric.criteria):
        for index, check in enumerate(criterion.checks):
            name = f"{criterion.key}.{check.key}"
            first = asked.setdefault(_said(check.question), name)
            if first != name:
                yield ("criteria", number, "checks", index, "question"), f"is asked by {first} too; ask something else"


def _examples(rubric: Rubric) -> _Found:
    whole_talk = {criterion.key for criterion in rubric.criteria if criterion.scope is Scope.CONVERSATION}
    for index, example in enumerate(rubric.examples):
        if example.hard and example.needs == "stub":
            what = "must be model where hard is true: the stub reads keywords; or remove hard"
            yield ("examples", index, "needs"), what
        for key in example.expected:
            if key in whole_talk:
                what = "is judged over a whole conversation (scope: conversation), never by one reply; remove it here"
                yield ("examples", index, "expected", key), what


def _shared_replies(rubric: Rubric) -> _Found:
    """A grader that was shown a reply is not tested by it."""
    first: dict[Words, Example] = {}
    for index, example in enumerate(rubric.examples):
        earlier = first.setdefault(_said(example.reply), example)
        if earlier.use != example.use:
            uses = f"use: {earlier.use}, here use: {example.use}"
            yield ("examples", index, "reply"), f"stands in {earlier.id} too ({uses}); write another or remove one"


def _coverage(rubric: Rubric) -> _Found:
    examples = rubric.examples
    if lacking := [language.value for language in TALK_LANGUAGES if not _used(examples, language)]:
        yield ("examples",), f"none has language: {', '.join(lacking)}; add at least one teach and one check for each"
    for language in TALK_LANGUAGES:
        used = _used(examples, language)
        if len(used) == 1:
            [lacking_use] = set(USES) - used
            yield ("examples",), f"none with language: {language.value} has use: {lacking_use}; add at least one"
    if lacking := [channel.value for channel in Channel if all(example.channel != channel for example in examples)]:
        yield ("examples",), f"none has channel: {', '.join(lacking)}; add at least one for each"
    yield from _levels_without_example(rubric)


def _used(examples: list[Example], language: Language) -> set[str]:
    return {example.use for example in examples if example.language is language}


def _levels_without_example(rubric: Rubric) -> _Found:
    """Criteria of a whole conversation ask for no example: a single reply cannot show them."""
    for number, criterion in enumerate(rubric.criteria):
        if criterion.scope is Scope.CONVERSATION:
            continue
        given = [example.expected[criterion.key] for example in rubric.examples if criterion.key in example.expected]
        for index, level in enumerate(LEVELS):
            if not any(expected.allows(level) for expected in given):
                what = f"no example expects level {level} of {criterion.key}; add one with {criterion.key}: {level}"
                yield ("criteria", number, "levels", index), what


def _said(text: str) -> Words:
    """The bare words; of a text without any, such as an emoji, the text itself."""
    return bare_words(text) or (text,)
