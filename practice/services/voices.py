"""Which model plays which role."""

from collections.abc import Mapping
from dataclasses import dataclass

from practice.model.live import LiveModel
from practice.model.port import ChatModel, Role
from practice.model.stub.model import StubModel
from practice.settings import STUB, Settings


@dataclass(frozen=True)
class Voices:
    """One model for each role; a test hands in its own."""

    models: Mapping[Role, ChatModel]

    def of(self, role: Role) -> ChatModel:
        return self.models[role]

    def preload(self) -> None:
        """Loads what is slow to load, before a server forks."""
        for model in self.models.values():
            if isinstance(model, LiveModel):
                model.preload()


def voices_from(settings: Settings) -> Voices:
    """Raises ModelMisconfigured for a name that no provider is known for."""
    stub = StubModel(settings.stub_word_ms / 1000)
    live: dict[str, LiveModel] = {}

    def model_called(name: str) -> ChatModel:
        if name == STUB:
            return stub
        if name not in live:
            live[name] = LiveModel(
                name, settings.api_base, timeout=settings.model_timeout, attempts=settings.model_attempts
            )
        return live[name]

    return Voices({role: model_called(settings.model_for(role.value)) for role in Role})
