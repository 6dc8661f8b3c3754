"""For what criteria talks show other levels than the grader's own, where a page shows the grader's own."""

from practice.domain.access import Act
from practice.library import Library
from practice.services.access import require_in_organisation
from practice.services.rubrics import OF_FILE
from practice.services.voices import Voices
from practice.store.database import Database
from practice.store.person import Person
from practice.store.recalibration import recalibrations_for
from practice.store.version import RubricVersionRow, current_version, text_hash
from practice.store.version_reading import version_row_id


class MovedLevels:
    """By the graders of talks that begin now. Keys of criteria, in no order; empty where every level is their own."""

    def __init__(self, database: Database, library: Library, voices: Voices) -> None:
        self._database = database
        self._library = library
        self._voices = voices

    def by_version(self, version_id: int) -> frozenset[str]:
        """`version_id` is the id of its row."""
        with self._database.reading() as session:
            return frozenset(recalibrations_for(session, version_id, self._voices.graders().name))

    def in_force(self, person: Person, key: str) -> frozenset[str]:
        """By the version that the person's organisation grades by. Raises NotAllowed, NotFound."""
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        digest = text_hash(self._library.rubric_document(key).text)
        with self._database.reading() as session:
            own = current_version(session, RubricVersionRow, organisation_id, key)
            found = own.id if own else version_row_id(session, organisation_id, key, OF_FILE, digest)
        return self.by_version(found) if found else frozenset()
