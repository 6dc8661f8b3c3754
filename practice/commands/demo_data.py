"""`practice demo-data`: an organisation that never was, to show the service or to measure it."""

import click

from practice.commands.user import link_address
from practice.domain.counting import counted
from practice.services.assembly import assemble
from practice.services.demo_data import DemoPlan, fill
from practice.settings import load_settings
from practice.store.migrate import require_current

_ROLES = ("", "customer_", "appraiser_", "grader_", "coach_")
SAMPLES = 80
#: Nobody plays them: a limit on what one person may ask of a model has nothing to protect here.
_WITHOUT_LIMITS = {"most_talks_a_day": 100_000, "most_asks_an_hour": 100_000}


@click.command("demo-data")
@click.option(
    "--org",
    "--organisation",
    "organisation",
    default="demo",
    show_default=True,
    help="Its key; it must not be there yet.",
)
@click.option("--trainees", default=50, show_default=True, type=int)
@click.option("--talks", default=500, show_default=True, type=int)
@click.option("--samples", type=int, help=f"So many of them are played.  [default: {SAMPLES}, or all of fewer]")
@click.option("--seed", default=1, show_default=True, help="The same seed plans the same practice.")
@click.option("--site", default="http://127.0.0.1:8000", show_default=True, help="Where the service is.")
def demo_data(organisation: str, trainees: int, talks: int, samples: int | None, seed: int, site: str) -> None:
    """Add an organisation with trainees, groups and half a year of practice, to look around in.

    Scripted trainees play some talks against the built-in stub, which also grades them; the others are copies of these
    by other people on other days. What trainers label, and what a draft gave in its preview, is drawn by chance.
    Nothing of it says anything about anybody.
    """
    played = min(SAMPLES, talks) if samples is None else samples
    plan = DemoPlan(organisation, trainees, talks, played, seed)
    stub = {f"{role}model": "stub" for role in _ROLES}
    settings = load_settings(**stub, grader_panel=None, stub_word_ms=0, jobs_in_web=True, **_WITHOUT_LIMITS)
    services = assemble(settings)
    require_current(services.database)
    made = fill(services, plan, lambda line: click.echo(line, err=True))
    number = f"{counted(made.talks, 'talk')}, {counted(made.replies, 'reply', 'replies')}"
    click.echo(f"{organisation}: {number}. Behind these links you choose a password:")
    for person in (made.trainer, made.admin, made.trainee):
        click.echo(f"{person.role}\t{person.email}\t{link_address(site, services.links.link_for(person))}")
