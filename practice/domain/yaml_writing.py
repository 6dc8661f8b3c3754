"""Texts as YAML: in the style that stands there, or the plainest that holds them."""

import io
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

#: What a new key or a new entry of a list holds; a tuple is put in brackets.
Fragment: TypeAlias = "str | Mapping[str, Fragment] | Sequence[Fragment]"

#: Columns; a text that reaches further is folded into lines.
WIDEST = 128
_ONE_LINE = 1_000_000
_QUOTED = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}
_BARE = re.compile(r"\w[\w.+-]*")
#: Sentences that need no quotes anywhere: to ask ruamel.yaml about each takes a millisecond.
_PLAIN = re.compile(r"[A-Za-zÀ-ſ](?=.* )(?:[A-Za-zÀ-ſ0-9 .;!?'()/-]*[A-Za-zÀ-ſ0-9.;!?'()])")
_UNWRITABLE = re.compile(r"[^\n\t -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_UNFOLDABLE = re.compile(r"\t|  |^ | $", re.MULTILINE)
_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")


def even(text: str) -> str:
    """As it is kept: with plain line ends and no blanks around."""
    return _BREAKS.sub("\n", text).strip()


def written(text: str, style: str, *, column: int, indent: int, flow: bool) -> str:
    """`text`, already even, to stand at `column`; further lines are indented by `indent`."""
    if not text:
        return '""'
    if not style and text != "null" and _BARE.fullmatch(text):
        return text
    if not style and _PLAIN.fullmatch(text) and (flow or column + len(text) <= WIDEST):
        return text
    if flow:
        return _between_brackets(text, style)
    if style not in (">", "|"):
        line = _dumped(_QUOTED[style](text) if style else _plain(text), _ONE_LINE)
        if "\n" not in text and column + len(line) <= WIDEST:
            return line
        style = "|" if "\n" in text else ">"
    return _block(text, style, indent)


def rewritten(before: str, text: str, style: str, *, indent: int) -> str:
    """The block `before` with another text: its header stays, and so do the lines up to the first that differs."""
    header, *lines = before.split("\n")
    pad = " " * min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=indent)
    block = _block(text, style, len(pad))
    if not block.startswith(style) or any(sign.isdigit() for sign in header.split("#")[0]):
        return block
    kept, rest = _kept(lines, text, pad) if style == ">" else ([], text)
    if kept:
        block = _block(rest, style, len(pad))
    return "\n".join([header, *kept, *block.split("\n")[1:]])


def _kept(lines: list[str], text: str, pad: str) -> tuple[list[str], str]:
    """The lines that `text` begins with, and the rest of it."""
    kept: list[str] = []
    if "\n" in text:
        return kept, text
    for line in lines:
        words = line.removeprefix(pad)
        rest = text[len(words) + 1 :]
        if not words or words != words.strip() or not text.startswith(f"{words} ") or rest != rest.lstrip():
            break
        kept.append(line)
        text = rest
    return kept, text


def block_of(value: Fragment, indent: int) -> str:
    """What stands after the dash of an entry or below a key, at column `indent`."""
    if isinstance(value, Mapping):
        return f"\n{' ' * indent}".join(key_of(key, below, indent) for key, below in value.items())
    if isinstance(value, str):
        return written(even(value), "", column=indent, indent=indent, flow=False)
    return f"\n{' ' * indent}".join(f"- {block_of(one, indent + 2)}" for one in value)


def in_brackets(value: Fragment) -> str:
    if isinstance(value, str):
        return written(even(value), "", column=0, indent=0, flow=True)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {in_brackets(below)}' for key, below in value.items())}}}"
    return f"[{', '.join(in_brackets(one) for one in value)}]"


def bracketed(texts: tuple[str, ...], *, column: int, indent: int) -> str:
    """A list of texts to stand at `column`, on as many lines as it needs; further lines are indented by `indent`."""
    lines, width = [""], column + 1
    for text in texts:
        word = in_brackets(text)
        if lines[-1] and width + len(word) + 2 > WIDEST:
            lines.append("")
            width = indent
        width += len(word) + 2
        lines[-1] += f"{' ' if lines[-1] else ''}{word},"
    return f"[{(chr(10) + ' ' * indent).join(lines).removesuffix(',')}]"


def key_of(key: str, value: Fragment, indent: int) -> str:
    if isinstance(value, str):
        return f"{key}: {written(even(value), '', column=indent + len(key) + 2, indent=indent + 2, flow=False)}"
    if not value or isinstance(value, tuple):
        return f"{key}: {in_brackets(value)}"
    return f"{key}:\n{' ' * (indent + 2)}{block_of(value, indent + 2)}"


def _block(text: str, style: str, indent: int) -> str:
    """Folded only where folding keeps every sign. ruamel.yaml's own blocks are not used: some short last lines make its
    folding fail, and it writes control characters that no reader takes."""
    if _UNWRITABLE.search(text):
        return _dumped(DoubleQuotedScalarString(text), _ONE_LINE)
    fits = style == ">" and not _UNFOLDABLE.search(text)
    lines = _folded(text, WIDEST - indent) if fits else text.split("\n")
    return "\n".join([">-" if fits else "|-", *(line and f"{' ' * indent}{line}" for line in lines)])


def _folded(text: str, width: int) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield ""
        yield from textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def _between_brackets(text: str, style: str) -> str:
    marks = '"' if "\n" in text else style if style in ("'", '"') else ""
    listed = CommentedSeq([_QUOTED[marks](text) if marks else _plain(text)])
    listed.fa.set_flow_style()
    return _dumped(listed, _ONE_LINE)[1:-1]


def _plain(text: str) -> str:
    """ruamel tells which texts need quotes, but for one sign that other readers take for a key."""
    return SingleQuotedScalarString(text) if text.startswith("?") else text


def _dumped(value: object, width: int) -> str:
    yaml = YAML()
    yaml.width = width
    stream = io.StringIO()
    yaml.dump({"k": value}, stream)
    return stream.getvalue().removeprefix("k:").strip()
