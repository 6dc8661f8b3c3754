"""What `practice rubric` and `practice scenario` have in common: `pull` and `push` of an organisation's own texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from practice.commands.checked import read_files
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.services.version_files import Brought, BroughtFile, TakenFile, VersionFiles
from practice.services.versions import OF_FILE
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current
from practice.store.version_writing import Kind

_FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Texts:
    """`name`: of one, as in `practice NAME pull`. `used`: what new talks do with them."""

    kind: Kind
    name: str
    used: str


def add_pull_and_push(group: click.Group, texts: Texts) -> None:
    whose = click.option(
        "--org", "--organisation", "organisation", metavar="KEY", required=True, help=f"Whose {texts.name}s."
    )

    @group.command(help=f"Write the {texts.name}s that an organisation's new talks {texts.used} to DIR, one file each.")
    @click.argument("folder", metavar="DIR", type=_FOLDER)
    @whose
    @click.option("--overwrite", is_flag=True, help="Replace files that say something else.")
    def pull(folder: Path, organisation: str, overwrite: bool) -> None:
        with _files(texts.kind) as files:
            taken = files.pull(folder, organisation, overwrite=overwrite)
        for one in taken:
            click.echo(_told_of_taken(one))
        for path in sorted(set(folder.glob("*.yaml")) - {one.path for one in taken}):
            click.echo(f"{path}: not in force; left as it is")

    @group.command(
        help=f"Make new versions of an organisation's {texts.name}s from the files *.yaml in DIR that say something "
        "new.\n\nAll of them or, where one cannot be used, none."
    )
    @click.argument("folder", metavar="DIR", type=_FOLDER)
    @whose
    @click.option("--note", required=True, help="What is new, in a few words; the organisation's trainers read it.")
    @click.option("--publish", is_flag=True, help=f"New talks {texts.used} them at once; else they are drafts.")
    @click.option("--older", is_flag=True, help="Also take what an earlier version said that others have replaced.")
    def push(folder: Path, organisation: str, note: str, publish: bool, older: bool) -> None:
        documents = read_files(sorted(folder.glob("*.yaml")))
        if not documents:
            raise BadInput(f"{folder}: holds no file *.yaml; `practice {texts.name} pull` writes them")
        with _files(texts.kind) as files:
            for brought in files.push(documents, organisation, note, publish=publish, older=older):
                click.echo(f"{brought.key}: {_told_of_brought(brought, texts)}")
                for one in brought.giving_away:
                    click.echo(f"{one.text} (kept all the same)", err=True)


def _told_of_taken(taken: TakenFile) -> str:
    source = "the service's own file" if taken.number == OF_FILE else f"version {taken.number}"
    return f"{taken.path}: {source}{'' if taken.written else ', as it stands there already'}"


def _told_of_brought(brought: BroughtFile, texts: Texts) -> str:
    in_force = f"version {brought.number}" if brought.number != OF_FILE else "the service's own file"
    return {
        Brought.UNCHANGED: f"nothing new; the same as {in_force}, which is in force",
        Brought.KNOWN: f"nothing new; draft {brought.number} says the same",
        Brought.OLDER: f"left as it is; the file says what version {brought.number} said, which is no longer in force: "
        "`pull` brings what is, --older takes the file all the same",
        Brought.DRAFT: f"version {brought.number}, a draft",
        Brought.PUBLISHED: f"version {brought.number}, published: new talks {texts.used} it",
    }[brought.what]


@contextmanager
def _files(kind: Kind) -> Iterator[VersionFiles]:
    settings = load_settings()
    database = Database(settings.database_url)
    try:
        require_current(database)
        yield VersionFiles(database, Library(find_content(settings.content)), kind)
    finally:
        database.close()
