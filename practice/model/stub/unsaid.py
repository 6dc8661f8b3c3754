"""Stretches of a reply that are not said to the customer as the trainee's own words: quoted, coded, or another's turn.

What is in them can do no good: an offer between braces was made to nobody. It can do harm all the same, since the
customer reads it too.
"""

import re
from collections.abc import Iterator
from functools import cache

from practice.model.stub.lexicon import Cue, speakers

#: Cues that can raise a level.
MERITS = frozenset(
    {
        *(Cue.FEELING, Cue.FORMULA_EMPATHY, Cue.ACKNOWLEDGING, Cue.RESPONSIBILITY, Cue.APOLOGY, Cue.THANKS_FOR_TELLING),
        *(Cue.OPEN_QUESTION, Cue.WISH_ASKED, Cue.OFFER, Cue.ACTION, Cue.STEP, Cue.SMALL_STEP, Cue.VAGUE, Cue.TIME),
        *(Cue.OWNER, Cue.CHOICE, Cue.INVITING, Cue.STEADY, Cue.BOUNDARY, Cue.HANDOVER, Cue.PASSED_ON),
    }
)
_CODE = re.compile(r"```.*?(?:```|\Z)|\{[^{}]*\}|\[[^\[\]\n]*:[^\[\]\n]*\]", re.DOTALL)
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»\n]+[\"“”„«»]")
_WORD = re.compile(r"\w+")
#: A word or two between quotation marks may well be the trainee's own.
_FEWEST_QUOTED = 3


def unsaid(reply: str) -> tuple[range, ...]:
    """A reply that is between quotation marks as a whole is said."""
    found = [*_places(_CODE, reply), *_turns(reply)]
    quoted = [place for place in _places(_QUOTED, reply) if len(_WORD.findall(_part(reply, place))) >= _FEWEST_QUOTED]
    around = any(_WORD.search(rest) for rest in _QUOTED.split(reply))
    return tuple([*found, *quoted] if around else found)


def _turns(reply: str) -> Iterator[range]:
    """From the first line on that begins as somebody's turn does; a reply's own first line is the trainee's."""
    turn = _turn_expression().search(reply)
    if turn and _WORD.search(reply[: turn.start()]):
        yield range(turn.start(), len(reply))


@cache
def _turn_expression() -> re.Pattern[str]:
    names = "|".join(map(re.escape, speakers()))
    return re.compile(rf"^[ \t]*(?:[‹<\[]\W*(?:{names})\b|\W*(?:{names})\W*:)", re.IGNORECASE | re.MULTILINE)


def _places(expression: re.Pattern[str], text: str) -> list[range]:
    return [range(*found.span()) for found in expression.finditer(text)]


def _part(text: str, place: range) -> str:
    return text[place.start : place.stop]
