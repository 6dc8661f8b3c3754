"""Labelled replies on which a version cannot be tried, since it shows them to the grader as examples to teach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from practice.domain.gold import is_held_out
from practice.domain.labels import bare_text
from practice.services.preview_figures import Versions
from practice.store.preview_reading import Preview
from practice.store.preview_shown import ShownReply


@dataclass(frozen=True)
class TaughtBy:
    """The id of an example, and the number of the version in which it stands."""

    number: int
    example: str


@dataclass(frozen=True)
class LeftOut:
    """A reply by its name in its set. One that is `held_out` was to be kept for trying versions on."""

    name: str
    reply: ShownReply
    held_out: bool
    taught_by: tuple[TaughtBy, ...]


def left_out(
    names: Iterable[str], shown: Mapping[str, ShownReply], preview: Preview, versions: Versions
) -> tuple[LeftOut, ...]:
    """`shown` has them by name; what it lacks is in the set no longer."""
    sides = zip((preview.before.number, preview.after.number), versions.both, strict=True)
    examples = [
        (bare_text(example.reply), TaughtBy(number, example.id))
        for number, rubric in sides
        for example in rubric.examples
        if example.use == "teach"
    ]
    found = []
    for name in names:
        if (reply := shown.get(name)) and not reply.private:
            taught_by = dict.fromkeys(one for words, one in examples if words == bare_text(reply.reply))
            found.append(LeftOut(name, reply, is_held_out(reply.reply), tuple(taught_by)))
    return tuple(found)
