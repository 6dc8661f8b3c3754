"""Languages, and texts that exist in several of them."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from practice.domain.mistake import refused, wrong
from practice.domain.mistake_kind import Kind

#: A text that says something: blanks around it are dropped, and nothing else is not a text.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise refused(wrong(Kind.KEY_LETTERS))
    return value


#: A name that a text gives to one of its parts, so that other parts can point at it.
Key = Annotated[str, AfterValidator(_key)]


class Language(StrEnum):
    """ISO 639-1 codes of the languages that pages are shown and talks are held in."""

    EN = "en"
    FI = "fi"
    PL = "pl"
    SV = "sv"


#: Names for prompts and menus, each in its own language.
OWN_NAMES = {
    Language.EN: "English",
    Language.FI: "suomi",
    Language.PL: "polski",
    Language.SV: "svenska",
}

#: Names for prompts, which are written in English.
ENGLISH_NAMES = {
    Language.EN: "English",
    Language.FI: "Finnish",
    Language.PL: "Polish",
    Language.SV: "Swedish",
}


class Shown(BaseModel):
    """A text in every language: people read it on a page or hear it in a talk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: Text
    fi: Text
    pl: Text
    sv: Text

    def in_language(self, language: Language) -> str:
        return str(getattr(self, language.value))


class Choices(BaseModel):
    """Several ways to say one thing, in every language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: list[Text] = Field(min_length=1)
    fi: list[Text] = Field(min_length=1)
    pl: list[Text] = Field(min_length=1)
    sv: list[Text] = Field(min_length=1)

    def in_language(self, language: Language) -> list[str]:
        return list(getattr(self, language.value))


#: The languages a talk can be held in.
TALK_LANGUAGES = tuple(Language)
