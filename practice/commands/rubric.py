"""`practice rubric`: for those who write rubrics."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from practice.commands.checked import check_all, read_files
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.services.rubric_check import check_rubric
from practice.services.rubric_files import Brought, BroughtRubric, RubricFiles, TakenRubric
from practice.services.rubrics import OF_FILE
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current

_FOLDER = click.Path(file_okay=False, path_type=Path)


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


@rubric.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--org", "organisation", metavar="KEY", required=True, help="Whose rubrics.")
@click.option("--overwrite", is_flag=True, help="Replace files that say something else.")
def pull(folder: Path, organisation: str, overwrite: bool) -> None:
    """Write the rubrics that an organisation's new talks are graded by to DIR, one file each."""
    with _files() as files:
        for taken in files.pull(folder, organisation, overwrite=overwrite):
            click.echo(_told_of_taken(taken))


@rubric.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--org", "organisation", metavar="KEY", required=True, help="Whose rubrics.")
@click.option("--note", required=True, help="What is new, in a few words; the organisation's trainers read it.")
@click.option("--publish", is_flag=True, help="New talks are graded by them at once; else they are drafts.")
def push(folder: Path, organisation: str, note: str, publish: bool) -> None:
    """Make new versions of an organisation's rubrics from the files *.yaml in DIR that say something new.

    All of them or, where one cannot be used, none.
    """
    documents = read_files(sorted(folder.glob("*.yaml")))
    if not documents:
        raise BadInput(f"{folder}: holds no file *.yaml; `practice rubric pull` writes them")
    with _files() as files:
        for brought in files.push(documents, organisation, note, publish=publish):
            click.echo(f"{brought.key}: {_told_of_brought(brought)}")


def _told_of_taken(taken: TakenRubric) -> str:
    source = "the service's own file" if taken.number == OF_FILE else f"version {taken.number}"
    return f"{taken.path}: {source}{'' if taken.written else ', as it stands there already'}"


def _told_of_brought(brought: BroughtRubric) -> str:
    in_force = f"version {brought.number}" if brought.number != OF_FILE else "the service's own file"
    return {
        Brought.UNCHANGED: f"nothing new; the same as {in_force}, which is in force",
        Brought.KNOWN: f"nothing new; draft {brought.number} says the same",
        Brought.DRAFT: f"version {brought.number}, a draft",
        Brought.PUBLISHED: f"version {brought.number}, published: new talks are graded by it",
    }[brought.what]


@contextmanager
def _files() -> Iterator[RubricFiles]:
    settings = load_settings()
    database = Database(settings.database_url)
    try:
        require_current(database)
        yield RubricFiles(database, Library(find_content(settings.content)))
    finally:
        database.close()
