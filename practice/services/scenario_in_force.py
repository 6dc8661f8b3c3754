"""Which text of a scenario is played: what the person's organisation has published, else the file's."""

import logging
from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.scenario import Scenario
from practice.errors import BadDocument, NotFound
from practice.library import Library, read_scenario
from practice.services.talk import ScenarioEntry
from practice.services.versions import OF_FILE, no_version
from practice.store.version import ScenarioVersionRow, current_version, version_of
from practice.store.version_reading import published_texts, text_numbered
from practice.store.version_writing import Whose

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PlayableScenario:
    """`version_id` None: the text is the file's."""

    key: str
    scenario: Scenario
    text: str
    version_id: int | None

    def kept(self, session: Session) -> int:
        """The id of its version, appended now where the file's text is new."""
        if self.version_id is not None:
            return self.version_id
        return version_of(session, ScenarioVersionRow, self.key, self.text).id or 0


def scenarios_in_force(session: Session, library: Library, organisation_id: int | None) -> list[ScenarioEntry]:
    """By key. A version that this program no longer reads stands back for the file's text, and is left out without."""
    found = {document.key: read_scenario(document.text, str(document.path)) for document in library.scenarios()}
    for own in published_texts(session, ScenarioVersionRow, organisation_id) if organisation_id is not None else ():
        try:
            found[own.key] = read_scenario(own.text, _name(own.key, own.number))
        except BadDocument as error:
            log.warning("organisation %s: %s", organisation_id, error)
    return [ScenarioEntry(key, scenario) for key, scenario in sorted(found.items())]


def scenario_in_force(session: Session, library: Library, organisation_id: int | None, key: str) -> PlayableScenario:
    """Raises NotFound, and BadDocument where this program no longer reads the text."""
    own = current_version(session, ScenarioVersionRow, organisation_id, key)
    if own is None:
        return _of_file(library, key)
    return PlayableScenario(key, read_scenario(own.text, _name(key, own.number)), own.text, own.id)


def scenario_numbered(
    session: Session, library: Library, organisation_id: int, key: str, number: int
) -> PlayableScenario:
    """That version of the organisation's own, draft or not, or the file's text. Raises as `scenario_in_force`."""
    if number == OF_FILE:
        return _of_file(library, key)
    own = text_numbered(session, Whose(ScenarioVersionRow, organisation_id, key), number)
    if own is None:
        raise NotFound(no_version(ScenarioVersionRow))
    return PlayableScenario(key, read_scenario(own.text, _name(key, number)), own.text, own.id)


def _of_file(library: Library, key: str) -> PlayableScenario:
    document = library.scenario_document(key)
    return PlayableScenario(key, read_scenario(document.text, str(document.path)), document.text, None)


def _name(key: str, number: int) -> str:
    return f"scenario {key}, version {number}"
