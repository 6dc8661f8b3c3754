"""`practice realism`: is the customer as hard to please as a real one?"""

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import click

from practice.commands.realism_table import Tried, markdown
from practice.commands.written import write_text
from practice.domain.language import Language
from practice.domain.realism import BEHAVIOURS, Finding, findings
from practice.domain.realism_figures import figures
from practice.domain.simulation import Simulation
from practice.library import Library, find_content
from practice.model.port import Role
from practice.services.answering import Answering
from practice.services.realism import Counted, Players
from practice.services.voices import Voices, voices_from
from practice.settings import load_settings


@click.command()
@click.argument("scenarios", nargs=-1)
@click.option("--model", help="Another model than PRACTICE_MODEL.")
@click.option("--language", "languages", multiple=True, type=click.Choice([lang.value for lang in Language]))
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option("--write", "target", type=click.Path(dir_okay=False, path_type=Path), help="Also write this file.")
def realism(
    scenarios: tuple[str, ...], model: str | None, languages: tuple[str, ...], seeds: int, target: Path | None
) -> None:
    """Play good and bad trainees against SCENARIOS (all, if none is named) and tell what held, as Markdown.

    Exit 0 when every check held, 1 when one did not. With a hosted model this costs some 150 calls for each scenario,
    language and seed.
    """
    settings = load_settings(stub_word_ms=0, **({"model": model} if model else {}))
    library = Library(find_content(settings.content))
    real = voices_from(settings)
    counted = {role: Counted(real.of(role)) for role in (Role.CUSTOMER, Role.APPRAISER)}
    players = Players(library, Answering(library, Voices({**real.models, **counted})))
    keys = list(scenarios) or [document.key for document in library.scenarios()]
    spoken = [Language(name) for name in languages] or list(Language)
    found: list[Finding] = []
    talks: dict[str, list[Simulation]] = defaultdict(list)
    for trial in players.trials(keys, spoken, range(1, seeds + 1)):
        found += findings(trial)
        for behaviour, talk in trial.usual.items():
            talks[behaviour].append(talk)
        click.echo(f"{trial.scenario} {trial.language} seed {trial.seed}", err=True)
    turns = sum(model.calls for role, model in counted.items() if role is Role.CUSTOMER) or 1
    tried = Tried(
        model=real.of(Role.CUSTOMER).name,
        when=datetime.now(UTC).date(),
        scenarios=len(keys),
        languages=[language.value for language in spoken],
        seeds=seeds,
        figures=[figures(behaviour, talks[behaviour]) for behaviour in BEHAVIOURS],
        findings=found,
        calls_per_turn=sum(model.calls for model in counted.values()) / turns,
        tokens_per_turn=sum(model.prompt_tokens + model.completion_tokens for model in counted.values()) / turns,
    )
    text = markdown(tried)
    click.echo(text)
    if target is not None:
        write_text(target, text)
    sys.exit(0 if all(finding.held for finding in found) else 1)
