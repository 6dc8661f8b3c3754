"""`practice serve`: the web service, gunicorn inside."""

import ipaddress

import click

from practice.commands.user import link_address
from practice.errors import BadSettings
from practice.services.assembly import Services, assemble
from practice.settings import Settings, load_settings, refuse_debugger
from practice.store.migrate import require_current
from practice.web.hosts import answered_hosts
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
    _refuse_open_door(host)
    _refuse_half_a_proxy(settings)
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


def _refuse_half_a_proxy(settings: Settings) -> None:
    if not settings.proxies:
        return
    behind = f"PRACTICE_PROXIES={settings.proxies}"
    if not settings.hosts:
        raise BadSettings(
            f"{behind}: a proxy passes on whatever host name it was asked for, so PRACTICE_HOSTS must say which are "
            "ours, such as PRACTICE_HOSTS=practice.example.org"
        )
    if not settings.https and not all(_is_loopback(host) for host in answered_hosts(settings)):
        raise BadSettings(
            f"PRACTICE_HTTPS=false with {behind} and PRACTICE_HOSTS={settings.hosts}: between browser and proxy, "
            "cookies and replies could be read by others; let the proxy speak TLS and set PRACTICE_HTTPS=true, or name "
            "loopback hosts only"
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
