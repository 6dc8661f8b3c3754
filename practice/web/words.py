"""What the product's fixed keys are called on pages."""

import math
from collections.abc import Mapping

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.conversation import Mode, Outcome
from practice.domain.grade import Grade, GradeStatus, point_to_work_on
from practice.domain.rubric import Rubric
from practice.domain.scenario import Channel
from practice.domain.score import CriterionScore
from practice.errors import (
    ModelError,
    ModelMisconfigured,
    ModelRefused,
    ModelTimeout,
    ModelUnavailable,
    UnreadableAnswer,
)
from practice.store.person import PersonRole
from practice.web.language import in_page_language
from practice.web.translations import gettext as _

CHANNELS: Mapping[Channel, LazyString] = {
    Channel.WEB_CHAT: _l("web chat"),
    Channel.PHONE: _l("phone"),
    Channel.EMAIL: _l("e-mail"),
    Channel.SHOP_COUNTER: _l("shop counter"),
    Channel.PUBLIC_THREAD: _l("public thread"),
}
GAUGES: Mapping[str, LazyString] = {
    "frustration": _l("Frustration"),
    "trust": _l("Trust"),
    "patience": _l("Patience"),
}
OUTCOMES: Mapping[Outcome, LazyString] = {
    Outcome.OPEN: _l("ended before it was settled"),
    Outcome.RESOLVED: _l("settled"),
    Outcome.LEFT: _l("the customer left"),
    Outcome.ESCALATED: _l("taken to somebody who may decide"),
}
MODES: Mapping[Mode, LazyString] = {
    Mode.PRACTICE: _l("practice"),
    Mode.CHECK: _l("check"),
}
MODE_MEANINGS: Mapping[Mode, LazyString] = {
    Mode.PRACTICE: _l("shows mood and grades as you go"),
    Mode.CHECK: _l("shows them only at the end"),
}
DIFFICULTY_MEANINGS: Mapping[int, LazyString] = {
    1: _l("forgives a lot; a kind word goes far"),
    2: _l("forgiving; a slip costs little"),
    3: _l("as at work: wants to be heard and helped before calming down"),
    4: _l("demanding; slips cost more, kind words help less"),
    5: _l("hard; every slip hurts, trust comes slowly"),
}
ROLES: Mapping[PersonRole, LazyString] = {
    PersonRole.TRAINEE: _l("trainee"),
    PersonRole.TRAINER: _l("trainer"),
    PersonRole.ADMIN: _l("administrator"),
}
PROBLEMS: Mapping[str, LazyString] = {
    ModelError.key: _l("The language model gave no usable answer."),
    ModelUnavailable.key: _l("The language model could not be reached just now."),
    ModelTimeout.key: _l("The language model took too long to answer."),
    ModelMisconfigured.key: _l(
        "The language model is not set up properly. Whoever runs this service can put it right."
    ),
    ModelRefused.key: _l("The language model declined to answer."),
    UnreadableAnswer.key: _l("The language model answered with something that could not be read."),
    "internal": _l("Something went wrong inside this service."),
}
REFUSALS: Mapping[str, LazyString] = {
    "empty": _l("There is nothing in the box yet. Write what you would say."),
    "too_long": _l("This is longer than one reply can be. Shorten it a little; your text is still here."),
    "ended": _l("This conversation has ended, so the reply was not sent."),
    "waiting": _l("The customer has not answered yet. Your text stays here; send it after the answer."),
    "open": _l("The conversation is still going on. End it first."),
    "no_such_action": _l("That cannot be done in this conversation. Your text is still here."),
}
PASSWORD_REFUSALS: Mapping[str, LazyString] = {
    "too_short": _l("That password is too short. It needs at least 12 characters."),
    "too_long": _l("That password is too long. It may have 128 characters."),
    "own_name": _l("That password is your own name or address. Choose something nobody would guess."),
    "common": _l("That password is one of the first that others would try. Choose something of your own."),
}
#: Longer times are told in minutes and seconds.
LONGEST_IN_SECONDS = 90


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(
        CHANNELS=CHANNELS,
        GAUGES=GAUGES,
        OUTCOMES=OUTCOMES,
        ROLES=ROLES,
        MODES=MODES,
        MODE_MEANINGS=MODE_MEANINGS,
        DIFFICULTY_MEANINGS=DIFFICULTY_MEANINGS,
    )
    app.jinja_env.filters.update(problem_text=problem_text, point_to_work_on=point_to_work_on)


def problem_text(key: str) -> str:
    return str(PROBLEMS.get(key, PROBLEMS[ModelError.key]))


def refusal_text(reason: str) -> str:
    return str(REFUSALS.get(reason, _l("This could not be taken. Your text is still here.")))


def password_refusal_text(reason: str) -> str:
    return str(PASSWORD_REFUSALS[reason])


def time_in_words(seconds: float) -> str:
    """`42 s`, and above a minute and a half `2:05 min`: the signs are the same in every language."""
    whole = round(seconds)
    return f"{whole} s" if whole <= LONGEST_IN_SECONDS else f"{whole // 60}:{whole % 60:02} min"


def minutes_in_words(seconds: float) -> str:
    """`3 min`, a begun minute as a whole one."""
    return f"{max(1, math.ceil(seconds / 60))} min"


def grade_in_words(grade: Grade, rubric: Rubric) -> str:
    """For a screen reader's announcement."""
    if grade.status is GradeStatus.NOT_GRADED:
        return _("This reply could not be graded.")
    names = [in_page_language(rubric.criterion(score.criterion).name) for score in grade.scores]
    levels = [_level_in_words(score) for score in grade.scores]
    told = ", ".join(f"{name} {level}" for name, level in zip(names, levels, strict=True))
    return _("Your reply was graded: %(levels)s.", levels=told)


def _level_in_words(score: CriterionScore) -> str:
    if not score.graded:
        return _("not graded")
    return _("not shown") if score.level is None else _("%(level)s of 5", level=score.level)
