"""Runs a command as a person would, in a process of its own or, where that would cost too much, in this one."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

from practice.cli import main


def practice(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "practice", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def practice_here(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, for commands whose libraries take seconds to load and which open no database."""
    out, err, before = io.StringIO(), io.StringIO(), (sys.argv, sys.stdin)
    were = {name: os.environ.get(name) for name in environment}
    sys.argv, sys.stdin = ["practice", *arguments], io.TextIOWrapper(io.BytesIO((text or "").encode()))
    os.environ.update(environment)
    code: object = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin = before
        # Only what was given: litellm, loaded once per process, goes on reading what the command set for it.
        for name, value in were.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    return subprocess.CompletedProcess(arguments, int(str(code)), out.getvalue(), err.getvalue())
