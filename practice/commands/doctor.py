"""`practice doctor`: is everything in order?"""

import sys

import click

from practice.services.checkup import examine


@click.command()
def doctor() -> None:
    """Look at settings, database, rubrics, prompts and each model, a line each; exit 1 if something is wrong."""
    well = True
    for finding in examine():
        click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.what}: {finding.detail}")
        well = well and finding.well
    sys.exit(0 if well else 1)
