"""One JSON object and nothing else."""

import pytest

from practice.domain.answer import read_object, storable
from practice.errors import UnreadableAnswer


@pytest.mark.parametrize(
    "answer",
    [
        '{"a": 1}',
        ' \n{"a": 1}\n ',
        '```json\n{"a": 1}\n```',
        '```JSON\r\n{"a": 1}\r\n```\n',
        '```\n{"a": 1}```',
    ],
)
def test_an_object_is_read_with_or_without_a_fence(answer: str) -> None:
    assert read_object(answer) == {"a": 1}


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("", "the answer is empty"),
        ("  \n", "the answer is empty"),
        ("```json\n\n```", "the answer is empty"),
        ('Here it is: {"a": 1}', "not one JSON object: Expecting value at character 0"),
        ('{"a": 1} I hope this helps', "not one JSON object: Extra data at character 9"),
        ('Sure!\n```json\n{"a": 1}\n```', "not one JSON object"),
        ('{"a": 1}{"a": 1}', "not one JSON object: Extra data"),
        ('{"a": 1', "not one JSON object"),
        ('```json\n{"a": 1}', "not one JSON object"),
        ("[1]", "not one JSON object but another JSON value"),
        ("null", "not one JSON object but another JSON value"),
        ('"text"', "not one JSON object but another JSON value"),
        ('{"a": 1, "a": 2}', "key 'a' stands twice"),
        ('{"b": {"a": 1, "a": 1}}', "key 'a' stands twice"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ("{'a': 1}", "not one JSON object"),
        ('{"a": ' * 100_000, "too deep"),
        ('{"a": ' + "1" * 5000 + "}", "a number is too long"),
        ("I'm sorry, but I can't help with that.", "not one JSON object"),
    ],
)
def test_anything_else_is_refused_with_the_fault_named(answer: str, fault: str) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        read_object(answer)
    assert fault in str(caught.value)
    assert len(str(caught.value)) < 200


def test_what_databases_refuse_is_taken_out_and_the_rest_stays() -> None:
    assert storable("a\0b") == "ab"
    assert storable("\ud83d\ude00 ok \ud83d") == "😀 ok \ufffd"
    assert storable("żółć 😀\n") == "żółć 😀\n"
