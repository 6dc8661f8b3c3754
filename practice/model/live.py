"""Hosted and local language models, through litellm: the only module that imports it."""

import logging
import math
import os
import threading
import warnings
from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

from dotenv import dotenv_values

from practice.errors import ModelMisconfigured
from practice.model.live_asking import AskingModel, Parameters
from practice.model.live_call import CALL
from practice.model.live_errors import Asked
from practice.model.live_parameters import Abilities
from practice.model.port import ModelRequest
from practice.model.response_format import ResponseFormat
from practice.model.retry import Deadline, Retry
from practice.settings import documented

#: These are called through another SDK's client and do not take ours; their waits end by timeout alone.
_WITH_OWN_CLIENT = {"azure", "azure_text", "text-completion-openai", "text-completion-inception"}
#: What speaks these is whatever somebody runs at an own address.
_ANY_MODEL = {"openai", "hosted_vllm", "lm_studio", "litellm_proxy", "ollama", "ollama_chat"}
_loading = threading.Lock()
_loaded: "_Loaded | None" = None


class _Loaded(NamedTuple):
    litellm: ModuleType
    clients: tuple[Any, ...]
    openai_chunks: type


class _NoExecutor:
    def submit(self, *_: object) -> None:
        pass


class _TokenizerIfNeeded:
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a tokenizer's own attribute
        from litellm._lazy_imports import _get_default_encoding

        return getattr(_get_default_encoding(), name)


def preload() -> None:
    """Does now what the first call would: 2-3 seconds of imports. Opens no connection, so a fork may follow."""
    _load()


def _load() -> _Loaded:
    global _loaded
    with _loading:
        if _loaded is None:
            _loaded = _quiet_litellm()
    return _loaded


def _quiet_litellm() -> _Loaded:
    """litellm without its network calls, prints and bookkeeping. Read in its source; it is pinned exactly."""
    # Else it fetches its price list from GitHub on import.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    # Else it searches for a .env file upwards from wherever it is installed; ours is the working folder's.
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    _take_provider_keys_from_dotenv()
    # OpenAI-compatible calls through its own HTTP handler, as all other providers: without the SDK a whole call
    # takes 0.8 ms less CPU, a streamed chunk 48 µs instead of 112, and one client with our deadline serves all.
    os.environ["EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER"] = "True"
    import litellm
    import litellm.main
    import litellm.utils
    from litellm.litellm_core_utils import streaming_handler
    from litellm.litellm_core_utils.litellm_logging import Logging
    from litellm.llms.custom_httpx.http_handler import HTTPHandler
    from litellm.llms.openai.chat.gpt_transformation import OpenAIChatCompletionStreamingHandler

    from practice.model.live_http import deadline_clients

    litellm.suppress_debug_info = True  # it prints adverts for its issue tracker on errors
    litellm.telemetry = False
    litellm.drop_params = True  # a parameter a provider does not know is left out, not an error
    litellm.disable_streaming_logging = True  # 650 µs CPU per streamed chunk
    litellm.turn_off_message_logging = True  # what trainees write is in nobody's log
    litellm.num_retries = 0  # retries are ours, under one deadline
    logging.getLogger("LiteLLM").setLevel(logging.CRITICAL)  # every failure reaches the caller as ModelError
    # Its success handler, run in a thread after each call, prepares records for callbacks; we have none. 0.6 ms,
    # and a thread that would not survive the server's fork.
    litellm.utils.executor = _NoExecutor()
    streaming_handler.executor = _NoExecutor()  # type: ignore[assignment, attr-defined]
    # It prices each answer twice; we do it once, and only where there is a price. 0.4 ms.
    Logging._response_cost_calculator = lambda *_, **__: None  # type: ignore[method-assign]
    # It hands its tokenizer to every call, and only providers that do not count tokens use it. 40 MB.
    litellm.main._encoding_cache = _TokenizerIfNeeded()  # type: ignore[assignment]
    _warm_up(litellm)
    return _Loaded(
        litellm,
        tuple(HTTPHandler(client=client) for client in deadline_clients()),
        OpenAIChatCompletionStreamingHandler,
    )


def _warm_up(litellm: ModuleType) -> None:
    """The first answer builds classes for 0.1 s, with warnings about their types; `mock_response` asks nobody."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*`ReadOnly` qualifier")
        question = {"model": "openai/stub", "messages": [{"role": "user", "content": "?"}], "mock_response": "!"}
        litellm.completion(**question)
        next(litellm.completion(**question, stream=True))  # at the end it would count tokens, and load the tokenizer


def _take_provider_keys_from_dotenv() -> None:
    """litellm and its SDKs look for OPENAI_API_KEY and its like in the environment and nowhere else."""
    ours = documented()
    for variable, value in dotenv_values(".env").items():
        if value is not None and variable not in ours:
            os.environ.setdefault(variable, value)


def check_name(model: str) -> None:
    """Without the network. Raises ModelMisconfigured for a name that leads to no provider."""
    _provider_of(model)


def _provider_of(model: str) -> tuple[str, str]:
    """The provider's own name of the model, and the provider."""
    litellm = _load().litellm
    try:
        name, provider, _, _ = litellm.get_llm_provider(model)
    except Exception as error:
        raise ModelMisconfigured(
            f"{model!r} is no model name. Write PROVIDER/MODEL with a provider that litellm knows, such as "
            f"openai, anthropic, gemini, mistral, azure, ollama or hosted_vllm; all "
            f"{len(litellm.provider_list)}: https://docs.litellm.ai/docs/providers"
        ) from error
    return name, provider


class LiveModel(AskingModel):
    """Any model that litellm reaches, by its litellm name."""

    def __init__(self, model: str, api_base: str | None, timeout: float, retry: Retry) -> None:
        """`timeout`: seconds for one answer over all attempts of `retry`."""
        super().__init__(Asked(model, api_base, timeout), _LiteLLM(model, api_base), retry)

    def preload(self) -> None:
        """Before a fork: what is slow, and whether the name leads anywhere. Raises ModelMisconfigured."""
        check_name(self.name)


class _LiteLLM:
    def __init__(self, model: str, api_base: str | None) -> None:
        self._model = model
        self._api_base = api_base

    @cached_property
    def _known(self) -> "_Known":
        name, provider = _provider_of(self._model)
        return _Known(name, provider, _price_is_known(name, provider) and self._api_base is None)

    def abilities(self) -> Abilities:
        litellm = _load().litellm
        about = {"model": self._known.name, "custom_llm_provider": self._known.provider}
        listed = litellm.get_supported_openai_params(**about) or []
        # The list is of the provider; what this very model drops shows in what litellm would send.
        kept = litellm.get_optional_params(**about, temperature=0.5, seed=1)
        understood = ResponseFormat.NONE
        if "response_format" in listed:
            knows_schema = self._serves_unknown_models() or litellm.supports_response_schema(**about)
            understood = ResponseFormat.JSON_SCHEMA if knows_schema else ResponseFormat.JSON_OBJECT
        return Abilities("temperature" in kept, "seed" in kept, "stream_options" in listed, understood)

    def _serves_unknown_models(self) -> bool:
        """Such a server may do more than litellm lists; if it does not, it says so and we ask it for less."""
        return self._api_base is not None and self._known.provider in _ANY_MODEL

    def whole(self, request: ModelRequest, parameters: Parameters, until: Deadline) -> Any:  # noqa: ANN401 - untyped
        return self._completion(request, parameters, until, stream=False)

    def chunks(self, request: ModelRequest, parameters: Parameters, until: Deadline) -> Iterator[Any]:
        wrapper = self._completion(request, parameters, until, stream=True)
        # litellm's own reading of OpenAI's chunks, without the wrapper that rebuilds each for every provider's
        # quirks: 48 µs CPU per chunk instead of 300. Other providers' raw chunks differ, so those keep the wrapper.
        chunks: Any = wrapper.completion_stream
        read_by_litellm = isinstance(chunks, _load().openai_chunks)
        return iter(chunks) if read_by_litellm else iter(wrapper)

    def _completion(self, request: ModelRequest, parameters: Parameters, until: Deadline, *, stream: bool) -> Any:  # noqa: ANN401 - untyped
        loaded = _load()
        if self._known.provider not in _WITH_OWN_CLIENT:
            parameters = {**parameters, "client": loaded.clients[CALL.thread_number % len(loaded.clients)]}
        if self._known.provider == "openai":
            parameters = {**parameters, "api_key": self._openai_key()}
        return loaded.litellm.completion(
            model=self._model,
            messages=[{"role": message.role, "content": message.content} for message in request.messages],
            api_base=self._api_base,
            # Whole seconds: SDK clients are cached by timeout. To the instant it is the deadline client's part.
            timeout=float(max(1, math.ceil(until.left()))),
            max_retries=0,
            stream=stream,
            **parameters,
        )

    def _openai_key(self) -> str:
        """Servers on one's own machine mostly want none, but OpenAI's protocol has no way to send none."""
        key = os.environ.get("OPENAI_API_KEY")
        if not key and not self._api_base:
            raise ModelMisconfigured(f"{self._model} needs a key: set OPENAI_API_KEY in the environment or in .env.")
        return key or "none"

    def cost(self, usage: Any) -> float | None:  # noqa: ANN401 - litellm's Usage
        """None on an own address: the price list is the provider's, and somebody else answers there."""
        if not self._known.has_price:
            return None
        try:
            prompt, completion = _load().litellm.cost_per_token(
                model=self._known.name,
                custom_llm_provider=self._known.provider,
                prompt_tokens=usage.prompt_tokens,
                completion_tokens=usage.completion_tokens,
                usage_object=usage,
            )
        except Exception:  # noqa: BLE001 - it raises all sorts, and an answer is not lost for want of its price
            return None
        return float(prompt + completion)


class _Known(NamedTuple):
    name: str
    provider: str
    has_price: bool


def _price_is_known(name: str, provider: str) -> bool:
    try:
        info = _load().litellm.get_model_info(name, custom_llm_provider=provider)
    except Exception:  # noqa: BLE001 - a bare Exception is what it raises for a model it does not list
        return False
    return info.get("input_cost_per_token") is not None
