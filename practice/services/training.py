"""Trainees that a program plays: a script, or a model with a brief."""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.casework import training_case
from practice.domain.conversation import Turn, transcript_of
from practice.domain.fence import fenced
from practice.domain.language import Language
from practice.domain.prompt import Prompt
from practice.domain.scenario import Scenario
from practice.domain.trainee import Trainee, scripted
from practice.domain.transcript import Speaker
from practice.model.port import ChatModel, Message, ModelRequest, Role
from practice.services.exchange import names_of


@dataclass(frozen=True)
class ModelTrainee:
    """Asks `model` for each reply, `most` at most. Raises ModelError."""

    model: ChatModel
    prompt: Prompt
    trainee: Trainee
    scenario: Scenario
    language: Language
    seed: int
    most: int

    def __call__(self, turns: Sequence[Turn]) -> str | None:
        said = sum(turn.speaker is Speaker.TRAINEE for turn in turns)
        if said >= self.most:
            return None
        before = transcript_of(turns, names_of(self.scenario, self.language))
        examples = scripted(self.trainee, self.scenario, self.language)
        case = training_case(self.scenario, self.language, self.trainee.brief, examples, before)
        request = ModelRequest(
            Role.TRAINEE,
            (
                Message("system", self.prompt.render_system({})),
                Message("user", self.prompt.render_user({"case": fenced(case)})),
            ),
            self.prompt.head.temperature,
            self.prompt.head.max_tokens,
            seed=self.seed + said,
        )
        return self.model.complete(request).text.strip()
