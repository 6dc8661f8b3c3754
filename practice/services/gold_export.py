"""A gold set as a file that can be taken in again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from practice.domain import labels_csv, labels_json
from practice.domain.labels import UNNAMED, Label, LabelledReply, raters_of
from practice.domain.labels_record import FIELDS
from practice.domain.rubric import NOT_SHOWN
from practice.domain.spreadsheet import BOM, csv_line
from practice.services.audit import ExportForm


@dataclass(frozen=True)
class _Column:
    """`first`: of the levels that were given first, of a rater who changed some."""

    rater: str
    criterion: str
    first: bool

    def head(self, names: Mapping[str, str]) -> str:
        name = names[self.rater]
        level = f"{name}:{self.criterion}" if name else self.criterion
        return f"{level}{labels_csv.FIRST}" if self.first else level

    def cell(self, reply: LabelledReply) -> str | int:
        label = reply.by(self.rater, self.criterion)
        if label is None:
            return ""
        return _written(label.first if self.first else label.level)


def exported(
    replies: Sequence[LabelledReply],
    criteria: Sequence[str],
    form: ExportForm,
    *,
    bom: bool = False,
    separator: str = ",",
) -> Iterator[str]:
    """`criteria` come first, in this order; labels of others, which the rubric had once, after them."""
    labelled = {label.criterion for reply in replies for label in reply.labels}
    order = [*criteria, *sorted(labelled.difference(criteria))]
    names = _names(replies)
    if form is ExportForm.CSV:
        changed = {(label.rater, label.criterion) for reply in replies for label in reply.labels if label.changed_from}
        columns = [
            _Column(rater, key, first)
            for rater in names
            for key in order
            if key in labelled
            for first in (False, True)
            if not first or (rater, key) in changed
        ]
        yield (BOM if bom else "") + csv_line([*FIELDS, *(one.head(names) for one in columns)], separator)
        for reply in replies:
            yield csv_line([*_fields(reply).values(), *(one.cell(reply) for one in columns)], separator)
    else:
        for reply in replies:
            yield f"{json.dumps({**_fields(reply), **_labels(reply, names, order)}, ensure_ascii=False)}\n"


def _fields(reply: LabelledReply) -> dict[str, str]:
    return {name: str(getattr(reply, name)) for name in FIELDS}


def _names(replies: Sequence[LabelledReply]) -> dict[str, str]:
    """Rater -> how a file calls them: of several, none may be without a name."""
    raters = raters_of(replies)
    if raters == [UNNAMED]:
        return {UNNAMED: UNNAMED}
    stand_in = "file"
    while stand_in in raters:
        stand_in += "-"
    return {rater: rater or stand_in for rater in raters}


def _written(level: int | None) -> str | int:
    return NOT_SHOWN if level is None else level


def _labels(reply: LabelledReply, names: dict[str, str], order: Sequence[str]) -> dict[str, object]:
    given: dict[str, dict[str, object]] = {}
    for rater, name in names.items():
        levels = {key: _as_json(label) for key in order if (label := reply.by(rater, key))}
        if levels:
            given[name] = levels
    if UNNAMED in given:
        return {"levels": given[UNNAMED]}
    return {"labels": given} if given else {}


def _as_json(label: Label) -> object:
    level = _written(label.level)
    return {labels_json.LEVEL: level, labels_json.FIRST: _written(label.first)} if label.changed_from else level
