"""A preview as it is looked at: how far it is, what it found, and what has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlmodel import Session

from practice.domain.agreement import Disagreement
from practice.domain.agreement_comparison import Flip
from practice.domain.preview import PreviewFigures
from practice.services.preview_figures import Versions, unlabelled_criteria
from practice.services.rubrics import OF_FILE, RubricSummary, RubricText
from practice.store.preview_glances import LabelledSet
from practice.store.preview_reading import (
    Preview,
    PreviewFailure,
    PreviewProgress,
    ShownReply,
    gold_state,
    progress_of_previews,
)
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


@dataclass(frozen=True)
class Following:
    """A preview and how far it is."""

    preview: Preview
    progress: PreviewProgress

    @property
    def over(self) -> bool:
        """Everything was tried and the figures are there, or whoever was to reckon them has died meanwhile."""
        last = self.progress.last
        return self.progress.all_tried and (self.preview.reckoned or last is None or last < now() - MOST_RECKONING)


@dataclass(frozen=True)
class PreviewChoice:
    """What a preview of `found` can be made with; `earlier` are those made of it, the newest first."""

    found: RubricText
    in_force: int
    sets: tuple[LabelledSet, ...]
    earlier: tuple[Following, ...]


@dataclass(frozen=True)
class PreviewGlance:
    """The newest preview of a version; `figures` is None until everything was tried."""

    following: Following
    figures: PreviewFigures | None
    since: frozenset[Since]


@dataclass(frozen=True)
class PreviewView:
    """`flips` and `failures` are of one page; `shown` are the replies that are named, by their name."""

    following: Following
    rubric: RubricSummary
    versions: Versions
    figures: PreviewFigures | None
    since: frozenset[Since]
    flips: Sequence[Flip]
    pages: int
    failures: Sequence[PreviewFailure]
    shown: Mapping[str, ShownReply]

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
    session: Session, preview: Preview, rubric: RubricSummary, file_hash: str, figures: PreviewFigures | None
) -> frozenset[Since]:
    """`file_hash` is of the rubric's file as it stands now."""
    current, after = in_force(rubric), preview.after
    before_hash = session.get_one(RubricVersionRow, preview.before.id).hash
    still = preview.before.number == current and (current != OF_FILE or before_hash == file_hash)
    found = {
        Since.GOLD_SET: figures is not None and figures.gold_state != gold_state(session, preview.gold_set_id),
        Since.PUBLISHED: after.number == current,
        Since.IN_FORCE: not still and after.number != current,
        Since.RETIRED: after.number != OF_FILE and after.status is VersionStatus.RETIRED,
        Since.NEWER: after.number != OF_FILE and rubric.newest > after.number,
    }
    return frozenset(what for what, is_so in found.items() if is_so)
