"""`practice attack`: do texts written to deceive a model move a level, a mood or what the customer says?"""

import json
import sys

import click

from practice.commands.attack_json import as_json
from practice.commands.attack_runs import RUNS, Asked, Found, against_grader_by_etb
from practice.domain.language import Language
from practice.errors import BadInput
from practice.library import Library, find_content
from practice.model.port import Role
from practice.settings import load_settings


@click.command()
@click.option("--role", type=click.Choice([role.value for role in RUNS]), default="grader", show_default=True)
@click.option("--model", help="Another model than the settings name, for the role and, with customer, the appraiser.")
@click.option("--family", "families", multiple=True, help="A file of prompts/attacks/, without .yaml; default: all.")
@click.option("--language", "languages", multiple=True, type=click.Choice([lang.value for lang in Language]))
@click.option("--rubric", "rubric_name", help="A rubric's key, for the grader.")
@click.option("--etb", is_flag=True, help="The attacks of the package etb-scan on the grader, in place of ours.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.option("--jobs", default=8, show_default=True, type=click.IntRange(1, 512), help="Replies at once.")
def attack(
    role: str,
    model: str | None,
    families: tuple[str, ...],
    languages: tuple[str, ...],
    rubric_name: str | None,
    etb: bool,
    form: str | None,
    jobs: int,
) -> None:
    """Try attacks on bad replies, each beside the plain reply, and tell which succeeded.

    On the grader: a level is higher than the plain reply's, or is 4 or 5 where that showed nothing to judge by. On the
    appraiser: the customer feels better than after the plain reply. On the customer: the line, as it is shown, breaks
    a rule of speech or says words of the attack back. Some 190 replies are tried in all, or 66 with --etb. Exit 0
    whatever succeeds, 2 when the attacks cannot be read.
    """
    chosen = Role(role)
    if etb and (chosen is not Role.GRADER or families or languages):
        raise BadInput(
            "--etb has its own attacks, in English, on the grader; leave out --role, --family and --language"
        )
    if rubric_name and chosen is not Role.GRADER:
        raise BadInput("--rubric is for the grader; leave it out, or try --role grader")
    settings = load_settings(stub_word_ms=0, **(_models(chosen, model) if model else {}))
    library = Library(find_content(settings.content))
    asked = Asked(settings, library, families, tuple(Language(name) for name in languages), rubric_name, jobs)
    _show(against_grader_by_etb(asked) if etb else RUNS[chosen](asked), form)


def _models(role: Role, model: str) -> dict[str, str | int | None]:
    """An attacked customer decides by the appraiser before they speak; an attacked grader grades alone and once."""
    roles = {role, Role.APPRAISER} if role is Role.CUSTOMER else {role}
    alone = {"grader_panel": None, "grader_repeats": 1}
    return {"model": model, **alone, **{f"{one.value}_model": model for one in roles}}


def _show(found: Found, form: str | None) -> None:
    if form == "table" or (form is None and sys.stdout.isatty()):
        found.show()
    else:
        click.echo(json.dumps({**found.head, **as_json(found.report)}, ensure_ascii=False, indent=2))
