"""Which grades chance picks for a look, and what a kept reason means."""

import pytest

from practice.domain.review import Reason, ReasonKind, drawn, is_called, reason_of


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_chance_picks_the_share_that_was_asked_for_and_always_the_same_grades(share: float) -> None:
    picked = [grade_id for grade_id in range(1, 20_001) if drawn(grade_id, share)]
    assert len(picked) == pytest.approx(share * 20_000, rel=0.1)
    assert all(drawn(grade_id, share) for grade_id in picked)


def test_whom_a_small_share_picks_a_larger_one_picks_too() -> None:
    assert all(drawn(grade_id, 0.2) for grade_id in range(1, 2000) if drawn(grade_id, 0.1))


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        ("dispute", Reason(ReasonKind.DISPUTE, "dispute")),
        ("not_graded", Reason(ReasonKind.NOT_GRADED, "not_graded")),
        ("not_graded:empathy", Reason(ReasonKind.NOT_GRADED, "not_graded", "empathy")),
        ("spread:empathy", Reason(ReasonKind.HIGH_SPREAD, "spread", "empathy")),
        ("screen:score_words", Reason(ReasonKind.FLAGGED, "screen", "score_words")),
        ("of_a_later_version:empathy", Reason(ReasonKind.FLAGGED, "of_a_later_version", "empathy")),
        ("random_sample", Reason(ReasonKind.RANDOM_SAMPLE, "random_sample")),
    ],
)
def test_a_kept_reason_tells_its_kind_and_what_it_is_about(kept: str, reason: Reason) -> None:
    assert reason_of(kept) == reason


@pytest.mark.parametrize(
    ("name", "words", "called"),
    [
        ("Åsa Öberg", "öb åsa", True),
        ("Łucja", "łUC", True),
        ("A\u030asa", "åsa", True),
        ("Åsa Öberg", "asa", False),
        ("Åsa Öberg", "åsa berit", False),
        ("Åsa", "%", False),
    ],
)
def test_somebody_is_found_by_parts_of_their_name_whatever_the_capitals(name: str, words: str, called: bool) -> None:
    assert is_called(name, words) is called
