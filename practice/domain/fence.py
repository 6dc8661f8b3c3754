"""Keeps what people and models wrote apart from what we ask: a case travels as JSON inside a fence nobody can guess.

Source: protocol overrides and smuggled fences are the attacks on graders that work, so the end of the case is
marked by a random tag, and JSON leaves no raw line break or quote to break out with.
"""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

_FENCED = re.compile(r"<case-([0-9a-f]{12})>\n(.*?)\n</case-\1>", re.DOTALL)
#: Characters without a shape that can hide instructions or split words: controls but for line breaks and tabs, soft
#: hyphens, fillers, zero-width and directional marks, variation selectors (they smuggle bytes) and Unicode tags.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
#: What opens a tag, or a turn in the templates of chat models (`<|im_start|>`, `[INST]`).
_ROLES = "case|system|assistant|user|human|tool|developer|fault"
_TAG = re.compile(rf"<(?=[a-z/!?|<]|\s+/?\s*(?:{_ROLES})\b)|\[(?=\s*/?\s*inst\s*\])", re.IGNORECASE)


def fenced(case: Mapping[str, Any]) -> str:
    """`case` as JSON between two tags that carry 12 random hex digits."""
    tag = f"case-{secrets.token_hex(6)}"
    text = json.dumps(case, ensure_ascii=False, indent=1)
    return f"<{tag}>\n{text}\n</{tag}>"


def read_fenced(text: str) -> dict[str, Any] | None:
    """The case in `text`, None where there is none: what an obedient reader finds between the tags."""
    found = _FENCED.search(text)
    if not found:
        return None
    try:
        value = json.loads(found.group(2))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def untrusted(text: str) -> str:
    """`text` without invisible characters and with whatever opens a tag made harmless; the words stay."""
    return _TAG.sub("‹", INVISIBLE.sub("", text))
