"""Levels that trainers set, and second looks that trainees ask for: forms of the report."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from practice.domain.override import LONGEST_WORDS, OverrideReason
from practice.errors import BadInput, Conflict
from practice.services.judging import Setting
from practice.web.context import current_person, services
from practice.web.judging_page import NOT_SHOWN, Draft, Field, Kind, anchor_of, level_choices
from practice.web.report import rendered_report
from practice.web.translations import gettext as _

pages = Blueprint("judging", __name__, url_prefix="/grades/<int(max=2147483647):grade_id>")


@pages.post("/overrides")
def override(grade_id: int) -> Response | tuple[str, int]:
    person, form = current_person(), request.form
    try:
        setting = _setting()
        if setting is None:
            raise BadInput("choose a level")
        services().judging.override(person, grade_id, _criterion(), setting, form.get("words", ""))
    except (BadInput, Conflict) as error:
        return _refused(Kind.OVERRIDE, grade_id, error)
    return _back(grade_id)


@pages.post("/disputes")
def dispute(grade_id: int) -> Response | tuple[str, int]:
    try:
        services().judging.dispute(current_person(), grade_id, _criterion(), request.form.get("words", ""))
    except (BadInput, Conflict) as error:
        return _refused(Kind.DISPUTE, grade_id, error)
    return _back(grade_id)


@pages.post("/answers")
def answer(grade_id: int) -> Response | tuple[str, int]:
    try:
        services().judging.answer(current_person(), grade_id, _criterion(), request.form.get("words", ""), _setting())
    except (BadInput, Conflict) as error:
        return _refused(Kind.ANSWER, grade_id, error)
    return _back(grade_id)


def _criterion() -> str:
    return request.form.get("criterion", "")


def _setting() -> Setting | None:
    """None where the level is to stay. Raises BadInput for what the form does not offer."""
    level, reason, seen = (request.form.get(name, "") for name in ("level", "reason", "seen"))
    if not level:
        return None
    if level not in level_choices() or reason not in list(OverrideReason):
        raise BadInput("choose one of the levels and one of the reasons that the form offers")
    known = seen.isascii() and seen.isdecimal() and len(seen) < 10
    return Setting(None if level == NOT_SHOWN else int(level), OverrideReason(reason), int(seen) if known else None)


def _back(grade_id: int) -> Response:
    place = services().judging.place(current_person(), grade_id)
    anchor = anchor_of(place.turn_id, _criterion())
    return redirect(url_for("report.show", conversation_id=place.conversation_id, _anchor=anchor), 303)


def _refused(kind: Kind, grade_id: int, error: Exception) -> tuple[str, int]:
    """The report again, with what was typed still in its place."""
    place = services().judging.place(current_person(), grade_id)
    words, level, reason = (request.form.get(name, "") for name in Field)
    conflict = isinstance(error, Conflict)
    problems = {} if conflict else _problems(kind, words, level, reason)
    problem = _changed() if conflict else "" if problems else _("This could not be taken. Nothing was saved yet.")
    draft = Draft(kind, anchor_of(place.turn_id, _criterion()), words, level, reason, problem, problems)
    return rendered_report(place.conversation_id, draft), 409 if conflict else 400


def _changed() -> str:
    return _("Something changed here while you were writing. See how it stands now; your text is kept below.")


def _problems(kind: Kind, words: str, level: str, reason: str) -> dict[Field, str]:
    """By the field that lacks something."""
    found: dict[Field, str] = {}
    if not 0 < len(" ".join(words.split())) <= LONGEST_WORDS:
        found[Field.WORDS] = _("Write a sentence of at most %(most)s characters.", most=LONGEST_WORDS)
    if kind is Kind.DISPUTE or (kind is Kind.ANSWER and not level):
        return found
    if level not in level_choices():
        found[Field.LEVEL] = _("Choose a level too; nothing was saved yet.")
    if reason not in list(OverrideReason):
        found[Field.REASON] = _("Choose the reason for this level too; nothing was saved yet.")
    elif level in level_choices() and (level == NOT_SHOWN) is not (reason == NOT_SHOWN):
        found[Field.REASON] = _(
            "“Not shown” goes with the reason that there was nothing to judge this by, a level from 1 to 5 with one of "
            "the others. Choose the two that belong together; nothing was saved yet."
        )
    return found
