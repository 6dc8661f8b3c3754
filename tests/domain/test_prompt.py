"""Prompts as files: two parts, and placeholders that are declared, filled and used."""

import pytest

from practice.domain.prompt import Offered, read_prompt
from practice.errors import BadDocument

HEAD = "---\npurpose: Greet.\nuses: [{uses}]\ntemperature: 0.5\nmax_tokens: 60\n---\n"
BODY = "=== system\nYou greet $name.\n\nBriefly.\n=== user\n${case} please\n"
OFFERED = Offered(frozenset({"name", "mood"}), frozenset({"case"}))


def _text(body: str = BODY, uses: str = "name, case") -> str:
    return HEAD.format(uses=uses) + body


def _complaint(text: str, offered: Offered | None = None) -> str:
    with pytest.raises(BadDocument) as caught:
        read_prompt(text, "greet.md", offered)
    return str(caught.value)


def test_a_prompt_is_read_and_rendered() -> None:
    prompt = read_prompt(_text(), "greet.md", OFFERED)
    assert prompt.render_system({"name": "Ada", "mood": "x"}) == "You greet Ada.\n\nBriefly."
    assert prompt.render_user({"case": "Now"}) == "Now please"
    assert (prompt.head.temperature, prompt.head.max_tokens) == (0.5, 60)


def test_a_dollar_sign_is_written_twice() -> None:
    prompt = read_prompt(_text("=== system\nIt costs $$5 or $$name.\n=== user\nHi\n", ""), "greet.md")
    assert prompt.render_system({}) == "It costs $5 or $name."


def test_what_is_filled_in_is_not_read_for_placeholders() -> None:
    prompt = read_prompt(_text(), "greet.md")
    assert prompt.render_user({"case": "$name ${name} $$ $"}) == "$name ${name} $$ $ please"


def test_an_undeclared_placeholder_is_named_with_its_line() -> None:
    assert _complaint(_text(uses="case")) == (
        "greet.md, line 8: key 'uses': the text uses $name, which is not listed; add it"
    )


def test_a_declared_placeholder_that_is_not_used_is_named_with_its_line() -> None:
    assert _complaint(_text(uses="name, case, mood")) == (
        "greet.md, line 3: key 'uses': lists 'mood', which the text does not use; remove it"
    )


def test_a_placeholder_declared_twice_is_named() -> None:
    assert "line 3: key 'uses': lists 'case' twice" in _complaint(_text(uses="name, case, case"))


def test_a_placeholder_that_nobody_fills_is_named_with_those_that_are() -> None:
    complaint = _complaint(_text(BODY.replace("Briefly", "$whim"), "name, case, whim"), OFFERED)
    assert complaint == "greet.md, line 10: $whim is not filled in this part; filled: $mood, $name"


def test_a_placeholder_in_the_wrong_part_is_named() -> None:
    moved = BODY.replace("Briefly", "$case")
    assert "line 10: $case is not filled in this part" in _complaint(_text(moved), OFFERED)


def test_what_the_model_must_be_told_may_not_be_left_out() -> None:
    text = _text(BODY.replace("${case} please", "Hi"), "name")
    assert "the part '=== user' must use $case" in _complaint(text, OFFERED)


@pytest.mark.parametrize("broken", ["$5", "costs $ much", "${name", "$-"])
def test_a_dollar_sign_that_starts_no_placeholder_is_named_with_its_line(broken: str) -> None:
    complaint = _complaint(_text(BODY.replace("Briefly", broken)))
    assert complaint == "greet.md, line 10: a $ that starts no placeholder; write $$ for a dollar sign"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Just text\n",
        "=== system\nA\n",
        "=== user\nA\n",
        "=== user\nA\n=== system\nB\n",
        "=== system\nA\n=== system\nB\n=== user\nC\n",
        "=== system\nA\n=== user\nB\n=== user\nC\n",
        "=== system\nA\n=== assistant\nX\n=== user\nB\n",
        "Lost words\n=== system\nA\n=== user\nB\n",
    ],
)
def test_a_prompt_has_exactly_the_two_parts(body: str) -> None:
    assert _complaint(_text(body, "")).startswith("greet.md, line 7: after the front matter come two parts")


@pytest.mark.parametrize("text", ["", "=== system\nA\n", "purpose: x\n---\n", "---\npurpose: x\n", "\n\n---"])
def test_a_prompt_starts_with_front_matter(text: str) -> None:
    assert _complaint(text) == "greet.md, line 1: a prompt starts with front matter between two lines of ---"


def test_a_mistake_in_the_front_matter_is_shown_at_its_own_line() -> None:
    assert _complaint(_text().replace("0.5", "5")) == (
        "greet.md, line 4: key 'temperature': must be a number from 0 to 2, not '5'"
    )
    assert "line 5: key 'max_token': is not known here" in _complaint(_text().replace("max_tokens", "max_token"))


def test_dashes_at_the_end_of_a_line_or_in_the_text_end_nothing() -> None:
    text = _text(BODY.replace("Briefly", "A\n---\nB")).replace("Greet.", "Greet ---")
    assert read_prompt(text, "greet.md").head.purpose == "Greet ---"


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    plain, odd = read_prompt(_text(), "greet.md"), read_prompt("\ufeff" + _text().replace("\n", "\r\n"), "greet.md")
    assert odd == plain


def test_the_hash_changes_with_every_letter_of_the_text() -> None:
    first, second = read_prompt(_text(), "greet.md"), read_prompt(_text() + "!", "greet.md")
    assert first.hash != second.hash
    assert len(first.hash) == 16
