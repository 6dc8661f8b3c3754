"""Prompt texts as files: front matter, then messages with `$name` placeholders."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from string import Template

from pydantic import BaseModel, ConfigDict, Field

from practice.domain.document import read_document
from practice.domain.language import Text
from practice.errors import BadDocument

_FILE = re.compile(r"\A---[ \t]*\n(?P<head>.*?)^---[ \t]*\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^===[ \t]*(?P<name>\w*)[ \t]*$", re.MULTILINE)


class PromptHead(BaseModel):
    """The front matter. `uses` must equal the placeholders of the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Text
    uses: list[Text]
    temperature: float = Field(ge=0, le=2)
    max_tokens: int = Field(ge=1, le=8000)


@dataclass(frozen=True)
class Prompt:
    """`prompts/<role>.md`: a fixed `system` part first, so that providers can cache it, and the `user` part."""

    name: str
    head: PromptHead
    system: str
    user: str
    text: str  #: of the whole file
    hash: str  #: first 16 hex digits of the SHA-256 of the file's text

    @property
    def key(self) -> str:
        """The name of its file, without folder and ending."""
        return PurePath(self.name).stem

    def render_system(self, values: Mapping[str, str]) -> str:
        return Template(self.system).substitute(values)

    def render_user(self, values: Mapping[str, str]) -> str:
        return Template(self.user).substitute(values)


@dataclass(frozen=True)
class Offered:
    """The placeholders that the program fills: any of `system`, and every one of `user`."""

    system: frozenset[str]
    user: frozenset[str]


@dataclass(frozen=True)
class _Placeholder:
    name: str
    line: int


def read_prompt(text: str, name: str, offered: Offered | None = None) -> Prompt:
    """Raises BadDocument naming file, line and key."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _FILE.match(text)
    if not found:
        raise BadDocument(f"{name}, line 1: a prompt starts with front matter between two lines of ---")
    head = read_document("\n" + found["head"], name, PromptHead)
    system, user = _sections(text, found.start("body"), name)
    used = {"system": _placeholders(text, system, name), "user": _placeholders(text, user, name)}
    _same([*used["system"], *used["user"]], head.uses, text, name)
    if offered:
        _fits(used["system"], offered.system, frozenset(), name)
        _fits(used["user"], offered.user, offered.user, name)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Prompt(name, head, text[system].strip(), text[user].strip(), text, digest)


def _sections(text: str, start: int, name: str) -> tuple[slice, slice]:
    marks = list(_SECTION.finditer(text, start))
    first = marks[0].start() if marks else len(text)
    if [mark["name"] for mark in marks] != ["system", "user"] or text[start:first].strip():
        raise BadDocument(
            f"{name}, line {_line(text, start)}: after the front matter come two parts, "
            "each once and in this order: a line '=== system' and a line '=== user'"
        )
    return slice(marks[0].end(), marks[1].start()), slice(marks[1].end(), len(text))


def _placeholders(text: str, section: slice, name: str) -> list[_Placeholder]:
    found: list[_Placeholder] = []
    for match in Template.pattern.finditer(text, section.start, section.stop):
        line = _line(text, match.start())
        if match["invalid"] is not None:
            raise BadDocument(f"{name}, line {line}: a $ that starts no placeholder; write $$ for a dollar sign")
        if placeholder := match["named"] or match["braced"]:
            found.append(_Placeholder(placeholder, line))
    return found


def _same(used: list[_Placeholder], declared: list[str], text: str, name: str) -> None:
    for placeholder in used:
        if placeholder.name not in declared:
            raise BadDocument(
                f"{name}, line {placeholder.line}: key 'uses': the text uses ${placeholder.name}, "
                "which is not listed; add it"
            )
    names = [placeholder.name for placeholder in used]
    line = _line(text, max(text.find("\nuses:"), 0) + 1)
    for index, entry in enumerate(declared):
        if entry not in names:
            raise BadDocument(
                f"{name}, line {line}: key 'uses': lists {entry!r}, which the text does not use; remove it"
            )
        if entry in declared[:index]:
            raise BadDocument(f"{name}, line {line}: key 'uses': lists {entry!r} twice; once is enough")


def _fits(used: list[_Placeholder], offered: frozenset[str], needed: frozenset[str], name: str) -> None:
    for placeholder in used:
        if placeholder.name not in offered:
            known = ", ".join(f"${entry}" for entry in sorted(offered)) or "none"
            raise BadDocument(
                f"{name}, line {placeholder.line}: ${placeholder.name} is not filled in this part; filled: {known}"
            )
    lost = sorted(needed - {placeholder.name for placeholder in used})
    if lost:
        raise BadDocument(f"{name}: the part '=== user' must use ${lost[0]}; without it the model is not told")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
