"""`practice`: every command, found by name only when it is asked for, so that none pays for another's imports."""

import importlib
import sys

import click

from practice.errors import PracticeError

COMMANDS = {
    "serve": "practice.commands.serve:serve",
    "worker": "practice.commands.worker:worker",
    "chat": "practice.commands.chat:chat",
    "grade": "practice.commands.grade:grade",
    "regrade": "practice.commands.regrade:regrade",
    "review": "practice.commands.review:review",
    "agreement": "practice.commands.agreement:agreement",
    "recalibration": "practice.commands.recalibration:recalibration",
    "attack": "practice.commands.attack:attack",
    "stub-server": "practice.commands.stub_server:stub_server",
    "db": "practice.commands.db:db",
    "org": "practice.commands.org:org",
    "user": "practice.commands.user:user",
    "audit": "practice.commands.audit:audit",
    "export": "practice.commands.export:export",
    "xapi": "practice.commands.xapi:xapi",
    "doctor": "practice.commands.doctor:doctor",
    "simulate": "practice.commands.simulate:simulate",
    "realism": "practice.commands.realism:realism",
    "scenario": "practice.commands.scenario:scenario",
    "rubric": "practice.commands.rubric:rubric",
    "demo-data": "practice.commands.demo_data:demo_data",
    "init": "practice.commands.init:init",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="conversation-practice")
def practice() -> None:
    """Practise hard conversations with a frustrated customer, and see how far each reply carried."""


def main() -> None:
    """Runs a command; what a person can mend goes to standard error, with exit code 2."""
    try:
        practice(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except PracticeError as error:
        click.echo(f"practice: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
