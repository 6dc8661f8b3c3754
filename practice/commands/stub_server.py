"""`practice stub-server`: the built-in stub at an address that OpenAI clients understand."""

import asyncio
import signal
import threading

import click

from practice.model.openai_stub import HOST, StubServer
from practice.model.openai_stub_options import Fault, StubServerOptions


@click.command("stub-server")
@click.option("--port", type=click.IntRange(0, 65535), default=8081, show_default=True, help="0 takes a free one.")
@click.option("--first-token-ms", type=click.FloatRange(0), default=0, show_default=True)
@click.option("--token-ms", type=click.FloatRange(0), default=0, show_default=True, help="Between two tokens.")
@click.option(
    "--tokens",
    type=click.IntRange(1),
    help="Stream exactly so many tokens of filler; a whole answer takes as long as they would.",
)
@click.option("--fault", type=click.Choice([fault.value for fault in Fault]), help="What goes wrong.")
@click.option(
    "--fault-rate",
    type=click.FloatRange(0, 1),
    default=1,
    show_default=True,
    help="The part of requests it goes wrong for; .5 is every second one.",
)
def stub_server(
    port: int, first_token_ms: float, token_ms: float, tokens: int | None, fault: str | None, fault_rate: float
) -> None:
    """Serve the built-in stub as an OpenAI-compatible server, for tests and demonstrations.

    Headers x-stub-fault, x-stub-first-token-ms and x-stub-token-ms change one request.
    """
    options = StubServerOptions(
        first_token_ms=first_token_ms,
        token_ms=token_ms,
        tokens=tokens,
        fault=Fault(fault) if fault else None,
        fault_rate=fault_rate,
    )
    try:
        asyncio.run(_serve(StubServer(options=options), port))
    except OSError as error:
        raise click.ClickException(f"Port {port} of {HOST} cannot be used: {error}. Choose another --port.") from error


async def _serve(server: StubServer, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready = threading.Event()
    serving = asyncio.create_task(server.serve(port, ready, stop))
    while not ready.is_set() and not serving.done():
        await asyncio.sleep(0.01)
    if ready.is_set():
        click.echo(
            f"The built-in stub, not a language model, answers at {server.base_url}. "
            f"Try it with PRACTICE_MODEL=openai/stub PRACTICE_API_BASE={server.base_url}; Ctrl-C ends it."
        )
    await serving
