"""The rubrics that organisations have published themselves, for whoever runs the service."""

from dataclasses import dataclass
from pathlib import Path

from practice.errors import NotFound
from practice.library import Document, Library
from practice.store.database import Database
from practice.store.organisation import organisation_with_key
from practice.store.version import RubricVersionRow, current_version


@dataclass(frozen=True)
class InForce:
    """By what talks of an organisation are graded that begin now; `version_id` None: by the service's own file."""

    document: Document
    version_id: int | None = None


def rubric_in_force(database: Database, library: Library, organisation_key: str, rubric_key: str) -> InForce:
    """Raises NotFound where there is no such organisation, or no such rubric."""
    of_file = library.rubric_document(rubric_key)
    with database.reading() as session:
        organisation = organisation_with_key(session, organisation_key)
        if organisation is None:
            raise NotFound(f"no organisation {organisation_key!r}; `practice org list` shows them")
        own = current_version(session, RubricVersionRow, organisation.id, rubric_key)
    if own is None:
        return InForce(of_file)
    name = Path(f"version {own.number} of {organisation_key}")
    return InForce(Document(rubric_key, name, own.text), own.id)
