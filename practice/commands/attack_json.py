"""A report of attacks as JSON."""

from dataclasses import asdict
from typing import Any

from practice.domain.attack_etb import EtbReport
from practice.domain.attack_figures import AttackReport
from practice.domain.attack_lines import LineReport
from practice.domain.attack_mood import MoodReport

Report = AttackReport | MoodReport | LineReport | EtbReport

_DIGITS = 4


def as_json(report: Report) -> dict[str, Any]:
    plain: dict[str, Any] = _rounded(asdict(report))
    return plain


def _rounded(value: object) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(entry) for entry in value]
    return round(value, _DIGITS) if isinstance(value, float) else value
