"""`pytest rubrics/` holds a grader against a rubric's examples, in any repository."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from practice.model.openai_stub import StubServer, in_thread
from practice.rubric_tests import collecting
from tests.conftest import ROOT

pytest_plugins = ["pytester"]

CRITERIA = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8").partition("\nexamples:")[0]
EXAMPLE = """
  - id: {id}
    use: check
    needs: {needs}
    language: en
    channel: shop_counter
    situation: A toaster returned after two weeks.
    customer: This thing nearly set my kitchen on fire!
    reply: Calm down. It's your own fault for not reading the instructions. No refund. Next!
    expected: {expected}
"""
RUDE = EXAMPLE.format(id="your-own-fault", needs="stub", expected="{calmness: 1-2, empathy: 1}")
HARD = EXAMPLE.format(id="hard-one", needs="model", expected="{empathy: 1}").replace("Next!", "Goodbye!")
WRONG = EXAMPLE.format(id="wrongly-expected", needs="stub", expected="{empathy: 5}")


@pytest.fixture
def repository(pytester: pytest.Pytester) -> pytest.Pytester:
    """Somebody else's: it holds no prompts."""
    assert collecting  # imported before pytester looks, or it would be imported anew for every run
    pytester.mkdir("rubrics")
    return pytester


def write_rubric(repository: pytest.Pytester, *examples: str, criteria: str = CRITERIA) -> None:
    path = repository.path / "rubrics" / "own.yaml"
    path.write_text(criteria + "\nexamples:" + "".join(examples), encoding="utf-8")


def run(repository: pytest.Pytester, *options: str) -> pytest.RunResult:
    return repository.runpytest_inprocess("rubrics", "-ra", "-p", "no:cacheprovider", *options)


def test_a_test_is_named_by_file_language_example_and_criterion(repository: pytest.Pytester) -> None:
    write_rubric(repository, RUDE, HARD)
    run(repository, "--collect-only", "-q").stdout.fnmatch_lines(
        [
            "rubrics/own.yaml::en::your-own-fault::calmness",
            "rubrics/own.yaml::en::your-own-fault::empathy",
            "rubrics/own.yaml::en::hard-one::empathy",
        ],
        consecutive=True,
    )


def test_a_test_stands_where_its_example_does(repository: pytest.Pytester) -> None:
    write_rubric(repository, RUDE)
    tests, _ = repository.inline_genitems("rubrics")
    lines = (repository.path / "rubrics" / "own.yaml").read_text(encoding="utf-8").splitlines()
    assert [lines[test.location[1] or 0].strip() for test in tests] == ["- id: your-own-fault"] * 2


def test_one_test_can_be_asked_for_by_its_name(repository: pytest.Pytester) -> None:
    write_rubric(repository, RUDE, WRONG)
    done = repository.runpytest_inprocess("rubrics/own.yaml::en::your-own-fault::empathy")
    done.assert_outcomes(passed=1)


def test_the_stub_is_tried_only_on_what_asks_for_no_more(repository: pytest.Pytester) -> None:
    write_rubric(repository, RUDE, HARD)
    done = run(repository)
    done.assert_outcomes(passed=2, skipped=1)
    done.stdout.fnmatch_lines(["SKIPPED * rubrics/own.yaml*: needs: model, and the stub is rules; *--practice-model"])


def test_a_failure_says_what_a_reader_needs_and_nothing_of_our_code(repository: pytest.Pytester) -> None:
    write_rubric(repository, WRONG)
    done = run(repository)
    done.assert_outcomes(failed=1)
    line = CRITERIA.count("\n") + 3
    done.stdout.fnmatch_lines(
        [
            "expected 5, given 1",
            f"*example: wrongly-expected (own.yaml, line {line}), empathy",
            "*customer: This thing nearly*",
            "*reply: Calm down.*",
            "*quote: “*”",
            "*reason: *",
            "*grader: stub",
            "FAILED rubrics/own.yaml::en::wrongly-expected::empathy - expected 5, given 1",
        ]
    )
    done.stdout.no_fnmatch_line("*.py:*")


def test_a_rubric_that_cannot_be_read_is_one_failure_with_file_line_and_key(repository: pytest.Pytester) -> None:
    write_rubric(repository, RUDE.replace("channel: shop_counter", "channel: counter"))
    done = run(repository)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["rubrics/own.yaml, line *: key 'examples.0.channel': *shop_counter*"])
    done.stdout.no_fnmatch_line("*.py:*")


def test_what_is_judged_over_a_whole_talk_is_not_tried_on_a_reply(repository: pytest.Pytester) -> None:
    before, key, after = CRITERIA.partition("key: empathy")
    write_rubric(repository, RUDE, criteria=before + key + after.replace("scope: reply", "scope: conversation", 1))
    done = run(repository)
    done.assert_outcomes(passed=1, skipped=1)
    done.stdout.fnmatch_lines(["SKIPPED *: empathy is judged over a whole conversation, not reply by reply"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--practice-record", "a", "--practice-replay", "b"], "*exclude each other*"),
        (["--practice-require-recorded"], "*goes with --practice-replay*"),
        (["--practice-repeat", "0"], "*--practice-repeat*'0'*"),
    ],
)
def test_options_that_make_no_sense_are_refused(repository: pytest.Pytester, options: list[str], message: str) -> None:
    done = run(repository, *options)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines([message])


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--practice-replay", "nowhere"], "*nowhere: no folder*"), (["--practice-model", "a b"], "*must be 'stub'*")],
)
def test_what_cannot_be_used_is_said_once_without_traceback(
    repository: pytest.Pytester, options: list[str], message: str
) -> None:
    write_rubric(repository, RUDE, HARD)
    done = run(repository, *options)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines([message])
    done.stdout.no_fnmatch_line("*.py:*")


@pytest.fixture
def server() -> Iterator[StubServer]:
    with in_thread(StubServer()) as running:
        yield running


def test_a_live_model_is_asked_once_an_example_and_its_answers_are_replayed_without_it(
    repository: pytest.Pytester, server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rubric(repository, RUDE, HARD)
    monkeypatch.setenv("PRACTICE_API_BASE", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    live = ("--practice-model", "openai/any", "--practice-repeat", "2")
    repository.runpytest_subprocess("rubrics", *live, "--practice-record", "tapes").assert_outcomes(passed=6)
    assert len(server.bodies) == 4
    tapes = sorted((repository.path / "tapes").iterdir())
    assert len(tapes) == 4
    assert "sk-very-secret" not in "".join(tape.read_text(encoding="utf-8") for tape in tapes)

    replay = ("--practice-replay", "tapes")
    run(repository, *live, *replay, "--practice-require-recorded").assert_outcomes(passed=6)
    assert len(server.bodies) == 4

    write_rubric(repository, RUDE.replace("two weeks", "three weeks"), HARD)
    changed = run(repository, *live, *replay)
    changed.assert_outcomes(passed=2, skipped=4)
    changed.stdout.fnmatch_lines(["SKIPPED *: not recorded: *openai/any*prompt*"])
    strict = run(repository, *live, *replay, "--practice-require-recorded")
    strict.assert_outcomes(passed=2, failed=4)
    strict.stdout.fnmatch_lines(["expected 1-2, not graded", "*problem: not recorded: *"])
    assert len(server.bodies) == 4


def test_a_file_elsewhere_is_no_rubric(repository: pytest.Pytester) -> None:
    (repository.mkdir("data") / "own.yaml").write_text("title: no rubric", encoding="utf-8")
    assert repository.runpytest_inprocess("data").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_suite_without_rubrics_pays_nothing_for_the_plugin(tmp_path: Path) -> None:
    program = (
        "import sys, pytest, practice.pytest_plugin; "
        "assert not {'litellm', 'flask', 'sqlmodel', 'pydantic', 'yaml'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, timeout=30)
