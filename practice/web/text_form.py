"""What the forms of rubrics and of scenarios have in common: one part on a page, and the whole text behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template, request

from practice.domain.yaml_form import YamlForm, form_of
from practice.errors import BadDocument
from practice.services.versions import LONGEST_NOTE
from practice.web.rubric_editing import Typed, unread
from practice.web.translations import gettext as _
from practice.web.yaml_fields import Begun, Fields, place_of, with_button, with_fields


@dataclass(frozen=True)
class TextKind:
    """`name` is what a text is called in a mistake; `order` of keys, `part_of` a place, "" where only the source is.

    `read` takes text and name and raises BadDocument.
    """

    name: str
    order: tuple[str, ...]
    begun: Begun
    part_of: Callable[[str], str]
    read: Callable[[str, str], object]

    def form(self, text: str) -> YamlForm:
        """Raises BadDocument for a text that no form can be made of."""
        return form_of(text, self.name, self.order)

    def changed(self, text: str, do: str) -> tuple[YamlForm, YamlForm]:
        """With what was typed, and then with what the button `do` does. Raises BadDocument as `form` does."""
        typed = with_fields(self.form(text), request.form.items())
        return typed, with_button(typed, do, self.begun)

    def told(self, typed: Typed) -> Typed:
        """With its mistakes, where it has some: the source marks them at their lines."""
        try:
            self.read(typed.text, self.name)
        except BadDocument as error:
            return unread(typed, error)
        return typed


@dataclass(frozen=True)
class Frame:
    """Whose text it is; `back` and `action` are addresses, `began` the version that the editor began with."""

    title: str
    back: str
    action: str
    began: str


def wrong_parts(kind: TextKind, typed: Typed) -> list[str]:
    return [kind.part_of(place_of(mistake)) for mistake in typed.mistakes]


def form_page(
    template: str,
    kind: TextKind,
    form: YamlForm,
    typed: Typed,
    frame: Frame,
    part: str,
    parts: Sequence[tuple[str, object]],
    **more: object,
) -> str:
    return render_template(
        template,
        fields=Fields(form, typed.mistakes),
        typed=typed,
        frame=frame,
        part=part,
        parts=parts,
        part_of=lambda mistake: kind.part_of(place_of(mistake)),
        wrong_parts=wrong_parts(kind, typed),
        longest_note=LONGEST_NOTE,
        **more,
    )


def version_name(number: int, *, of_file: bool = True) -> str:
    if number:
        return _("version %(number)s", number=number)
    return _("the service's own text") if of_file else _("nothing yet")
