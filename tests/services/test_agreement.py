"""From labels and grades to a report and to a comparison of two graders: what is counted, and what is left out."""

import subprocess
import sys
from dataclasses import replace

import pytest

from practice.domain.agreement import CriterionAgreement, ScoredReply
from practice.domain.labels import UNNAMED
from practice.domain.labels_reading import read_labels
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.library import Library, read_rubric
from practice.services.agreement import items, proposals, report, scored, without_taught
from practice.services.agreement_comparison import compare
from practice.services.bulk_grading import BulkTask, grade_items
from practice.settings import load_settings
from tests.agreement_examples import CRITERION, MADE_UP, Given, grade, labelled, scored_all
from tests.conftest import ROOT

PEOPLE: list[int | None] = [1, 2, 3, 4, 5, 3, 2, 4, 1, 5, 3, 4]
GRADER: list[int | None] = [2, 2, 4, 5, 5, 3, 3, 4, 1, 5, 4, 4]


def criterion(replies: list[ScoredReply]) -> CriterionAgreement:
    [found] = report(replies, [CRITERION]).overall.criteria
    return found


def test_neither_scikit_learn_nor_numpy_is_loaded_before_a_figure_is_wanted() -> None:
    code = """import sys, practice.cli, practice.services.agreement, practice.services.agreement_comparison
import practice.commands.agreement
print([name for name in ("sklearn", "krippendorff", "numpy", "scipy") if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_report_has_the_figures_of_its_pairs() -> None:
    found = criterion(scored_all(PEOPLE, GRADER))
    assert (found.n, found.coverage.labelled, found.coverage.graded, found.coverage.share) == (12, 12, 12, 1.0)
    assert found.mae.value == found.bias.value == pytest.approx(5 / 12)
    assert found.bias.interval is not None
    assert found.bias.interval.low > 0
    assert found.kappa.value is not None
    assert found.kappa.interval is not None
    assert found.kappa.interval.low < found.kappa.value < found.kappa.interval.high
    assert found.alpha.lacking == "one rater: there is nobody to compare with"


def test_bias_is_negative_where_the_grader_is_stricter_than_people() -> None:
    found = criterion(scored_all(GRADER, PEOPLE))
    assert found.bias.value == pytest.approx(-5 / 12)


def test_what_was_not_graded_or_not_labelled_stays_missing_and_stands_in_the_coverage() -> None:
    lost = replace(scored_all([1], [1])[0], grade=grade(None))
    unlabelled = ScoredReply(labelled("u", {UNNAMED: {}}), grade({CRITERION: 1}))
    complete = scored_all(PEOPLE, GRADER)
    found = criterion([*complete, lost, unlabelled])
    assert (found.n, found.coverage.labelled, found.coverage.graded) == (12, 13, 12)
    assert found.mae.value == criterion(complete).mae.value
    [missing] = report([*complete, lost], [CRITERION]).not_graded
    assert (missing.id, missing.problem) == ("r000", "it died")


def test_not_shown_is_counted_by_itself_and_mixed_into_no_level() -> None:
    people: list[int | None] = [None, None, 3, 4, *PEOPLE]
    grader: list[int | None] = [None, 1, None, None, *GRADER]
    found, shown = criterion(scored_all(people, grader)), criterion(scored_all(PEOPLE, GRADER))
    table = found.shown
    assert (table.both, table.neither, table.people_only, table.grader_only) == (12, 1, 2, 1)
    assert table.agreement == pytest.approx(13 / 16)
    assert (found.n, found.kappa.value, found.mae.value, found.confusion) == (
        shown.n,
        shown.kappa.value,
        shown.mae.value,
        shown.confusion,
    )


def test_nothing_graded_gives_reasons_and_no_numbers() -> None:
    replies = [replace(one, grade=grade(None)) for one in scored_all(PEOPLE, GRADER)]
    told = report(replies, [CRITERION])
    [found] = told.overall.criteria
    for figure in (found.kappa, found.mae, found.bias):
        assert (figure.value, figure.interval, figure.lacking) == (None, None, "no reply has a level from both")
    assert (found.constant, found.coverage.share, told.overall.mean.kappa.lacking) == (None, 0.0, "no criterion has it")
    assert [group.by for group in told.groups] == ["language", "channel"]


def test_the_mean_is_over_the_criteria_that_have_the_figure() -> None:
    given: list[Given] = [{"calmness": one, **({"empathy": 3} if n < 3 else {})} for n, one in enumerate(PEOPLE)]
    graded: list[Given] = [{"calmness": one, "empathy": 4} for one in GRADER]
    pairs = zip(given, graded, strict=True)
    replies = [ScoredReply(labelled(f"r{n}", {UNNAMED: a}), grade(b)) for n, (a, b) in enumerate(pairs)]
    overall = report(replies, ["calmness", "empathy"]).overall
    calmness, empathy = overall.criteria
    assert empathy.kappa.lacking == "people gave 3 to all 3: without variance kappa is not defined"
    assert overall.mean.kappa.value == calmness.kappa.value
    assert overall.mean.kappa.interval == calmness.kappa.interval
    assert overall.mean.kappa.lacking == "over 1 of 2 criteria"
    assert overall.mean.bias.value == pytest.approx((5 / 12 + 1) / 2)
    assert overall.mean.bias.lacking == "no interval: 3 replies, 10 are needed"
    assert (overall.mean.n, overall.mean.coverage.labelled) == (15, 15)


def test_groups_are_by_language_channel_and_flags() -> None:
    def one(id_: str, language: Language, channel: Channel, *flags: str) -> ScoredReply:
        reply = labelled(id_, {UNNAMED: {CRITERION: 3}}, language=language, channel=channel)
        return ScoredReply(reply, grade({CRITERION: 4}, *flags))

    replies = [
        one("a", Language.SV, Channel.EMAIL),
        one("b", Language.SV, Channel.PHONE, "quote_not_found:calmness"),
        one("c", Language.EN, Channel.PHONE),
        replace(one("d", Language.EN, Channel.PHONE), grade=grade(None)),
    ]
    groups = report(replies, [CRITERION]).groups
    assert [(group.by, group.value, group.agreement.replies) for group in groups] == [
        ("language", "en", 2),
        ("language", "sv", 2),
        ("channel", "phone", 3),
        ("channel", "email", 1),
        ("flagged", "yes", 1),
        ("flagged", "no", 2),
    ]
    assert [group.agreement.criteria[0].n for group in groups] == [1, 2, 2, 1, 1, 2]


def test_the_worst_come_by_size_of_difference_whatever_its_sign_then_by_id() -> None:
    worst = report(scored_all([3, 5, 3, 3, 1], [4, 2, 2, 3, 1]), [CRITERION]).worst
    assert [(one.id, one.difference) for one in worst] == [("r001", -3), ("r000", 1), ("r002", -1)]
    assert (worst[0].quote, worst[0].reason, worst[0].reply) == ("The words", "because", "The words of r001.")


def test_replies_that_a_rubric_teaches_are_not_used_to_try_its_grader(library: Library) -> None:
    document = library.rubric_document("frontline")
    rubric = read_rubric(document.text, str(document.path))
    taught = next(example for example in rubric.examples if example.use == "teach")
    checked = next(example for example in rubric.examples if example.use == "check")
    one = labelled("a", {UNNAMED: {CRITERION: 3}})
    sifted = without_taught(
        [one, replace(one, id="b", reply=f"{taught.reply}\n"), replace(one, id="c", reply=checked.reply)], [rubric]
    )
    assert [reply.id for reply in sifted.usable] == ["a", "c"]
    assert [reply.id for reply in sifted.taught] == ["b"]


def test_the_stub_beside_the_made_up_raters_agrees_well_and_misses_nothing(library: Library) -> None:
    document = library.rubric_document("frontline")
    criteria = ["calmness", "empathy", "solutions", "level_tone"]
    replies = read_labels(MADE_UP.read_bytes(), MADE_UP.name, criteria)
    task = BulkTask(load_settings(content=ROOT), document.text, str(document.path), 8)
    graded = scored(replies, grade_items(items(replies), task))
    told = report(graded, criteria)
    assert told.raters == ("made-up-anna", "made-up-olli")
    for one in told.overall.criteria:
        assert one.coverage.share == 1.0
        assert None not in (one.kappa.value, one.kappa_single.value, one.ceiling.value, one.alpha.value)
        assert one.constant is not None
        assert (one.mae.value or 9) < one.constant.mae
    assert [proposal.criterion for proposal in proposals(graded, criteria)] == criteria


def test_a_difference_that_is_the_same_on_every_reply_has_no_width_however_wide_each_error_is() -> None:
    """Unpaired, two errors that vary from 0 to 3 would leave an interval around their difference."""
    people: list[int | None] = [1, 1, 1, 1, 2, 2, 2, 1, 1, 2, 2, 2]
    first: list[int | None] = [1, 2, 3, 4, 2, 3, 4, 1, 4, 2, 3, 4]
    second: list[int | None] = [level + 1 for level in first if level is not None]
    a, b = scored_all(people, first), scored_all(people, second)
    [found] = compare(a, b, [CRITERION]).criteria
    assert found.mae_difference.value == 1.0
    interval, alone = found.mae_difference.interval, criterion(a).mae.interval
    assert interval is not None
    assert alone is not None
    assert (interval.low, interval.high) == pytest.approx((1.0, 1.0))
    assert alone.high - alone.low > 1


def test_differences_are_b_less_a() -> None:
    perfect, noisy = scored_all(PEOPLE, PEOPLE), scored_all(PEOPLE, GRADER)
    [found] = compare(noisy, perfect, [CRITERION]).criteria
    assert (found.n, found.kappa_b.value, found.mae_b.value) == (12, 1.0, 0.0)
    assert found.kappa_a.value is not None
    assert found.kappa_difference.value == pytest.approx(1 - found.kappa_a.value)
    assert found.kappa_difference.interval is not None
    assert found.kappa_difference.interval.low > 0
    assert found.mae_difference.value == pytest.approx(-5 / 12)
    assert found.mae_difference.interval is not None
    assert found.mae_difference.interval.high < 0


def test_only_replies_that_both_graded_are_compared() -> None:
    a, b = scored_all(PEOPLE, GRADER), scored_all(PEOPLE, PEOPLE)
    a[0], b[1], b[2] = (replace(one, grade=grade(None)) for one in (a[0], b[1], b[2]))
    comparison = compare(a, b, [CRITERION])
    assert (comparison.criteria[0].n, comparison.only_a, comparison.only_b) == (9, 2, 1)
    assert comparison.criteria[0].mae_a.value == pytest.approx(3 / 9)
    assert comparison.criteria[0].kappa_difference.lacking == "no interval: 9 replies, 10 are needed"


def test_a_comparison_without_anything_to_compare_says_why() -> None:
    a = scored_all(PEOPLE, GRADER)
    comparison = compare(a, [replace(one, grade=grade(None)) for one in a], [CRITERION])
    assert comparison.criteria[0].kappa_difference.value is None
    assert comparison.criteria[0].kappa_difference.lacking == "no reply has a level from both"
    assert (comparison.mean.mae_difference.value, comparison.flips, comparison.only_a) == (None, (), 12)


def test_flips_come_where_b_does_most_harm_first_and_last_where_a_level_is_lacking() -> None:
    a = scored_all([3, 3, 3, 3, None], [3, 3, 1, 3, 2])
    b = scored_all([3, 3, 3, 3, None], [4, 5, 3, 3, None])
    flips = compare(a, b, [CRITERION]).flips
    assert [(flip.id, flip.label, flip.level_a, flip.level_b, flip.harm) for flip in flips] == [
        ("r001", 3.0, 3, 5, 2.0),
        ("r000", 3.0, 3, 4, 1.0),
        ("r002", 3.0, 1, 3, -2.0),
        ("r004", None, 2, None, None),
    ]
