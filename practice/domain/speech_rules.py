"""`prompts/speech.yaml`: what no real customer would say, and what says more than the scenario knows."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at
from practice.domain.language import Choices, Language, Text
from practice.domain.stock import Move


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpeechRule(_Part):
    """Phrases this customer would not use: never, or only with some moves, or only when calmer."""

    rule: Text
    phrases: Choices
    but_with: list[Move] = Field(default=[], description="moves with which the phrases are fine")
    frustration_from: int = Field(default=0, ge=0, le=100, description="below it the phrases are fine")

    def holds(self, move: Move, frustration: int) -> bool:
        return move not in self.but_with and frustration >= self.frustration_from


class FactWords(_Part):
    """Words that state a fact. A word that ends in * stands for every word that begins so."""

    numbers: dict[int, Choices]
    days_and_months: list[Choices] = Field(min_length=19, max_length=19, description="Monday first, January eighth")
    capitals: Choices = Field(description="written with a capital without being a name")


class SpeechRules(_Part):
    labels: Choices = Field(description="what models write before a line, with a colon, to say who speaks")
    rules: list[SpeechRule]
    facts: FactWords
    little_words: dict[str, list[Text]] = Field(description="language -> its commonest words")

    @model_validator(mode="after")
    def _every_language_is_known(self) -> "SpeechRules":
        lacking = next((language for language in Language if language.value not in self.little_words), None)
        if lacking is not None:
            raise mistake_at(("little_words",), f"needs the language {lacking.value!r}")
        return self

    def forbidden(self, language: Language, move: Move, frustration: int) -> list[tuple[str, str]]:
        """Pairs of a phrase and the rule it breaks now."""
        holding = [rule for rule in self.rules if rule.holds(move, frustration)]
        return [(phrase, rule.rule) for rule in holding for phrase in rule.phrases.in_language(language)]
