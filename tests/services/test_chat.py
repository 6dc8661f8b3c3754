"""One exchange from the typed reply to the grade, over a real database and a running worker."""

import threading

import pytest

from practice.domain.conversation import Outcome, TurnStatus
from practice.domain.grade import GradeStatus
from practice.domain.progress import EndEvent, GradeEvent, MoodEvent, TurnEvent
from practice.errors import BadReply, ModelTimeout, ModelUnavailable, NotFound
from practice.services.assembly import Services, assemble
from practice.settings import Settings
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


def test_stopping_keeps_what_was_said(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    reached, go_on = threading.Event(), threading.Event()

    def gate(number: int) -> None:
        if number == 3:
            reached.set()
            _wait(go_on)

    cast.customer.gate = gate
    _say(cast, "One two three four five six.")
    receipt = talk.reply(REPLY)
    assert reached.wait(10)
    services.chat.stop(alice, receipt.answer_id)
    go_on.set()
    talk.hear(receipt)
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.STOPPED
    assert answer.text.split() == ["One", "two", "three"]


def test_a_stop_from_another_process_is_heard_and_keeps_what_was_shown(
    services: Services, settings: Settings, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    reached, go_on = threading.Event(), threading.Event()

    def gate(number: int) -> None:
        if number == 4:
            reached.set()
            _wait(go_on)

    cast.customer.gate = gate
    _say(cast, "One two three four five six.")
    receipt = talk.reply(REPLY)
    heard: list[str] = []
    watcher = threading.Thread(target=lambda: heard.append(words(talk.hear(receipt))))
    watcher.start()
    assert reached.wait(10)
    elsewhere = assemble(settings, cast.voices())
    elsewhere.chat.stop(alice, receipt.answer_id)
    elsewhere.database.close()
    watcher.join()
    go_on.set()
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.STOPPED
    assert answer.text.split() == heard[0].split() == ["One", "two", "three", "four"]


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


def test_words_already_shown_stay_when_the_model_breaks_off(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.customer.break_after = 3
    _say(cast, "One two three four five.")
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.FAILED
    assert answer.text.split() == ["One", "two", "three"]


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


def test_an_appraisal_that_makes_no_sense_leaves_the_mood_and_is_recorded(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    before = services.chat.view(alice, talk.id).mood
    cast.appraiser.will_say("They felt sad.")
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict())
    talk.hear(talk.reply(REPLY))
    view = services.chat.view(alice, talk.id)
    assert view.mood == before
    assert view.turns[-1].turn.text == "Well?"
    assert view.turns[-1].turn.not_believed


def test_an_insulted_customer_leaves_and_the_talk_is_over(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    for _ in range(6):
        view = services.chat.view(alice, talk.id)
        if not view.conversation.open:
            break
        cast.appraiser.will_say(noticed(("insult", "idiot"), ("tells_me_to_calm_down", "calm down")))
        cast.customer.will_say("I see.")
        cast.grader.will_say(verdict(1, "idiot"))
        talk.hear(talk.reply("You idiot, calm down."))
    conversation = services.chat.view(alice, talk.id).conversation
    assert conversation.outcome is Outcome.LEFT
    assert not conversation.open


def test_words_no_customer_would_say_are_asked_for_again_and_then_replaced(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("How can I help you today?", "As an AI I cannot be angry.")
    cast.grader.will_say(verdict())
    events = talk.hear(talk.reply(REPLY))
    view = services.chat.view(alice, talk.id)
    answer = view.turns[-1].turn
    assert answer.check is not None
    assert answer.check.fell_back
    assert answer.check.broken_rules == ("offers_help", "assistants_voice")
    assert answer.move is not None
    assert answer.text in view.scenario.stock.for_move(answer.move, view.conversation.language)
    assert words(events) == answer.text


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


def test_a_name_that_a_model_writes_before_its_line_is_dropped(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    name = services.chat.view(alice, talk.id).scenario.persona.name.en
    _say(cast, f"{name}: And what now?")
    talk.hear(talk.reply(REPLY))
    assert services.chat.view(alice, talk.id).turns[-1].turn.text == "And what now?"


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
