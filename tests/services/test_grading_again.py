"""Who has graded again what was not graded, what a level's reason must fit, and where nobody is asked to look again."""

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.domain.override import OverrideReason, SecondLook
from practice.errors import BadInput, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.judging import Setting
from practice.services.talk import TalkChoices
from practice.store.chat import ConversationRow
from practice.store.job import JobKind, open_jobs
from practice.store.person import Person
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import begin

WHY = "The trouble is named in the first words."


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


def _lost(services: Services, person: Person, mode: Mode = Mode.PRACTICE) -> str:
    """The id of a reply whose grading came to nothing."""
    talk = begin(services, person, choices=TalkChoices(Language.EN, mode=mode, seed=7))
    reply_id = talk.reply("I am sorry.").reply_id
    with services.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE job SET state = 'failed'")
    return reply_id


def _asked_again(services: Services, reply_id: str) -> bool:
    with services.database.reading() as session:
        return bool(open_jobs(session, {JobKind.GRADE: [reply_id]}))


def test_a_trainer_has_a_reply_graded_again_and_the_audit_names_them(services: Services, room: Classroom) -> None:
    reply_id = _lost(services, room.owner)
    for _ in range(2):
        services.chat.grade_again(room.trainer, reply_id)
    assert _asked_again(services, reply_id)
    [entry] = services.audit.search(room.admin, Wanted(act=AuditAct.GRADES_CHANGED)).entries
    assert (entry.actor.split(" <")[0], entry.object_name) == ("Tilda", "late-parcel, Olivia")
    assert "grade it again" in entry.detail


def test_who_practised_has_it_graded_again_as_before_and_nobody_else_learns_of_it(
    services: Services, room: Classroom
) -> None:
    reply_id = _lost(services, room.owner)
    for stranger in room.strangers:
        with pytest.raises(NotFound):
            services.chat.grade_again(stranger, reply_id)
    assert not _asked_again(services, reply_id)
    services.chat.grade_again(room.owner, reply_id)
    assert _asked_again(services, reply_id)
    assert services.audit.search(room.admin, Wanted(act=AuditAct.GRADES_CHANGED)).entries == ()


def test_a_check_that_goes_on_is_not_a_trainers_to_grade(services: Services, room: Classroom) -> None:
    reply_id = _lost(services, room.owner, Mode.CHECK)
    with pytest.raises(NotFound):
        services.chat.grade_again(room.trainer, reply_id)
    assert not _asked_again(services, reply_id)


@pytest.mark.parametrize(
    "setting",
    [
        Setting(4, OverrideReason.NOT_SHOWN),
        Setting(None, OverrideReason.WRONG_LEVEL),
        Setting(None, OverrideReason.RUBRIC_UNCLEAR),
    ],
)
def test_a_level_that_its_own_reason_speaks_against_is_not_set(
    services: Services, room: Classroom, setting: Setting
) -> None:
    talk = begin(services, room.owner)
    grade_id = grade_by_hand(services, talk.reply("I am sorry.").reply_id)
    services.judging.dispute(room.owner, grade_id, "empathy", "I did name it.")
    with pytest.raises(BadInput, match="not_shown"):
        services.judging.override(room.trainer, grade_id, "empathy", setting, WHY)
    with pytest.raises(BadInput, match="not_shown"):
        services.judging.answer(room.trainer, grade_id, "empathy", WHY, setting)
    score = services.report.report(room.owner, talk.id).report.replies[0].score("empathy")
    assert score is not None
    assert score.dispute is not None
    assert (score.overridden, score.dispute.answer) == (None, None)


def test_a_trainer_trying_a_scenario_is_offered_no_second_look(services: Services, room: Classroom) -> None:
    trial = begin(services, room.trainer)
    with services.database.writing() as session:
        session.get_one(ConversationRow, trial.id).trial = True
    grade_id = grade_by_hand(services, trial.reply("I am sorry.").reply_id)
    assert services.report.report(room.trainer, trial.id).second_look is SecondLook.NEVER
    with pytest.raises(NotAllowed):
        services.judging.dispute(room.trainer, grade_id, "empathy", WHY)
