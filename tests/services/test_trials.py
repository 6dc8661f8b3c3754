"""What a trainer tries in the studio is no practice: it is in no figure and nobody else's to read."""

import pytest
from sqlmodel import update

from practice.domain.language import Language
from practice.errors import Conflict
from practice.services.assembly import Services
from practice.services.group_progress import Asked, Period
from practice.services.handing_in import Readers
from practice.services.talk import TalkChoices
from practice.store.job import JobRow, JobState
from practice.store.regrading import kept_replies
from tests.services.graded import grade_by_hand
from tests.services.talk import Talk, begin
from tests.services.training_house import TrainingHouse

ENGLISH = TalkChoices(Language.EN, seed=7)


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    services.worker.stop()
    return TrainingHouse(services.database)


@pytest.fixture
def spring(house: TrainingHouse) -> str:
    """Tina's; Tom, who trains others, practises in it."""
    cohort_id = house.group("Spring")
    house.practising(cohort_id, house.tom)
    return cohort_id


@pytest.fixture
def trial(services: Services, house: TrainingHouse, spring: str) -> Talk:
    """Tom's, of the file's version, which everybody practises; with a graded reply, and over."""
    trial = Talk(services, house.tom, services.chat.try_out(house.tom, "late-parcel", 0, ENGLISH))
    grade_by_hand(services, trial.reply("I am sorry.").reply_id)
    services.chat.end(house.tom, trial.id)
    return trial


def test_a_trial_counts_among_nobodys_talks(services: Services, house: TrainingHouse, spring: str, trial: Talk) -> None:
    [member] = services.cohorts.cohort(house.tina, spring).trainees
    assert (member.talks, member.practised_at) == (0, None)
    for view in (
        services.person_progress.of_trainee(house.tina, spring, house.tom.id).progress,
        services.person_progress.own(house.tom),
    ):
        assert (view.counts.readable, view.counts.private, view.talks) == (0, 0, ())
    progress = services.group_progress.progress(house.tina, spring, Asked(Period.ALL))
    assert [(one.name, one.last) for one in progress.quiet] == [("Tom", None)]
    practised = begin(services, house.tom)
    [member] = services.cohorts.cohort(house.tina, spring).trainees
    assert (member.talks, member.practised_at) == (1, practised.view.conversation.started_at)


def test_a_trial_is_not_handed_in_and_its_owner_is_told_of_no_reader(
    services: Services, house: TrainingHouse, spring: str, trial: Talk
) -> None:
    assert services.handing_in.readers_of(house.tom, trial.view.conversation) == Readers()
    services.handing_in.set_private(house.tina, spring, private=True)
    with pytest.raises(Conflict):
        services.handing_in.hand_in(house.tom, trial.id)
    assert services.person_progress.of_trainee(house.tina, spring, house.tom.id).progress.talks == ()


def test_a_trial_is_not_graded_anew_with_everybodys_replies(
    services: Services, house: TrainingHouse, trial: Talk
) -> None:
    practised = begin(services, house.tom).reply("I am sorry.")
    with services.database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
    with services.database.reading() as session:
        assert [reply.turn_id for reply in kept_replies(session)] == [practised.reply_id]
