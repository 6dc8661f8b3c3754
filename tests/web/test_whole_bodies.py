"""What a form holds arrives as it was sent, however long its text is."""

from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from practice.web.large_requests import LARGEST_REQUEST

EMPTY = tuple(f"empty-{number}" for number in range(4))
MULTIPART = "multipart/form-data; boundary=BOUNDARY"


def test_empty_fields_behind_a_long_text_stay_empty(app: Flask) -> None:
    wrong = []
    for length in range(65_536 - 700, 65_536):
        fields = {"text": "x" * length, **dict.fromkeys(EMPTY, ""), "last": "word"}
        with app.test_request_context("/", method="POST", data=fields, content_type=MULTIPART):
            if dict(request.form) != fields:
                wrong.append(length)
    assert wrong == []


def test_a_file_arrives_whole_beside_its_fields(app: Flask) -> None:
    sent = bytes(range(256)) * 800
    fields = {"file": FileStorage(BytesIO(sent), "text.yaml"), "note": "word"}
    with app.test_request_context("/", method="POST", data=fields, content_type=MULTIPART):
        assert request.files["file"].read() == sent
        assert dict(request.form) == {"note": "word"}


@pytest.mark.parametrize("kind", ["text/yaml", "application/x-www-form-urlencoded", MULTIPART])
def test_what_is_not_read_yet_is_read_as_much_as_is_asked_for(app: Flask, kind: str) -> None:
    with app.test_request_context("/", method="POST", data=b"a: b\nc: d\n", content_type=kind):
        assert not request.files
        assert request.stream.read(4) == (b"a: b" if kind == "text/yaml" else b"")
        assert request.stream.readline() == (b"\n" if kind == "text/yaml" else b"")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", MULTIPART])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused_whether_or_not_it_tells_its_size(
    app: Flask, kind: str, chunked: bool
) -> None:
    fields = {"text": "x" * LARGEST_REQUEST}
    with app.test_request_context("/", method="POST", data=fields, content_type=kind):
        if chunked:
            del request.environ["CONTENT_LENGTH"]
            request.environ["wsgi.input_terminated"] = True
        with pytest.raises(RequestEntityTooLarge):
            assert request.form
