"""`practice rubric`: for those who write rubrics."""

from pathlib import Path

import click

from practice.commands.checked import check_all, read_files
from practice.commands.version_files import Texts, add_pull_and_push
from practice.library import Library, find_content
from practice.services.rubric_check import check_rubric
from practice.settings import load_settings
from practice.store.version import RubricVersionRow


@click.group()
def rubric() -> None:
    """Check rubrics; take those of an organisation out as files, and bring them back in."""


@rubric.command()
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check FILES, or every rubric: format, levels that can be told apart, and examples that cover everything.

    Exit 0 when all is well, 1 when something has to be mended.
    """
    documents = read_files(files) or Library(find_content(load_settings().content)).rubrics()
    check_all(documents, check_rubric)


add_pull_and_push(rubric, Texts(RubricVersionRow, "rubric", "are graded by"))
