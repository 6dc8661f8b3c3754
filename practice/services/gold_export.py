"""A gold set as a file that can be taken in again."""

import json
from collections.abc import Iterator, Sequence

from practice.domain.labels import UNNAMED, LabelledReply, raters_of
from practice.domain.labels_record import FIELDS
from practice.domain.rubric import NOT_SHOWN
from practice.domain.spreadsheet import BOM, csv_line
from practice.services.audit import ExportForm


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
        columns = [(rater, key) for rater in names for key in order if key in labelled]
        heads = [f"{names[rater]}:{key}" if names[rater] else key for rater, key in columns]
        yield (BOM if bom else "") + csv_line([*FIELDS, *heads], separator)
        for reply in replies:
            cells = [*_fields(reply).values(), *(_written(reply, rater, key) for rater, key in columns)]
            yield csv_line(cells, separator)
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


def _written(reply: LabelledReply, rater: str, criterion: str) -> str | int:
    label = reply.by(rater, criterion)
    if label is None:
        return ""
    return NOT_SHOWN if label.level is None else label.level


def _labels(reply: LabelledReply, names: dict[str, str], order: Sequence[str]) -> dict[str, object]:
    given: dict[str, dict[str, str | int]] = {}
    for rater, name in names.items():
        levels = {key: level for key in order if (level := _written(reply, rater, key)) != ""}
        if levels:
            given[name] = levels
    if UNNAMED in given:
        return {"levels": given[UNNAMED]}
    return {"labels": given} if given else {}
