"""The `check` examples of a rubric as labelled replies: what their author expects, beside what a grader gives."""

from collections.abc import Sequence

from practice.domain.labels import Label, LabelledReply
from practice.domain.rubric import Example, Rubric, Scope
from practice.errors import BadInput

#: An example expects one level or a range; the ends of a range count as two raters.
_ENDS = ("lowest", "highest")


def labels_of(rubric: Rubric, name: str, criteria: Sequence[str]) -> list[LabelledReply]:
    """Those that `teach` are left out: the grader is shown them.

    Raises BadInput where there is none, or where one expects a level for something that is not in `criteria`.
    """
    own = rubric.keys_of(Scope.REPLY)
    replies = [_labelled(example, own) for example in rubric.examples if example.use == "check"]
    if not replies:
        raise BadInput(f"{name}: holds no example with use: check; add some, or name a file of labelled replies")
    for reply in replies:
        for label in reply.labels:
            if label.criterion not in criteria:
                known = ", ".join(criteria)
                raise BadInput(f"{name}: example {reply.id}: {label.criterion!r} is not graded here; known: {known}")
    return replies


def _labelled(example: Example, criteria: Sequence[str]) -> LabelledReply:
    labels = tuple(
        Label(end, criterion, getattr(expected, end))
        for criterion, expected in example.expected.items()
        if criterion in criteria
        for end in _ENDS
    )
    return LabelledReply(
        example.id, example.language, example.channel, example.situation, example.customer, example.reply, labels
    )
