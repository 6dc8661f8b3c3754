"""Holds a rubric against what its format cannot say: levels that can be told apart, and examples that cover it.

Examples have to cover the criteria of a reply only: each is a single reply and shows no whole conversation.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.mistake import Mistake, Wrong, mistakes_of, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.rubric import LEVELS, Example, Rubric, Scope
from practice.domain.scenario import Channel
from practice.domain.words import Words, bare_words
from practice.errors import BadDocument
from practice.library import Document, read_rubric
from practice.services.mistake import Finding, mistakes_at

#: Of the words of two neighbouring levels; beyond it a reader takes one for the other.
MOST_OVERLAP = 0.8
USES = ("teach", "check")

_Found = Iterator[Finding]


def check_rubric(document: Document) -> list[Mistake]:
    """Everything that is wrong; empty where replies can be graded by it and the grader tested as it is."""
    try:
        rubric = read_rubric(document.text, str(document.path))
    except BadDocument as error:
        return list(mistakes_of(error))
    found = (_levels(rubric), _checks(rubric), _examples(rubric), _shared_replies(rubric), _coverage(rubric))
    return mistakes_at(document, chain(*found))


def _levels(rubric: Rubric) -> _Found:
    for number, criterion in enumerate(rubric.criteria):
        for language in Language:
            texts = [_said(entry.text.in_language(language)) for entry in criterion.levels]
            for index in range(1, len(texts)):
                if what := _alike(texts[index], texts[:index]):
                    yield Finding(("criteria", number, "levels", index, "text", language.value), what)


def _alike(text: Words, below: list[Words]) -> Wrong | None:
    """What keeps the description of a level from being told from those `below`, which begin at level 1."""
    if text in below:
        return wrong(Kind.SAME_AS_LEVEL, level=below.index(text) + 1)
    share = _overlap(text, below[-1])
    if share > MOST_OVERLAP:
        return wrong(Kind.NEAR_COPY, level=len(below), share=round(share, 2), most=MOST_OVERLAP)
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
                path = ("criteria", number, "checks", index, "question")
                yield Finding(path, wrong(Kind.ASKED_TWICE, first=first))


def _examples(rubric: Rubric) -> _Found:
    whole_talk = {criterion.key for criterion in rubric.criteria if criterion.scope is Scope.CONVERSATION}
    for index, example in enumerate(rubric.examples):
        if example.hard and example.needs == "stub":
            yield Finding(("examples", index, "needs"), wrong(Kind.HARD_FOR_STUB))
        for key in example.expected:
            if key in whole_talk:
                yield Finding(("examples", index, "expected", key), wrong(Kind.WHOLE_TALK))


def _shared_replies(rubric: Rubric) -> _Found:
    """A grader that was shown a reply is not tested by it."""
    first: dict[Words, Example] = {}
    for index, example in enumerate(rubric.examples):
        earlier = first.setdefault(_said(example.reply), example)
        if earlier.use != example.use:
            shared = wrong(Kind.SHARED_REPLY, id=earlier.id, theirs=earlier.use, here=example.use)
            yield Finding(("examples", index, "reply"), shared)


def _coverage(rubric: Rubric) -> _Found:
    examples = rubric.examples
    if lacking := [language.value for language in TALK_LANGUAGES if not _used(examples, language)]:
        yield Finding(("examples",), wrong(Kind.NO_EXAMPLE_IN, languages=", ".join(lacking)))
    for language in TALK_LANGUAGES:
        used = _used(examples, language)
        if len(used) == 1:
            [lacking_use] = set(USES) - used
            unused = wrong(Kind.NO_EXAMPLE_FOR_USE, language=language.value, use=lacking_use)
            yield Finding(("examples",), unused)
    if lacking := [channel.value for channel in Channel if all(example.channel != channel for example in examples)]:
        yield Finding(("examples",), wrong(Kind.NO_EXAMPLE_ON, channels=", ".join(lacking)))
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
                lacking = wrong(Kind.NO_EXAMPLE_AT, level=level, criterion=criterion.key)
                yield Finding(("criteria", number, "levels", index), lacking)


def _said(text: str) -> Words:
    """The bare words; of a text without any, such as an emoji, the text itself."""
    return bare_words(text) or (text,)
