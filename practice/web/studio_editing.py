"""A scenario's text while somebody edits it, in the form or in the source: kept, or told why not, with nothing lost."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.errors import BadDocument, BadInput, Conflict
from practice.services.scenario_versions import ScenarioSummary
from practice.services.versions import LONGEST_NOTE
from practice.web.context import current_person, services
from practice.web.rubric_editing import Typed, after_theirs, too_long, unread

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
        return show(summary, too_long(typed)), 400
    except Conflict:
        return show(*_after_another(summary.key, typed)), 409
    return redirect(url_for("studio.version", key=summary.key, number=number), 303)


def text_given() -> str:
    """Of the file, where one was chosen. Raises UnicodeDecodeError."""
    file = request.files.get("file")
    return file.read().decode("utf-8") if file and file.filename else request.form.get("text", "")


def _after_another(key: str, typed: Typed) -> tuple[ScenarioSummary, Typed]:
    summary = services().scenario_versions.scenario(current_person(), key)
    theirs = services().scenario_versions.text(current_person(), key, summary.newest)
    return summary, after_theirs(typed, theirs.version, summary.newest, theirs.text)
