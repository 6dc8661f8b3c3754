"""The parts of a rubric that its form shows one at a time, and what a new entry in one of them holds.

A part is called `about`, `criteria/2`, `examples/7`, or `listed/1` for a page of the list of examples.
"""

import math
from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.language import Language
from practice.domain.rubric import LEVELS, NOT_SHOWN, Scope
from practice.domain.yaml_form import YamlForm
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment
from practice.web.version_form import ABOUT
from practice.web.yaml_fields import path_of

CRITERIA, EXAMPLES, LISTED = "criteria", "examples", "listed"
ON_A_PAGE = 50
#: Where a new key is put among those that stand there.
ORDER = (
    *("title", "about", "calls", "criteria", "examples"),
    *("key", "id", "use", "needs", "hard", "language", "channel", "situation", "customer", "reply", "expected"),
    *("name", "question", "weight", "scope", "sources", "checks", "levels", "level", "text"),
    *(language.value for language in Language),
)
#: Levels that people may expect of an example, and what they are called.
OFFERED: Mapping[str, str | LazyString] = {
    **{str(level): str(level) for level in LEVELS},
    **{(both := f"{low}-{high}"): both for low in LEVELS for high in LEVELS if low < high},
    NOT_SHOWN: _l("not shown"),
}
SCOPES: Mapping[Scope, LazyString] = {
    Scope.REPLY: _l("each reply"),
    Scope.CONVERSATION: _l("the whole conversation, at its end"),
}
_IN_LANGUAGES: Mapping[str, Fragment] = {language.value: "" for language in Language}


def begun(form: YamlForm, path: Path) -> "Fragment | None":
    """What a new entry of the list at `path` holds."""
    match path:
        case ("criteria",):
            return _criterion()
        case ("criteria", int(), "checks"):
            return {"key": "", "question": ""}
        case ("criteria", int(), "levels"):
            return _level(form.size(path) + 1)
        case ("examples",):
            return _example()
    return None


def part_of(place: str) -> str:
    """Where the value at `place` is edited; empty where only the source shows it."""
    match place.split("/"):
        case ["criteria" | "examples" as kind, number, *_] if number.isdecimal():
            return f"{kind}/{number}"
        case ["examples", *_]:
            return f"{LISTED}/1"
        case ["title" | "about" | "calls" | "criteria", *_]:
            return ABOUT
    return ""


def standing(form: YamlForm, part: str) -> str:
    """`part`, where it is there; else what is said in general."""
    kind, _slash, at = part.partition("/")
    number = int(at) if at.isdecimal() and len(at) < 6 else -1
    if kind == LISTED:
        return f"{LISTED}/{min(max(1, number), pages_of_examples(form))}"
    found = kind in (CRITERIA, EXAMPLES) and 0 <= number < form.size(path_of(kind))
    return f"{kind}/{number}" if found else ABOUT


def pages_of_examples(form: YamlForm) -> int:
    return max(1, math.ceil(form.size((EXAMPLES,)) / ON_A_PAGE))


def _criterion() -> Fragment:
    return {
        "key": "",
        "name": _IN_LANGUAGES,
        "question": _IN_LANGUAGES,
        "weight": "1",
        "scope": Scope.REPLY.value,
        "sources": (),
        "checks": [],
        "levels": [_level(level) for level in LEVELS],
    }


def _level(level: int) -> Fragment:
    return {"level": str(level), "text": _IN_LANGUAGES}


def _example() -> Fragment:
    chosen = {"use": "check", "needs": "model", "language": Language.EN.value, "channel": "web_chat"}
    return {"id": "", **chosen, "situation": "", "customer": "", "reply": "", "expected": {}}
