"""What graders are called on pages."""

import pytest
from flask import Flask

from practice.services.demo_gold import DRAWN, IN_TALKS
from practice.web.voice import model_named


@pytest.mark.parametrize(
    ("language", "drawn"), [("en", "drawn by chance"), ("fi", "arvottu"), ("pl", "wylosowane"), ("sv", "slumpat")]
)
def test_what_a_demonstration_drew_is_said_to_be_so_in_the_readers_language(
    app: Flask, language: str, drawn: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert drawn in model_named(DRAWN)
        assert IN_TALKS not in model_named(IN_TALKS)


def test_a_model_and_a_panel_are_called_by_their_names(app: Flask) -> None:
    with app.test_request_context():
        assert model_named("openai/a + stub ×3") == "openai/a + the built-in stub ×3"
