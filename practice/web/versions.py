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
from practice.domain.scenario import Channel
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.services.rubrics import RubricSummary
from practice.services.scenario_versions import ScenarioSummary
from practice.services.versions import LONGEST_NOTE, OF_FILE
from practice.store.person import Person
from practice.store.version import VersionStatus
from practice.store.version_writing import Version
from practice.web.choices import one_of
from practice.web.context import current_person, services
from practice.web.language import in_page_language
from practice.web.once import show_next, shown_now
from practice.web.translations import gettext as _
from practice.web.version_editing import (
    Limits,
    Typed,
    after_theirs,
    no_text,
    number_given,
    text_given,
    too_long,
    typed_now,
    unread,
)
from practice.web.version_news import overtaken, retired_already, tell_next, told_now
from practice.web.version_tables import maker, nobody

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
    @property
    def published(self) -> Version | None: ...
    @property
    def versions(self) -> tuple[Version, ...]: ...
    def numbered(self, number: int) -> Version | None: ...


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
    def publish(self, person: Person, key: str, number: int, note: str, *, instead_of: int) -> None: ...
    def retire(self, person: Person, key: str, number: int, *, in_force: bool = True) -> None: ...


@dataclass(frozen=True)
class Versioned(Generic[Of]):
    """A kind of text. `pages` and `form` are the names of its blueprints; the labels are of its fields.

    `summary` is of a key, and raises NotFound where there can be none. `begun` is what one starts from of which nothing
    is saved yet.
    """

    pages: str
    form: str
    text_label: LazyString
    file_label: LazyString
    service: Callable[[], TextService[Of]]
    summary: Callable[[str], Of]
    save: Callable[[str, Typed], int]
    begun: Callable[[str], Typed] | None = None

    def opened(self, key: str) -> tuple[Of, Typed]:
        """The version that the address names, else what is in force, else what a new one starts from.

        Raises NotFound, or BadInput for a new one that cannot start so.
        """
        if self.begun and (summary := self.summary(key)).is_new:
            return summary, self.begun(key)
        base = number_given("from") if "from" in request.args else None
        found = self.service().text(current_person(), key, base)
        return found.summary, Typed(found.text, "", found.number, found.summary.newest)

    def source(self, summary: Of, typed: Typed) -> str:
        return render_template("versions/edit.html", typed=typed, **self.editor(summary))

    def editor(self, summary: Of) -> dict[str, Any]:
        """What every page of an editor needs, beside what was typed."""
        return {
            **self._shown(summary),
            "action": url_for(f"{self.form}.change", key=summary.key),
            "longest_note": LONGEST_NOTE,
            "limits": Limits(),
        }

    def kept(self, summary: Of, typed: Typed, show: Callable[[Of, Typed], str]) -> Answer:
        """Leads to the new draft; `show` is the editor that tells why there is none."""
        key = summary.key
        try:
            number = self.save(key, typed)
        except BadDocument as error:
            return show(summary, unread(typed, error)), 400
        except BadInput:
            return show(summary, too_long(typed)), 400
        except Conflict:
            theirs = self.service().text(current_person(), key, self.summary(key).newest)
            author, base = maker(theirs.version) if theirs.version else nobody(), self._base_text(key, typed)
            return show(theirs.summary, after_theirs(typed, author, theirs.number, theirs.text, base)), 409
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
            return self.source(summary, typed) if typed.text else self._file(summary, typed), 400
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
            return show(overtaken(self.summary(key), number, instead_of, self.pages)), 409
        tell_next(key, number, "published")
        return redirect(url_for(f"{self.pages}.show", key=key), 303)

    def asked_to_retire(self, key: str, number: int) -> Answer | str:
        """What will be in force once the version is retired, and for whom. Raises NotFound for the file's text."""
        found = self.service().text(current_person(), key, number)
        if found.version is None:
            raise NotFound("the service's own text cannot be retired")
        if found.version.status is VersionStatus.RETIRED:
            return redirect(url_for(f"{self.pages}.version", key=key, number=number), 303)
        before = [one for one in found.summary.versions if one.published_at and one.status is VersionStatus.RETIRED]
        earlier = max(before, key=lambda one: str(one.published_at), default=None)
        return render_template(
            f"{self.pages}/retire.html", version=found.version, earlier=earlier, **self._shown(found.summary)
        )

    def retired(self, key: str, number: int, show: Callable[[str], str]) -> Answer:
        """What is in force is retired only by somebody who was told what comes after it."""
        knows = request.form.get("in_force") == "yes"
        try:
            self.service().retire(current_person(), key, number, in_force=knows)
        except Conflict:
            version = self.summary(key).numbered(number)
            if version and version.status is VersionStatus.PUBLISHED:
                return redirect(url_for(f"{self.pages}.ask_to_retire", key=key, number=number), 303)
            return show(retired_already(version)), 409
        tell_next(key, number, "retired")
        return redirect(url_for(f"{self.pages}.show", key=key), 303)

    def news_now(self, key: str) -> dict[str, Any] | None:
        """For the page of all versions: what was published or retired a moment ago."""
        return told_now(key)

    def title_of(self, key: str) -> str:
        """The key, where there is none such any more."""
        try:
            return in_page_language(self.summary(key).title)
        except NotFound:
            return key

    def compared(self, key: str) -> str:
        before, after = number_given("before"), number_given("after")
        passages = self.service().compared(current_person(), key, before, after)
        shown = self._shown(self.summary(key))
        return render_template("versions/compare.html", before=before, after=after, passages=passages, **shown)

    def _base_text(self, key: str, typed: Typed) -> str | None:
        try:
            return self.service().text(current_person(), key, typed.base).text
        except NotFound:
            return None

    def _file(self, summary: Of, typed: Typed) -> str:
        return render_template("versions/file.html", typed=typed, longest_note=LONGEST_NOTE, **self._shown(summary))

    def _shown(self, summary: Of) -> dict[str, Any]:
        """`back` is the address of the page before."""
        pages = self.pages
        back = url_for(f"{pages}.overview") if summary.is_new else url_for(f"{pages}.show", key=summary.key)
        return {"versioned": self, "summary": summary, "back": back}


def _save_rubric(key: str, typed: Typed) -> int:
    person, known = current_person(), {"base": typed.base, "seen": typed.seen}
    return services().rubrics.save(person, key, typed.text, typed.note, **known)


def _save_scenario(key: str, typed: Typed) -> int:
    person, known = current_person(), {"base": typed.base, "seen": typed.seen}
    return services().scenario_versions.save(person, key, typed.text, typed.note, **known, like=typed.like or None)


def _begun_scenario(key: str) -> Typed:
    like = request.args.get("like", "")
    channel = Channel(one_of(Channel, request.args.get("channel", Channel.WEB_CHAT), "channel"))
    text = services().scenario_versions.new_text(current_person(), key, channel, like or None)
    return Typed(text, "", OF_FILE, OF_FILE, like=like)


RUBRICS: Versioned[RubricSummary] = Versioned(
    "rubrics",
    "rubric_form",
    _l("Text of the rubric (YAML)"),
    _l("A rubric as YAML"),
    lambda: services().rubrics,
    lambda key: services().rubrics.rubric(current_person(), key),
    _save_rubric,
)
SCENARIOS: Versioned[ScenarioSummary] = Versioned(
    "studio",
    "scenario_form",
    _l("Text of the scenario (YAML)"),
    _l("A scenario as YAML"),
    lambda: services().scenario_versions,
    lambda key: services().scenario_versions.begun(current_person(), key),
    _save_scenario,
    _begun_scenario,
)
