"""`practice serve`: the web service, gunicorn inside."""

import ipaddress

import click

from practice.commands.user import link_address
from practice.errors import BadSettings
from practice.services.assembly import Services, assemble
from practice.settings import Settings, load_settings
from practice.store.migrate import require_current
from practice.web.server import Address, serve_forever

DEFAULT_WORKERS = 2
DEFAULT_THREADS = 128


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=DEFAULT_WORKERS, show_default=True, type=click.IntRange(1, 32), help="Processes.")
@click.option("--threads", default=DEFAULT_THREADS, show_default=True, type=click.IntRange(2, 1024), help="In each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages until stopped."""
    settings = load_settings()
    _refuse_open_door(host)
    if settings.open_streams >= threads:
        settings = settings.model_copy(update={"open_streams": max(1, threads * 3 // 4)})
    services = assemble(settings)
    require_current(services.database)
    services.library.check()
    services.library.rubric_document(settings.rubric)
    services.voices.preload()
    greeting = f"Open http://{host}:{port} in a browser. {_model_in_use(settings)} Ctrl-C stops."
    greeting += way_in_for_the_first(services, f"http://{host}:{port}")
    serve_forever(services, Address(host, port), workers, threads, greeting)


def _refuse_open_door(host: str) -> None:
    if not _is_loopback(host):
        raise BadSettings(
            f"--host {host}: in this version the service answers on this machine only, whether a name is enough to "
            "sign in or people have accounts; use --host 127.0.0.1"
        )


def way_in_for_the_first(services: Services, site: str) -> str:
    """In accounts mode, as long as nobody is an administrator."""
    if services.settings.sign_in != "accounts":
        return ""
    token = services.links.link_for_first_admin()
    if token is None:
        return ""
    return f"\nThere is no administrator yet. To become the first, open within 30 minutes: {link_address(site, token)}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _model_in_use(settings: Settings) -> str:
    if settings.uses_stub_only():
        return "Model: the built-in stub, not a language model; grades are rough."
    roles = ("customer", "appraiser", "grader", "coach")
    names = {settings.model_for(role) for role in roles}
    if len(names) == 1:
        return f"Model: {names.pop()}."
    return "Models: " + ", ".join(f"{role} {settings.model_for(role)}" for role in roles) + "."
