"""A real language model on this machine, for the tests here alone. Without --local-llm they are skipped and say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.local_llm.prepare import is_prepared
from tests.local_llm.server import ALIAS, serving
from tests.require import lack


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--local-llm",
        type=lambda given: Path(given).resolve(),
        metavar="DIR",
        help="play with the small real model that `python -m tests.local_llm.prepare DIR` put there",
    )


@pytest.fixture(scope="session", autouse=True)
def prepared(request: pytest.FixtureRequest) -> Path:
    """The folder that holds the model and its server."""
    folder: Path | None = request.config.getoption("--local-llm", default=None)
    if folder is None:
        lack("local model", "run make test-local-llm")
    if not is_prepared(folder):
        pytest.fail(f"{folder} is not prepared; run make test-local-llm", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def model_address(prepared: Path) -> Iterator[str]:
    with serving(prepared) as address:
        yield address


@pytest.fixture(scope="session")
def environment(model_address: str, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What somebody with such a server would set."""
    folder = tmp_path_factory.mktemp("local_llm")
    database = folder / "practice.db"
    database.write_bytes(migrated_sqlite.read_bytes())
    return {
        "PRACTICE_MODEL": f"openai/{ALIAS}",
        "PRACTICE_API_BASE": model_address,
        "PRACTICE_MODEL_TIMEOUT": "900",
        "PRACTICE_CONTENT": str(ROOT),
        "PRACTICE_VAR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{database}",
    }
