"""The arithmetic of the benches, and what a quick start rests on; their figures are for people, never for a test."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import Figure, percentile
from bench.studio_visits import shown

START = """
import sys
from practice.services.assembly import assemble
from practice.settings import load_settings
from practice.web.server import create_app
services = assemble(load_settings())
services.library.check()
services.voices.preload()
create_app(services)
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (50, 3), (60, 3), (61, 4), (95, 5), (100, 5)], ids=lambda value: str(value)
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(percent: float, expected: float) -> None:
    assert percentile([4, 1, 5, 3, 2], percent) == expected


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.5], 95) == 7.5


@pytest.mark.parametrize(
    ("figure", "meets"),
    [
        (Figure("informs", 3), None),
        (Figure("at most", 3, most=3), True),
        (Figure("at most", 3.1, most=3), False),
        (Figure("at least", 290, least=290), True),
        (Figure("at least", 289, least=290), False),
    ],
)
def test_a_figure_says_whether_it_meets_its_target(figure: Figure, meets: bool | None) -> None:
    assert figure.meets is meets


def test_a_service_with_the_stub_does_not_load_litellm(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", START], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "practice.web.server" in loaded
    assert not [name for name in loaded if name.partition(".")[0] in ("litellm", "openai", "tiktoken")]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (f"/cohorts/{'a1' * 16}/people/12", "/cohorts/…/people/…"),
        (f"/previews/{'0' * 32}?page=2", "/previews/…"),
        ("/rubrics/frontline/versions/3/try", "/rubrics/frontline/versions/…/try"),
    ],
)
def test_pages_of_one_kind_are_told_by_what_they_share(page: str, kind: str) -> None:
    assert shown(page) == kind
