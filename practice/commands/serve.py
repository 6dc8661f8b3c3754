"""`practice serve`: the web service, gunicorn inside."""

import click

from practice.commands.front_door import refuse_unsafe_door
from practice.commands.provider import refuse_half_a_provider
from practice.commands.user import link_address
from practice.services.assembly import Services, assemble
from practice.settings import Settings, load_settings, refuse_debugger
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
    refuse_debugger()
    refuse_unsafe_door(host, settings)
    refuse_half_a_provider(settings)
    if settings.open_streams >= threads:
        settings = settings.model_copy(update={"open_streams": max(1, threads * 3 // 4)})
    services = assemble(settings)
    require_current(services.database)
    services.library.check()
    services.library.rubric_document(settings.rubric)
    services.voices.preload()
    site = site_of(settings, host, port)
    greeting = f"Open {site} in a browser. {_model_in_use(settings)} Ctrl-C stops."
    greeting += way_in_for_the_first(services, site)
    serve_forever(services, Address(host, port), workers, threads, greeting)


def site_of(settings: Settings, host: str, port: int) -> str:
    """What people type: behind a proxy that is its name, not the address listened on."""
    if settings.site:
        return settings.site.rstrip("/")
    if settings.https and settings.hosts:
        return f"https://{url_host(settings.hosts.split(',')[0])}"
    return f"http://{url_host(host)}:{port}"


def url_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def way_in_for_the_first(services: Services, site: str) -> str:
    """In accounts mode, as long as nobody is an administrator."""
    if services.settings.sign_in != "accounts":
        return ""
    token = services.links.link_for_first_admin()
    if token is None:
        return ""
    return f"\nThere is no administrator yet. To become the first, open within 30 minutes: {link_address(site, token)}"


def _model_in_use(settings: Settings) -> str:
    if settings.uses_stub_only():
        return "Model: the built-in stub, not a language model; grades are rough."
    roles = ("customer", "appraiser", "grader", "coach")
    names = {settings.model_for(role) for role in roles}
    if len(names) == 1:
        return f"Model: {names.pop()}."
    return "Models: " + ", ".join(f"{role} {settings.model_for(role)}" for role in roles) + "."
