"""Labelled and graded replies, built small, for tests about agreement."""

from pathlib import Path

from practice.domain.agreement import ScoredReply
from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.labels import UNNAMED, Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.domain.score import CriterionScore, Quote, ScoreStatus

#: 28 replies by two raters, all of it made up; see the README beside it.
MADE_UP = Path(__file__).parent / "labels" / "made_up.jsonl"
CRITERION = "calmness"
#: What a rater or grader gives: a level, or None for not shown. A rater who is not named here labelled nothing.
Given = dict[str, int | None]


def labelled(
    id_: str, raters: dict[str, Given], *, language: Language = Language.EN, channel: Channel = Channel.EMAIL
) -> LabelledReply:
    labels = tuple(Label(rater, key, level) for rater, given in raters.items() for key, level in given.items())
    return LabelledReply(id_, language, channel, "A late parcel.", "Where is it?", f"The words of {id_}.", labels)


def grade(given: Given | None, *flags: str) -> Grade:
    """None: not graded."""
    if given is None:
        return grade_failed(Problem("lost", "it died"), "model")
    scores = tuple(
        CriterionScore(
            key,
            ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED,
            level,
            () if level is None else (Quote("The words", found=True),),
            "because",
            None,
        )
        for key, level in given.items()
    )
    return Grade(GradeStatus.GRADED, None, scores, flags, "model", "")


def scored(people: int | None, grader: int | None, number: int = 0) -> ScoredReply:
    """One rater, one criterion."""
    return ScoredReply(labelled(f"r{number:03}", {UNNAMED: {CRITERION: people}}), grade({CRITERION: grader}))


def scored_all(people: list[int | None], grader: list[int | None]) -> list[ScoredReply]:
    pairs = zip(people, grader, strict=True)
    return [scored(one, other, number) for number, (one, other) in enumerate(pairs)]
