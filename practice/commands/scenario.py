"""`practice scenario`: for those who write scenarios."""

from functools import partial
from pathlib import Path

import click

from practice.commands.checked import check_all, read_files
from practice.commands.version_files import Texts, add_pull_and_push
from practice.domain.scenario import Channel
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.services.scenario_check import check_scenario
from practice.services.scenario_new import key_to_use, new_scenario
from practice.settings import load_settings
from practice.store.version import ScenarioVersionRow


@click.group()
def scenario() -> None:
    """Write and check scenarios; take those of an organisation out as files, and bring them back in."""


@scenario.command()
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check FILES, or every scenario: format, languages, lines, and that its good way settles it with the stub.

    Exit 0 when all is well, 1 when something has to be mended.
    """
    library = _library()
    check_all(read_files(files) or library.scenarios(), partial(check_scenario, library))


@scenario.command()
@click.argument("key")
@click.option("--channel", type=click.Choice([channel.value for channel in Channel]), default="web_chat")
def new(key: str, channel: str) -> None:
    """Write prompts/scenarios/KEY.yaml with every key to fill and what each is for."""
    library = _library()
    path = library.folder / "prompts" / "scenarios" / f"{key_to_use(key)}.yaml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(new_scenario(library, Channel(channel)))
    except FileExistsError as error:
        raise BadInput(f"{path}: is there already; choose another key") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"{path}: fill it in, then run `practice scenario check {path}`")


add_pull_and_push(scenario, Texts(ScenarioVersionRow, "scenario", "are held in"))


def _library() -> Library:
    return Library(find_content(load_settings().content))
