"""What is sent beside the messages: what the request wants, as far as this model and server take it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from practice.model.port import ModelRequest
from practice.model.response_format import ResponseFormat


@dataclass(frozen=True)
class Abilities:
    """What a model takes, first as litellm knows it, then as its server taught us."""

    temperature: bool = True
    seed: bool = True
    usage_in_stream: bool = True
    format: ResponseFormat = ResponseFormat.JSON_SCHEMA

    def without(self, parameter: str) -> "Abilities":
        """The next lower ones after the server refused `parameter`."""
        match parameter:
            case "response_format":
                return replace(self, format=self.format.next_lower)
            case "stream_options":
                return replace(self, usage_in_stream=False)
            case "seed":
                return replace(self, seed=False)
            case "temperature":
                return replace(self, temperature=False)
        return self


#: In this order a refusal is looked up: response_format first, for its schema may hold any of the other words.
REFUSABLE = ("response_format", "stream_options", "seed", "temperature")


def parameters_for(request: ModelRequest, abilities: Abilities, streamed: bool) -> dict[str, Any]:
    parameters: dict[str, Any] = {"max_tokens": request.max_tokens}
    if abilities.temperature:
        parameters["temperature"] = request.temperature
    if abilities.seed and request.seed is not None:
        parameters["seed"] = request.seed
    if response_format := _response_format(request, abilities.format):
        parameters["response_format"] = response_format
    if streamed and abilities.usage_in_stream:
        parameters["stream_options"] = {"include_usage": True}
    return parameters


def recorded(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """For the record: the schema by its kind, for it is long and the prompt version already names it."""
    kept = {name: value for name, value in parameters.items() if name != "stream_options"}
    if "response_format" in kept:
        kept["response_format"] = kept["response_format"]["type"]
    return kept


def _response_format(request: ModelRequest, most: ResponseFormat) -> dict[str, Any] | None:
    if request.schema is None or most is ResponseFormat.NONE:
        return None
    if most is ResponseFormat.JSON_OBJECT:
        return {"type": most.value}
    schema = {"name": request.schema_name, "schema": dict(request.schema), "strict": True}
    return {"type": most.value, "json_schema": schema}
