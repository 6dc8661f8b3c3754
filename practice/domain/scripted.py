"""A talk that a scripted trainee played against a version of a scenario, as it is kept."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from practice.domain.conversation import Outcome
from practice.domain.mood import Mood
from practice.domain.simulation import Simulation


class ScriptedTurn(BaseModel):
    """`speaks` is the key of the customer who answers, `moods` are of all. `fell_back`: the scenario's own line."""

    model_config = ConfigDict(frozen=True)

    reply: str
    answer: str
    speaks: str
    fell_back: bool
    moods: Mapping[str, Mood]


class ScriptedTalk(BaseModel):
    """`outcome` None: it has not been played yet. `models` are those who played the customer."""

    model_config = ConfigDict(frozen=True)

    behaviour: str
    outcome: Outcome | None = None
    models: tuple[str, ...] = ()
    turns: tuple[ScriptedTurn, ...] = ()

    @property
    def played(self) -> bool:
        return self.outcome is not None


_TALKS = TypeAdapter(tuple[ScriptedTalk, ...])


def played_talk(behaviour: str, talk: Simulation, models: tuple[str, ...]) -> ScriptedTalk:
    turns = tuple(
        ScriptedTurn(
            reply=turn.reply,
            answer=turn.answer.text,
            speaks=turn.answer.customer,
            fell_back=turn.check.fell_back,
            moods={reaction.customer: reaction.mood for reaction in turn.reactions},
        )
        for turn in talk.turns
    )
    return ScriptedTalk(behaviour=behaviour, outcome=talk.outcome, models=models, turns=turns)


def as_json(talks: tuple[ScriptedTalk, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _TALKS.dump_python(talks, mode="json")
    return found


def from_json(values: list[dict[str, Any]]) -> tuple[ScriptedTalk, ...]:
    return _TALKS.validate_python(values)
