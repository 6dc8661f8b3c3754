"""A list typed anew as a whole: entries that stay are not touched, and neither are the comments among them."""

import random

import pytest

from practice.domain.yaml_form import YamlForm, form_of
from practice.domain.yaml_text import Path
from tests.conftest import ROOT

SCENARIO = (ROOT / "prompts" / "scenarios" / "queue-quarrel.yaml").read_text(encoding="utf-8")
LINES = """\
lines:  # said aloud
  # the first
  - One.
  - 'Two, or so.'

  # the third
  - >-
    Three, which
    is longer.
  - Four.  # the last
words: [a, b,  # both
  c]
none: []  # so far
above: {in: [], it: 1}
end: 1
"""
LONG = "A sentence that is longer than a word or two could ever be."


def lines() -> YamlForm:
    return form_of(LINES, "lines", ("words", "none"))


def put(path: Path, *texts: str) -> str:
    """The text afterwards, in which all that was typed is read and nothing else has changed."""
    after = form_of(lines().with_texts({path: texts}).source, "after")
    assert after.texts(path) == texts
    for other in (("lines",), ("words",), ("none",), ("above", "in")):
        assert other == path or after.texts(other) == lines().texts(other)
    assert after.text(("end",)) == "1"
    return after.source


def test_one_changed_line_changes_that_line_alone() -> None:
    assert put(("lines",), "One.", "Two: or three.", "Three, which is longer.", "Four.") == LINES.replace(
        "'Two, or so.'", "'Two: or three.'"
    )
    assert put(("lines",), "One.", "Two, or so.", "Three, which is long.", "Four.") == LINES.replace(
        "is longer.", "is long."
    )


def test_lines_come_where_they_are_typed() -> None:
    old = lines().texts(("lines",))
    assert put(("lines",), "Zero.", *old) == LINES.replace("  # the first\n", "  - Zero.\n  # the first\n")
    assert put(("lines",), *old[:2], "New.", *old[2:]) == LINES.replace("or so.'\n", "or so.'\n  - New.\n")
    assert put(("lines",), *old, "Five.", "Six.") == LINES.replace("# the last\n", "# the last\n  - Five.\n  - Six.\n")


def test_a_line_goes_with_the_comment_above_it() -> None:
    old = lines().texts(("lines",))
    assert put(("lines",), *old[1:]) == LINES.replace("  # the first\n  - One.\n", "")
    assert put(("lines",), *old[:2]).count("\n") == LINES.count("\n") - 5
    assert put(("lines",)).startswith("lines: []  # said aloud\nwords:")


def test_comments_between_brackets_stay() -> None:
    assert put(("words",), "a", "x", "c", "d") == LINES.replace("b,  # both\n  c", "x,  # both\n  c, d")
    assert put(("words",), "a", "b") == LINES.replace("b,  # both\n  c]", "b]")


def test_sentences_get_lines_of_their_own_and_words_stand_in_brackets() -> None:
    assert put(("none",), LONG, "Short.") == LINES.replace(
        "none: []  # so far\n", f"none:  # so far\n  - {LONG}\n  - Short.\n"
    )
    assert put(("none",), "a", "b") == LINES.replace("none: []", "none: [a, b]")
    assert put(("above", "in"), LONG) == LINES.replace("in: []", f"in: [{LONG}]")
    assert put(("new",), LONG).endswith(f"new:\n  - {LONG}\n")


def test_a_text_behind_the_last_of_a_list_is_added_to_it() -> None:
    assert (
        lines()
        .with_texts({("lines", 4): "Five."})
        .source.endswith(LINES.replace("# the last\n", "# the last\n  - Five.\n"))
    )
    assert lines().with_texts({("lines", 4): " "}).source == LINES
    assert form_of("a: {}\n", "a").with_texts({("a", "b", 0): "c"}).source == "a:\n  b:\n    - c\n"


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_typed_into_a_list_is_what_is_read(seed: int) -> None:
    chance, path = random.Random(seed), ("customers", 0, "stock", "vent", "fi")
    form = form_of(SCENARIO, "scenario")
    typed = list(form.texts(path))
    for _ in range(chance.randint(1, 6)):
        what, at = chance.choice(("change", "add", "remove", "move")), chance.randint(0, max(0, len(typed) - 1))
        if what == "add" or not typed:
            typed.insert(at, f"- uusi: {chance.random()}")
        elif what == "move":
            typed.insert(0, typed.pop(at))
        elif what == "remove":
            typed.pop(at)
        else:
            typed[at] = f"{typed[at]} #{seed}"
    after = form_of(form.with_texts({path: tuple(typed)}).source, "after")
    assert after.texts(path) == tuple(typed)
    block = slice(SCENARIO.index("      vent:\n"), None)
    start, end = SCENARIO[block].index("        fi:"), SCENARIO[block].index("        pl:")
    assert after.source.startswith(SCENARIO[: block.start + start])
    assert after.source.endswith(SCENARIO[block][end:])


def test_thousands_of_lines_are_typed_in_a_moment() -> None:
    many = tuple(f"Line {number} of them." for number in range(5_000))
    put(("lines",), *many)
    after = form_of(lines().with_texts({("lines",): many}).source, "after")
    assert after.with_texts({("lines",): tuple(reversed(many))}).texts(("lines",)) == many[::-1]
