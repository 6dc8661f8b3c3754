"""Plays good and bad trainees against every customer, and counts what the models did."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from practice.domain.language import Language
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.realism import BEHAVIOURS, COMPARED, EMPTY, Trial
from practice.domain.scenario import Scenario
from practice.domain.simulation import Simulation
from practice.domain.trainee import SKILLED, scripted
from practice.library import Library, read_scenario
from practice.model.port import ChatModel, ModelAnswer, ModelRequest, Piece
from practice.services.answering import Answering
from practice.services.simulating import Played, script, simulate

_NOTHING = ["...", "…", ".", "?", "- -", "!", "...", "…"]


@dataclass
class Counted:
    """A model whose calls and tokens are counted. `first_pieces`: when each stream's first words came."""

    model: ChatModel
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first_pieces: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.model.name

    def complete(self, request: ModelRequest) -> ModelAnswer:
        answer = self.model.complete(request)
        self._note(answer)
        return answer

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        begun = False
        for piece in self.model.stream(request):
            if piece.text and not begun:
                begun = True
                self.first_pieces.append(time.monotonic())
            if piece.answer:
                self._note(piece.answer)
            yield piece

    def _note(self, answer: ModelAnswer) -> None:
        self.calls += 1
        self.prompt_tokens += answer.usage.prompt_tokens
        self.completion_tokens += answer.usage.completion_tokens


@dataclass(frozen=True)
class Players:
    library: Library
    answering: Answering

    def trials(self, keys: Sequence[str], languages: Sequence[Language], seeds: Sequence[int]) -> Iterator[Trial]:
        """One for each of `keys`, `languages` and `seeds`. Raises ModelError."""
        for key in keys:
            document = self.library.scenario_document(key)
            scenario = read_scenario(document.text, str(document.path))
            for language in languages:
                for seed in seeds:
                    yield self.trial(key, scenario, language, seed)

    def trial(self, key: str, scenario: Scenario, language: Language, seed: int) -> Trial:
        usual = {name: self._play(key, scenario, language, seed, name) for name in BEHAVIOURS}
        again = {name: self._play(key, scenario, language, seed, name) for name in (SKILLED,)}
        own = scenario.difficulty
        harder = {
            name: {
                level: usual[name] if level == own else self._play(key, scenario, language, seed, name, level)
                for level in DIFFICULTIES
            }
            for name in COMPARED
        }
        return Trial(key, language.value, seed, scenario.difficulty, usual, again, harder)

    def _play(
        self, key: str, scenario: Scenario, language: Language, seed: int, name: str, difficulty: int | None = None
    ) -> Simulation:
        played = Played(key, scenario, language, difficulty or scenario.difficulty, seed)
        return simulate(self.answering, played, script(self._replies(scenario, language, name)))

    def _replies(self, scenario: Scenario, language: Language, name: str) -> list[str]:
        return _NOTHING if name == EMPTY else scripted(self.library.trainee(name), scenario, language)
