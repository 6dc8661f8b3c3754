"""What is wrong with a value, in words for a person who edits a text file and has never heard of pydantic."""

from typing import Any, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

_LONGEST_SHOWN = 80
_NUMBER_KINDS = ("int_", "float_", "greater_than", "less_than", "finite_number")
_KEYS_KINDS = ("dict_type", "model_type", "model_attributes_type", "mapping_type")


def what_is_wrong(details: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """The mistake at `path` of a document of `model`, with what is allowed there."""
    kind, given = details["type"], details.get("input")
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        torn = given is None and " " in str(path[-1])
        comma = "; a comma inside { } starts a new key: put the text in quotes" if torn else ""
        return f"is not known here{comma or _known(model, path[:-1]) or '; remove it'}"
    if given is None:
        return "is empty; write something or, where it may be left out, remove the key"
    if kind == "string_too_short" and not str(given).strip():
        return "is empty; write a text"
    return f"{_rule(details, path, model)}{_but(given)}"


def _rule(details: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind.startswith(_NUMBER_KINDS):
        info = _field_at(model, path)
        whole = kind.startswith("int_") or (info is not None and info.annotation is int)
        return f"must be a {'whole ' if whole else ''}number{_range(info)}"
    if kind in _KEYS_KINDS:
        return f"must hold keys and values{_known(model, path)}"
    match kind:
        case "enum" | "literal_error":
            return f"must be {context['expected']}"
        case "string_type":
            return "must be a text"
        case "string_pattern_mismatch":
            return f"must fit the pattern {context['pattern']}"
        case "list_type":
            return "must be a list, each entry on a line of its own that starts with '- '"
        case "too_short":
            return "must have at least one entry"
        case "bool_parsing" | "bool_type":
            return "must be true or false"
    return details["msg"].removeprefix("Value error, ")


def _but(given: object) -> str:
    if isinstance(given, str):
        return f", not {given!r}" if len(given) < _LONGEST_SHOWN else ""
    if isinstance(given, list):
        return ", not a list" if given else ""
    return ""


def _range(info: FieldInfo | None) -> str:
    lowest = highest = ""
    for bound in info.metadata if info else ():
        match bound:
            case Ge(ge=number):
                lowest = f"{number} or more"
            case Gt(gt=number):
                lowest = f"more than {number}"
            case Le(le=number):
                highest = f"{number} or less"
            case Lt(lt=number):
                highest = f"less than {number}"
    if lowest.endswith(" or more") and highest.endswith(" or less"):
        return f" from {lowest.removesuffix(' or more')} to {highest.removesuffix(' or less')}"
    return "".join(f", {bound}" for bound in (lowest, highest) if bound)


def _known(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    found = _model_at(model, path)
    return f"; known keys: {', '.join(_fields(found))}" if found else ""


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
