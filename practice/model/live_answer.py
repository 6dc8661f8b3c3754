"""Reads what litellm hands back, whole or in chunks, and says whether it is an answer at all."""

from dataclasses import dataclass, field
from typing import Any

from practice.errors import ModelRefused, UnreadableAnswer
from practice.model.port import ModelRequest


@dataclass
class Heard:
    """What has come so far. `usage` is litellm's object, None until the provider said it."""

    texts: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    finish_reason: str | None = None
    usage: Any = None

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def hear_whole(self, response: Any) -> None:  # noqa: ANN401 - litellm's ModelResponse, which only live.py may import
        choice = response.choices[0]
        own = choice.message.provider_specific_fields or {}
        self._hear(choice.message.content, own.get("refusal"), choice.finish_reason)
        self.usage = getattr(response, "usage", None)

    def hear_chunk(self, chunk: Any) -> str:  # noqa: ANN401 - litellm's ModelResponseStream or its GenericStreamingChunk
        """The text of this chunk."""
        if isinstance(chunk, dict):
            return self._hear(chunk["text"], None, chunk["finish_reason"] if chunk["is_finished"] else None)
        self.usage = getattr(chunk, "usage", None) or self.usage
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        return self._hear(choice.delta.content, getattr(choice.delta, "refusal", None), choice.finish_reason)

    def _hear(self, text: str | None, refusal: str | None, finish_reason: str | None) -> str:
        if text:
            self.texts.append(text)
        if refusal:
            self.refusals.append(refusal)
        # The closing mark of a stream comes as a second, invented "stop".
        self.finish_reason = self.finish_reason or finish_reason
        return text or ""

    def check(self, request: ModelRequest, model: str) -> None:
        """Raises ModelRefused or UnreadableAnswer."""
        if self.refusals or self.finish_reason == "content_filter":
            raise ModelRefused(f"{model} or its provider declined to answer.")
        if not self.text.strip():
            hint = f" Its {request.max_tokens} tokens were used up." if self.finish_reason == "length" else ""
            raise UnreadableAnswer(f"{model} gave an empty answer.{hint}")
        if self.finish_reason == "length" and request.schema is not None:
            raise UnreadableAnswer(
                f"The answer of {model} was cut at {request.max_tokens} tokens. Raise max_tokens in the prompt file."
            )
