"""Mood curves of simulated talks as an SVG file that explains itself."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from practice.domain.mood import Mood
from practice.domain.simulation import Simulation

_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 320, 48, 40
_COLOURS = {"frustration": "#b3261e", "trust": "#1f6f43", "patience": "#2f5d9e"}


def plot(title: str, talks: Sequence[Simulation]) -> str:
    """Each talk a thin line per gauge, over the replies; 0 is the start."""
    longest = max((len(talk.turns) for talk in talks), default=0)
    lines = [_curve(talk, gauge, longest) for gauge in _COLOURS for talk in talks if talk.turns]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="12"><title>{escape(title)}: mood over the replies</title>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            *_frame(longest),
            *lines,
            *_legend(title, len(talks)),
            "</svg>\n",
        ]
    )


def _curve(talk: Simulation, gauge: str, longest: int) -> str:
    moods: list[Mood] = [turn.reactions[0].mood for turn in talk.turns]
    points = [(number, getattr(mood, gauge)) for number, mood in enumerate(moods, start=1)]
    path = "L".join(f"{_x(number, longest):.1f} {_y(value):.1f}" for number, value in points)
    return f'<path d="M{path}" fill="none" stroke="{_COLOURS[gauge]}" stroke-width="1.6" stroke-opacity="0.6"/>'


def _frame(longest: int) -> list[str]:
    rows = [
        f'<path d="M{_LEFT} {_y(value)}H{_WIDTH - 16}" stroke="#ddd"/>'
        f'<text x="{_LEFT - 8}" y="{_y(value) + 4}" text-anchor="end">{value}</text>'
        for value in (0, 25, 50, 75, 100)
    ]
    numbers = [
        f'<text x="{_x(number, longest):.1f}" y="{_HEIGHT - 12}" text-anchor="middle">{number}</text>'
        for number in range(1, longest + 1)
    ]
    return rows + numbers


def _legend(title: str, talks: int) -> list[str]:
    names = [
        f'<text x="{_LEFT + 110 * place}" y="32" fill="{colour}">{gauge}</text>'
        for place, (gauge, colour) in enumerate(_COLOURS.items())
    ]
    return [f'<text x="{_LEFT}" y="16">{escape(title)}, talks: {talks}, x: reply</text>', *names]


def _x(number: int, longest: int) -> float:
    return _LEFT + 12 + (number - 1) * (_WIDTH - _LEFT - 44) / max(1, longest - 1)


def _y(value: int) -> float:
    return _TOP + (100 - value) * (_HEIGHT - _TOP - 36) / 100
