"""Catalogues read from their .po files as they stand, so that a checkout and a wheel work without a compile step.

Every `*.po` in `translations/<language>/LC_MESSAGES/` counts: `messages.po` for what all pages share and for
practising, one more per further feature (`report.po`, ...), so that two people can translate at once.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale
from flask_babel import gettext as untyped_gettext
from flask_babel import ngettext as untyped_ngettext

FOLDER = Path(__file__).parent / "translations"


def gettext(message: str, **values: object) -> str:
    """flask-babel's, with a type."""
    return str(untyped_gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    return str(untyped_ngettext(singular, plural, num, **values))


class Catalogues(Domain):  # type: ignore[misc] # flask-babel ships no types
    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return translations_for(locale.language) if locale else NullTranslations()


@cache
def translations_for(language: str) -> NullTranslations:
    """English, being the language of the message ids, has no catalogue."""
    merged: Translations | None = None
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.po")):
        read = _read(path, language)
        if merged is None:
            merged = read
        else:
            merged.merge(read)
    return merged or NullTranslations()


def _read(path: Path, language: str) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)
