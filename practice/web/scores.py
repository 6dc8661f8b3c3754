"""What pages tell beside a level: who gave which, what was looked at, and why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.lists import format_list
from flask import Flask

from practice.domain.language import Language
from practice.domain.panel import MOST_SPREAD
from practice.domain.rubric import Criterion, Rubric
from practice.domain.score import CriterionScore
from practice.web.language import in_page_language, page_language
from practice.web.translations import gettext as _
from practice.web.words import problem_text


@dataclass(frozen=True)
class LookedAt:
    """A grader's answer to one question of the rubric. The question is in English in every language of the pages."""

    question: str
    yes: bool


def attach(app: Flask) -> None:
    app.jinja_env.filters.update(
        looked_at=looked_at,
        levels_given=levels_given,
        disputed=disputed,
        criteria_names=criteria_names,
        problems_text=problems_text,
    )


def looked_at(score: CriterionScore, criterion: Criterion) -> tuple[LookedAt, ...]:
    """The checks that were answered yes or no, in the rubric's order."""
    answers = {answer.key: answer.yes for answer in score.checks}
    asked = ((check.question, answers.get(check.key)) for check in criterion.checks)
    return tuple(LookedAt(question, yes) for question, yes in asked if yes is not None)


def levels_given(score: CriterionScore) -> str:
    """`3, 4 and 4`: what each of several graders gave; empty where there was one."""
    given = [_("not shown") if vote.level is None else str(vote.level) for vote in score.votes]
    language = page_language()
    return format_list(given, locale="en_GB" if language is Language.EN else language.value)


def disputed(score: CriterionScore) -> bool:
    """Whether the graders' levels lie so far apart that a trainer is asked to look."""
    return score.spread is not None and score.spread > MOST_SPREAD


def criteria_names(scores: Iterable[CriterionScore], rubric: Rubric) -> str:
    return ", ".join(in_page_language(rubric.criterion(score.criterion).name) for score in scores)


def problems_text(scores: Iterable[CriterionScore]) -> str:
    """Why these were not graded, each reason once."""
    keys = dict.fromkeys(score.problem.key for score in scores if score.problem)
    return " ".join(problem_text(key) for key in keys)
