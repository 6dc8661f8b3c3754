"""A preview as it is looked at: how far it is, what it found, and what has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlmodel import Session

from practice.domain.agreement import Disagreement
from practice.domain.preview import PreviewFigures, Run
from practice.domain.rubric import Criterion
from practice.services.preview_figures import Versions, unlabelled_criteria
from practice.services.preview_taught import LeftOut
from practice.services.rubrics import OF_FILE, RubricSummary, RubricText
from practice.store.preview_glances import LabelledSet
from practice.store.preview_reading import (
    Preview,
    PreviewFailure,
    PreviewProgress,
    gold_state,
    progress_of_previews,
)
from practice.store.preview_shown import ShownReply
from practice.store.types import now
from practice.store.version import RubricVersionRow, VersionStatus

#: Resampling, on a slow machine that has much else to do.
MOST_RECKONING = timedelta(minutes=2)


class Since(Enum):
    """What is otherwise now than when the preview was made."""

    GOLD_SET = "gold_set"
    IN_FORCE = "in_force"
    PUBLISHED = "published"  #: the version itself
    RETIRED = "retired"
    NEWER = "newer"  #: somebody saved a version after it
    NOT_IN_FORCE = "not_in_force"  #: what was measured by itself is in force no longer
    GRADER = "grader"
    PROMPT = "prompt"  #: what the grader is told beside the rubric


@dataclass(frozen=True)
class Present:
    """What holds now: the hash of the rubric's file, who grades, and the hash of what the grader is told."""

    file_hash: str
    grader: str
    prompt_hash: str

    def changed(self, run: Run) -> dict[Since, bool]:
        return {
            Since.GRADER: set(run.graders) != {self.grader},
            Since.PROMPT: not set(run.prompts) <= {self.prompt_hash},
        }


@dataclass(frozen=True)
class Following:
    """A preview and how far it is."""

    preview: Preview
    progress: PreviewProgress

    @property
    def over(self) -> bool:
        """Everything was tried and the figures are there, or whoever was to reckon them has died meanwhile."""
        last, nothing = self.progress.last, not self.progress.total
        late = nothing or last is None or last < now() - MOST_RECKONING
        return self.progress.all_tried and (self.preview.reckoned or late)


@dataclass(frozen=True)
class PreviewChoice:
    """What a preview of `found` can be made with; `earlier` are those made of it, the newest first."""

    found: RubricText
    in_force: int
    sets: tuple[LabelledSet, ...]
    earlier: tuple[Following, ...]
    grader: str

    def proposed(self, wanted: str) -> str:
        """The id of a set: the one that is wanted, else the newest in which something is labelled."""
        ids = [one.id for one in self.sets]
        labelled = [one.id for one in self.sets if one.labelled]
        return wanted if wanted in ids else next(iter(labelled or ids), "")


@dataclass(frozen=True)
class PreviewGlance:
    """The newest preview that compares a version; `figures` is None until everything was tried.

    `unmeasured` are criteria that differ in the version and are not measured on replies.
    """

    following: Following
    figures: PreviewFigures | None
    since: frozenset[Since]
    unmeasured: Sequence[Criterion]


@dataclass(frozen=True)
class PreviewView:
    """`failures` and `left_out` are the first of them; `shown` are the replies that these and `worst` name, by name."""

    following: Following
    rubric: RubricSummary
    versions: Versions
    figures: PreviewFigures | None
    since: frozenset[Since]
    failures: Sequence[PreviewFailure]
    left_out: Sequence[LeftOut]
    shown: Mapping[str, ShownReply]

    @property
    def again(self) -> int | None:
        """The number of the version to preview, or to measure, now that something has changed; None: nothing has.

        None too for a version that was retired: it will not be published.
        """
        after = self.following.preview.after.number
        if not self.since or Since.RETIRED in self.since:
            return None
        if Since.NEWER in self.since:
            return self.rubric.newest
        return in_force(self.rubric) if Since.NOT_IN_FORCE in self.since else after

    @property
    def worst(self) -> tuple[Disagreement, ...]:
        return self.figures.after.worst if self.figures else ()

    @property
    def unlabelled(self) -> list[str]:
        return unlabelled_criteria((self.figures.after, self.figures.before)) if self.figures else []


def followed(session: Session, previews: Sequence[Preview]) -> list[Following]:
    progress = progress_of_previews(session, [preview.id for preview in previews]) if previews else {}
    return [Following(preview, progress[preview.id]) for preview in previews]


def in_force(rubric: RubricSummary) -> int:
    """The number of the version by which new talks are graded."""
    return rubric.published.number if rubric.published else OF_FILE


def changed_since(
    session: Session, preview: Preview, rubric: RubricSummary, present: Present, figures: PreviewFigures | None
) -> frozenset[Since]:
    current, after = in_force(rubric), preview.after
    before_hash = session.get_one(RubricVersionRow, preview.before.id).hash
    still = preview.before.number == current and (current != OF_FILE or before_hash == present.file_hash)
    own, compared = after.number != OF_FILE, not preview.alone
    found = {
        Since.GOLD_SET: figures is not None and figures.gold_state != gold_state(session, preview.gold_set_id),
        Since.PUBLISHED: compared and after.number == current,
        Since.IN_FORCE: compared and not still and after.number != current,
        Since.NOT_IN_FORCE: preview.alone and not still,
        Since.RETIRED: own and after.status is VersionStatus.RETIRED,
        Since.NEWER: own and compared and rubric.newest > after.number,
    }
    if figures is not None:
        found |= present.changed(figures.run)
    return frozenset(what for what, is_so in found.items() if is_so)
