"""Words that try to be more than words, in every text of a content folder and in the mouth of every model."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import yaml

from practice.domain.answer import storable
from practice.domain.language import Language
from practice.model.port import ModelAnswer, ModelRequest, Piece, Usage
from tests.conftest import ROOT

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # many times as fast, where PyYAML was built with libyaml
CORPUS = Path(__file__).with_name("hostile.yaml")
HARM = "tells_me_to_calm_down"
#: Of a scenario: what a reply is recognised by and what nobody is shown.
_NOT_SHOWN = {"called", "said_as", "good_way", "stock", "register"}


@dataclass(frozen=True)
class Wording:
    """Two halves, as the customer may not say one thing twice: one opens the talk, the other answers."""

    first: str
    second: str

    @property
    def whole(self) -> str:
        return f"{self.first}\n{self.second}"

    @cached_property
    def _bare(self) -> dict[str, str]:
        return {"◆": bare_of(self.whole), "◐": bare_of(self.first), "◑": bare_of(self.second)}

    def turned(self) -> "Wording":
        return Wording(self.second, self.first)

    def storable(self) -> "Wording":
        return Wording(storable(self.first), storable(self.second))

    def marks(self, text: str) -> str:
        """What of `text` is this wording, in order; what is lost on the way of any text is passed over.

        Cut short it counts as well.
        """
        bare = bare_of(text)
        for mark, words in self._bare.items():
            bare = bare.replace(words, mark)
        before, begin, rest = bare.partition(_FIRST)
        if rest.endswith(_CUT) and self._bare["◆"].startswith(begin + rest.rstrip("".join(_CUT))):
            bare = before + "◆"
        return "".join(character for character in bare if character in "◆◐◑")


_BEGINS, _GOES_ON = "Here it begins", "Here it goes on"
#: Where a page shows only the beginning of the wording: how that begins and ends at least.
_FIRST, _CUT = "Hereit", ("…", "...")
PLAIN = Wording(f"{_BEGINS}, long enough to be nobody's name, end.", f"{_GOES_ON}, end.")


def corpus() -> dict[str, str]:
    kinds = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    return {f"{kind}/{name}": text for kind, texts in kinds.items() for name, text in texts.items()}


def hostile() -> Wording:
    texts = list(corpus().values())
    halves = ("\n".join(half) for half in (texts[::2], texts[1::2]))
    return Wording(*(f"{begin}\n{half}\nend" for begin, half in zip((_BEGINS, _GOES_ON), halves, strict=True)))


def names(longest: int) -> list[str]:
    """All of the corpus that fits into a name, in as few names as it takes."""
    packed = [""]
    for text in corpus().values():
        joined = f"{packed[-1]} {text}"
        if len(storable(joined)) <= longest:
            packed[-1] = joined
        elif len(storable(text)) <= longest:
            packed.append(text)
    return packed


def bare_of(text: str) -> str:
    """Without white space, NUL, and halves of characters or what stands for them."""
    return "".join(storable(text).replace("\ufffd", "").split())


def write_content(folder: Path, wording: Wording, scenarios: tuple[str, ...]) -> None:
    """A content folder in which every text that a page shows is this wording, as far as YAML can hold it."""
    wording = wording.storable()
    shutil.copytree(ROOT / "prompts", folder / "prompts", ignore=shutil.ignore_patterns("scenarios", "attacks"))
    for name in ("mood", "channels"):
        _rewrite(f"prompts/{name}.yaml", folder, lambda found: _worded(found, wording))
    for number, name in enumerate(scenarios):
        said = wording.turned() if number % 2 else wording
        _rewrite(f"prompts/scenarios/{name}.yaml", folder, partial(_worded, wording=said))
    _rewrite("prompts/speech.yaml", folder, lambda found: {**found, "rules": []})
    _rewrite("rubrics/frontline.yaml", folder, lambda found: _worded({**found, "examples": []}, wording))


def _rewrite(name: str, folder: Path, change: Callable[[Any], Any]) -> None:
    found = yaml.load((ROOT / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(change(found), Dumper=_DUMPER, sort_keys=False), encoding="utf-8")


def _worded(part: Any, wording: Wording, key: str = "") -> Any:  # noqa: ANN401 - whatever YAML holds
    if key in _NOT_SHOWN:
        return part
    if isinstance(part, list):
        return [_worded(entry, wording) for entry in part]
    if not isinstance(part, dict):
        return {"most_words": "300", "question": wording.whole}.get(key, part)
    if set(part) != set(Language):
        return {name: _worded(entry, wording, name) for name, entry in part.items()}
    said = wording.first if key == "opening" else wording.whole
    return {name: [said] if isinstance(entry, list) else said for name, entry in part.items()}


@dataclass
class Mouth:
    """Every model at once: whatever it is asked for, the texts of its answer are the wording."""

    wording: Wording
    name: str = "mouth"
    #: While this is not set, nothing is answered.
    open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.open.set()

    def complete(self, request: ModelRequest) -> ModelAnswer:
        self.open.wait(60)
        said = json.dumps(_filled(request.schema, self.wording)) if request.schema else self._line(request)
        return ModelAnswer(said, self.name, Usage(10, 5), 1)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        answer = self.complete(request)
        yield Piece(answer.text, answer)

    def _line(self, request: ModelRequest) -> str:
        """The half that the customer has not opened with."""
        said = [message.content for message in request.messages if message.role == "assistant"]
        went_on = any(text.startswith(_GOES_ON) for text in said)
        line = storable(self.wording.first if went_on else self.wording.second)
        # The client cuts a provider's stream at these, so they would take words with them.
        return re.sub("[\x85\u2028\u2029]", " ", line)


def _filled(schema: Any, wording: Wording) -> Any:  # noqa: ANN401 - whatever JSON holds
    """An answer of this shape."""
    match schema:
        case {"anyOf": [wanted, *_]}:
            return _filled(wanted, wording)
        case {"enum": offered}:
            return HARM if HARM in offered else offered[0]
        case {"type": "object", "properties": properties}:
            # A coach's answer with half a character in it cannot be read.
            given = wording.storable() if "quote" in properties else wording
            return {name: _filled(wanted, given) for name, wanted in properties.items()}
        case {"type": "array", "items": items}:
            return [_filled(items, wording)]
        case {"type": "boolean"}:
            return True
        case _:
            return wording.whole
