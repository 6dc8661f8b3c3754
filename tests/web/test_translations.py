"""Every text of the pages exists in every language, whole and with the same placeholders."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from practice.web import translations

WEB = Path(translations.__file__).parent
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
LANGUAGES = ("fi", "pl", "sv")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def texts_of_the_pages() -> frozenset[str | tuple[str, ...]]:
    found = extract_from_dir(WEB, method_map=METHODS, keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found)


def catalogues(language: str) -> list[Catalog]:
    paths = sorted((translations.FOLDER / language / "LC_MESSAGES").glob("*.po"))
    return [read_po(BytesIO(path.read_bytes()), locale=language) for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    known = {message.id for catalogue in catalogues(language) for message in catalogue if message.id}
    assert texts_of_the_pages() - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    known = {message.id for catalogue in catalogues(language) for message in catalogue if message.id}
    assert known - texts_of_the_pages() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_doubtful_or_short_of_a_placeholder(language: str) -> None:
    for catalogue in catalogues(language):
        for message in catalogue:
            if not message.id:
                continue
            assert not message.fuzzy, message.id
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if len(ids) > 1:
                assert len(strings) == catalogue.num_plurals, message.id
            for string in strings:
                assert string, message.id
                assert _placeholders(string) == _placeholders(ids[-1]), message.id


@pytest.mark.parametrize(("language", "words"), [("fi", "ei näkynyt"), ("pl", "nie wystąpiło"), ("sv", "syntes inte")])
def test_what_was_not_shown_is_called_as_the_rubric_calls_it(language: str, words: str) -> None:
    assert translations.translations_for(language).ugettext("not shown") == words


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))
