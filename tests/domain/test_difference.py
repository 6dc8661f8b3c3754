"""What differs between two texts."""

from practice.domain.difference import AROUND, Change, difference


def _lines(count: int, **other: str) -> str:
    return "\n".join(other.get(f"at{number}", f"line {number}") for number in range(1, count + 1))


def test_equal_texts_differ_nowhere() -> None:
    assert difference(_lines(9), _lines(9)) == ()


def test_each_line_has_its_number_in_the_text_that_has_it() -> None:
    [passage] = difference("a\nb\nc", "a\nx\ny\nc")
    assert [(line.change, line.before, line.after, line.text) for line in passage] == [
        (Change.SAME, 1, 1, "a"),
        (Change.REMOVED, 2, None, "b"),
        (Change.ADDED, None, 2, "x"),
        (Change.ADDED, None, 3, "y"),
        (Change.SAME, 3, 4, "c"),
    ]


def test_passages_far_apart_stand_alone_with_a_few_lines_around() -> None:
    first, second = difference(_lines(40), _lines(40, at10="ten", at30="thirty"))
    for passage, number in ((first, 10), (second, 30)):
        numbers = [line.before for line in passage if line.change is Change.SAME]
        assert numbers == [*range(number - AROUND, number), *range(number + 1, number + AROUND + 1)]
