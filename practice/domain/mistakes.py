"""What is wrong with a value, for a person who edits a text file and has never heard of pydantic."""

import re
from typing import Any, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from practice.domain.mistake import Wrong, plain, wrong
from practice.domain.mistake_kind import Kind

_LONGEST_SHOWN = 80
_NUMBER_KINDS = ("int_", "float_", "greater_than", "less_than", "finite_number")
_KEYS_KINDS = ("dict_type", "model_type", "model_attributes_type", "mapping_type")
_COUNT_KINDS = ("too_short", "too_long", "string_too_long", "string_unicode")
#: pydantic tells alternatives as 'one', 'two' or 'three'; ours are keys, without quotation marks.
_QUOTED = re.compile(r"'([^']*)'")


def what_is_wrong(details: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> Wrong:
    """The mistake at `path` of a document of `model`, with what is allowed there."""
    kind, given = details["type"], details.get("input")
    if kind == "missing":
        return wrong(Kind.MISSING)
    if kind == "extra_forbidden":
        if given is None and " " in str(path[-1]):
            return wrong(Kind.TORN_KEY)
        known = _known(model, path[:-1])
        return wrong(Kind.UNKNOWN_AMONG, keys=known) if known else wrong(Kind.UNKNOWN_KEY)
    if given is None:
        return wrong(Kind.NOTHING_GIVEN)
    if kind == "string_too_short" and not str(given).strip():
        return wrong(Kind.EMPTY_TEXT)
    if kind in _KEYS_KINDS:
        rule, known = _but(given, wrong(Kind.KEYS_AND_VALUES)), _known(model, path)
        return wrong(Kind.KEYS_AMONG, rule=rule, keys=known) if known else rule
    rule = _rule(details, path, model)
    return rule if kind in _COUNT_KINDS else _but(given, rule)


def _rule(details: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> Wrong:
    kind, context = details["type"], details.get("ctx", {})
    if kind.startswith(_NUMBER_KINDS):
        info = _field_at(model, path)
        whole = kind.startswith("int_") or (info is not None and info.annotation is int)
        return _range(info, wrong(Kind.WHOLE_NUMBER if whole else Kind.NUMBER))
    match kind:
        case "mistake":
            found = context["wrong"]
            return found if isinstance(found, Wrong) else plain(details["msg"])
        case "enum" | "literal_error":
            return wrong(Kind.ONE_OF, allowed=tuple(_QUOTED.findall(context["expected"])))
        case "string_type":
            return wrong(Kind.A_TEXT)
        case "string_pattern_mismatch":
            return wrong(Kind.PATTERN, pattern=context["pattern"])
        case "string_too_long":
            return wrong(Kind.TOO_LONG, most=context["max_length"])
        case "string_unicode":
            return wrong(Kind.HALF_CHARACTER)
        case "list_type":
            return wrong(Kind.A_LIST)
        case "too_short":
            least = context["min_length"]
            return wrong(Kind.AT_LEAST_ONE) if least == 1 else wrong(Kind.TOO_FEW, least=least)
        case "too_long":
            return wrong(Kind.TOO_MANY, most=context["max_length"])
        case "bool_parsing" | "bool_type":
            return wrong(Kind.TRUE_OR_FALSE)
    return plain(details["msg"].removeprefix("Value error, "))


def _but(given: object, rule: Wrong) -> Wrong:
    if isinstance(given, str) and len(given) < _LONGEST_SHOWN:
        return wrong(Kind.BUT_GIVEN, rule=rule, given=repr(given))
    return wrong(Kind.BUT_A_LIST, rule=rule) if isinstance(given, list) and given else rule


def _range(info: FieldInfo | None, number: Wrong) -> Wrong:
    """`number` with its bounds."""
    bounds = info.metadata if info else ()
    least = next((bound.ge for bound in bounds if isinstance(bound, Ge)), None)
    most = next((bound.le for bound in bounds if isinstance(bound, Le)), None)
    if least is not None and most is not None:
        return wrong(Kind.FROM_TO, rule=number, least=str(least), most=str(most))
    for bound in bounds:
        match bound:
            case Ge(ge=limit):
                number = wrong(Kind.AT_LEAST, rule=number, least=str(limit))
            case Gt(gt=limit):
                number = wrong(Kind.MORE_THAN, rule=number, least=str(limit))
            case Le(le=limit):
                number = wrong(Kind.AT_MOST, rule=number, most=str(limit))
            case Lt(lt=limit):
                number = wrong(Kind.LESS_THAN, rule=number, most=str(limit))
    return number


def _known(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """The keys of the part at `path`; empty where it has no fixed ones."""
    found = _model_at(model, path)
    return ", ".join(_fields(found)) if found else ""


def _field_at(model: type[BaseModel], path: tuple[str | int, ...]) -> FieldInfo | None:
    """The field that `path` names; None where the format there is not one model."""
    keys = tuple(part for part in path if isinstance(part, str))
    above = _model_at(model, keys[:-1])
    return _fields(above).get(keys[-1]) if above and keys else None


def _model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    entries: type[BaseModel] | None = None  # where keys are free, what stands below each
    for part in path:
        if isinstance(part, int):
            continue
        if entries:
            current, entries = entries, None
            continue
        info = _fields(current).get(part) if current else None
        below = _model_in(info.annotation) if info else None
        free = info is not None and get_origin(info.annotation) is dict
        current, entries = (None, below) if free else (below, None)
    return current


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """By the names that stand in the file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any type expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part))), None)
