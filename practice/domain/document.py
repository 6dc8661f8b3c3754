"""Strict reading of the YAML texts that people edit: every scalar is text, pydantic does the typing.

A mistake names file, line, key and what is allowed, so that it can be mended without reading code.
"""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from practice.domain.mistake import Mistake, Wrong, bad_document, plain, refused, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.mistakes import what_is_wrong
from practice.domain.yaml_text import Path, YamlText, read_yaml

Model = TypeVar("Model", bound=BaseModel)


def mistake_at(path: Path, what: Wrong | str) -> PydanticCustomError:
    """For a validator that looks at several keys: the mistake stands at `path`, seen from the validator's model.

    Words are for texts that no page shows.
    """
    return refused(plain(what) if isinstance(what, str) else what, path)


def refuse_repeats(path: Path, keys: list[str], key: str = "key") -> None:
    """Raises at the second of two equal keys; `key` is what they are called in the entries of the list at `path`."""
    for index, value in enumerate(keys):
        if value in keys[:index]:
            raise mistake_at((*path, index, key), wrong(Kind.STANDS_TWICE, value=repr(value)))


def read_document(text: str, name: str, model: type[Model]) -> Model:
    """Read `text` into `model`.

    Raises BadDocument that lists every mistake, each as `name, line N: key 'a.b': what is wrong`.
    """
    read = read_yaml(text, name)
    try:
        return model.model_validate(read.values)
    except ValidationError as error:
        raise bad_document(_mistake(name, read, details, model) for details in error.errors()) from error


def _mistake(name: str, read: YamlText, details: ErrorDetails, model: type[BaseModel]) -> Mistake:
    further = details.get("ctx", {}).get("path", ())
    path = tuple(part for part in (*details["loc"], *further) if part != "[key]")
    key = ".".join(str(part) for part in path) or "(whole document)"
    return Mistake(name, read.line_of(path), key, what_is_wrong(details, path, model))
