"""`practice scenario`: for those who write scenarios."""

import re
from functools import partial
from pathlib import Path
from string import Template

import click

from practice.commands.checked import check_all, read_files
from practice.domain.scenario import Channel
from practice.domain.stock import Move
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.services.scenario_check import check_scenario
from practice.settings import load_settings

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_ONLY_FOR = re.compile(r"^\[(\w+)\]", re.MULTILINE)


@click.group()
def scenario() -> None:
    """Write and check scenarios."""


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
    if not _KEY.fullmatch(key):
        raise BadInput(f"{key!r} cannot be a scenario's key: small letters, digits and hyphens, such as late-parcel")
    library = _library()
    path = library.folder / "prompts" / "scenarios" / f"{key}.yaml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_filled(library.scenario_template(), channel))
    except FileExistsError as error:
        raise BadInput(f"{path}: is there already; choose another key") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"{path}: fill it in, then run `practice scenario check {path}`")


def _filled(template: str, channel: str) -> str:
    moves = "\n".join(f"      {move.value}: {{en: [], fi: [], pl: [], sv: []}}" for move in Move)
    lines = []
    for line in template.replace("[moves]", moves).splitlines():
        found = _ONLY_FOR.match(line)
        if found is None or found.group(1) == channel:
            lines.append(_ONLY_FOR.sub("", line))
    return Template("\n".join(lines) + "\n").substitute(channel=channel)


def _library() -> Library:
    return Library(find_content(load_settings().content))
