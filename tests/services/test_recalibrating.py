"""Recalibrations that are kept move the grades they were fitted for, and no others."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from practice.domain.recalibration import Proposal, Recalibration, Step
from practice.domain.score import CriterionScore
from practice.errors import BadInput, NotFound
from practice.library import Document
from practice.services.assembly import Services
from practice.services.recalibrating import (
    LONGEST_KEY,
    SWITCHED_OFF,
    KeptProposals,
    RecalibrationService,
    Use,
    use_in_talks,
)
from practice.store.database import Database
from practice.store.grading import CriterionScoreRow
from practice.store.person import Person
from practice.store.version import RubricVersionRow
from tests.fakes import Cast
from tests.services.talk import CRITERIA, NOTHING_NOTICED, Talk, begin, verdict

HASH = "0" * 64
RAW = (4, None)
MOVED = (3, 4)


def proposal(criterion: str = "empathy", *, applies: bool = True, four: int = 3, why: str = "better") -> Proposal:
    """Moves level 4."""
    levels = {1: 1, 2: 2, 3: 3, 4: four, 5: 5}
    steps = tuple(Step(raw, level, float(level), 6) for raw, level in levels.items())
    return Proposal(criterion, Recalibration(criterion, steps, 30, 0.5, 0.25), applies, why)


def too_few(criterion: str = "empathy") -> Proposal:
    return Proposal(criterion, None, applies=False, why="19 replies with both levels; 20 are needed")


@pytest.fixture
def recalibrating(services: Services) -> RecalibrationService:
    return RecalibrationService(services.database)


@pytest.fixture
def use(services: Services) -> Use:
    return use_in_talks(services.settings, services.library, services.voices)


def reply_graded(talk: Talk, cast: Cast, level: int | str = 4) -> dict[str, CriterionScore]:
    """What the person then sees of their newest reply."""
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(level))
    talk.exchange("I am sorry. I will see to it today.")
    grade = talk.view.turns[-2].grade
    assert grade is not None
    return {score.criterion: score for score in grade.scores}


def empathy(talk: Talk, cast: Cast, level: int | str = 4) -> tuple[int | None, int | None]:
    """The level shown, and the one it was moved from."""
    score = reply_graded(talk, cast, level)["empathy"]
    return score.level, score.recalibrated_from


def test_a_new_grade_shows_the_level_that_people_give_and_keeps_the_graders_own(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    recalibrating.keep(use, [proposal()], HASH)
    scores = reply_graded(begin(services, alice), cast)
    shown = {key: (score.level, score.recalibrated_from) for key, score in scores.items()}
    assert shown == {**dict.fromkeys(CRITERIA, RAW), "empathy": MOVED}
    with services.database.reading() as session:
        rows = session.exec(select(CriterionScoreRow)).all()
    kept = {row.criterion: (row.score, row.raw_score) for row in rows}
    assert kept == {**dict.fromkeys(CRITERIA, (4, 4)), "empathy": (3, 4)}


def test_a_level_that_the_table_leaves_and_one_that_is_not_shown_stay(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    recalibrating.keep(use, [proposal()], HASH)
    talk = begin(services, alice)
    assert empathy(talk, cast, 2) == (2, None)
    assert empathy(talk, cast, "not_shown") == (None, None)


def test_another_grader_and_another_text_of_the_rubric_stay_raw(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    recalibrating.keep(replace(use, grader="another"), [proposal()], HASH)
    edited = replace(use.rubric, text=use.rubric.text + "\n# Edited.\n")
    recalibrating.keep(replace(use, rubric=edited), [proposal()], HASH)
    talk = begin(services, alice)
    assert empathy(talk, cast) == RAW
    recalibrating.keep(use, [proposal()], HASH)
    assert empathy(talk, cast) == MOVED
    cast.grader.name = "another-again"
    assert empathy(talk, cast) == RAW


def test_what_does_not_apply_is_kept_and_never_used(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    recalibrating.keep(use, [proposal(applies=False, why="no better")], HASH)
    assert empathy(begin(services, alice), cast) == RAW
    [one] = recalibrating.listed()
    assert (one.applies, one.newest, one.why, one.recalibration.level(4)) == (False, True, "no better", 3)


def test_the_newest_counts_also_where_it_does_not_apply(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    talk = begin(services, alice)
    recalibrating.keep(use, [proposal(four=3)], HASH)
    recalibrating.keep(use, [proposal(four=5)], HASH)
    assert empathy(talk, cast) == (5, 4)
    [kept] = recalibrating.keep(use, [proposal(applies=False)], HASH).criteria
    assert (kept.kept, kept.applied, kept.before) == (True, False, True)
    assert empathy(talk, cast) == RAW
    assert [one.newest for one in recalibrating.listed()] == [False, False, True]


def test_switching_off_counts_from_the_next_grade_on_and_keeping_switches_on_again(
    services: Services, cast: Cast, alice: Person, recalibrating: RecalibrationService, use: Use
) -> None:
    talk = begin(services, alice)
    recalibrating.keep(use, [proposal()], HASH)
    assert empathy(talk, cast) == MOVED
    [off] = recalibrating.switch_off("frontline")
    assert (off.rubric, off.version, off.grader, off.recalibration.criterion) == (
        "frontline", 1, "queued-grader", "empathy",
    )  # fmt: skip
    assert empathy(talk, cast) == RAW
    given = [score for turn in talk.view.turns if turn.grade for score in turn.grade.scores]
    assert [score.level for score in given if score.criterion == "empathy"] == [3, 4]
    assert recalibrating.switch_off("frontline") == []
    recalibrating.keep(use, [proposal()], HASH)
    assert empathy(talk, cast) == MOVED


@pytest.fixture
def kept(database: Database, library_use: Use) -> RecalibrationService:
    """Two criteria for two graders."""
    service = RecalibrationService(database)
    for grader in ("a", "b"):
        service.keep(replace(library_use, grader=grader), [proposal("calmness"), proposal("empathy")], HASH)
    return service


@pytest.fixture
def library_use() -> Use:
    return Use(Document("frontline", Path("frontline.yaml"), "the text"), "a")


def test_one_criterion_is_switched_off_for_every_grader_and_nothing_is_overwritten(kept: RecalibrationService) -> None:
    before = kept.listed()
    kept.switch_off("frontline", "empathy")
    after = kept.listed()
    assert [replace(one, newest=True) for one in after[:4]] == before
    applied = {(one.grader, one.recalibration.criterion) for one in after if one.newest and one.applies}
    assert applied == {("a", "calmness"), ("b", "calmness")}
    for off, on in zip(after[4:], (before[1], before[3]), strict=True):
        assert (off.applies, off.why, off.newest) == (False, SWITCHED_OFF, True)
        assert (off.recalibration, off.grader, off.rubric, off.version) == (
            on.recalibration, on.grader, on.rubric, on.version,
        )  # fmt: skip
        assert off.when > on.when


def test_every_version_of_the_rubric_is_switched_off_and_no_other_rubric(
    kept: RecalibrationService, library_use: Use
) -> None:
    kept.keep(replace(library_use, rubric=replace(library_use.rubric, text="a newer text")), [proposal()], HASH)
    kept.keep(replace(library_use, rubric=replace(library_use.rubric, key="other")), [proposal()], HASH)
    assert {(one.version, one.grader) for one in kept.switch_off("frontline")} == {(1, "a"), (1, "b"), (2, "a")}
    assert [one.rubric for one in kept.listed() if one.newest and one.applies] == ["other"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nonsense",), "no recalibration is kept for a rubric called 'nonsense'; known: frontline"),
        (("frontline", "tact"), "no recalibration of 'tact' is kept for rubric frontline; known: calmness, empathy"),
    ],
)
def test_what_was_never_kept_cannot_be_switched_off(
    kept: RecalibrationService, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(NotFound) as told:
        kept.switch_off(*arguments)
    assert str(told.value) == words


def test_where_nothing_was_fitted_nothing_is_kept_and_the_earlier_one_stays(
    database: Database, library_use: Use
) -> None:
    service = RecalibrationService(database)
    nothing: KeptProposals = service.keep(library_use, [too_few()], HASH)
    assert (nothing.version, nothing.criteria[0].kept, nothing.criteria[0].before) == (None, False, False)
    with database.reading() as session:
        assert session.exec(select(RubricVersionRow)).all() == []
    service.keep(library_use, [proposal(), too_few("calmness")], HASH)
    again = service.keep(library_use, [too_few()], HASH)
    assert (again.criteria[0].kept, again.criteria[0].before) == (False, True)
    [one] = service.listed()
    assert (one.recalibration, one.applies, one.newest) == (proposal().recalibration, True, True)


def test_a_rubric_whose_key_no_database_takes_is_refused() -> None:
    with pytest.raises(BadInput, match="at most 80 characters"):
        Use(Document("k" * (LONGEST_KEY + 1), Path("long.yaml"), "the text"), "a")
