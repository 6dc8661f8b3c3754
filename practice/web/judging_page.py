"""What the report needs for the levels that trainers set and the second looks that trainees ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.override import LONGEST_WORDS, OverrideReason
from practice.domain.rubric import LEVELS, Criterion
from practice.domain.score import CriterionScore

NOT_SHOWN = "not_shown"
REASONS: Mapping[OverrideReason, LazyString] = {
    OverrideReason.WRONG_LEVEL: _l("the level does not fit"),
    OverrideReason.WRONG_EVIDENCE: _l("the words quoted are the wrong ones"),
    OverrideReason.MISSING_EVIDENCE: _l("words that matter were overlooked"),
    OverrideReason.NOT_SHOWN: _l("there was nothing here to judge this by"),
    OverrideReason.RUBRIC_UNCLEAR: _l("the rubric is unclear here"),
}


class Kind(StrEnum):
    OVERRIDE = "override"
    DISPUTE = "dispute"
    ANSWER = "answer"
    COMMENT = "comment"


class Field(StrEnum):
    """Of the forms in which people say something of a level or a turn."""

    WORDS = "words"
    LEVEL = "level"
    REASON = "reason"


#: As the forms have them, top down.
_FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.OVERRIDE: (Field.LEVEL, Field.REASON, Field.WORDS),
    Kind.DISPUTE: (Field.WORDS,),
    Kind.ANSWER: (Field.WORDS, Field.LEVEL, Field.REASON),
    Kind.COMMENT: (Field.WORDS,),
}


@dataclass(frozen=True)
class Draft:
    """What somebody typed that could not be taken, and why; `anchor` is where on the page it belongs.

    `problems` tell what each of its fields lacks, `problem` what is wrong beside that.
    """

    kind: Kind
    anchor: str
    words: str
    level: str = ""
    reason: str = ""
    problem: str = ""
    problems: Mapping[Field, str] = field(default_factory=dict)

    @property
    def told(self) -> tuple[str, ...]:
        """All that is wrong, in the order of the form."""
        of_fields = (self.problems[one] for one in _FIELDS[self.kind] if one in self.problems)
        return tuple(dict.fromkeys((*((self.problem,) if self.problem else ()), *of_fields)))

    @property
    def focus(self) -> Field:
        """Where to go on."""
        return next((one for one in _FIELDS[self.kind] if one in self.problems), Field.WORDS)


@dataclass(frozen=True)
class Judgeable:
    """A level on the page that people can say something of. `reply` is its number, None for the whole talk."""

    grade_id: int
    turn_id: str
    criterion: Criterion
    score: CriterionScore
    reply: int | None = None

    @property
    def anchor(self) -> str:
        return anchor_of(self.turn_id, self.criterion.key)

    @property
    def waits(self) -> bool:
        """A second look was asked for, and nobody has answered."""
        return self.score.dispute is not None and self.score.dispute.answer is None

    @property
    def answered(self) -> bool:
        return self.score.dispute is not None and self.score.dispute.answer is not None

    @property
    def changed(self) -> bool:
        """A trainer set it."""
        return self.score.overridden is not None


def anchor_of(turn_id: str, criterion: str) -> str:
    return f"{criterion}-{turn_id}"


def level_choices() -> tuple[str, ...]:
    return (*map(str, LEVELS), NOT_SHOWN)


def judgement_in_words(answered: bool, changed: bool) -> LazyString:
    if not changed:
        return _l("your second look was answered")
    return (
        _l("your second look was answered, and a trainer set the level") if answered else _l("a trainer set the level")
    )


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(
        OVERRIDE_REASONS=REASONS,
        LONGEST_WORDS=LONGEST_WORDS,
        level_choices=level_choices,
        anchor_of=anchor_of,
        judgement_in_words=judgement_in_words,
    )
