"""A scenario's text while somebody edits it, in the form or in the source: kept, or told why not, with nothing lost."""

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.difference import difference
from practice.errors import BadDocument, BadInput, Conflict
from practice.services.scenario_versions import ScenarioSummary
from practice.services.versions import LONGEST_NOTE, LONGEST_TEXT, MOST_LINES
from practice.web.context import current_person, services
from practice.web.rubric_editing import Typed, unread
from practice.web.translations import gettext as _

Show = Callable[[ScenarioSummary, Typed], str]


def source_editor(summary: ScenarioSummary, typed: Typed) -> str:
    return render_template("studio/edit.html", scenario=summary, typed=typed, longest_note=LONGEST_NOTE)


def kept(summary: ScenarioSummary, typed: Typed, show: Show) -> Response | tuple[str, int]:
    """Leads to the new draft; `show` is the editor that tells why there is none."""
    try:
        number = services().scenario_versions.save(
            current_person(), summary.key, typed.text, typed.note, base=typed.base, seen=typed.seen
        )
    except BadDocument as error:
        return show(summary, unread(typed, error)), 400
    except BadInput:
        limits = {"bytes": LONGEST_TEXT, "lines": MOST_LINES, "note": LONGEST_NOTE}
        told = _(
            "Not saved yet: at most %(bytes)s bytes and %(lines)s lines are taken, and %(note)s characters for the "
            "note.",
            **limits,
        )
        return show(summary, replace(typed, problem=told)), 400
    except Conflict:
        return show(*_after_another(summary.key, typed)), 409
    return redirect(url_for("studio.version", key=summary.key, number=number), 303)


def text_given() -> str:
    """Of the file, where one was chosen. Raises UnicodeDecodeError."""
    file = request.files.get("file")
    return file.read().decode("utf-8") if file and file.filename else request.form.get("text", "")


def _after_another(key: str, typed: Typed) -> tuple[ScenarioSummary, Typed]:
    """What somebody saved meanwhile beside what was typed; saving again puts this after it."""
    summary = services().scenario_versions.scenario(current_person(), key)
    theirs = services().scenario_versions.text(current_person(), key, summary.newest)
    name = (theirs.version.author if theirs.version else None) or _("the command line of the server")
    told = _(
        "Not saved yet: %(name)s saved version %(number)s meanwhile. Compare both below; nothing of yours is lost.",
        name=name,
        number=summary.newest,
    )
    passages = difference(theirs.text, typed.text.replace("\r\n", "\n"))
    return summary, replace(typed, seen=summary.newest, problem=told, mistakes=(), passages=passages)
