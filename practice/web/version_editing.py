"""A text while somebody edits it, in a form or in the source: what was typed, and what is to be told about it."""

from dataclasses import dataclass, replace

from flask import request

from practice.domain.difference import Passage, difference
from practice.errors import BadDocument, NotFound
from practice.services.versions import LONGEST_NOTE, LONGEST_TEXT, MOST_LINES, OF_FILE, TextMistake, mistakes_in
from practice.web.large_requests import LARGEST_OF_EDITORS, kilobytes
from practice.web.translations import gettext as _

#: Lines shown before and after one with a mistake.
_AROUND = 2
_MOST_SHOWN = 200


@dataclass(frozen=True)
class Limits:
    """Of a note in characters, of a text in bytes and in lines, and of a whole form in bytes."""

    note: int = LONGEST_NOTE
    text: int = LONGEST_TEXT
    lines: int = MOST_LINES
    form: int = LARGEST_OF_EDITORS


@dataclass(frozen=True)
class Meanwhile:
    """What somebody saved while this was typed: what either changed since the version this began with, where there is
    one, and how the two differ, `between`.
    """

    author: str
    theirs: tuple[Passage, ...] | None
    yours: tuple[Passage, ...] | None
    between: tuple[Passage, ...]


@dataclass(frozen=True)
class Typed:
    """What an editor's form holds, and what is to be told about it.

    `beside`: bytes that were typed in fields of the form and would make the text longer; they are not in it yet.
    `like`: the key of the scenario whose text a new one began with.
    """

    text: str
    note: str
    base: int
    seen: int
    beside: int = 0
    problem: str = ""
    mistakes: tuple[TextMistake, ...] = ()
    meanwhile: "Meanwhile | None" = None
    like: str = ""

    def plain(self) -> str:
        return self.text.replace("\r\n", "\n").replace("\r", "\n")

    def lines(self) -> list[str]:
        return self.plain().split("\n")

    def excerpt(self) -> tuple[tuple[int, str], ...]:
        """The lines with a mistake and those around them, numbered from 1."""
        lines = self.lines() if self.mistakes else []
        wrong = [mistake.line for mistake in self.mistakes if mistake.line]
        near = {line + step for line in wrong for step in range(-_AROUND, _AROUND + 1)}
        return tuple((line, lines[line - 1]) for line in sorted(near) if 1 <= line <= len(lines))[:_MOST_SHOWN]


def typed_now(text: str) -> Typed:
    """With the other fields of an editor's form. Raises NotFound for a number that no version has."""
    given, like = request.form.get("note", ""), request.form.get("like", "")
    return Typed(text, given, number_given("from"), number_given("seen"), like=like)


def text_given() -> str:
    """Of the file, where one was chosen. Raises UnicodeDecodeError."""
    file = request.files.get("file")
    return file.read().decode("utf-8") if file and file.filename else request.form.get("text", "")


def number_given(name: str) -> int:
    """Raises NotFound: no version has another number."""
    given = (request.form if request.method == "POST" else request.args).get(name, str(OF_FILE))
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise NotFound(f"{name}: no version {given[:20]!r}")
    return int(given)


def no_text() -> str:
    return _("This file is no text in UTF-8. Save it as UTF-8 and choose it again.")


def unread(typed: Typed, error: BadDocument) -> Typed:
    last = len(typed.lines())  # a text that breaks off is wrong behind its last line
    mistakes = tuple(replace(one, line=one.line and min(one.line, last)) for one in mistakes_in(error, typed.text))
    if all(one.key for one in mistakes):
        told = _("Not saved yet: some places are empty, or are not as they should be. What you typed is all here.")
    else:
        told = _("Not saved yet: something in the text cannot be read. Your text is below, as you typed it.")
    return replace(typed, problem=told, mistakes=mistakes)


def too_long(typed: Typed) -> Typed:
    kept = typed.plain().rstrip("\n") + "\n"
    size, lines = len(kept.encode()) + typed.beside, kept.count("\n")
    sizes = {"given": kilobytes(size), "most": kilobytes(LONGEST_TEXT)}
    told = [_("Not saved yet; what you typed is still here.")]
    if size > LONGEST_TEXT and typed.beside:
        told.append(
            _(
                "With what you typed here the text is about %(given)s kB long, and at most %(most)s kB can be saved.",
                **sizes,
            )
        )
    elif size > LONGEST_TEXT:
        told.append(_("The text is %(given)s kB long, and at most %(most)s kB can be saved.", **sizes))
    if lines > MOST_LINES:
        told.append(_("The text has %(given)s lines, and at most %(most)s can be saved.", given=lines, most=MOST_LINES))
    if len(typed.note) > LONGEST_NOTE:
        characters = {"given": len(typed.note), "most": LONGEST_NOTE}
        told.append(_("The note has %(given)s characters, and at most %(most)s can be saved.", **characters))
    return replace(typed, problem=" ".join(told))


def after_theirs(typed: Typed, author: str, number: int, text: str, base: str | None) -> Typed:
    """What somebody saved meanwhile, `text`, beside what was typed; saving again puts this after it.

    `base` is the text it began with, where there was one.
    """
    told = _(
        "Not saved yet: %(name)s saved version %(number)s meanwhile. Compare both below; nothing of yours is lost.",
        name=author,
        number=number,
    )
    theirs, yours = (None if base is None else difference(base, one) for one in (text, typed.plain()))
    meanwhile = Meanwhile(author, theirs, yours, difference(text, typed.plain()))
    return replace(typed, seen=number, problem=told, mistakes=(), meanwhile=meanwhile)
