"""How lists of rubrics, of scenarios and of their versions are sorted, and the words by which they are found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.language import OWN_NAMES, Shown
from practice.services.preview_glances import Measured
from practice.services.rubrics import RubricSummary
from practice.services.versions import OF_FILE
from practice.store.simulation_reading import KeptSimulation
from practice.store.version import VersionStatus
from practice.store.version_writing import Version
from practice.web.language import in_page_language
from practice.web.tables import Column, Sortable, Sorting, Table
from practice.web.translations import gettext as _

STATUSES: Mapping[VersionStatus, LazyString] = {
    VersionStatus.DRAFT: _l("draft"),
    VersionStatus.PUBLISHED: _l("published"),
    VersionStatus.RETIRED: _l("retired"),
}
#: By key and number of a version.
Glances = Mapping[tuple[str, int], Measured]


class Summary(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Shown: ...
    @property
    def versions(self) -> tuple[Version, ...]: ...
    @property
    def published(self) -> Version | None: ...


Kept = TypeVar("Kept", bound=Summary)


def summaries_table(*more: Column[Kept]) -> Table[Kept]:
    return Table(
        (
            Column("title", _title, lambda kept: f"{_title(kept)} {kept.key}"),
            Column("in_force", _in_force),
            Column("newest", _of_newest(lambda version: version.number), _newest_words),
            Column("who", _of_newest(maker)),
            Column("saved", _saved),
            Column("note", _of_newest(_notes)),
            *more,
        )
    )


def rubrics_table(glances: Glances) -> Table[RubricSummary]:
    return summaries_table(Column("agreement", lambda rubric: _agreement(glances, rubric.key, _in_force(rubric))))


@dataclass(frozen=True)
class VersionLine:
    """`version` None: the service's own text, which is in force while nothing is published."""

    version: Version | None
    in_force: bool = False

    @property
    def number(self) -> int:
        return self.version.number if self.version else OF_FILE

    @property
    def state(self) -> str:
        if self.version:
            return str(STATUSES[self.version.status])
        return _("in force") if self.in_force else _("not in force")


def version_lines(kept: Summary, *, of_file: bool = True) -> tuple[VersionLine, ...]:
    """`of_file`: the service has a text of its own, too."""
    own = tuple(VersionLine(version) for version in kept.versions)
    return (*own, VersionLine(None, in_force=kept.published is None)) if of_file else own


def versions_table(key: str, glances: Glances | None = None) -> Table[VersionLine]:
    """`glances`, where versions of this kind are measured."""
    measured: tuple[Column[VersionLine], ...] = ()
    if glances is not None:
        measured = (Column("agreement", lambda line: _agreement(glances, key, line.number)),)
    return Table(
        (
            Column("version", lambda line: line.number, lambda line: name_of(line.number)),
            Column("state", lambda line: line.state),
            *measured,
            Column("made_from", _of_own(lambda version: version.based_on or OF_FILE)),
            Column("who", _of_own(maker)),
            Column("saved", _of_own(lambda version: version.created_at)),
            Column("published", _of_own(lambda version: version.published_at), _publisher),
            Column("note", _of_own(_notes)),
        ),
        at_first=Sorting("version", descending=True),
    )


SIMULATIONS: Table[KeptSimulation] = Table(
    (
        Column("when", lambda one: one.created_at),
        Column("version", lambda one: one.number, lambda one: name_of(one.number)),
        Column("language", lambda one: OWN_NAMES[one.language]),
        Column("difficulty", lambda one: one.difficulty),
        Column("who", lambda one: one.by),
    ),
    at_first=Sorting("when", descending=True),
    name="played",
)


def name_of(number: int) -> str:
    return _("version %(number)s", number=number) if number else _("the service's own text")


def maker(version: Version) -> str:
    return version.author or nobody()


def nobody() -> str:
    """Who did what no person did."""
    return _("the command line of the server")


def _notes(version: Version) -> str | None:
    return " ".join(version.notes) or None


def _publisher(line: VersionLine) -> str:
    version = line.version
    return (version.publisher or nobody()) if version and version.published_at else ""


def _title(kept: Summary) -> str:
    return in_page_language(kept.title)


def _in_force(kept: Summary) -> int:
    return kept.published.number if kept.published else OF_FILE


def _saved(kept: Summary) -> datetime | None:
    return kept.versions[0].created_at if kept.versions else None


def _newest_words(kept: Summary) -> str:
    if not kept.versions:
        return _("none yet")
    newest = kept.versions[0]
    return f"{name_of(newest.number)} {STATUSES[newest.status]}"


def _of_newest(read: Callable[[Version], str | int | None]) -> Callable[[Summary], str | int | None]:
    return lambda kept: read(kept.versions[0]) if kept.versions else None


def _of_own(read: Callable[[Version], Sortable]) -> Callable[[VersionLine], Sortable]:
    return lambda line: read(line.version) if line.version else None


def _agreement(glances: Glances, key: str, number: int) -> float | None:
    """None, which stands last, on another set too: such figures do not compare."""
    found = glances.get((key, number))
    return found.glanced.glance.kappa.value if found and found.comparable else None
