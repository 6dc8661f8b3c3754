"""`prompts/channels.yaml`: what each channel does to a talk."""

from pydantic import BaseModel, ConfigDict, Field

from practice.domain.language import Key, Language, Shown, Text
from practice.domain.scenario import Channel


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Waits(_Part):
    """What waiting costs on a fast channel (essay idea E2.2). Seconds, and points of patience."""

    after: int = Field(ge=1)
    every: int = Field(ge=1)
    costs: int = Field(ge=0, le=40)
    at_most: int = Field(ge=0, le=100)

    def cost(self, seconds: float) -> int:
        if seconds < self.after:
            return 0
        return min(self.at_most, self.costs * (1 + int((seconds - self.after) // self.every)))


class Action(_Part):
    """Something to do rather than to say. Its label, in the language of the talk, becomes part of the reply."""

    key: Key
    event: Key = Field(description="of the mood table; noticed by code, without asking a model")
    button: Shown
    label: Shown = Field(description="what was done, as the talk tells it")

    def words(self, language: Language) -> str:
        return f"[{self.label.in_language(language)}]"


class ChannelRules(_Part):
    most_words: int = Field(ge=5, le=300, description="of one line of the customer")
    manner: Text = Field(description="English, for the customer's prompt")
    whole_lines: bool = Field(default=False, description="shown when finished, as a letter is; else word by word")
    waits: Waits | None = None
    actions: list[Action] = []

    def action(self, key: str) -> Action | None:
        return next((action for action in self.actions if action.key == key), None)


class Channels(_Part):
    web_chat: ChannelRules
    phone: ChannelRules
    email: ChannelRules
    shop_counter: ChannelRules
    public_thread: ChannelRules

    def of(self, channel: Channel) -> ChannelRules:
        rules: ChannelRules = getattr(self, channel.value)
        return rules
