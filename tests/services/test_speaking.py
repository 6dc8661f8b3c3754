"""How the customer comes to answer: what is noticed, said, stopped and kept."""

import threading

from practice.domain.conversation import Outcome, TurnStatus
from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, begin, noticed, verdict, words

REPLY = "I am sorry about the telescope. I will send a new one today."


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
    assert reached.wait(10)
    watched = services.following.follow(services.following.find(alice, receipt.answer_id))
    seen = list(next(watched))
    elsewhere = assemble(settings, cast.voices())
    elsewhere.chat.stop(alice, receipt.answer_id)
    elsewhere.database.close()
    seen += [event for events in watched for event in events]
    go_on.set()
    services.worker.stop()
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.STOPPED
    assert answer.text.split() == words(seen).split() == ["One", "two", "three", "four"]


def test_words_already_shown_stay_when_the_model_breaks_off(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.customer.break_after = 3
    _say(cast, "One two three four five.")
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.FAILED
    assert answer.text.split() == ["One", "two", "three"]


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
    first, second = (request.seed for request in cast.customer.asked)
    assert first != second, "the same seed would say the same line again"


def test_a_name_that_a_model_writes_before_its_line_is_dropped(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    name = services.chat.view(alice, talk.id).scenario.persona.name.en
    _say(cast, f"{name}: And what now?")
    talk.hear(talk.reply(REPLY))
    assert services.chat.view(alice, talk.id).turns[-1].turn.text == "And what now?"


def _say(cast: Cast, line: str = "And then?") -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict())


def _wait(event: threading.Event) -> None:
    assert event.wait(10), "the test never let the customer go on"
