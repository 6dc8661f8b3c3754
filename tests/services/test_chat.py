"""One exchange from the typed reply to the grade, over a real database and a running worker."""

import threading

import pytest

from practice.domain.conversation import TurnStatus
from practice.domain.grade import GradeStatus
from practice.domain.progress import EndEvent, GradeEvent, MoodEvent, TurnEvent
from practice.errors import BadReply, ModelTimeout, ModelUnavailable, NotFound
from practice.services.assembly import Services
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, begin, noticed, verdict, words

REPLY = "I am sorry about the telescope. I will send a new one today."


def test_a_talk_opens_with_the_customers_own_line(services: Services, alice: Person) -> None:
    talk = begin(services, alice)
    view = services.chat.view(alice, talk.id)
    assert [entry.turn.text for entry in view.turns] == [view.scenario.opening.en]
    assert view.mood == view.scenario.start_mood


def test_a_reply_is_answered_and_graded(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(noticed(("names_my_trouble", "sorry about the telescope")))
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(4, "sorry about the telescope"))
    events = talk.hear(talk.reply(REPLY))
    assert words(events).strip() == "And when would that be?"
    assert isinstance(events[-1], EndEvent)
    _, said, answer = services.chat.view(alice, talk.id).turns
    assert answer.turn.status is TurnStatus.SAID
    assert [effect.words for effect in answer.turn.effects] == ["sorry about the telescope"]
    assert said.grade is not None
    assert [score.level for score in said.grade.scores] == [4, 4, 4, 4]


def test_the_mood_is_told_before_the_first_word(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    kinds = [type(event) for event in talk.hear(talk.reply(REPLY))]
    assert kinds.index(MoodEvent) < kinds.index(TurnEvent)


def test_watching_later_tells_the_same_words_and_grade(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    receipt = talk.reply(REPLY)
    first = talk.hear(receipt)
    again = talk.hear(receipt)
    assert words(again).split() == words(first).split()
    assert [e for e in again if isinstance(e, GradeEvent)] == [e for e in first if isinstance(e, GradeEvent)]


def test_the_same_client_key_makes_one_turn(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    first = talk.reply(REPLY, "key")
    assert talk.reply(REPLY, "key") == first
    talk.hear(first)
    assert len(services.chat.view(alice, talk.id).turns) == 3


def test_two_requests_at_once_with_one_key_make_one_turn(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    receipts = []
    threads = [threading.Thread(target=lambda: receipts.append(talk.reply(REPLY, "key"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(receipts)) == 1
    talk.hear(receipts[0])
    assert len(services.chat.view(alice, talk.id).turns) == 3


@pytest.mark.parametrize(("text", "reason"), [("   ", "empty"), ("x" * 4001, "too_long")])
def test_an_unfit_reply_is_refused_and_changes_nothing(
    services: Services, alice: Person, text: str, reason: str
) -> None:
    talk = begin(services, alice)
    with pytest.raises(BadReply) as refusal:
        talk.reply(text)
    assert refusal.value.reason == reason
    assert len(services.chat.view(alice, talk.id).turns) == 1


def test_a_reply_to_an_ended_talk_is_refused(services: Services, alice: Person) -> None:
    talk = begin(services, alice)
    services.chat.end(alice, talk.id)
    with pytest.raises(BadReply) as refusal:
        talk.reply(REPLY)
    assert refusal.value.reason == "ended"


def test_a_reply_before_the_answer_is_refused(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    held = threading.Event()
    cast.customer.gate = lambda _number: _wait(held)
    _say(cast)
    receipt = talk.reply(REPLY)
    with pytest.raises(BadReply) as refusal:
        talk.reply("And another thing.")
    held.set()
    talk.hear(receipt)
    assert refusal.value.reason == "waiting"


def test_a_strangers_talk_cannot_be_told_from_none(services: Services, alice: Person, charlie: Person) -> None:
    talk = begin(services, alice)
    messages = []
    for conversation_id in (talk.id, "no-such-talk"):
        with pytest.raises(NotFound) as refusal:
            services.chat.view(charlie, conversation_id)
        messages.append(str(refusal.value))
    assert messages[0] == messages[1]


def test_a_model_that_is_down_leaves_the_reply_kept_and_can_be_tried_again(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(ModelUnavailable("the model is down"))
    cast.grader.will_say(ModelTimeout("no answer in time"))
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    _, said, answer = services.chat.view(alice, talk.id).turns
    assert said.turn.text == REPLY
    assert said.grade is not None
    assert said.grade.status is GradeStatus.NOT_GRADED
    assert said.grade.scores == ()
    assert answer.turn.status is TurnStatus.FAILED
    assert answer.turn.problem is not None
    assert answer.turn.problem.key == "model_unavailable"
    _say(cast, "At last.")
    services.chat.speak_again(alice, receipt.answer_id)
    services.chat.grade_again(alice, receipt.reply_id)
    talk.hear(receipt)
    _, said, answer = services.chat.view(alice, talk.id).turns
    assert answer.turn.text == "At last."
    assert said.grade is not None
    assert said.grade.status is GradeStatus.GRADED


def test_characters_that_no_database_holds_are_replaced_and_nothing_is_lost(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("So\0 what?")
    cast.grader.will_say("\0", "\0 again")
    talk.hear(talk.reply("One\0two"))
    _, said, answer = services.chat.view(alice, talk.id).turns
    assert said.turn.text == "One\ufffdtwo"
    assert answer.turn.status is TurnStatus.SAID
    assert said.grade is not None
    assert said.grade.raw_answer == "\ufffd again"


def test_the_reply_time_is_kept(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    talk.hear(talk.reply(REPLY))
    seconds = services.chat.view(alice, talk.id).turns[1].turn.reply_seconds
    assert seconds is not None
    assert 0 <= seconds < 60


def _say(cast: Cast, line: str = "And then?") -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict())


def _wait(event: threading.Event) -> None:
    assert event.wait(10), "the test never let the customer go on"
