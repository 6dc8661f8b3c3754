"""Rubrics and scenarios as trainers edit them: kept, published and retired in one way, or they are told why not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from flask import redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain.difference import Passage
from practice.domain.language import Shown
from practice.errors import BadDocument, BadInput, Conflict
from practice.services.rubrics import RubricSummary
from practice.services.scenario_versions import ScenarioSummary
from practice.services.versions import LONGEST_NOTE
from practice.store.person import Person
from practice.store.version_writing import Version
from practice.web.context import current_person, services
from practice.web.once import show_next, shown_now
from practice.web.text_editing import (
    Typed,
    after_theirs,
    no_text,
    number_given,
    text_given,
    too_long,
    typed_now,
    unread,
)
from practice.web.translations import gettext as _

Answer = Response | tuple[str, int]

#: Under which name the browser kept what is saved now.
_SAVED = "text_saved"


class Summary(Protocol):
    """`of_file`: the service brings a text of its own. `is_new`: nothing of it has been saved yet."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Shown: ...
    @property
    def newest(self) -> int: ...
    @property
    def of_file(self) -> bool: ...
    @property
    def is_new(self) -> bool: ...


Of = TypeVar("Of", bound=Summary)
OfFound = TypeVar("OfFound", bound=Summary, covariant=True)


class Found(Protocol[OfFound]):
    @property
    def summary(self) -> OfFound: ...
    @property
    def version(self) -> Version | None: ...
    @property
    def text(self) -> str: ...
    @property
    def number(self) -> int: ...


class TextService(Protocol[OfFound]):
    def text(self, person: Person, key: str, number: int | None = None) -> Found[OfFound]: ...
    def compared(self, person: Person, key: str, before: int, after: int) -> tuple[Passage, ...]: ...
    def save(self, person: Person, key: str, text: str, note: str, *, base: int, seen: int) -> int: ...
    def publish(self, person: Person, key: str, number: int, note: str, *, instead_of: int) -> None: ...
    def retire(self, person: Person, key: str, number: int) -> None: ...


@dataclass(frozen=True)
class Edited(Generic[Of]):
    """A kind of text. `pages` and `form` are the names of its blueprints; the labels are of its fields.

    `summary` is of a key, and raises NotFound where there can be none.
    """

    pages: str
    form: str
    text_label: LazyString
    file_label: LazyString
    service: Callable[[], TextService[Of]]
    summary: Callable[[str], Of]

    def opened(self, key: str) -> tuple[Of, Typed]:
        """The version that the address names, else what is in force. Raises NotFound."""
        base = number_given("from") if "from" in request.args else None
        found = self.service().text(current_person(), key, base)
        return found.summary, Typed(found.text, "", found.number, found.summary.newest)

    def source(self, summary: Of, typed: Typed) -> str:
        return self._page("edit", summary, typed=typed)

    def kept(self, summary: Of, typed: Typed, show: Callable[[Of, Typed], str]) -> Answer:
        """Leads to the new draft; `show` is the editor that tells why there is none."""
        person, key = current_person(), summary.key
        try:
            number = self.service().save(person, key, typed.text, typed.note, base=typed.base, seen=typed.seen)
        except BadDocument as error:
            return show(summary, unread(typed, error)), 400
        except BadInput:
            return show(summary, too_long(typed)), 400
        except Conflict:
            theirs = self.service().text(person, key, self.summary(key).newest)
            author = theirs.version.author if theirs.version else None
            return show(theirs.summary, after_theirs(typed, author, theirs.number, theirs.text)), 409
        if unsaved := request.form.get("unsaved", "")[:40]:
            show_next(_SAVED, unsaved=unsaved)
        return redirect(url_for(f"{self.pages}.version", key=key, number=number), 303)

    def saved_now(self) -> dict[str, Any] | None:
        """For the page of a version that was saved a moment ago: what the browser need keep no longer."""
        return shown_now(_SAVED)

    def kept_as_sent(self, key: str) -> Answer:
        """The source as it was typed, or the file that was chosen; where that is no text, another can be chosen."""
        summary = self.summary(key)
        try:
            typed = typed_now(text_given())
        except UnicodeDecodeError:
            typed = replace(typed_now(request.form.get("text", "")), problem=no_text())
            return self.source(summary, typed) if typed.text else self._page("file", summary, typed=typed), 400
        return self.kept(summary, typed, self.source)

    def published(self, key: str, number: int, show: Callable[[str], str]) -> Answer:
        """`show` is the version's page, and tells why it is not."""
        note, instead_of = request.form.get("note", ""), number_given("instead_of")
        try:
            self.service().publish(current_person(), key, number, note, instead_of=instead_of)
        except BadDocument:
            return show(_("This service cannot read that text any more. Edit it and save it anew.")), 400
        except BadInput:
            return show(_("Say in a few words what is new, in at most %(most)s characters.", most=LONGEST_NOTE)), 400
        except Conflict:
            return show(_("Not published: somebody has published or retired a version meanwhile.")), 409
        return redirect(url_for(f"{self.pages}.show", key=key), 303)

    def retired(self, key: str, number: int, show: Callable[[str], str]) -> Answer:
        try:
            self.service().retire(current_person(), key, number)
        except Conflict:
            return show(_("Somebody has retired this version already.")), 409
        return redirect(url_for(f"{self.pages}.show", key=key), 303)

    def compared(self, key: str) -> str:
        before, after = number_given("before"), number_given("after")
        passages = self.service().compared(current_person(), key, before, after)
        return self._page("compare", self.summary(key), before=before, after=after, passages=passages)

    def back(self, summary: Of) -> str:
        return url_for(f"{self.pages}.overview") if summary.is_new else url_for(f"{self.pages}.show", key=summary.key)

    def _page(self, name: str, summary: Of, **more: object) -> str:
        return render_template(
            f"versions/{name}.html",
            edited=self,
            summary=summary,
            back=self.back(summary),
            longest_note=LONGEST_NOTE,
            **more,
        )


RUBRICS: Edited[RubricSummary] = Edited(
    "rubrics",
    "rubric_form",
    _l("Text of the rubric (YAML)"),
    _l("A rubric as YAML"),
    lambda: services().rubrics,
    lambda key: services().rubrics.rubric(current_person(), key),
)
SCENARIOS: Edited[ScenarioSummary] = Edited(
    "studio",
    "scenario_form",
    _l("Text of the scenario (YAML)"),
    _l("A scenario as YAML"),
    lambda: services().scenario_versions,
    lambda key: services().scenario_versions.begun(current_person(), key),
)
