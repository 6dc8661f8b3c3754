"""`--keep`: keeps the recalibrations of a run of `practice agreement`, and says what that changes."""

import hashlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practice.domain.recalibration import Proposal
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.services.own_rubrics import rubric_in_force
from practice.services.recalibrating import KeptCriterion, KeptProposals, RecalibrationService, Use, use_in_talks
from practice.services.voices import voices_from
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current


@dataclass(frozen=True)
class Kept:
    """`talks` is how replies are graded in talks that begin now; `fitted_without` counts replies without a grade."""

    proposals: KeptProposals
    use: Use
    talks: Use
    fitted_without: int

    @property
    def unlike_talks(self) -> tuple[str, ...]:
        """Why talks that begin now are not graded by what was measured."""
        mine, theirs = self.use, self.talks
        differences = {
            f"by grader {theirs.grader}, not {mine.grader}": mine.grader != theirs.grader,
            f"by rubric {theirs.rubric.key}, not {mine.rubric.key}": mine.rubric.key != theirs.rubric.key,
            f"by another text of rubric {mine.rubric.key} ({theirs.rubric.path})": mine.rubric.key == theirs.rubric.key
            and mine.rubric.text != theirs.rubric.text,
        }
        return tuple(words for words, differ in differences.items() if differ)

    @property
    def undo(self) -> str | None:
        """None where nothing is applied."""
        if not any(one.applied for one in self.proposals.criteria):
            return None
        whose = f" --org {shlex.quote(self.proposals.organisation)}" if self.proposals.organisation else ""
        return f"practice recalibration off {shlex.quote(self.proposals.rubric)}{whose}"


class Keeper:
    """Made before anything is graded, it refuses what could not be kept afterwards."""

    def __init__(self, use: Use, organisation: str | None = None) -> None:
        if organisation and use.version_id is None:
            raise BadInput(
                f"{organisation} grades by the service's own file of rubric {use.rubric.key}: what is kept for it moves"
                " the talks of all who do; leave --org out if that is meant"
            )
        settings = load_settings()
        library = Library(find_content(settings.content))
        self._use = use
        self._database = Database(settings.database_url)
        require_current(self._database)
        own = rubric_in_force(self._database, library, organisation, settings.rubric) if organisation else None
        self._talks = use_in_talks(settings, library, voices_from(settings), own)
        # Grading forks, and a connection must not be shared with the forked.
        self._database.close()

    def keep(self, proposals: Sequence[Proposal], labels: bytes, not_graded: int) -> Kept:
        digest = hashlib.sha256(labels).hexdigest()
        kept = RecalibrationService(self._database).keep(self._use, proposals, digest)
        self._database.close()
        return Kept(kept, self._use, self._talks, not_graded)


def told(kept: Kept) -> Iterator[str]:
    of = kept.proposals
    version = f" version {of.version}" if of.version else ""
    version += f" of {of.organisation}" if of.organisation else ""
    yield f"kept for rubric {of.rubric}{version} and grader {of.grader}:" if of.version else "nothing was kept:"
    for one in of.criteria:
        yield f"- {one.criterion}: {_told(one)}"
    if kept.fitted_without:
        yield f"replies that could not be graded, so that this is fitted without them: {kept.fitted_without}"
    if of.version and kept.unlike_talks:
        yield f"talks that begin now are graded {' and '.join(kept.unlike_talks)}: their levels are not moved by it"
    if of.version and of.own_elsewhere:
        yield f"not moved by it either are talks by a version of their own: {', '.join(of.own_elsewhere)}; see --org"
    if kept.undo:
        yield f"to switch it off: {kept.undo} [CRITERION]"


def _told(one: KeptCriterion) -> str:
    if not one.kept:
        return f"nothing to keep: {one.why}" + ("; the one kept before is still applied" if one.before else "")
    if one.applied:
        return "kept, and applied from the next grade on" + (" in place of the one kept before" if one.before else "")
    return f"kept, not applied: {one.why}" + ("; nor is the one kept before from now on" if one.before else "")
