"""How a reply comes to its grade, or to none."""

from practice.domain.grade import GradeStatus
from practice.errors import ModelUnavailable
from practice.services.assembly import Services
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, begin, verdict

REPLY = "I am sorry about the telescope. I will send a new one today."


def test_a_verdict_that_cannot_be_read_is_asked_for_once_more(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say("Level 4, I would say.", verdict(2))
    talk.hear(talk.reply(REPLY))
    grade = services.chat.view(alice, talk.id).turns[1].grade
    assert grade is not None
    assert grade.status is GradeStatus.GRADED
    assert "not one JSON object" in cast.grader.asked[1].messages[-1].content


def test_a_verdict_unreadable_twice_is_not_graded_and_says_why(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(7), verdict(9))
    talk.hear(talk.reply(REPLY))
    grade = services.chat.view(alice, talk.id).turns[1].grade
    assert grade is not None
    assert grade.status is GradeStatus.NOT_GRADED
    assert grade.problem is not None
    assert "9" in grade.problem.detail
    assert grade.raw_answer == verdict(9)


def test_a_grade_keeps_the_answer_that_its_problem_is_about(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(7), ModelUnavailable("gone before the second try"))
    talk.hear(talk.reply(REPLY))
    grade = services.chat.view(alice, talk.id).turns[1].grade
    assert grade is not None
    assert grade.problem is not None
    assert grade.problem.key == "model_unavailable"
    assert grade.raw_answer is None
