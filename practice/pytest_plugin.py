"""Lets pytest hold a grader against the examples of the rubrics in any repository: `pytest rubrics/`.

It is loaded at every start of pytest, so what does the work is imported at the first rubric that is collected.
"""

from pathlib import Path

import pytest

from practice.rubric_tests.options import RubricOptions, keep_options

_FOLDER = "rubrics"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("practice", "rubrics of conversation-practice")
    group.addoption(
        "--practice-model",
        metavar="NAME",
        default="stub",
        help="Grader: `stub` (default; only examples with needs: stub run) or a litellm name such as openai/gpt-4.1.",
    )
    group.addoption(
        "--practice-repeat", metavar="N", type=_count, default=1, help="How often each example is graded (default 1)."
    )
    group.addoption(
        "--practice-record", metavar="DIR", type=Path, help="Keep the model's answers in DIR, one JSON file for each."
    )
    group.addoption(
        "--practice-replay", metavar="DIR", type=Path, help="Take the answers from DIR; nothing is asked of a model."
    )
    group.addoption(
        "--practice-require-recorded",
        action="store_true",
        help="With --practice-replay, an answer that is not recorded fails its tests instead of skipping them.",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(text)
    return int(text)


def pytest_configure(config: pytest.Config) -> None:
    options = RubricOptions(
        model=config.getoption("--practice-model"),
        repeats=config.getoption("--practice-repeat"),
        record=_from_start(config, "--practice-record"),
        replay=_from_start(config, "--practice-replay"),
        require_recorded=config.getoption("--practice-require-recorded"),
    )
    if options.record and options.replay:
        raise pytest.UsageError("--practice-record and --practice-replay exclude each other")
    if options.require_recorded and not options.replay:
        raise pytest.UsageError("--practice-require-recorded goes with --practice-replay DIR")
    keep_options(config, options)


def _from_start(config: pytest.Config, option: str) -> Path | None:
    folder: Path | None = config.getoption(option)
    return folder and config.invocation_params.dir / folder


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".yaml" or file_path.parent.name != _FOLDER:
        return None
    from practice.rubric_tests.collecting import RubricFile

    return RubricFile.from_parent(parent, path=file_path)
