"""`prompts/trainees/<behaviour>.yaml`: trainees that a program plays against a customer, to test the customer."""

from pydantic import BaseModel, ConfigDict, Field

from practice.domain.language import Choices, Language, Text
from practice.domain.scenario import Scenario

#: The behaviour whose replies are each scenario's own good way.
SKILLED = "skilled"


class Trainee(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    brief: Text = Field(description="English, for a language model that plays this trainee")
    replies: Choices | None = Field(default=None, description="in order; none for the skilled one")


def scripted(trainee: Trainee, scenario: Scenario, language: Language) -> list[str]:
    return (trainee.replies or scenario.good_way).in_language(language)
