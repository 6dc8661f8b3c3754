"""Labelled replies as JSON lines: `{"id", "language", ..., "calmness": 4}`, or with `levels` or `labels` inside.

A level that was changed later is `{"level": 5, "first": 4}`.
"""

import json
from collections.abc import Iterator, Sequence

from practice.domain.labels import UNNAMED
from practice.domain.labels_record import FIELDS, Mistakes, RawLabel, Record
from practice.domain.mistake import wrong
from practice.domain.mistake_kind import Kind

_LEVELS, _LABELS = "levels", "labels"
LEVEL, FIRST = "level", "first"
_FORMS = wrong(Kind.LEVEL_FORMS)


def records(text: str, criteria: Sequence[str], mistakes: Mistakes) -> Iterator[Record]:
    """One for each line that holds a JSON object; the others are in `mistakes`."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, object_pairs_hook=_without_repeats)
        except _Repeated as error:
            mistakes.at(number, wrong(Kind.REPEATED), str(error))
        except json.JSONDecodeError as error:
            mistakes.at(number, wrong(Kind.NOT_JSON, error=error.msg, at=error.pos + 1))
        except (ValueError, RecursionError):
            mistakes.at(number, wrong(Kind.ODD_JSON))
        else:
            if isinstance(value, dict):
                yield Record(number, "key", *_parts(value, criteria, number, mistakes))
            else:
                mistakes.at(number, wrong(Kind.NO_OBJECT, fields=", ".join(FIELDS), forms=_FORMS))


class _Repeated(Exception):
    """A key that stands twice in one object."""


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Repeated(key)
        found[key] = value
    return found


def _parts(
    value: dict[str, object], criteria: Sequence[str], line: int, mistakes: Mistakes
) -> tuple[dict[str, object], list[RawLabel]]:
    """The fields that say what the reply is, and its labels."""
    fields = {key: value[key] for key in FIELDS if key in value}
    labels = [_label(key, UNNAMED, key, value[key]) for key in criteria if key in value and key not in FIELDS]
    forms = [bool(labels), _LEVELS in value, _LABELS in value]
    if sum(forms) > 1:
        mistakes.at(line, wrong(Kind.TWO_FORMS, forms=_FORMS))
    if _LEVELS in value:
        labels += _levels(value[_LEVELS], UNNAMED, _LEVELS, criteria, line, mistakes)
    if _LABELS in value:
        labels += _of_raters(_object(value[_LABELS], _LABELS, line, mistakes), criteria, line, mistakes)
    known = {*FIELDS, *criteria, _LEVELS, _LABELS}
    for key in value:
        if key not in known:
            mistakes.at(line, wrong(Kind.NO_FIELD, known=", ".join((*FIELDS, *criteria))), key)
    return fields, labels


def _of_raters(given: dict[str, object], criteria: Sequence[str], line: int, mistakes: Mistakes) -> Iterator[RawLabel]:
    seen: set[str] = set()
    for name, levels in given.items():
        rater, key = name.strip(), f"{_LABELS}.{name}"
        if not rater:
            mistakes.at(line, wrong(Kind.RATER_EMPTY), _LABELS)
        elif rater in seen:
            mistakes.at(line, wrong(Kind.RATER_TWICE, rater=repr(rater)), key)
        seen.add(rater)
        yield from _levels(levels, rater, key, criteria, line, mistakes)


def _levels(
    value: object, rater: str, key: str, criteria: Sequence[str], line: int, mistakes: Mistakes
) -> Iterator[RawLabel]:
    for criterion, level in _object(value, key, line, mistakes).items():
        if criterion in criteria:
            yield _label(f"{key}.{criterion}", rater, criterion, level)
        else:
            mistakes.at(line, wrong(Kind.NO_SUCH_CRITERION, known=", ".join(criteria)), f"{key}.{criterion}")


def _label(key: str, rater: str, criterion: str, value: object) -> RawLabel:
    if isinstance(value, dict) and set(value) == {LEVEL, FIRST}:
        return RawLabel(key, rater, criterion, value[LEVEL], value[FIRST], f"{key}.{FIRST}")
    return RawLabel(key, rater, criterion, value)


def _object(value: object, key: str, line: int, mistakes: Mistakes) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    mistakes.at(line, wrong(Kind.AN_OBJECT, forms=_FORMS), key)
    return {}
