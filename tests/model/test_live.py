"""Through real litellm, against the stub server on this machine."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from practice.errors import ModelMisconfigured, ModelRefused, ModelTimeout, ModelUnavailable, UnreadableAnswer
from practice.model.live import LiveModel, check_name, preload
from practice.model.openai_stub import StubServer, in_thread
from practice.model.openai_stub_options import Fault, StubServerOptions
from practice.model.port import Message, ModelAnswer, ModelRequest, Piece, Role, Usage
from practice.model.response_format import ResponseFormat
from practice.model.retry import Retry

TEXT = "Nobody has called me back, and it is Thursday."
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
REQUEST = ModelRequest(Role.CUSTOMER, (Message("system", "You are Dana."), Message("user", "Hello?")), 0.3, 80, seed=5)
GRADING = ModelRequest(Role.GRADER, REQUEST.messages, 0, 80, schema=SCHEMA, schema_name="verdict", seed=5)


class OneLine:
    name = "stub"

    def complete(self, request: ModelRequest) -> ModelAnswer:
        return ModelAnswer(TEXT, self.name, Usage(21, 9), 1)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        raise NotImplementedError("the server streams what complete() says")


@pytest.fixture(scope="module", autouse=True)
def _litellm_is_there() -> None:
    preload()


@pytest.fixture(scope="module")
def running() -> Iterator[StubServer]:
    with in_thread(StubServer(OneLine(), StubServerOptions(retry_after_seconds=0.02))) as server:
        yield server


@pytest.fixture
def server(running: StubServer) -> StubServer:
    running.bodies.clear()
    return running


def live(server: StubServer, timeout: float = 10, attempts: int = 2) -> LiveModel:
    return LiveModel("openai/stub", server.base_url, timeout, Retry(attempts))


def spoken(pieces: Iterator[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_it_imports_nothing_of_litellm_until_it_is_used() -> None:
    program = (
        "import sys, practice.model.live as live; live.LiveModel('openai/x', None, 1, live.Retry(1)); "
        "assert not {'litellm', 'openai', 'httpx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_it_loads_without_threads_or_connections_so_that_a_server_may_fork() -> None:
    program = (
        "import threading, psutil; from practice.model.live import preload; preload(); "
        "assert threading.active_count() == 1, threading.enumerate(); "
        "assert not psutil.Process().net_connections()"
    )
    ran = subprocess.run([sys.executable, "-c", program], timeout=60, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_it_answers_with_usage_and_the_parameters_sent(server: StubServer) -> None:
    answer = live(server).complete(GRADING)
    assert (answer.text, answer.model, answer.attempts) == (TEXT, "openai/stub", 1)
    assert answer.usage == Usage(21, 9, cost=None)
    assert answer.parameters == {
        "max_tokens": 80,
        "temperature": 0,
        "seed": 5,
        "response_format": "json_schema",
    }
    body = server.bodies[-1]
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == ("stub", 0, 5, 80)
    assert body["response_format"]["json_schema"] == {"name": "verdict", "schema": SCHEMA, "strict": True}
    assert body["messages"] == [
        {"role": "system", "content": "You are Dana."},
        {"role": "user", "content": "Hello?"},
    ]


def test_it_streams_pieces_and_ends_with_the_whole(server: StubServer) -> None:
    pieces = list(live(server).stream(REQUEST))
    assert len(pieces) > 5
    assert spoken(iter(pieces)) == TEXT
    whole = pieces[-1].answer
    assert whole is not None
    assert (whole.text, whole.usage, whole.attempts) == (TEXT, Usage(21, 9, cost=None), 1)
    assert all(piece.answer is None for piece in pieces[:-1])


def test_it_keeps_the_connection_for_the_next_call(server: StubServer) -> None:
    model = live(server)
    spoken(model.stream(REQUEST))
    before = server.connections
    model.complete(REQUEST)
    spoken(model.stream(REQUEST))
    model.complete(REQUEST)
    assert server.connections == before


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BROKEN, Fault.CUT])
def test_it_tries_again_after_what_can_pass(server: StubServer, fault: Fault) -> None:
    server.queue(fault)
    answer = live(server).complete(REQUEST)
    assert (answer.text, answer.attempts, len(server.bodies)) == (TEXT, 2, 2)


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BROKEN])
def test_it_tries_a_stream_again_while_nothing_was_said(server: StubServer, fault: Fault) -> None:
    server.queue(fault)
    pieces = list(live(server).stream(REQUEST))
    assert spoken(iter(pieces)) == TEXT
    assert pieces[-1].answer is not None
    assert pieces[-1].answer.attempts == 2


def test_it_stops_trying_after_the_attempts_it_was_given(server: StubServer) -> None:
    server.queue(Fault.TOO_MANY, Fault.TOO_MANY, Fault.TOO_MANY)
    with pytest.raises(ModelUnavailable, match=r"takes no more requests.*Tried 3 times"):
        live(server, attempts=3).complete(REQUEST)
    assert len(server.bodies) == 3


def test_it_delivers_the_part_said_before_a_cut_and_does_not_begin_anew(server: StubServer) -> None:
    server.queue(Fault.CUT)
    pieces = live(server).stream(REQUEST)
    said = [next(pieces).text]
    with pytest.raises(ModelUnavailable, match="broke off in the middle"):
        said.extend(piece.text for piece in pieces)
    assert "".join(said)
    assert TEXT.startswith("".join(said))
    assert len(server.bodies) == 1


@pytest.mark.parametrize("streamed", [False, True])
def test_it_tells_a_refusal_from_an_answer(server: StubServer, streamed: bool) -> None:
    server.queue(Fault.REFUSE)
    with pytest.raises(ModelRefused, match="openai/stub"):
        spoken(live(server).stream(REQUEST)) if streamed else live(server).complete(REQUEST)
    assert len(server.bodies) == 1


def test_it_does_not_take_a_page_of_html_for_an_answer(server: StubServer) -> None:
    server.queue(Fault.GARBAGE)
    with pytest.raises(UnreadableAnswer, match="no model's answer"):
        live(server).complete(REQUEST)
    assert len(server.bodies) == 1


@pytest.mark.parametrize("streamed", [False, True])
def test_it_does_not_take_half_a_json_answer(server: StubServer, streamed: bool) -> None:
    server.queue(Fault.TRUNCATE)
    with pytest.raises(UnreadableAnswer, match="cut at 80 tokens"):
        spoken(live(server).stream(GRADING)) if streamed else live(server).complete(GRADING)


def test_it_takes_a_line_that_ran_into_its_length(server: StubServer) -> None:
    server.queue(Fault.TRUNCATE)
    assert TEXT.startswith(live(server).complete(REQUEST).text)


@pytest.mark.parametrize("streamed", [False, True])
def test_it_keeps_the_deadline_when_nobody_answers(server: StubServer, streamed: bool) -> None:
    server.queue(Fault.TIMEOUT)
    model = live(server, timeout=0.3, attempts=1)
    with pytest.raises(ModelTimeout, match=r"allows 0\.3 seconds"):
        spoken(model.stream(REQUEST)) if streamed else model.complete(REQUEST)


def test_it_asks_again_within_the_deadline_when_one_attempt_hangs(server: StubServer) -> None:
    server.queue(Fault.TIMEOUT)
    patient = LiveModel("openai/stub", server.base_url, 100, Retry(2, attempt_share=0.005))
    answer = patient.complete(REQUEST)
    assert (answer.text, answer.attempts) == (TEXT, 2)


def test_it_keeps_the_deadline_when_a_stream_stalls() -> None:
    with in_thread(StubServer(OneLine(), StubServerOptions(token_ms=60_000))) as stalling:
        pieces = live(stalling, timeout=3).stream(REQUEST)
        assert next(pieces).text == "Nobody"
        with pytest.raises(ModelTimeout):
            next(pieces)


def test_it_keeps_the_deadline_when_words_keep_dripping() -> None:
    with in_thread(StubServer(OneLine(), StubServerOptions(token_ms=50, tokens=1000))) as dripping:
        pieces = live(dripping, timeout=0.4).stream(REQUEST)
        with pytest.raises(ModelTimeout):
            spoken(pieces)


def test_it_hangs_up_when_the_caller_closes_the_stream() -> None:
    with in_thread(StubServer(OneLine(), StubServerOptions(token_ms=10, tokens=1000))) as talkative:
        pieces = live(talkative).stream(REQUEST)
        assert next(pieces).text
        assert isinstance(pieces, Generator)
        pieces.close()
        assert talkative.left_early.acquire(timeout=5)


@pytest.mark.parametrize("understands", [ResponseFormat.JSON_OBJECT, ResponseFormat.NONE])
def test_it_remembers_how_much_of_response_format_a_server_takes(understands: ResponseFormat) -> None:
    with in_thread(StubServer(OneLine(), StubServerOptions(understands=understands))) as modest:
        model = live(modest)
        first = model.complete(GRADING)
        asked_first = len(modest.bodies)
        model.complete(GRADING)
        assert asked_first == 1 + (ResponseFormat.JSON_SCHEMA.rank - understands.rank)
        assert len(modest.bodies) == asked_first + 1
        assert first.attempts == 1
        kind = None if understands is ResponseFormat.NONE else understands.value
        assert first.parameters.get("response_format") == kind
        assert modest.bodies[-1].get("response_format") == (kind and {"type": kind})


def test_it_says_where_nobody_listens() -> None:
    with in_thread(StubServer(OneLine())) as gone:
        address = gone.base_url
    with pytest.raises(ModelUnavailable, match=f"openai/stub at {address} cannot be reached"):
        LiveModel("openai/stub", address, 5, Retry(1)).complete(REQUEST)


def test_it_says_which_setting_leads_nowhere(server: StubServer) -> None:
    with pytest.raises(ModelMisconfigured, match=r"\(404\)\. Check PRACTICE_MODEL and PRACTICE_API_BASE"):
        LiveModel("openai/stub", server.base_url + "/nowhere", 5, Retry(2)).complete(REQUEST)


def test_it_asks_for_a_key_before_it_calls_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelMisconfigured, match="needs a key: set OPENAI_API_KEY"):
        LiveModel("openai/gpt-4.1-mini", None, 5, Retry(2)).complete(REQUEST)


@pytest.mark.parametrize("name", ["nonesuch/large", "large"])
def test_it_knows_a_name_without_provider_before_any_call(name: str) -> None:
    with pytest.raises(ModelMisconfigured, match="Write PROVIDER/MODEL"):
        check_name(name)
    with pytest.raises(ModelMisconfigured, match="Write PROVIDER/MODEL"):
        LiveModel(name, None, 5, Retry(2)).preload()
    with pytest.raises(ModelMisconfigured, match="Write PROVIDER/MODEL"):
        LiveModel(name, None, 5, Retry(2)).complete(REQUEST)


@pytest.mark.parametrize("name", ["openai/gpt-4.1-mini", "anthropic/claude-sonnet-4-5", "ollama/llama3.1"])
def test_it_accepts_names_that_lead_to_a_provider(name: str) -> None:
    check_name(name)


def test_it_serves_many_threads_at_once(server: StubServer) -> None:
    model = live(server)
    with ThreadPoolExecutor(16) as threads:
        said = list(threads.map(lambda _: spoken(model.stream(REQUEST)), range(64)))
    assert set(said) == {TEXT}
