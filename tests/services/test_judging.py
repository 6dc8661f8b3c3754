"""Trainers set levels and answer, trainees ask for a second look; the machine's level is never lost."""

import pytest
from sqlmodel import col, select

from practice.domain.audit import AuditAct
from practice.domain.conversation import Mode
from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.override import LONGEST_WORDS, OverrideReason, SecondLook
from practice.domain.rubric import Scope
from practice.domain.score import CriterionScore
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.judging import Setting
from practice.services.talk import TalkChoices
from practice.store.audit import AuditRow
from practice.store.cohort import MembershipRow
from practice.store.dispute import DisputeRow
from practice.store.grading_reading import latest_grades
from practice.store.override import OverrideRow
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.graded import grade_by_hand
from tests.services.house import at_once
from tests.services.talk import FRONTLINE, NOTHING_NOTICED, Talk, begin, verdict
from tests.web.exchange import NOT_JSON, QUOTE, REPLY

FIVE = Setting(5, OverrideReason.WRONG_LEVEL)
WHY = "The trouble is named in the first words."
ASK = "I did name the telescope."


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def talk(services: Services, room: Classroom, cast: Cast) -> Talk:
    """One reply, at level 2 throughout."""
    talk = begin(services, room.owner)
    _exchange(talk, cast, verdict(2, QUOTE))
    return talk


def _exchange(talk: Talk, cast: Cast, *grades: str) -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(*grades)
    talk.exchange(REPLY)


def _grade(talk: Talk) -> Grade:
    (grade,) = [entry.grade for entry in talk.view.turns if entry.grade]
    return grade


def _id(talk: Talk) -> int:
    found = _grade(talk).id
    assert found is not None
    return found


def _empathy(services: Services, reader: Person, talk: Talk) -> CriterionScore:
    found = services.report.report(reader, talk.id).report.replies[0].score("empathy")
    assert found is not None
    return found


def _audited(services: Services, act: AuditAct) -> list[AuditRow]:
    with services.database.reading() as session:
        return list(session.exec(select(AuditRow).where(AuditRow.act == act.value).order_by(col(AuditRow.id))).all())


def _kept(services: Services) -> list[int | None]:
    with services.database.reading() as session:
        return list(session.exec(select(OverrideRow.level).order_by(col(OverrideRow.id))).all())


def test_the_trainers_level_stands_in_the_report_beside_the_machines(
    services: Services, room: Classroom, talk: Talk
) -> None:
    services.judging.override(room.trainer, _id(talk), "empathy", FIVE, f"  {WHY}\n")
    for reader in (room.owner, room.trainer):
        score = _empathy(services, reader, talk)
        assert score.overridden is not None
        assert (score.level, score.of_grader.level) == (5, 2)
        assert (score.overridden.words, score.overridden.trainer) == (WHY, "Tilda")
    summaries = {one.criterion.key: one for one in services.report.report(room.owner, talk.id).report.summaries}
    assert (summaries["empathy"].mean, summaries["empathy"].by_trainer, summaries["calmness"].mean) == (5, 1, 2)
    (row,) = _audited(services, AuditAct.GRADES_CHANGED)
    assert (row.actor_id, row.object_id, row.object_name) == (room.trainer.id, talk.id, "late-parcel, Olivia")
    assert row.detail == "empathy: 2 → 5 (wrong_level)"


def test_whoever_reads_no_talk_finds_no_grade_and_whoever_only_reads_is_refused(
    services: Services, room: Classroom, talk: Talk
) -> None:
    grade_id = _id(talk)
    judging = services.judging
    judging.dispute(room.owner, grade_id, "calmness", ASK)
    for stranger in room.strangers:
        for id_ in (grade_id, grade_id + 1000):
            with pytest.raises(NotFound, match="no such grade"):
                judging.override(stranger, id_, "empathy", FIVE, WHY)
            with pytest.raises(NotFound, match="no such grade"):
                judging.dispute(stranger, id_, "empathy", ASK)
            with pytest.raises(NotFound, match="no such grade"):
                judging.answer(stranger, id_, "calmness", WHY)
    with pytest.raises(NotAllowed):
        judging.override(room.owner, grade_id, "empathy", FIVE, WHY)
    with pytest.raises(NotAllowed):
        judging.answer(room.owner, grade_id, "calmness", WHY)
    with pytest.raises(NotAllowed):
        judging.dispute(room.trainer, grade_id, "empathy", ASK)
    assert _kept(services) == []


def test_who_trains_the_cohort_no_more_sets_no_level(services: Services, room: Classroom, talk: Talk) -> None:
    with services.database.writing() as session:
        session.delete(session.exec(select(MembershipRow).where(MembershipRow.person_id == room.trainer.id)).one())
    with pytest.raises(NotFound):
        services.judging.override(room.trainer, _id(talk), "empathy", FIVE, WHY)


def test_in_local_mode_nobody_judges_anything(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _exchange(talk, cast, verdict(2, QUOTE))
    with pytest.raises(NotAllowed):
        services.judging.dispute(alice, _id(talk), "empathy", ASK)
    assert services.report.report(alice, talk.id).second_look is SecondLook.NEVER


def test_the_grades_of_a_check_that_goes_on_are_nobodys_to_judge(
    services: Services, room: Classroom, cast: Cast
) -> None:
    talk = begin(services, room.owner, choices=TalkChoices(Language.EN, mode=Mode.CHECK, seed=7))
    _exchange(talk, cast, verdict(2, QUOTE))
    with pytest.raises(NotFound):
        services.judging.dispute(room.owner, _id(talk), "empathy", ASK)
    cast.grader.will_say(verdict("not_shown", scope=Scope.CONVERSATION))
    services.chat.end(room.owner, talk.id)
    services.judging.dispute(room.owner, _id(talk), "empathy", ASK)


def test_a_later_override_takes_the_earlier_ones_place_and_both_are_kept(
    services: Services, room: Classroom, talk: Talk
) -> None:
    services.judging.override(room.trainer, _id(talk), "empathy", FIVE, WHY)
    first = _empathy(services, room.trainer, talk).overridden
    assert first is not None
    again = Setting(None, OverrideReason.NOT_SHOWN, seen=first.id)
    services.judging.override(room.trainer, _id(talk), "empathy", again, "On a second look there is nothing.")
    score = _empathy(services, room.owner, talk)
    assert (score.level, score.of_grader.level) == (None, 2)
    assert _kept(services) == [5, None]
    assert [row.detail for row in _audited(services, AuditAct.GRADES_CHANGED)] == [
        "empathy: 2 → 5 (wrong_level)",
        "empathy: 5 → not shown (not_shown)",
    ]


def test_of_two_trainers_at_once_one_sets_the_level_and_the_other_is_told_to_look(
    services: Services, room: Classroom, talk: Talk
) -> None:
    add_cohort(services, "Evening", room.other_trainer, room.owner)
    grade_id = _id(talk)
    four = Setting(4, OverrideReason.WRONG_LEVEL)
    told = at_once(
        lambda: services.judging.override(room.trainer, grade_id, "empathy", FIVE, WHY),
        lambda: services.judging.override(room.other_trainer, grade_id, "empathy", four, WHY),
    )
    assert sorted(type(one).__name__ for one in told) == ["Conflict", "NoneType"]
    assert _kept(services) == [_empathy(services, room.owner, talk).level]


def test_what_is_sent_twice_counts_once(services: Services, room: Classroom, talk: Talk) -> None:
    for _ in range(2):
        services.judging.override(room.trainer, _id(talk), "empathy", FIVE, WHY)
        services.judging.dispute(room.owner, _id(talk), "calmness", ASK)
    for _ in range(2):
        services.judging.answer(room.trainer, _id(talk), "calmness", "Looked again.")
    assert _kept(services) == [5]
    for act in (AuditAct.GRADES_CHANGED, AuditAct.DISPUTED, AuditAct.ANSWERED):
        assert len(_audited(services, act)) == 1


def test_a_trainee_asks_once_for_each_level_and_a_trainer_answers_and_sets_another_in_the_same_step(
    services: Services, room: Classroom, talk: Talk
) -> None:
    judging, grade_id = services.judging, _id(talk)
    judging.dispute(room.owner, grade_id, "empathy", ASK)
    with pytest.raises(Conflict):
        judging.dispute(room.owner, grade_id, "empathy", "And another thing.")
    judging.dispute(room.owner, grade_id, "calmness", ASK)
    judging.answer(
        room.trainer, grade_id, "empathy", "You did, so it is a four.", Setting(4, OverrideReason.WRONG_LEVEL)
    )
    score = _empathy(services, room.owner, talk)
    assert (score.level, score.of_grader.level) == (4, 2)
    assert score.dispute is not None
    assert score.dispute.answer is not None
    assert (score.dispute.words, score.dispute.answer.words) == (ASK, "You did, so it is a four.")
    assert score.dispute.answer.trainer == "Tilda"
    with services.database.reading() as session:
        assert len(session.exec(select(DisputeRow).where(DisputeRow.answered_by == room.trainer.id)).all()) == 1
    assert [row.detail for row in _audited(services, AuditAct.DISPUTED)] == ["empathy", "calmness"]
    assert [row.actor_id for row in _audited(services, AuditAct.ANSWERED)] == [room.trainer.id]


def test_of_two_answers_at_once_one_is_kept_and_the_other_changes_no_level(
    services: Services, room: Classroom, talk: Talk
) -> None:
    add_cohort(services, "Evening", room.other_trainer, room.owner)
    grade_id = _id(talk)
    services.judging.dispute(room.owner, grade_id, "empathy", ASK)
    told = at_once(
        lambda: services.judging.answer(room.trainer, grade_id, "empathy", "It stays."),
        lambda: services.judging.answer(room.other_trainer, grade_id, "empathy", "It stays a two."),
    )
    assert sorted(type(one).__name__ for one in told) == ["Conflict", "NoneType"]
    with pytest.raises(Conflict):
        services.judging.answer(room.trainer, grade_id, "empathy", "But now a five.", FIVE)
    assert _kept(services) == []


def test_nothing_is_answered_that_nobody_asked(services: Services, room: Classroom, talk: Talk) -> None:
    with pytest.raises(BadInput):
        services.judging.answer(room.trainer, _id(talk), "empathy", WHY)


@pytest.mark.parametrize("words", ["", " \n ", "x" * (LONGEST_WORDS + 1)])
def test_words_are_needed_and_have_a_limit(services: Services, room: Classroom, talk: Talk, words: str) -> None:
    with pytest.raises(BadInput):
        services.judging.override(room.trainer, _id(talk), "empathy", FIVE, words)
    with pytest.raises(BadInput):
        services.judging.dispute(room.owner, _id(talk), "empathy", words)


def test_only_a_level_of_the_scale_and_a_criterion_of_the_grade_can_be_set(
    services: Services, room: Classroom, talk: Talk
) -> None:
    for criterion, level in (("empathy", 6), ("empathy", 0), ("politeness", 3), ("", 3)):
        with pytest.raises(BadInput):
            setting = Setting(level, OverrideReason.WRONG_LEVEL)
            services.judging.override(room.trainer, _id(talk), criterion, setting, WHY)
    assert _kept(services) == []


def test_what_was_said_of_a_reply_holds_when_the_machine_grades_it_again(
    services: Services, room: Classroom, talk: Talk
) -> None:
    first = _id(talk)
    services.judging.override(room.trainer, first, "empathy", FIVE, WHY)
    services.judging.dispute(room.owner, first, "calmness", ASK)
    grade_by_hand(services, talk.view.turns[1].turn.id, 3)
    score = _empathy(services, room.owner, talk)
    assert (score.level, _id(talk) > first) == (5, True)
    with pytest.raises(Conflict):
        services.judging.override(room.trainer, first, "empathy", FIVE, "Set on a page that is out of date.")
    services.judging.answer(room.trainer, _id(talk), "calmness", "Looked again.")
    with pytest.raises(Conflict):
        services.judging.dispute(room.owner, _id(talk), "calmness", "Once more.")


def test_the_whole_talk_is_judged_like_a_reply(services: Services, room: Classroom, talk: Talk) -> None:
    grade_id = grade_by_hand(services, talk.last.id, 3, Scope.CONVERSATION)
    criterion = FRONTLINE.keys_of(Scope.CONVERSATION)[0]
    services.judging.override(room.trainer, grade_id, criterion, FIVE, WHY)
    grade = talk.view.talk_grade
    assert grade is not None
    assert [score.level for score in grade.scores] == [5, *[3] * (len(grade.scores) - 1)]


def test_what_the_machine_gave_no_level_is_graded_again_and_not_overridden(
    services: Services, room: Classroom, cast: Cast
) -> None:
    talk = begin(services, room.owner)
    _exchange(talk, cast, NOT_JSON, NOT_JSON)
    with pytest.raises(BadInput):
        services.judging.override(room.trainer, _id(talk), "empathy", FIVE, WHY)


def test_where_the_machines_own_level_is_asked_for_no_override_is_in_the_way(
    services: Services, room: Classroom, talk: Talk
) -> None:
    services.judging.override(room.trainer, _id(talk), "empathy", FIVE, WHY)
    reply = talk.view.turns[1].turn
    with services.database.reading() as session:
        score = latest_grades(session, [reply.id])[reply.id].score("empathy")
    assert score is not None
    assert (score.level, score.overridden) == (2, None)
