"""One exchange from the typed reply to the grade, over a real database and a running worker."""

import threading

import pytest

from practice.domain.conversation import Mode, TurnStatus
from practice.domain.grade import GradeStatus
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.progress import EndEvent, GradeEvent, MoodEvent, TurnEvent
from practice.errors import BadReply, ModelTimeout, ModelUnavailable, NotFound
from practice.library import Library
from practice.services.assembly import Services
from practice.services.talk import TalkChoices
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, begin, noticed, verdict, words

REPLY = "I am sorry about the telescope. I will send a new one today."


def test_a_talk_opens_with_the_customers_own_line(services: Services, alice: Person) -> None:
    talk = begin(services, alice)
    view = services.chat.view(alice, talk.id)
    assert [entry.turn.text for entry in view.turns] == [view.scenario.customers[0].opening.en]
    assert view.mood(view.scenario.customers[0]) == view.scenario.customers[0].start_mood


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
    assert [effect.words for effect in answer.turn.effects if effect.words] == ["sorry about the telescope"]
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
    assert said.grade.calls[-1].raw_answer == "\ufffd again"


def test_the_reply_time_is_kept(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _say(cast)
    talk.hear(talk.reply(REPLY))
    seconds = services.chat.view(alice, talk.id).turns[1].turn.reply_seconds
    assert seconds is not None
    assert 0 <= seconds < 60


def test_a_talk_is_as_hard_as_the_scenario_suggests_where_nothing_else_is_chosen(
    services: Services, alice: Person
) -> None:
    for scenario in ("late-parcel", "queue-quarrel"):
        view = begin(services, alice, scenario).view
        assert view.conversation.difficulty == view.scenario.difficulty
    assert view.scenario.difficulty != 3


def test_what_was_chosen_for_a_talk_is_kept_with_it(services: Services, alice: Person) -> None:
    choices = TalkChoices(Language.PL, difficulty=5, mode=Mode.CHECK, unhurried=True, seed=11)
    kept = begin(services, alice, choices=choices).view.conversation
    assert TalkChoices(kept.language, kept.difficulty, kept.mode, kept.unhurried, kept.seed) == choices
    [recent] = services.chat.recent(alice)
    assert recent.conversation == kept


def test_two_talks_without_a_chosen_seed_have_different_ones(services: Services, alice: Person) -> None:
    talks = [begin(services, alice, choices=TalkChoices(Language.EN)) for _ in range(3)]
    assert len({talk.view.conversation.seed for talk in talks}) > 1


def test_a_check_shows_mood_and_grades_only_when_it_is_over(services: Services, alice: Person) -> None:
    talk = begin(services, alice, choices=TalkChoices(Language.EN, mode=Mode.CHECK))
    assert not talk.view.reveals
    services.chat.end(alice, talk.id)
    assert talk.view.reveals


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_an_action_is_added_to_the_reply_and_noticed_without_the_appraiser(
    services: Services, library: Library, cast: Cast, alice: Person, language: Language
) -> None:
    action = library.channels.public_thread.action("continue_in_private")
    assert action is not None
    label = f"[{action.label.in_language(language)}]"
    talk = begin(services, alice, "public-review", TalkChoices(language, seed=7))
    _say(cast, "…")
    talk.hear(talk.reply("1234", action="continue_in_private"))
    _, said, answer = talk.view.turns
    assert said.turn.text == f"1234\n{label}"
    effects = {effect.event: effect.words for effect in answer.turn.effects if effect.words}
    assert effects == {"invites_to_private": label}


def test_an_action_needs_no_words_beside_it(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice, "public-review")
    _say(cast)
    talk.hear(talk.reply("  ", action="delete_review"))
    text = talk.view.turns[1].turn.text
    assert text.startswith("[")
    assert text.endswith("]")
    assert "deletes_my_review" in [effect.event for effect in talk.last.effects]


@pytest.mark.parametrize(("scenario", "action"), [("public-review", "smile"), ("late-parcel", "continue_in_private")])
def test_an_action_that_the_channel_does_not_have_is_refused_and_changes_nothing(
    services: Services, alice: Person, scenario: str, action: str
) -> None:
    talk = begin(services, alice, scenario)
    with pytest.raises(BadReply, match=action) as refusal:
        talk.reply(REPLY, action=action)
    assert refusal.value.reason == "no_such_action"
    assert len(talk.view.turns) == 1


def _say(cast: Cast, line: str = "And then?") -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict())


def _wait(event: threading.Event) -> None:
    assert event.wait(10), "the test never let the customer go on"
