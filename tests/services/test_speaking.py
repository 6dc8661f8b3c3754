"""How the customer comes to answer: what is noticed, said, stopped and kept."""

import threading

import pytest

from practice.domain.conversation import Outcome, SpeechCheck, TurnStatus
from practice.domain.language import Language
from practice.domain.progress import TokenEvent
from practice.domain.stock import Move
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
    _say(cast, "The one two three four five.")
    receipt = talk.reply(REPLY)
    assert reached.wait(10)
    services.chat.stop(alice, receipt.answer_id)
    go_on.set()
    talk.hear(receipt)
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.STOPPED
    assert answer.text.split() == ["The", "one", "two"]


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
    _say(cast, "The one two three four five.")
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
    assert answer.text.split() == words(seen).split() == ["The", "one", "two", "three"]


def test_words_already_shown_stay_when_the_model_breaks_off(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.customer.break_after = 3
    _say(cast, "The one two three four.")
    receipt = talk.reply(REPLY)
    talk.hear(receipt)
    answer = services.chat.view(alice, talk.id).turns[-1].turn
    assert answer.status is TurnStatus.FAILED
    assert answer.text.split() == ["The", "one", "two"]


def test_an_appraisal_that_makes_no_sense_leaves_the_mood_and_is_recorded(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    view = services.chat.view(alice, talk.id)
    customer = view.scenario.customers[0]
    before = view.mood(customer)
    cast.appraiser.will_say("They felt sad.")
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict())
    talk.hear(talk.reply(REPLY))
    view = services.chat.view(alice, talk.id)
    assert view.mood(customer) == before
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
    assert answer.text in view.scenario.customers[0].stock.for_move(answer.move, view.conversation.language)
    assert words(events) == answer.text
    first, second = (request.seed for request in cast.customer.asked)
    assert first != second, "the same seed would say the same line again"


def test_a_name_that_a_model_writes_before_its_line_is_dropped(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    name = services.chat.view(alice, talk.id).scenario.customers[0].persona.name.en
    _say(cast, f"{name}: And what now?")
    talk.hear(talk.reply(REPLY))
    assert services.chat.view(alice, talk.id).turns[-1].turn.text == "And what now?"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("999 euros you owe me for this.", "invented_fact"),
        ("Sunday, they told me then.", "invented_fact"),
        ("Ask Marjorie about it.", "invented_fact"),
        ("Minä en ole saanut sitä eikä kukaan vastaa.", "wrong_language"),
        ("No worries, it can wait.", "calm_beyond_mood"),
        ("It's a deal, send it then.", "agrees_too_early"),
        ("Is anybody over there planning to do something about it?", "repetition"),
    ],
)
def test_a_line_that_says_too_much_is_asked_for_again_and_then_the_customers_own_is_said(
    services: Services, cast: Cast, alice: Person, line: str, rule: str
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line, line)
    cast.grader.will_say(verdict())
    seen = words(talk.hear(talk.reply(REPLY)))
    answer, own = talk.last, talk.view.scenario.customers[0].stock
    assert answer.check == SpeechCheck(retried=True, fell_back=True, broken_rules=(rule, rule))
    assert answer.move is not None
    assert any(answer.text.endswith(line) for line in own.for_move(answer.move, Language.EN))
    assert seen == answer.text
    assert len({request.seed for request in cast.customer.asked}) == len(cast.customer.asked) == 2


def test_a_second_try_that_is_well_is_said_and_what_was_wrong_is_kept(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("No worries, it can wait.", "And who sees to it?")
    cast.grader.will_say(verdict())
    talk.hear(talk.reply(REPLY))
    assert talk.last.text == "And who sees to it?"
    assert talk.last.check == SpeechCheck(retried=True, fell_back=False, broken_rules=("calm_beyond_mood",))
    first, second = (request.messages[-1].content for request in cast.customer.asked)
    assert "calm_beyond_mood" not in first
    assert second.endswith("<fault>calm_beyond_mood</fault>")


def test_a_fact_that_the_trainee_has_named_may_be_taken_up(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast, "Thursday, you say, and 999 euros back?")
    talk.hear(talk.reply("On Thursday you get 999 euros back."))
    assert talk.last.text == "Thursday, you say, and 999 euros back?"
    assert talk.last.check == SpeechCheck()


@pytest.mark.parametrize("begun", ["So you are sorry now, and what about the", "So you are sorry now,", "You — you —"])
def test_words_that_were_shown_before_the_line_went_wrong_are_never_taken_back(
    services: Services, cast: Cast, alice: Person, begun: str
) -> None:
    talk = begin(services, alice)
    reached, go_on = threading.Event(), threading.Event()

    def gate(number: int) -> None:
        if number == len(begun.split()):
            reached.set()
            _wait(go_on)

    cast.customer.gate = gate
    _say(cast, f"{begun} 999 euros?")
    watched = services.following.follow(services.following.find(alice, talk.reply(REPLY).answer_id))
    assert reached.wait(10)
    seen = list(next(watched))
    shown = words(seen)
    assert shown.rstrip() == begun
    go_on.set()
    seen += [event for events in watched for event in events]
    answer = talk.last
    assert not any(event.anew for event in seen if isinstance(event, TokenEvent))
    assert words(seen) == answer.text
    assert answer.text.startswith(f"{begun} ")
    assert answer.move is not None
    own = talk.view.scenario.customers[0].stock.for_move(answer.move, Language.EN)
    assert any(answer.text.endswith(line) for line in own)
    assert answer.check == SpeechCheck(retried=False, fell_back=True, broken_rules=("invented_fact",))
    assert len(cast.customer.asked) == 1, "what is on the page cannot be said otherwise"


def test_what_stops_meanwhile_keeps_the_own_line_unsaid(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    reached, go_on = threading.Event(), threading.Event()

    def gate(number: int) -> None:
        if len(cast.customer.asked) == 2:
            reached.set()
            _wait(go_on)

    cast.customer.gate = gate
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("No worries at all.", "It's a deal.")
    cast.grader.will_say(verdict())
    receipt = talk.reply(REPLY)
    assert reached.wait(10)
    services.chat.stop(alice, receipt.answer_id)
    go_on.set()
    talk.hear(receipt)
    assert (talk.last.status, talk.last.text) == (TurnStatus.STOPPED, "")


def test_an_angry_ending_is_kept_with_the_talk(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(noticed(("talks_down", "sorry"), ("sarcasm", "a new one")), NOTHING_NOTICED)
    cast.customer.will_say("Get me your manager.", "Then I take it higher myself.")
    cast.grader.will_say(verdict(), verdict())
    for text in (REPLY, "Well, that is how it is."):
        talk.exchange(text)
    assert talk.last.move is Move.ESCALATE
    assert talk.view.conversation.outcome is Outcome.ESCALATED
    assert not talk.view.conversation.open


def _say(cast: Cast, line: str = "And then?") -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict())


def _wait(event: threading.Event) -> None:
    assert event.wait(10), "the test never let the customer go on"
