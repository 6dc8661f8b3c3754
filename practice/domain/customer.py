"""Who the customer is: a person with a manner, something unsaid, and conditions under which the matter is settled."""

from pydantic import BaseModel, ConfigDict, Field

from practice.domain.language import Choices, Key, Language, Shown, Text
from practice.domain.mood import Mood
from practice.domain.mood_table import DecisionStyle, Weight
from practice.domain.stock import StockLines

TENSE_FROM = 35
FURIOUS_FROM = 70


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Persona(_Part):
    name: Shown
    manner: Text
    decision_style: DecisionStyle
    culture: Text
    register_: Shown = Field(alias="register", description="how the customer addresses the trainee, per talk language")
    weighs: dict[Key, Weight] = Field(default={}, description="event of the mood table -> factor")


class HiddenNeed(_Part):
    """What the customer does not say at first: told once the gauge of disclosure has reached `opens_at`."""

    need: Text
    opens_at: int = Field(ge=0, le=100)


class Resolution(_Part):
    """Settled when one of `remedies` was offered concretely and each of `topics` was raised, and the mood allows."""

    remedies: list[Key] = Field(min_length=1)
    topics: list[Key] = []
    frustration_at_most: int = Field(ge=0, le=100)
    trust_at_least: int = Field(ge=0, le=100)


class Seen(_Part):
    """What somebody at the counter sees of this customer: posture, hands, voice, bystanders."""

    calm: Choices
    tense: Choices
    furious: Choices

    def at(self, frustration: int, language: Language) -> list[str]:
        calmer = self.calm if frustration < TENSE_FROM else self.tense
        return (calmer if frustration < FURIOUS_FROM else self.furious).in_language(language)


class Customer(_Part):
    key: Key
    persona: Persona
    called: Choices | None = Field(default=None, description="words by which a reply speaks to this one of two")
    knows: list[Text] = Field(min_length=1)
    does_not_know: list[Text] = []
    hidden_need: HiddenNeed
    start_mood: Mood
    resolution: Resolution
    opening: Shown
    seen: Seen | None = None
    stock: StockLines
