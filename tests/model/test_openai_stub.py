"""The stub server by itself, with the standard library's client."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from practice.model.openai_stub import StubServer, in_thread, running_stub_server
from practice.model.openai_stub_options import BehaviourSequence, Fault, StubServerOptions
from practice.model.port import ModelAnswer, ModelRequest, Piece, Usage

TEXT = "I have waited two weeks.  Two."
QUESTION = {"model": "stub", "messages": [{"role": "user", "content": "Hello?"}]}
CHAT = "/v1/chat/completions"


class OneLine:
    name = "stub"

    def __init__(self) -> None:
        self.asked: list[ModelRequest] = []

    def complete(self, request: ModelRequest) -> ModelAnswer:
        self.asked.append(request)
        return ModelAnswer(TEXT, self.name, Usage(3, 6), 1)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        raise NotImplementedError("the server streams what complete() says")


class Client:
    def __init__(self, base_url: str) -> None:
        self.connection = HTTPConnection(urlsplit(base_url).netloc, timeout=10)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body if isinstance(body, bytes) else json.dumps(body), names)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def events(self, **fields: object) -> list[str]:
        _, text = self.ask("POST", CHAT, {**QUESTION, "stream": True, **fields})
        return [line.removeprefix("data: ") for line in text.split("\n\n") if line]


@pytest.fixture(scope="module")
def model() -> OneLine:
    return OneLine()


@pytest.fixture(scope="module")
def running(model: OneLine) -> Iterator[StubServer]:
    with in_thread(StubServer(model)) as server:
        yield server


@pytest.fixture
def client(running: StubServer) -> Iterator[Client]:
    with Client(running.base_url) as client:
        yield client


def test_it_answers_as_openai_does(client: Client) -> None:
    status, text = client.ask("POST", CHAT, QUESTION)
    answer = json.loads(text)
    assert status == 200
    assert answer["choices"][0]["message"]["content"] == TEXT
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"] == {"prompt_tokens": 3, "completion_tokens": 6, "total_tokens": 9}


def test_it_hands_the_question_to_the_model(client: Client, model: OneLine) -> None:
    schema = {"type": "json_schema", "json_schema": {"name": "verdict", "schema": {"type": "object"}}}
    client.ask("POST", CHAT, {**QUESTION, "seed": 4, "temperature": 0, "max_tokens": 30, "response_format": schema})
    asked = model.asked[-1]
    assert (asked.seed, asked.temperature, asked.max_tokens, asked.schema_name) == (4, 0, 30, "verdict")
    assert asked.schema == {"type": "object"}
    assert asked.messages[0].content == "Hello?"


def test_it_streams_the_same_text_with_usage_when_asked(client: Client) -> None:
    *events, done = client.events(stream_options={"include_usage": True})
    chunks = [json.loads(event) for event in events]
    assert done == "[DONE]"
    assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks[:-1]) == TEXT
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["usage"]["total_tokens"] == 9


def test_it_streams_no_usage_unasked(client: Client) -> None:
    assert not any("usage" in event for event in client.events())


def test_it_keeps_one_connection_for_whole_and_streamed_answers(running: StubServer, client: Client) -> None:
    before = running.connections
    client.ask("POST", CHAT, QUESTION)
    client.events()
    client.ask("GET", "/healthz")
    assert running.connections == before + 1


def test_it_lists_the_stub(client: Client) -> None:
    status, text = client.ask("GET", "/v1/models")
    assert (status, [model["id"] for model in json.loads(text)["data"]]) == (200, ["stub"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("GET", "/nowhere", None, 404, "There is no GET /nowhere here"),
        ("POST", CHAT, b"{", 400, "not JSON"),
        ("POST", CHAT, [], 400, "not a JSON object"),
        ("POST", CHAT, {"model": "stub"}, 400, "messages is a list"),
        ("POST", CHAT, {**QUESTION, "temperature": "hot"}, 400, "are numbers"),
        ("POST", CHAT, {**QUESTION, "response_format": {"type": "xml"}}, 400, "'xml' is not supported"),
    ],
)
def test_it_says_what_is_wrong_in_openais_words(
    client: Client, method: str, path: str, body: object, status: int, told: str
) -> None:
    got, text = client.ask(method, path, body)
    assert got == status
    assert told in json.loads(text)["error"]["message"]


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500), ("garbage", 200), ("nonesuch", 400)])
def test_it_spoils_one_request_by_header(client: Client, fault: str, status: int) -> None:
    got, text = client.ask("POST", CHAT, QUESTION, x_stub_fault=fault)
    assert got == status
    assert TEXT not in text
    assert client.ask("POST", CHAT, QUESTION)[0] == 200


def test_it_refuses_and_truncates_as_openai_does(client: Client) -> None:
    refused = json.loads(client.ask("POST", CHAT, QUESTION, x_stub_fault="refuse")[1])["choices"][0]
    assert refused["message"]["content"] is None
    assert refused["message"]["refusal"]
    cut = json.loads(client.ask("POST", CHAT, QUESTION, x_stub_fault="truncate")[1])["choices"][0]
    assert cut["finish_reason"] == "length"
    assert TEXT.startswith(cut["message"]["content"])


def test_it_spoils_the_same_part_of_requests_every_time() -> None:
    sequence = BehaviourSequence(StubServerOptions(fault=Fault.BROKEN, fault_rate=0.5))
    assert [sequence.next_for({}).fault for _ in range(4)] == [None, Fault.BROKEN, None, Fault.BROKEN]
    rare = BehaviourSequence(StubServerOptions(fault=Fault.BROKEN, fault_rate=0.01))
    assert [bool(rare.next_for({}).fault) for _ in range(1000)].count(True) == 10


def test_it_says_exactly_as_many_tokens_as_wanted_at_the_wanted_pace() -> None:
    options = StubServerOptions(tokens=11, first_token_ms=60, token_ms=10)
    with running_stub_server(OneLine(), options) as base_url, Client(base_url) as client:
        started = time.monotonic()
        *chunks, last, done = client.events()
    assert len(chunks) == 11
    assert time.monotonic() - started >= 0.16
    assert "stop" in last
    assert done == "[DONE]"


def test_it_runs_from_the_command_line_until_told_to_stop() -> None:
    program = "from practice.commands.stub_server import stub_server; stub_server()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program, "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            assert "not a language model" in told
            base_url = told.split(" answers at ")[1].split(". ")[0]
            with Client(base_url) as client:
                assert client.ask("GET", "/healthz")[0] == 200
                assert client.ask("POST", CHAT, QUESTION)[0] == 200
        finally:
            process.terminate()
        assert process.wait(timeout=10) == 0
