"""Deterministic looks at a reply for what is meant for a grader: they flag a grade and never change a level."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict

from practice.domain.answer import storable
from practice.domain.canonical import INVISIBLE, canonical, has_lookalikes
from practice.domain.language import Choices, Language, Text
from practice.domain.rubric import Rubric
from practice.domain.words import Words, bare_words

_VERDICT = re.compile(r"\"?\b(?:scores?|level|criterion|verdict|reason|quote)\b\"?\s*[:=]\s*[\[{\"\d]", re.IGNORECASE)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}|(?:[0-9a-fA-F]{2}[\s:]?){24,}|(?:\\[ux][0-9a-fA-F]{2,6}){4,}")
_NUMBER = r"(?:\d+(?:[.,]\d+)?)"
_FEWEST_INVISIBLE = 2
#: So many words in a row that also stand in the rubric are no accident.
_RUBRIC_RUN = 7


class Screens(BaseModel):
    """`prompts/screens.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    score_words: Choices
    instructions: Choices
    role_marks: list[Text]

    @cached_property
    def score_expression(self) -> re.Pattern[str]:
        return _expression(self.score_words)

    @cached_property
    def instruction_expression(self) -> re.Pattern[str]:
        return _expression(self.instructions)


def screened(reply: str, screens: Screens, rubric: Rubric) -> tuple[str, ...]:
    """Names of the screens that the reply sets off, each once, in a fixed order. All languages are looked at."""
    return tuple(dict.fromkeys(_set_off(storable(reply), screens, rubric)))


def _set_off(reply: str, screens: Screens, rubric: Rubric) -> Iterator[str]:
    plain = canonical(reply)
    even = plain.casefold()
    if not any(character.isalnum() for character in plain):
        yield "nothing_said"
    if len(INVISIBLE.findall(reply)) >= _FEWEST_INVISIBLE:
        yield "invisible_characters"
    if has_lookalikes(reply):
        yield "lookalike_letters"
    if screens.score_expression.search(even):
        yield "score_words"
    if len(_VERDICT.findall(plain)) > 1 or ("{" in plain and _VERDICT.search(plain)):
        yield "looks_like_a_verdict"
    if any(mark in even for mark in screens.role_marks):
        yield "role_marks"
    if screens.instruction_expression.search(even):
        yield "speaks_to_the_grader"
    if _ENCODED.search(plain):
        yield "encoded_text"
    if _restates(plain, rubric):
        yield "restates_the_rubric"


def _restates(reply: str, rubric: Rubric) -> bool:
    runs = _runs(bare_words(reply))
    return bool(runs) and any(not runs.isdisjoint(_runs_of(text)) for text in _texts(rubric))


@lru_cache(maxsize=2048)  # a rubric's texts are asked for with every reply
def _runs_of(text: str) -> frozenset[Words]:
    return _runs(bare_words(text))


def _runs(words: Words) -> frozenset[Words]:
    return frozenset(words[at : at + _RUBRIC_RUN] for at in range(len(words) - _RUBRIC_RUN + 1))


def _texts(rubric: Rubric) -> Iterator[str]:
    for criterion in rubric.criteria:
        yield from (check.question for check in criterion.checks)
        for language in Language:
            yield criterion.question.in_language(language)
            yield from (entry.text.in_language(language) for entry in criterion.levels)


def _expression(phrases: Choices) -> re.Pattern[str]:
    every = sorted({phrase for language in Language for phrase in phrases.in_language(language)})
    return re.compile(rf"(?<!\w)(?:{'|'.join(_one(phrase) for phrase in _longest_first(every))})(?!\w)")


def _one(phrase: str) -> str:
    words = (re.escape(word).replace("<n>", _NUMBER) for word in phrase.casefold().split())
    return r"\W+".join(words)


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)
