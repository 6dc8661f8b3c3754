"""Which replies of a gold set a preview grades, and what is made of the grades."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from practice.domain.agreement import AgreementReport, ScoredReply
from practice.domain.labels import LabelledReply
from practice.domain.preview import Glance, KeptGrade, PreviewFigures, run_of
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.library import read_rubric
from practice.services.agreement import report, without_taught
from practice.services.agreement_comparison import compare
from practice.store.database import Database
from practice.store.gold import GoldItem
from practice.store.gold_reading import gold_items
from practice.store.preview_reading import (
    Preview,
    count_taken_out,
    gold_state,
    grades_of_preview,
    load_preview,
    progress_of_previews,
)
from practice.store.preview_writing import hold_preview, keep_figures
from practice.store.version import RubricVersionRow


@dataclass(frozen=True)
class Versions:
    before: Rubric
    after: Rubric

    @property
    def both(self) -> tuple[Rubric, Rubric]:
        return self.before, self.after

    @property
    def criteria(self) -> list[str]:
        """Of either version, the second's first."""
        keys = [*self.after.keys_of(Scope.REPLY), *self.before.keys_of(Scope.REPLY)]
        return list(dict.fromkeys(keys))

    @property
    def shared(self) -> list[str]:
        known = self.before.keys_of(Scope.REPLY)
        return [key for key in self.after.keys_of(Scope.REPLY) if key in known]

    @property
    def of_talks(self) -> list[Criterion]:
        """Of either version, which no labelled reply can measure: they are graded over a whole conversation."""
        return list({one.key: one for rubric in self.both for one in rubric.of_scope(Scope.CONVERSATION)}.values())

    @property
    def of_talks_changed(self) -> list[Criterion]:
        """Those whose words or weight differ, or that one version lacks."""
        before, after = ({one.key: one for one in rubric.of_scope(Scope.CONVERSATION)} for rubric in self.both)
        return [one for one in self.of_talks if before.get(one.key) != after.get(one.key)]


@dataclass(frozen=True)
class Chosen:
    """`taught` stand in a version as examples to teach; `unlabelled` have no label on any of its criteria."""

    usable: list[GoldItem]
    taught: list[LabelledReply]
    unlabelled: int


def rubrics_of(session: Session, preview: Preview) -> Versions:
    before, after = (session.get_one(RubricVersionRow, side.id).text for side in (preview.before, preview.after))
    return Versions(*(read_rubric(text, f"rubric {preview.after.key}") for text in (before, after)))


def chosen(items: Iterable[GoldItem], versions: Versions) -> Chosen:
    criteria = set(versions.criteria)
    labelled: list[GoldItem] = []
    unlabelled = 0
    for item in items:
        if any(label.criterion in criteria for label in item.reply.labels):
            labelled.append(item)
        else:
            unlabelled += 1
    sifted = without_taught([item.reply for item in labelled], versions.both)
    usable = {reply.id for reply in sifted.usable}
    return Chosen([item for item in labelled if item.reply.id in usable], sifted.taught, unlabelled)


def finish(database: Database, preview_id: str) -> PreviewFigures | None:
    """Computes and keeps the figures where everything was tried; None where something is still to be.

    Resampling takes a second or so: it is done outside any transaction.
    """
    with database.reading() as session:
        preview = load_preview(session, preview_id)
        if preview is None or not progress_of_previews(session, [preview_id])[preview_id].all_tried:
            return None
        versions = rubrics_of(session, preview)
        items, state = gold_items(session, preview.gold_set_id), gold_state(session, preview.gold_set_id)
        grades = grades_of_preview(session, preview_id)
        taken_out = count_taken_out(session, preview_id)
    figures = _figures(preview, versions, chosen(items, versions), grades, state)
    if figures is None:
        return None
    figures = replace(figures, taken_out=taken_out)
    with database.writing() as session:
        hold_preview(session, preview_id)
        if progress_of_previews(session, [preview_id])[preview_id].all_tried:
            keep_figures(session, preview_id, figures)
    return figures


def _figures(
    preview: Preview, versions: Versions, items: Chosen, grades: Mapping[tuple[int, int], KeptGrade], state: str
) -> PreviewFigures | None:
    """None where nothing that was graded has a label any more."""
    sides = (preview.before.id, preview.after.id)
    compared = [item for item in items.usable if all((item.id, side) in grades for side in sides)]
    if not compared:
        return None
    before, after = ([ScoredReply(item.reply, grades[item.id, side].grade) for item in compared] for side in sides)
    report_after = report(after, versions.after.keys_of(Scope.REPLY), items.taught)
    if preview.alone:
        report_before = report_after
    else:
        report_before = report(before, versions.before.keys_of(Scope.REPLY), items.taught)
    shared = [] if preview.alone else versions.shared
    return PreviewFigures(
        before=report_before,
        after=report_after,
        comparison=compare(before, after, shared) if shared else None,
        glance_before=_glance(report_before),
        glance_after=_glance(report_after),
        unlabelled=items.unlabelled,
        gold_state=state,
        run=run_of(grades.values()),
    )


def _glance(found: AgreementReport) -> Glance:
    return Glance(found.overall.mean.kappa, found.overall.replies - len(found.not_graded))


def unlabelled_criteria(found: Sequence[AgreementReport]) -> list[str]:
    """Criteria of which nobody has said anything in the set."""
    keys = [one.criterion for each in found for one in each.overall.criteria if not one.coverage.labelled]
    return list(dict.fromkeys(keys))
