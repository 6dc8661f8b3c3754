"""A rubric's text while somebody edits it, in the form or in the source: kept, or told why not, with nothing lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.difference import Passage, difference
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.services.rubrics import OF_FILE, RubricMistake, RubricSummary, mistakes_in
from practice.services.versions import LONGEST_NOTE, LONGEST_TEXT, MOST_LINES
from practice.store.version_writing import Version
from practice.web.context import current_person, services
from practice.web.translations import gettext as _

#: Lines shown before and after one with a mistake.
_AROUND = 2
_MOST_SHOWN = 200


@dataclass(frozen=True)
class Typed:
    """What an editor's form holds, and what is to be told about it."""

    text: str
    note: str
    base: int
    seen: int
    problem: str = ""
    mistakes: tuple[RubricMistake, ...] = ()
    passages: tuple[Passage, ...] | None = None

    def excerpt(self) -> tuple[tuple[int, str], ...]:
        """The lines with a mistake and those around them, numbered from 1."""
        lines = self.text.replace("\r\n", "\n").split("\n")
        wrong = [mistake.line for mistake in self.mistakes if mistake.line]
        near = {line + step for line in wrong for step in range(-_AROUND, _AROUND + 1)}
        return tuple((line, lines[line - 1]) for line in sorted(near) if 1 <= line <= len(lines))[:_MOST_SHOWN]


Show = Callable[[RubricSummary, Typed], str]


def source_editor(rubric: RubricSummary, typed: Typed) -> str:
    return render_template("rubrics/edit.html", rubric=rubric, typed=typed, longest_note=LONGEST_NOTE)


def typed_now(text: str) -> Typed:
    """With the other fields of an editor's form. Raises NotFound for a number that no version has."""
    return Typed(text, request.form.get("note", ""), number_given("from"), number_given("seen"))


def kept(rubric: RubricSummary, typed: Typed, show: Show) -> Response | tuple[str, int]:
    """Leads to the new draft; `show` is the editor that tells why there is none."""
    try:
        number = services().rubrics.save(
            current_person(), rubric.key, typed.text, typed.note, base=typed.base, seen=typed.seen
        )
    except BadDocument as error:
        return show(rubric, unread(typed, error)), 400
    except BadInput:
        return show(rubric, too_long(typed)), 400
    except Conflict:
        return show(*_after_another(rubric.key, typed)), 409
    return redirect(url_for("rubrics.version", key=rubric.key, number=number), 303)


def unread(typed: Typed, error: BadDocument) -> Typed:
    told = _("Not saved yet: something in the text cannot be read. Your text is below, as you typed it.")
    return replace(typed, problem=told, mistakes=mistakes_in(error, typed.text))


def too_long(typed: Typed) -> Typed:
    limits = {"bytes": LONGEST_TEXT, "lines": MOST_LINES, "note": LONGEST_NOTE}
    told = _(
        "Not saved yet: at most %(bytes)s bytes and %(lines)s lines are taken, and %(note)s characters for the note.",
        **limits,
    )
    return replace(typed, problem=told)


def after_theirs(typed: Typed, version: Version | None, number: int, text: str) -> Typed:
    """What somebody saved meanwhile, `text`, beside what was typed; saving again puts this after it."""
    name = (version.author if version else None) or _("the command line of the server")
    told = _(
        "Not saved yet: %(name)s saved version %(number)s meanwhile. Compare both below; nothing of yours is lost.",
        name=name,
        number=number,
    )
    passages = difference(text, typed.text.replace("\r\n", "\n"))
    return replace(typed, seen=number, problem=told, mistakes=(), passages=passages)


def number_given(name: str) -> int:
    """Raises NotFound: no version has another number."""
    given = (request.form if request.method == "POST" else request.args).get(name, str(OF_FILE))
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise NotFound(f"{name}: no version {given[:20]!r}")
    return int(given)


def _after_another(key: str, typed: Typed) -> tuple[RubricSummary, Typed]:
    rubric = services().rubrics.rubric(current_person(), key)
    theirs = services().rubrics.text(current_person(), key, rubric.newest)
    return rubric, after_theirs(typed, theirs.version, rubric.newest, theirs.text)
