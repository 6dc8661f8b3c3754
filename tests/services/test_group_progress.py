"""A trainer sees how their group is doing: of the talks they may read, as people left the levels, without names."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import update

from practice.domain.group_progress import Tally
from practice.domain.language import Language
from practice.domain.override import OverrideReason
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.group_progress import Asked, GroupProgress, GroupProgressService, Period
from practice.services.judging import Setting
from practice.services.talk import TalkChoices
from practice.store.chat import ConversationRow
from practice.store.job import JobRow, JobState
from practice.store.person import Person
from practice.store.types import now
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import Talk, begin

ALL = Asked(Period.ALL)


@dataclass(frozen=True)
class Group:
    services: Services
    room: Classroom

    def talk(self, person: Person, *levels: int | None, days_ago: float = 1, language: Language = Language.EN) -> Talk:
        """Finished, with replies of these levels throughout; None: not graded."""
        talk = begin(self.services, person, choices=TalkChoices(language, seed=7))
        for level in levels:
            reply = talk.reply("I am sorry.").reply_id
            with self.services.database.writing() as session:
                session.exec(update(JobRow).values(state=JobState.FAILED.value))
            self.services.chat.stop(person, talk.view.turns[-1].turn.id)
            if level is not None:
                grade_by_hand(self.services, reply, level)
        with self.services.database.writing() as session:
            row = session.get_one(ConversationRow, talk.id)
            row.started_at, row.ended_at = now() - timedelta(days=days_ago), now()
        return talk

    def progress(self, asked: Asked = ALL, person: Person | None = None) -> GroupProgress:
        return self.services.group_progress.progress(person or self.room.trainer, self.room.cohort_id, asked)

    def make_private(self, private: bool) -> None:
        self.services.handing_in.set_private(self.room.trainer, self.room.cohort_id, private)

    def means(self, asked: Asked = ALL, criterion: str = "empathy") -> list[float | None]:
        drawn = self.progress(asked).drawn
        return [attempt.tally(criterion).mean for attempt in drawn.attempts] if drawn else []


@pytest.fixture
def group(services: Services) -> Group:
    services.worker.stop()
    return Group(services, classroom(services))


def test_each_finished_talk_is_a_point_at_the_mean_of_its_levels(group: Group) -> None:
    group.talk(group.room.owner, 2, 5, days_ago=3)
    group.talk(group.room.fellow, 4, days_ago=2)
    begin(group.services, group.room.owner)
    assert group.means() == [3.5, 4]


def test_what_was_not_graded_is_counted_and_is_no_point(group: Group) -> None:
    group.talk(group.room.owner, 3, None)
    group.talk(group.room.owner, None)
    group.talk(group.room.owner)
    drawn = group.progress().drawn
    assert drawn is not None
    assert group.means() == [3, None, None]
    [empathy] = [levels for criterion, levels in drawn.levels if criterion.key == "empathy"]
    assert (empathy.talks, empathy.without_level, empathy.not_graded) == (3, 2, 2)


def test_the_newest_level_that_a_person_set_counts_whichever_grade_they_looked_at(group: Group) -> None:
    talk = group.talk(group.room.owner, 2, 2)
    first, second = (entry.turn.id for entry in talk.view.turns if entry.grade)
    for level in (1, 5):
        _override(group, talk, first, level)
    _override(group, talk, second, None)
    grade_by_hand(group.services, first, 3)
    drawn = group.progress().drawn
    assert drawn is not None
    assert drawn.attempts[0].tally("empathy") == Tally(scored=1, points=5, not_shown=1, by_trainer=2)
    assert drawn.attempts[0].tally("calmness") == Tally(scored=2, points=5)
    summaries = group.services.report.report(group.room.trainer, talk.id).report.summaries
    assert [entry.mean for entry in summaries] == [drawn.attempts[0].tally(e.criterion.key).mean for e in summaries]


def _override(group: Group, talk: Talk, turn_id: str, level: int | None) -> None:
    grade = next(entry.grade for entry in talk.view.turns if entry.turn.id == turn_id)
    assert grade is not None
    score = grade.score("empathy")
    seen = score.overridden.id if score and score.overridden else None
    reason = OverrideReason.NOT_SHOWN if level is None else OverrideReason.WRONG_LEVEL
    setting = Setting(level, reason, seen)
    group.services.judging.override(group.room.trainer, grade.id or 0, "empathy", setting, "Because.")


def test_period_and_language_choose_the_talks(group: Group) -> None:
    group.talk(group.room.owner, 1, days_ago=400)
    group.talk(group.room.owner, 2, days_ago=100)
    group.talk(group.room.owner, 3, days_ago=40, language=Language.FI)
    group.talk(group.room.owner, 4, days_ago=4)
    assert [len(group.means(Asked(period))) for period in Period] == [1, 2, 3, 4]
    assert group.means(Asked(Period.ALL, Language.FI)) == [3]


def test_of_very_many_talks_some_are_left_out_evenly_over_time(group: Group) -> None:
    for days, level in ((5, 1), (4, 2), (3, 3), (2, 4), (1, 5)):
        group.talk(group.room.owner, level, days_ago=days)
    few = GroupProgressService(group.services.database, most_talks=2)
    drawn = few.progress(group.room.trainer, group.room.cohort_id, ALL).drawn
    assert drawn is not None
    assert ([attempt.tally("empathy").mean for attempt in drawn.attempts], drawn.used.talks) == ([2, 5], 5)


def test_the_advice_beside_each_reply_is_counted_by_its_criterion(group: Group) -> None:
    talk = group.talk(group.room.owner, 2, 2)
    first = next(entry.turn.id for entry in talk.view.turns if entry.grade)
    _override(group, talk, first, 1)
    drawn = group.progress().drawn
    assert drawn is not None
    assert {entry.criterion: entry.replies for entry in drawn.advice} == {"calmness": 1, "empathy": 1}
    assert [[advice.text for advice in entry.newest] for entry in drawn.advice] == [["Try."], ["Try."]]
    assert drawn.coached.talks == 0


def test_who_has_not_practised_stands_there_by_name(group: Group) -> None:
    assert [(one.name, one.last) for one in group.progress().quiet] == [("Felix", None), ("Olivia", None)]
    group.talk(group.room.owner, 3, days_ago=20)
    group.talk(group.room.fellow, 3, days_ago=200)
    assert [one.name for one in group.progress(Asked(Period.MONTH)).quiet] == ["Felix"]
    assert group.progress(Asked(Period.MONTH)).quiet[0].last is not None


def test_what_is_private_is_counted_by_its_number_alone(group: Group) -> None:
    group.make_private(True)
    handed_in = group.talk(group.room.owner, 3)
    group.talk(group.room.fellow, 1, days_ago=100)
    group.talk(group.room.fellow, 1)
    with group.services.database.writing() as session:
        session.get_one(ConversationRow, handed_in.id).handed_in_at = now()
    assert group.means() == [3]
    assert (group.progress().private, group.progress(Asked(Period.MONTH)).private) == (2, 1)


@pytest.mark.parametrize("opened_again", [False, True])
def test_who_practised_in_private_is_not_said_to_have_done_nothing(group: Group, opened_again: bool) -> None:
    group.talk(group.room.owner, 3)
    group.make_private(True)
    group.talk(group.room.fellow, 3)
    if opened_again:
        group.make_private(False)
    progress = group.progress(Asked(Period.MONTH))
    assert progress.drawn is None
    assert (progress.private, progress.quiet) == (2, ())


def test_a_trial_is_no_practice(group: Group) -> None:
    talk = group.talk(group.room.fellow, 3)
    group.talk(group.room.owner, 3)
    with group.services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).trial = True
    assert [one.name for one in group.progress().quiet] == ["Felix"]
    assert group.progress().private == 0


def test_scenario_and_assignment_choose_the_talks(group: Group) -> None:
    task = group.services.assignments.make(group.room.trainer, group.room.cohort_id, Task("late-parcel"))
    asked_for = group.talk(group.room.owner, 2)
    group.talk(group.room.fellow, 4)
    with group.services.database.writing() as session:
        session.get_one(ConversationRow, asked_for.id).assignment_id = task
    progress = group.progress()
    assert [entry.key for entry in progress.scenarios] == ["late-parcel"]
    assert [entry.id for entry in progress.assignments] == [task]
    assert group.means(Asked(Period.ALL, assignment=task)) == [2]
    assert len(group.means(Asked(Period.ALL, scenario="late-parcel"))) == 2
    assert group.means(Asked(Period.ALL, scenario="unknown", assignment="unknown")) == group.means()
    assert group.progress(Asked(Period.ALL, assignment="unknown")).asked == ALL


def test_of_what_is_private_no_scenario_is_offered_to_choose_by(group: Group) -> None:
    group.make_private(True)
    group.talk(group.room.fellow, 1)
    assert group.progress().scenarios == ()


def test_it_opens_to_the_groups_own_trainers_alone(group: Group) -> None:
    group.talk(group.room.owner, 3)
    for person in (*group.room.strangers, group.room.owner):
        with pytest.raises(NotFound):
            group.progress(person=person)
