"""A text behind a form: what is changed changes, and every other sign stays where it was."""

from collections.abc import Iterator

import pytest

from practice.domain.difference import Change, difference
from practice.domain.yaml_form import YamlForm, form_of
from practice.domain.yaml_spans import Span
from practice.domain.yaml_text import Path, read_yaml
from practice.domain.yaml_writing import Fragment
from practice.errors import BadDocument
from tests.conftest import ROOT

RUBRIC = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8")
TEXTS = [
    *sorted((ROOT / "rubrics").glob("*.yaml")),
    *sorted((ROOT / "prompts" / "scenarios").glob("*.yaml")),
    *sorted((ROOT / "tests" / "grading_cases" / "rubrics").glob("*.yaml")),
]
ORDER = ("key", "name", "checks", "levels", "en", "fi", "pl", "sv")
SMALL = """\
# Head
name:
  en: Calm  # short
  sv: 'Lugn'
checks: [a, b]  # both
# What follows is ordered.
rows:
  # ---------- ruled
  # About one
  - key: one
    text: >-
      The first line of it
      and the second one.
    # inside

  # About two
  - key: two
    expected: {x: 1, y: 2}

  - key: three
    none:
end: "yes"
"""
SIGNS = "null ~ true 2 1-2 a: it's ' \" [a {a} ] @a *a &a !a %a `a --- ... a\\b <b>&amp;"
LONG = "word " * 60
AWKWARD = [
    *SIGNS.split(" "),
    *("- a", "# a", "a # b", "a: b", 'say "so"', "a, b", "? a", "| a", "> a", "a\tb", "a  b", "å ä ö 😀", "a\u00a0b"),
    *("one\ntwo", "one\n\n\ntwo", "one\n  two\nthree", "one\n# two", "one \ntwo", "\ufeffa", "a\x07b", "x" * 300),
    *(f"{LONG}end", f"{LONG} {LONG}\n{LONG}end", f"{LONG}\t{LONG}end", f"ends: {LONG}#"),
]
PLACES: list[Path] = [
    *(("name", "en"), ("name", "sv"), ("name", "fi"), ("end",), ("checks", 1), ("rows", 0, "text")),
    *(("rows", 1, "expected", "x"), ("rows", 1, "expected", "z"), ("rows", 2, "none"), ("rows", 2, "a", "b")),
]


def scalars(span: Span, path: Path = ()) -> Iterator[Path]:
    for index, entry in enumerate(span.entries or ()):
        yield from scalars(entry, (*path, index))
    for key, item in (span.items or {}).items():
        yield from scalars(item.value, (*path, key))
    if span.text is not None:
        yield path


def changed(before: str, after: str) -> tuple[str, str]:
    """The lines that went and those that came."""
    lines = [line for passage in difference(before, after) for line in passage]
    went, came = ([line.text for line in lines if line.change is change] for change in (Change.REMOVED, Change.ADDED))
    return "\n".join(went), "\n".join(came)


def small() -> YamlForm:
    return form_of(SMALL, "small", ORDER)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_form_that_comes_back_as_it_was_shown_changes_no_sign(file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    form = form_of(text, "text")
    shown = {path: form.text(path).replace("\n", "\r\n") + "\r\n" for path in scalars(form.root)}
    assert len(shown) > 40
    assert form.with_texts(shown).source == text


@pytest.mark.parametrize("file", TEXTS[:3], ids=lambda file: file.stem)
def test_every_value_is_where_the_reader_finds_it(file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    form, values = form_of(text, "text"), read_yaml(text, "text").values
    for path in scalars(form.root):
        found: object = values
        for part in path:
            found = found[part]  # type: ignore[index]
        assert form.text(path) == str(found if found is not None else "").strip()


def test_one_changed_level_changes_its_lines_only() -> None:
    path = ("criteria", 0, "levels", 4, "text", "fi")
    form = form_of(RUBRIC, "rubric")
    new = form.text(path).replace("jää auttamaan", "jää yhä auttamaan")
    after = form.with_texts({path: new})
    assert after.text(path) == new
    went, came = changed(RUBRIC, after.source)
    assert (went.count("\n"), came.count("\n")) == (0, 0)
    assert came.strip() == went.strip().replace("jää auttamaan", "jää yhä auttamaan")


def test_a_long_text_is_folded_as_wide_as_it_was_and_short_ones_keep_their_marks() -> None:
    text = ("rows", 0, "text")
    after = small().with_texts({text: "The first line of it " + "and more " * 30, ("name", "sv"): "Lugn, 'så'"})
    assert after.text(text).endswith("more and more")
    assert max(map(len, after.source.split("\n"))) <= 128
    assert "  sv: 'Lugn, ''så'''\n" in after.source
    assert "    # inside\n" in after.source
    assert after.text(("name", "en")) == "Calm"


@pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path)))
def test_whatever_is_typed_is_what_is_read(path: Path) -> None:
    for given in AWKWARD:
        after = small().with_texts({path: given})
        assert after.text(path) == given, after.source
        again = form_of(after.source, "after", ORDER)
        assert again.text(path) == given
        others = [other for other in scalars(small().root) if other != path]
        assert [again.text(other) for other in others] == [small().text(other) for other in others]
        assert all(comment in again.source for comment in ("# Head", "# short", "# both", "# inside"))


def test_an_emptied_text_keeps_its_place() -> None:
    assert small().with_texts({("name", "sv"): " \r\n"}).source == SMALL.replace("'Lugn'", '""')
    assert small().with_texts({("rows", 2, "none"): "", ("name", "fi"): ""}).source == SMALL


def test_a_missing_language_stands_in_the_order_of_languages() -> None:
    after = small().with_texts({("name", "fi"): "Rauha", ("name", "pl"): "Spokój"}).source
    assert after == SMALL.replace("  sv: 'Lugn'\n", "  fi: Rauha\n  pl: Spokój\n  sv: 'Lugn'\n")
    first = form_of("name:\n  sv: a\n", "text", ORDER).with_texts({("name", "en"): "b"}).source
    assert first == "name:\n  en: b\n  sv: a\n"


def test_a_list_of_words_is_changed_as_a_whole_or_not_at_all() -> None:
    assert small().with_texts({("checks",): ("a", "b")}).source == SMALL
    assert small().with_texts({("checks",): ("a", " ", "c")}).source == SMALL.replace("[a, b]", "[a, c]")
    assert small().with_texts({("sources",): ("E1.1",)}).source == SMALL + "sources: [E1.1]\n"


def test_a_long_list_of_words_runs_over_several_lines() -> None:
    words = tuple(f"word {number}, or so" for number in range(20))
    after = small().with_texts({("checks",): words})
    assert form_of(after.source, "after").texts(("checks",)) == words
    assert max(map(len, after.source.split("\n"))) <= 128
    assert "# both" in after.source


def test_an_entry_is_added_behind_the_last_one() -> None:
    new: Fragment = {"key": "four", "text": {"en": "", "fi": "x: y"}, "list": [], "deep": [{"a": "1"}]}
    after = small().with_entry(("rows",), new).source
    added = "\n  - key: four\n    text:\n      en: \"\"\n      fi: 'x: y'\n    list: []\n    deep:\n      - a: 1\n"
    assert after == SMALL.replace("    none:\n", "    none:\n" + added)
    assert form_of(after, "after").size(("rows",)) == 4


def test_a_list_is_begun_where_there_is_none() -> None:
    for before in ("a:\n  b: c\n", "a:\n  b: c\n  list: []\n", "a:\n  b: c\n  list:\n"):
        assert (
            form_of(before, "text").with_entry(("a", "list"), {"k": "v"}).source == "a:\n  b: c\n  list:\n    - k: v\n"
        )
    noted = form_of("list: []  # none\nend: 1\n", "text").with_entry(("list",), "long " * 40).source
    assert form_of(noted, "text").texts(("list",)) == (("long " * 40).strip(),)
    assert "# none" in noted


def test_an_entry_goes_with_the_comment_above_it_and_leaves_the_ruled_line() -> None:
    without_one = small().without(("rows", 0)).source
    start, end = SMALL.index("  # About one"), SMALL.index("    # inside")
    assert without_one == SMALL[:start] + SMALL[end:]
    assert form_of(without_one, "text").size(("rows",)) == 2
    emptied = small()
    for _ in range(3):
        emptied = form_of(emptied.without(("rows", 0)).source, "text")
    assert emptied.size(("rows",)) == 0
    assert emptied.has(("rows",))
    assert emptied.text(("end",)) == "yes"


def test_what_stands_between_brackets_comes_and_goes() -> None:
    row: Path = ("rows", 1, "expected")
    assert "expected: {y: 2}" in small().without((*row, "x")).source
    assert "expected: {x: 1}" in small().without((*row, "y")).source
    assert "expected: {x: 1, y: 2, z: 3-4}" in small().with_texts({(*row, "z"): "3-4"}).source
    bare = small().without((*row, "y")).without((*row, "x"))
    assert "expected: {}" in bare.source
    assert form_of(bare.with_texts({(*row, "z"): "5"}).source, "text").text((*row, "z")) == "5"


def test_entries_change_places_with_their_comments() -> None:
    after = small().with_moved(("rows", 1), -1)
    assert [after.text(("rows", index, "key")) for index in range(3)] == ["two", "one", "three"]
    assert after.source.index("# ---------- ruled") < after.source.index("# About two\n  - key: two")
    assert after.with_moved(("rows", 0), 1).source == SMALL
    assert small().with_moved(("rows", 0), -1).source == SMALL
    assert small().with_moved(("rows", 2), 1).source == SMALL


def test_every_entry_of_the_rubric_can_go_and_move() -> None:
    form = form_of(RUBRIC, "rubric")
    values = read_yaml(RUBRIC, "rubric").values
    for index in (0, 4, form.size(("criteria",)) - 1):
        rest = read_yaml(form.without(("criteria", index)).source, "rest").values
        assert rest["criteria"] == values["criteria"][:index] + values["criteria"][index + 1 :]
        assert rest["examples"] == values["examples"]
    for index in (1, 30, form.size(("examples",)) - 1):
        moved = read_yaml(form.with_moved(("examples", index), -1).source, "moved").values["examples"]
        assert moved[index - 1 : index + 1] == values["examples"][index - 1 : index + 1][::-1]


def test_a_text_that_cannot_be_read_is_no_form() -> None:
    with pytest.raises(BadDocument, match="line 1"):
        form_of("a: *b\n", "text")
