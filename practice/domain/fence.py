"""Keeps what people and models wrote apart from what we ask: a case travels as JSON inside a fence nobody can guess.

Source: protocol overrides and smuggled fences are the attacks on graders that work, so the end of the case is
marked by a random tag, and JSON leaves no raw line break or quote to break out with.
"""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from practice.domain.canonical import INVISIBLE, latin_words

_FENCED = re.compile(r"<case-([0-9a-f]{12})>\n(.*?)\n</case-\1>", re.DOTALL)
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
    """`text` without invisible characters or lookalike letters, and with whatever opens a tag made harmless.

    The words stay as a reader sees them.
    """
    return _TAG.sub("‹", latin_words(INVISIBLE.sub("", text)))
