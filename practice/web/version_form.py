"""What the forms of rubrics and of scenarios have in common: one part on a page, and the whole text behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic

from flask import render_template, request

from practice.domain.yaml_form import YamlForm, form_of
from practice.errors import BadDocument
from practice.services.versions import LONGEST_TEXT
from practice.web.version_editing import Typed, too_long, typed_now, unread
from practice.web.versions import Answer, Of, Versioned
from practice.web.yaml_fields import MOVES, Buttons, Fields, given_in, place_of, with_button, with_fields

ABOUT = "about"
#: In bytes, a form that has the longest text twice: each field of a longer one could cost long readings of it.
MOST_TAKEN_OVER = 2 * LONGEST_TEXT + 64 * 1024


@dataclass(frozen=True)
class TextKind:
    """`name` is what a text is called in a mistake; `order` is of keys; `part_of` a place, "" where only the source is.

    `homes`: of the lists whose entries are parts of their own, the part that lists them. `standing` is a part that is
    there, in place of one that is asked for. `read` takes text and name and raises BadDocument.
    """

    name: str
    order: tuple[str, ...]
    buttons: Buttons
    part_of: Callable[[str], str]
    homes: Mapping[str, str]
    standing: Callable[[YamlForm, str], str]
    read: Callable[[str, str], object]

    def form(self, text: str) -> YamlForm:
        """Raises BadDocument for a text that no form can be made of."""
        return form_of(text, self.name, self.order)

    def changed(self, text: str, do: str) -> tuple[YamlForm, YamlForm]:
        """With what was typed, and then with what the button `do` does. Raises BadDocument as `form` does."""
        typed = with_fields(self.form(text), request.form.items())
        return typed, with_button(typed, do, self.buttons)

    def told(self, typed: Typed) -> Typed:
        """With its mistakes, where it has some: the source marks them at their lines."""
        try:
            self.read(typed.text, self.name)
        except BadDocument as error:
            return unread(typed, error)
        return typed

    def part_after(self, before: YamlForm, after: YamlForm, do: str, part: str) -> str:
        """Once the button `do` was pressed on `part`: a new entry's own, or where a removed one was listed."""
        verb, _slash, place = do.partition("/")
        if verb == "part":
            return place
        part = self.standing(before, part)
        if verb == "add" and place in self.homes and after is not before:
            return f"{place}/{after.size((place,)) - 1}"
        kind, _slash, number = part.partition("/")
        if place != part or after is before or kind not in self.homes:
            return part
        if verb == "remove":
            return self.homes[kind]
        return f"{kind}/{int(number) + MOVES[verb]}" if verb in MOVES else part

    def part_to_show(self, form: YamlForm, part: str, wrong: Sequence[str]) -> str:
        """`part`, where it is there; the first with a mistake, where some have one and it has none."""
        if wrong and part not in wrong:
            part = next(filter(None, wrong), part)
        return self.standing(form, part)


@dataclass(frozen=True)
class VersionForm(Generic[Of]):
    """`parts` are names and titles of all that can be gone to; `more` is what the page of a part needs besides; `label`
    is what a place is called there.
    """

    kind: TextKind
    versioned: Versioned[Of]
    parts: Callable[[YamlForm], list[tuple[str, str]]]
    more: Callable[[YamlForm, str], Mapping[str, object]]
    label: Callable[[YamlForm, str], str]

    def shown(self, key: str) -> str:
        summary, typed = self.versioned.opened(key)
        return self._editor(request.args.get("part", ABOUT), summary, typed)

    def changed(self, key: str) -> Answer | str:
        """Every button of the form; all but the one that saves show the text again, as it is now."""
        summary = self.versioned.summary(key)
        do, part = request.form.get("do", ""), request.form.get("part", ABOUT)
        typed = typed_now(request.form.get("text", ""))
        if (request.content_length or 0) > MOST_TAKEN_OVER:
            return self._as_sent(part, summary, typed), 400
        try:
            before, after = self.kind.changed(typed.text, do)
        except BadDocument as error:
            return self.versioned.source(summary, unread(typed, error)), 400
        typed = typed_now(after.source)
        if do == "source":
            return self.versioned.source(summary, self.kind.told(typed))
        if do == "save":
            return self.versioned.kept(summary, typed, partial(self._editor, part))
        return self._editor(self.kind.part_after(before, after, do, part), summary, typed)

    def _as_sent(self, part: str, summary: Of, typed: Typed) -> str:
        """What is too long for its fields to be taken over; a form that names no part is the source's."""
        if "part" not in request.form:
            return self.versioned.source(summary, too_long(typed))
        given = given_in(request.form.items())
        return self._editor(part, summary, typed, given)

    def _editor(self, part: str, summary: Of, typed: Typed, given: Mapping[str, str] | None = None) -> str:
        """The source where the text is none that a form can be made of. `given`: what fields hold beside the text."""
        try:
            form = self.kind.form(typed.text)
        except BadDocument as error:
            return self.versioned.source(summary, unread(typed, error))
        fields = Fields(form, typed.mistakes, given or {})
        if given is not None:
            typed = too_long(replace(typed, beside=max(0, fields.longer())))
        wrong = [self.kind.part_of(place_of(mistake)) for mistake in typed.mistakes]
        part = self.kind.part_to_show(form, part, wrong)
        return render_template(
            f"{self.versioned.pages}/form_{part.partition('/')[0]}.html",
            fields=fields,
            typed=typed,
            part=part,
            parts=self.parts(form),
            part_of=lambda mistake: self.kind.part_of(place_of(mistake)),
            label_of=lambda mistake: self.label(form, place_of(mistake)),
            wrong_parts=wrong,
            **self.versioned.editor(summary),
            **self.more(form, part),
        )
