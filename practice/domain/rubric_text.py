"""A rubric as a grader's prompt shows it: English, compact, the same every time so that providers can cache it."""

import json
from collections.abc import Sequence

from practice.domain.language import Language
from practice.domain.rubric import Check, Criterion, Example, Rubric
from practice.domain.scenario import Channel

MOST_EXAMPLES = 4


def rubric_text(rubric: Rubric, criteria: Sequence[Criterion]) -> str:
    return f"{rubric.about.en}\n\n" + "\n\n".join(_criterion(criterion) for criterion in criteria)


def _criterion(criterion: Criterion) -> str:
    lines = [f"## {criterion.key}: {criterion.name.en}", criterion.question.en]
    lines += [f"- check {_sign(check)} {check.key}: {check.question}" for check in criterion.checks]
    lines += [f"- level {entry.level}: {entry.text.en}" for entry in criterion.levels]
    return "\n".join(lines)


def _sign(check: Check) -> str:
    """What a yes does; `prompts/grade.md` says how to read it."""
    return "[-]" if check.fault else "[+]"


def examples_text(rubric: Rubric, language: Language, channel: Channel) -> str:
    """The `teach` examples nearest in language, then channel, one JSON object a line; empty where there are none."""
    teaching = [example for example in rubric.examples if example.use == "teach"]
    nearest = sorted(teaching, key=lambda example: (example.language != language, example.channel != channel))
    return "\n".join(_example(example) for example in nearest[:MOST_EXAMPLES])


def _example(example: Example) -> str:
    levels = {key: str(expected) for key, expected in example.expected.items()}
    case = {
        "channel": example.channel.value,
        "situation": example.situation,
        "customer": example.customer,
        "reply": example.reply,
        "levels": levels,
    }
    return json.dumps(case, ensure_ascii=False)
