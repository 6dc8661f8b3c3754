"""Which model plays which role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from practice.model.live import LiveModel
from practice.model.port import ChatModel, Role
from practice.model.retry import Retry
from practice.model.stub.model import StubModel
from practice.services.panel import Panel
from practice.settings import STUB, Settings


@dataclass(frozen=True)
class Voices:
    """One model for each role; a test hands in its own.

    `panel` grades in place of the one grader; `called` gives a model by its name.
    """

    models: Mapping[Role, ChatModel]
    panel: Panel | None = None
    called: Callable[[str], ChatModel] | None = None

    def graders(self, model: str | None = None) -> Panel:
        """Those of the settings, or the one called `model`. Raises ModelMisconfigured."""
        if model is not None and self.called is not None:
            return Panel((self.called(model),))
        return self.panel or Panel((self.models[Role.GRADER],))

    def of(self, role: Role) -> ChatModel:
        return self.models[role]

    def preload(self) -> None:
        """Loads what is slow to load, before a server forks."""
        for model in (*self.models.values(), *(self.panel.models if self.panel else ())):
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
            live[name] = LiveModel(name, settings.api_base, settings.model_timeout, Retry(settings.model_attempts))
        return live[name]

    panel = Panel(tuple(model_called(name) for name in settings.graders()), settings.grader_repeats)
    models = {role: model_called(settings.model_for(role.value)) for role in Role}
    return Voices(models, panel, model_called)
