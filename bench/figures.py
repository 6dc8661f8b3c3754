"""Measured numbers with what they should be, the machine they were taken on, and how to print both."""

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`most` and `least` are the targets; without either the figure only informs."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def meets(self) -> bool | None:
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


@dataclass(frozen=True)
class Result:
    """`command` is what a reader types to repeat it; `how` says what was done in one sentence."""

    bench: str
    command: str
    how: str
    figures: tuple[Figure, ...]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)


def machine() -> dict[str, Any]:
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or "unknown"


def as_json(result: Result) -> dict[str, Any]:
    figures = [{**asdict(figure), "meets": figure.meets} for figure in result.figures]
    return {"bench": result.bench, "command": result.command, "how": result.how, "figures": figures}


def as_text(result: Result) -> str:
    width = max(len(figure.name) for figure in result.figures)
    lines = [f"{result.bench}: {result.how}", f"  $ {result.command}"]
    return "\n".join(lines + [f"  {figure.name:<{width}}  {_line(figure)}" for figure in result.figures])


def _line(figure: Figure) -> str:
    text = f"{_number(figure.value):>8} {figure.unit:<6}"
    bounds = [f"at most {_number(figure.most)}"] if figure.most is not None else []
    bounds += [f"at least {_number(figure.least)}"] if figure.least is not None else []
    if not bounds:
        return text.rstrip()
    return f"{text} {' and '.join(bounds)}: {'met' if figure.meets else 'MISSED'}"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
