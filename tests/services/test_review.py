"""The trainer's queue: what stands in it, and what leaves it."""

from dataclasses import dataclass

import pytest

from practice.domain.conversation import Problem
from practice.domain.grade import grade_failed
from practice.domain.language import Language
from practice.domain.review import NOT_GRADED
from practice.domain.rubric import Scope
from practice.services.assembly import Services
from practice.services.review import review_queue
from practice.store.chat import ConversationRow
from practice.store.grading import add_grade
from practice.store.job import JobKind, add_job
from practice.store.person import Person
from practice.store.review import ask_for_review
from practice.store.review_reading import OpenReview
from practice.store.version import RubricVersionRow, version_of
from tests.fakes import Cast
from tests.services.talk import CRITERIA, NOTHING_NOTICED, Talk, begin, verdict

REPLY = "I am sorry about the telescope. I will send a new one today."
NEVER_SAID = "nobody ever said this"


@dataclass(frozen=True)
class Practised:
    services: Services
    cast: Cast
    talk: Talk

    def say(self, graded: str, text: str = REPLY) -> str:
        """The reply's id, once it is graded."""
        self.cast.appraiser.will_say(NOTHING_NOTICED)
        self.cast.customer.will_say("Well?")
        self.cast.grader.will_say(graded)
        receipt = self.talk.reply(text)
        self.talk.hear(receipt)
        return receipt.reply_id

    def grade(self, turn_id: str, rubric: str | None = None, scope: Scope = Scope.REPLY, *reasons: str) -> None:
        """One more grade of the turn; `rubric` is None for the talk's own."""
        own = self.talk.view.conversation.rubric_version_id
        with self.services.database.writing() as session:
            version = own if rubric is None else version_of(session, RubricVersionRow, "other", rubric).id
            job = add_job(session, JobKind.REGRADE, turn_id, self.services.worker.lease)
            grade = grade_failed(Problem("internal", "nobody graded"), "model")
            grade_id = add_grade(session, grade, job.id, turn_id, version or 0, scope)
            ask_for_review(session, grade_id, turn_id, reasons)

    @property
    def waiting(self) -> list[OpenReview]:
        return list(review_queue(self.services.database, 10).newest)


@pytest.fixture
def practised(services: Services, cast: Cast, alice: Person) -> Practised:
    return Practised(services, cast, begin(services, alice))


def test_an_item_tells_where_it_is_why_it_is_there_and_how_it_was_graded(practised: Practised) -> None:
    reply = practised.say(verdict(4, NEVER_SAID))
    [item] = practised.waiting
    assert (item.turn_id, item.conversation_id, item.language) == (reply, practised.talk.id, Language.EN)
    assert (item.text, item.scope) == (REPLY, Scope.REPLY)
    assert item.reasons == tuple(f"quote_not_found:{criterion}" for criterion in CRITERIA)
    assert [(score.criterion, score.level) for score in item.grade.scores] == [(name, 4) for name in CRITERIA]
    assert item.asked_at.tzinfo is not None


def test_what_is_private_is_shown_to_nobody_who_runs_the_service_either(practised: Practised) -> None:
    practised.say(verdict(4, NEVER_SAID))
    assert len(practised.waiting) == 1
    with practised.services.database.writing() as session:
        session.get_one(ConversationRow, practised.talk.id).private = True
    assert practised.waiting == []
    assert review_queue(practised.services.database, 10).open == 0


def test_a_grade_that_nothing_speaks_against_is_not_in_the_queue(practised: Practised) -> None:
    practised.say(verdict(4, "I am sorry"))
    assert review_queue(practised.services.database, 10).open == 0


def test_the_newest_come_first_and_all_are_counted(practised: Practised) -> None:
    replies = [practised.say(verdict(4, NEVER_SAID)) for _ in range(3)]
    queue = review_queue(practised.services.database, 2)
    assert [item.turn_id for item in queue.newest] == [replies[2], replies[1]]
    assert queue.open == 3


def test_a_later_grade_by_the_same_rubric_takes_the_place_of_the_earlier(practised: Practised) -> None:
    reply = practised.say(verdict(4, NEVER_SAID))
    practised.grade(reply, None, Scope.REPLY, NOT_GRADED)
    assert [item.reasons for item in practised.waiting] == [(NOT_GRADED,)]
    practised.grade(reply)
    assert practised.waiting == []


@pytest.mark.parametrize(("rubric", "scope"), [("another text", Scope.REPLY), (None, Scope.CONVERSATION)])
def test_a_grade_of_another_kind_does_not_take_an_item_out(
    practised: Practised, rubric: str | None, scope: Scope
) -> None:
    reply = practised.say(verdict(4, NEVER_SAID))
    practised.grade(reply, rubric, scope)
    assert [item.turn_id for item in practised.waiting] == [reply]
    practised.grade(reply, rubric, scope, NOT_GRADED)
    assert [item.scope for item in practised.waiting] == [scope, Scope.REPLY]
