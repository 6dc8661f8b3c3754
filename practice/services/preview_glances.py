"""What previews found of a rubric's versions, in a line each: for lists, a version's page and a set's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.library import Library
from practice.services.access import require_in_organisation
from practice.services.gold_access import require_set
from practice.services.preview_view import Present, Since, in_force
from practice.services.rubrics import OF_FILE, RubricService
from practice.services.voices import Voices
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person
from practice.store.preview_glances import Glanced, glanced_versions
from practice.store.preview_reading import gold_state
from practice.store.version import text_hash


@dataclass(frozen=True)
class Measured:
    """How near a version came to people when it was last measured on a set; `since` is what is otherwise now.

    `comparable`: on the set by which the versions of its rubric are compared, as `of` chooses it.
    """

    glanced: Glanced
    since: frozenset[Since]
    comparable: bool


@dataclass(frozen=True)
class InForce:
    """The version by which new talks are graded; `measured` is None where nobody has measured it."""

    key: str
    number: int
    measured: Measured | None


class PreviewGlances:
    """For trainers and administrators; every method raises NotAllowed for anybody else."""

    def __init__(self, settings: Settings, database: Database, library: Library, voices: Voices) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._rubrics = RubricService(settings, database, library)

    def of(self, person: Person, key: str | None = None) -> dict[tuple[str, int], Measured]:
        """By key and number of a version, where a preview has measured it.

        On the largest set that any version of the rubric was measured on; on the largest of its own where it was not
        measured on that. Sets that are not archived go first, then those measured last.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        with self._database.reading() as session:
            return self._measured(session, glanced_versions(session, organisation_id, key))

    def on_set(self, person: Person, gold_set_id: str) -> InForce:
        """Of the version in force, on this set. Raises NotFound."""
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        with self._database.reading() as session:
            gold_set = require_set(session, person, gold_set_id)
            found = glanced_versions(session, organisation_id, gold_set.rubric_key, gold_set_id)
            measured = self._measured(session, found)
        number = in_force(self._rubrics.rubric(person, gold_set.rubric_key))
        return InForce(gold_set.rubric_key, number, measured.get((gold_set.rubric_key, number)))

    def _measured(self, session: Session, found: Iterable[Glanced]) -> dict[tuple[str, int], Measured]:
        files = {document.key: text_hash(document.text) for document in self._library.rubrics()}
        told = [one for one in found if one.number != OF_FILE or files.get(one.key) == one.hash]
        states = {gold_set_id: gold_state(session, gold_set_id) for gold_set_id in {one.gold_set_id for one in told}}
        grader, prompt = self._voices.graders().name, self._library.prompt("grade").hash

        largest: dict[str, Glanced] = {}
        chosen: dict[tuple[str, int], Glanced] = {}
        for one in sorted(told, key=_size, reverse=True):
            largest.setdefault(one.key, one)
        for one in sorted(told, key=lambda one: (_on(largest[one.key], one), _size(one)), reverse=True):
            chosen.setdefault((one.key, one.number), one)

        def since(one: Glanced) -> frozenset[Since]:
            changed = Present("", grader, prompt).changed(one.run) if one.run else {}
            changed[Since.GOLD_SET] = one.gold_state != states[one.gold_set_id]
            return frozenset(what for what, is_so in changed.items() if is_so)

        return {which: Measured(one, since(one), _on(largest[one.key], one)) for which, one in chosen.items()}


def _size(one: Glanced) -> tuple[bool, int, datetime]:
    return not one.set_archived, one.glance.replies, one.when


def _on(largest: Glanced, one: Glanced) -> bool:
    return one.gold_set_id == largest.gold_set_id
