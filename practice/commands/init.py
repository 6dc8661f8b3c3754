"""`practice init DIR`: rubrics and prompts to edit."""

import shutil
from pathlib import Path

import click

from practice.errors import BadInput
from practice.library import find_content
from practice.settings import load_settings

FOLDERS = ("rubrics", "prompts")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Copy the rubrics and prompts into FOLDER, to edit them there."""
    content = find_content(load_settings().content)
    present = [name for name in FOLDERS if (folder / name).exists()]
    if present:
        raise BadInput(f"{folder / present[0]} is there already and is left as it is; choose another folder")
    for name in FOLDERS:
        shutil.copytree(content / name, folder / name)
    click.echo(f"{folder}: wrote rubrics/ and prompts/")
    click.echo(f"Use them by starting in that folder, or with PRACTICE_CONTENT={folder}")
