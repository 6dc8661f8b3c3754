"""Kept replies are graded again: which ones, by whom, and what stands afterwards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from practice.domain.grade import GradeStatus
from practice.domain.regrading import CriterionMoves, LevelChange, Only
from practice.errors import BadDocument, Conflict, ModelMisconfigured, ModelUnavailable, NotFound
from practice.library import Document
from practice.model.port import ChatModel
from practice.services.assembly import Services, assemble
from practice.services.regrading import Choice, RegradingService
from practice.services.regrading_job import RegradingJob
from practice.services.voices import Voices
from practice.services.worker import MOST_ATTEMPTS
from practice.settings import Settings
from practice.store.chat import ConversationRow, TurnRow
from practice.store.database import Database
from practice.store.grading import GradeRow
from practice.store.grading_reading import latest_grades
from practice.store.job import Job, JobKind, JobRow, JobState, Lease, add_job, claim_jobs
from practice.store.person import Person
from practice.store.regrading import RegradingItemRow, RegradingRow
from practice.store.types import now
from practice.store.version import RubricVersionRow
from tests.conftest import ROOT
from tests.fakes import Cast, QueuedModel, Said
from tests.services.talk import CRITERIA, NOTHING_NOTICED, Talk, begin, verdict

REPLY = "I am sorry about the telescope. I will send a new one today."
DOWN = ModelUnavailable("nobody answers")
OTHER_RUBRIC = Document(
    "other", Path("other.yaml"), (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8") + "# mine\n"
)


@dataclass(frozen=True)
class Practised:
    """Alice's talk, and what is done with its grades."""

    services: Services
    cast: Cast
    talk: Talk

    @property
    def runs(self) -> RegradingService:
        return RegradingService(self.services.database, self.services.voices)

    def say(self, graded: Said, text: str = REPLY) -> str:
        """The reply's id, once the customer has answered and the reply is graded."""
        self.cast.appraiser.will_say(NOTHING_NOTICED)
        self.cast.customer.will_say("Well?")
        self.cast.grader.will_say(graded)
        receipt = self.talk.reply(text)
        self.talk.hear(receipt)
        return receipt.reply_id

    def regrade(self, *graded: Said, choice: Choice | None = None) -> str:
        self.cast.grader.will_say(*graded)
        run_id = self.runs.begin(choice or Choice())
        assert run_id is not None
        _finish(self.services, run_id)
        return run_id

    def chosen(self, choice: Choice) -> set[str]:
        run_id = self.runs.begin(choice)
        with self.services.database.reading() as session:
            found = select(RegradingItemRow.turn_id).where(RegradingItemRow.regrading_id == run_id)
            return set(session.exec(found).all())


def _finish(services: Services, run_id: str) -> None:
    runs = RegradingService(services.database, services.voices)
    *_, last = runs.follow(run_id, services.worker)
    assert last.open == 0


def _grades(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(session.exec(select(GradeRow.turn_id)).all())


@pytest.fixture
def practised(services: Services, cast: Cast, alice: Person) -> Practised:
    return Practised(services, cast, begin(services, alice))


def test_the_new_grade_counts_and_the_old_one_stays(practised: Practised) -> None:
    reply = practised.say(verdict(2))
    run_id = practised.regrade(verdict(4))
    assert _grades(practised.services.database) == {reply: 2}
    with practised.services.database.reading() as session:
        assert [score.level for score in latest_grades(session, [reply])[reply].scores] == [4] * len(CRITERIA)
    compared = practised.runs.comparison(run_id)
    assert compared.criteria == tuple(CriterionMoves(criterion, up=1) for criterion in CRITERIA)
    assert compared.changes[0] == LevelChange(reply, CRITERIA[0], 2, 4)


def test_a_grade_by_another_rubric_stands_beside_and_does_not_count(practised: Practised) -> None:
    reply = practised.say(verdict(2))
    run_id = practised.regrade(verdict(5), choice=Choice(rubric=OTHER_RUBRIC))
    with practised.services.database.reading() as session:
        assert [score.level for score in latest_grades(session, [reply])[reply].scores] == [2] * len(CRITERIA)
        version = session.exec(select(RubricVersionRow).where(RubricVersionRow.key == "other")).one()
    newest = _newest_grade(practised.services.database)
    assert (newest.rubric_version_id, version.text) == (version.id, OTHER_RUBRIC.text)
    assert {change.after for change in practised.runs.comparison(run_id).changes} == {5}


def test_what_stands_beside_is_not_what_the_next_run_compares_with(practised: Practised) -> None:
    reply = practised.say(verdict(2))
    practised.regrade(verdict(5, "nobody ever said this"), choice=Choice(rubric=OTHER_RUBRIC))
    run_id = practised.regrade(verdict(3))
    assert practised.runs.comparison(run_id).changes[0] == LevelChange(reply, CRITERIA[0], 2, 3)


def test_replies_on_branches_that_were_left_are_graded_too(practised: Practised) -> None:
    opening = practised.talk.last
    first = practised.say(verdict(2))
    with practised.services.database.writing() as session:
        session.exec(update(ConversationRow).values(head_turn_id=opening.id))
    second = practised.say(verdict(3))
    assert practised.chosen(Choice()) == {first, second}


def test_only_replies_since_the_day_are_graded(practised: Practised) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    for said_at in (day - timedelta(seconds=1), day):
        reply = practised.say(verdict())
        with practised.services.database.writing() as session:
            session.get_one(TurnRow, reply).said_at = said_at
    late = practised.chosen(Choice(since=day))
    assert len(late) == 1
    assert late < practised.chosen(Choice())


def test_only_replies_that_are_not_graded(practised: Practised) -> None:
    practised.say(verdict())
    failed = practised.say(DOWN)
    assert practised.chosen(Choice(only=Only.NOT_GRADED)) == {failed}


def test_a_failed_grade_after_a_good_one_does_not_make_a_reply_not_graded(practised: Practised) -> None:
    reply = practised.say(verdict(3))
    first = practised.regrade(DOWN)
    assert practised.runs.comparison(first).reasons[0].key == "model_unavailable"
    assert practised.chosen(Choice(only=Only.NOT_GRADED)) == set()
    second = practised.regrade(verdict(4))
    assert practised.runs.comparison(second).changes[0] == LevelChange(reply, CRITERIA[0], 3, 4)


def test_only_replies_with_a_flag(practised: Practised) -> None:
    practised.say(verdict(3, REPLY))
    flagged = practised.say(verdict(3, "nobody ever said this"))
    assert practised.chosen(Choice(only=Only.FLAGGED)) == {flagged}


def test_a_reply_whose_grade_is_still_being_made_is_left_alone(practised: Practised) -> None:
    reply = practised.say(verdict())
    practised.services.worker.stop()
    with practised.services.database.writing() as session:
        add_job(session, JobKind.GRADE, reply)
    assert practised.runs.begin(Choice()) is None


def test_a_rubric_or_a_model_that_cannot_grade_is_refused_before_anything_is_written(practised: Practised) -> None:
    practised.say(verdict())
    with pytest.raises(BadDocument, match=r"mine\.yaml, line 1: key 'nonsense'"):
        practised.runs.begin(Choice(rubric=Document("mine", Path("mine.yaml"), "nonsense: 1\n")))
    misnamed = RegradingService(practised.services.database, _with_called(practised.cast, _refusing))
    with pytest.raises(ModelMisconfigured, match="nonsense"):
        misnamed.begin(Choice(rubric=OTHER_RUBRIC, model="nonsense"))
    with practised.services.database.reading() as session:
        assert session.exec(select(RegradingRow)).all() == []
        assert [version.key for version in session.exec(select(RubricVersionRow))] == ["frontline"]


def test_another_model_grades_and_is_named(practised: Practised, settings: Settings) -> None:
    practised.say(verdict(2))
    practised.services.worker.stop()
    other = QueuedModel("another").will_say(verdict(5))
    voices = _with_called(practised.cast, {"another": other}.__getitem__)
    run_id = RegradingService(practised.services.database, voices).begin(Choice(model="another"))
    assert run_id is not None
    _work_elsewhere(settings, voices, run_id)
    assert _newest_grade(practised.services.database).model == "another"
    assert len(other.asked) == 1


def test_a_worker_that_cannot_name_the_model_keeps_the_reason(practised: Practised, settings: Settings) -> None:
    practised.say(verdict(2))
    practised.services.worker.stop()
    run_id = practised.runs.begin(Choice(model="elsewhere"))
    assert run_id is not None
    _work_elsewhere(settings, _with_called(practised.cast, _refusing), run_id)
    grade = _newest_grade(practised.services.database)
    assert (grade.status, grade.problem_key, grade.model) == ("not_graded", "model_misconfigured", "elsewhere")
    [reason] = practised.runs.comparison(run_id).reasons
    assert reason.detail == "'elsewhere' is no model name"


def test_a_late_worker_grades_nothing_twice(practised: Practised) -> None:
    reply = practised.say(verdict(2))
    practised.services.worker.stop()
    run_id = practised.runs.begin(Choice()) or ""
    late, other = (_taken(practised.services.database) for _ in range(2))
    assert (late.id, late.fence + 1) == (other.id, other.fence)
    handler = RegradingJob(practised.services.database, practised.services.library, practised.services.voices)
    practised.cast.grader.will_say(verdict(3), verdict(4))
    handler(other)
    with pytest.raises(Conflict):
        handler(late)
    assert _grades(practised.services.database) == {reply: 2}
    assert practised.runs.comparison(run_id).changes[0].after == 3


def test_what_was_left_midway_is_found_and_gone_on_with(practised: Practised, settings: Settings) -> None:
    replies = [practised.say(verdict(2)) for _ in range(3)]
    practised.services.worker.stop()
    practised.runs.begin(Choice())
    _taken(practised.services.database, most=2)
    run_id = practised.runs.find()
    practised.cast.grader.will_say(*[verdict(3)] * 3)
    _work_elsewhere(settings, practised.cast.voices(), run_id)
    assert _grades(practised.services.database) == dict.fromkeys(replies, 2)
    assert practised.runs.comparison(run_id).graded == 3
    with pytest.raises(NotFound, match="no run is unfinished"):
        practised.runs.find()
    assert practised.runs.find(run_id) == run_id


def test_the_newest_unfinished_run_is_found_and_a_misnamed_one_lists_them(practised: Practised) -> None:
    practised.say(verdict(2))
    practised.services.worker.stop()
    older, newer = practised.runs.begin(Choice()), practised.runs.begin(Choice())
    assert practised.runs.find() == newer
    assert practised.runs.find(older) == older
    with pytest.raises(NotFound, match=f"no run 'nonsense'; unfinished: {newer}, {older}"):
        practised.runs.find("nonsense")


def test_a_job_that_keeps_failing_leaves_a_grade_that_says_why(practised: Practised, settings: Settings) -> None:
    reply = practised.say(verdict(2))
    practised.services.worker.stop()
    run_id = practised.runs.begin(Choice())
    assert run_id is not None
    with practised.services.database.writing() as session:
        session.exec(update(JobRow).values(attempts=MOST_ATTEMPTS - 1))
    practised.cast.grader.will_say(RuntimeError("the program fell over"))
    _work_elsewhere(settings, practised.cast.voices(), run_id)
    [reason] = practised.runs.comparison(run_id).reasons
    assert (reason.key, reason.detail) == ("internal", "RuntimeError: the program fell over")
    with practised.services.database.reading() as session:
        assert latest_grades(session, [reply])[reply].status is GradeStatus.GRADED
        states = session.exec(select(JobRow.state).where(JobRow.kind == JobKind.REGRADE.value)).all()
    assert states == [JobState.FAILED.value]


def _with_called(cast: Cast, called: Callable[[str], ChatModel]) -> Voices:
    return Voices(cast.voices().models, called=called)


def _refusing(name: str) -> ChatModel:
    raise ModelMisconfigured(f"{name!r} is no model name")


def _work_elsewhere(settings: Settings, voices: Voices, run_id: str) -> None:
    """By a worker of another process."""
    other = assemble(settings, voices)
    other.worker.start()
    try:
        _finish(other, run_id)
    finally:
        other.worker.stop()
        other.database.close()


def _taken(database: Database, most: int = 1) -> Job:
    """By a worker that is not heard of again: its lease has run out."""
    with database.writing() as session:
        job, *_ = claim_jobs(session, Lease("silent", 20), most)
        session.exec(
            update(JobRow).where(col(JobRow.worker) == "silent").values(lease_until=now() - timedelta(seconds=1))
        )
    return job


def _newest_grade(database: Database) -> GradeRow:
    with database.reading() as session:
        found = session.exec(select(GradeRow).order_by(col(GradeRow.id).desc())).first()
    assert found is not None
    return found
