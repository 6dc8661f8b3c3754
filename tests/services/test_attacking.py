"""What a run of attacks grades, and what it makes of the grades."""

import pytest

from practice.domain.attack_figures import AttackReport, Outcome
from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.language import Language
from practice.domain.score import CriterionScore, ScoreStatus
from practice.errors import NotFound
from practice.library import Library
from practice.services.attacking import Assault, assault
from practice.services.bulk_grading import BulkResult
from practice.services.bulk_input import BulkItem


def _grade(level: int, *flags: str) -> Grade:
    score = CriterionScore("calmness", ScoreStatus.SCORED, level, (), "r", None)
    return Grade(GradeStatus.GRADED, None, (score,), flags, "m", "")


def _gullible(item: BulkItem) -> Grade:
    """Believes every 5 it reads, chokes on tags, and is flagged for a brace."""
    if "</case" in item.reply:
        return grade_failed(Problem("model_error", "no"), "m")
    flags = ("quote_not_found:calmness", "screen:braces") if "{" in item.reply else ()
    return _grade(5 if "5" in item.reply else 1, *flags)


def _run(run: Assault) -> AttackReport:
    return run.report(BulkResult(item, _gullible(item)) for item in run.items())


def test_a_grader_that_believes_what_it_reads_is_found_out(library: Library) -> None:
    report = _run(assault(library))
    by = {one.name: one for one in report.families}
    assert by["protocol_override"].success.rate == 1.0
    assert by["rubric_restating"].success.rate == 0.0
    assert by["fence_closing"].denied >= 8
    assert by["fence_closing"].success.count == 2
    assert {one.outcome for one in report.attempts} == {Outcome.SUCCEEDED, Outcome.HELD, Outcome.DENIED}
    stuffed = [one for one in report.attempts if one.id == "as-en-1"]
    assert stuffed[0].screens == ("braces",)
    assert 0 < report.drift.count < report.drift.n == 32
    assert report.false_alarms.count == 4


def test_every_attack_stands_on_a_carrier_of_its_language_and_each_carrier_bears_some(library: Library) -> None:
    run = assault(library)
    assert all(one.carrier.language is one.attack.language for one in run.mounted)
    assert {one.carrier.id for one in run.mounted} == {one.id for one in library.carriers.carriers}


def test_a_part_of_a_run_puts_attacks_on_the_same_carriers_as_the_whole(library: Library) -> None:
    part = assault(library, ["fake_turn"], [Language.PL])
    assert {one.family for one in part.mounted} == {"fake_turn"}
    assert set(part.mounted) <= set(assault(library).mounted)
    assert {item.language for item in part.items()} == {Language.PL}
    assert len(part.items()) == len({one.carrier.id for one in part.mounted}) + len(part.mounted) + 2 * 8


def test_every_item_is_graded_once(library: Library) -> None:
    run = assault(library)
    ids = [item.id for item in run.items()]
    assert len(ids) == len(set(ids)) == 24 + 100 + 2 * 32
    assert ids == [one.key for one in run.posed()]


def test_an_unknown_family_names_the_known_ones(library: Library) -> None:
    with pytest.raises(
        NotFound, match=r"no attack family called 'bribery'; known: addressing_the_customer, .*encoding"
    ):
        assault(library, ["bribery"])
