"""`practice worker`: does the model work outside the web process."""

import signal
import threading
from types import FrameType

import click

from practice.services.assembly import assemble
from practice.settings import load_settings
from practice.store.migrate import require_current


@click.command()
def worker() -> None:
    """Do waiting jobs (answers, grades, debriefs) until stopped."""
    settings = load_settings()
    services = assemble(settings)
    require_current(services.database)
    services.voices.preload()
    over = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    services.worker.start()
    click.echo(f"working on {services.database.shown_url()} with {settings.model}; Ctrl-C stops")
    over.wait()
    services.worker.stop()
