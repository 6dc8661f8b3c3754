"""What is noticed in a reply without asking a model."""

import pytest

from practice.domain.channel import ChannelRules
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.mood import AppraisedEvent
from practice.domain.mood_table import REPEATS_ITSELF, SAYS_NOTHING
from practice.domain.noticing import noticed_without_model, says_nothing
from practice.domain.scenario import Channel
from practice.library import Library

REPLY = "I'll look into it, and call you today."
QUIET = ["…", "...", " . . . ", "!?", "—", "👍", "🙏🏽🙏🏽", "(  )", "\n", ""]


@pytest.fixture
def chat(library: Library) -> ChannelRules:
    return library.channels.of(Channel.WEB_CHAT)


@pytest.fixture
def thread(library: Library) -> ChannelRules:
    return library.channels.of(Channel.PUBLIC_THREAD)


def _events(reply: str, earlier: list[str], channel: ChannelRules) -> list[str]:
    return [event.event for event in noticed_without_model(reply, earlier, channel, Language.EN)]


@pytest.mark.parametrize("reply", QUIET)
def test_dots_signs_and_smileys_alone_say_nothing(chat: ChannelRules, reply: str) -> None:
    assert says_nothing(reply)
    assert noticed_without_model(reply, [], chat, Language.EN) == (AppraisedEvent(SAYS_NOTHING, reply),)


@pytest.mark.parametrize("reply", ["k", "No.", "7", "…ok", "👍 yes", "ą", "好"])
def test_a_single_letter_or_digit_says_something(chat: ChannelRules, reply: str) -> None:
    assert not says_nothing(reply)
    assert _events(reply, [], chat) == []


def test_nothing_said_again_is_nothing_said_and_no_repetition(chat: ChannelRules) -> None:
    assert _events("...", ["..."], chat) == [SAYS_NOTHING]


@pytest.mark.parametrize(
    "again",
    [REPLY, REPLY.upper(), "I’ll look into it and call you today!!", "  i'll — look into it; and call you today"],
)
def test_the_same_reply_again_is_noticed_whatever_its_capitals_and_punctuation(chat: ChannelRules, again: str) -> None:
    noticed = noticed_without_model(again, ["Good morning.", REPLY, "Just a moment."], chat, Language.EN)
    assert noticed == (AppraisedEvent(REPEATS_ITSELF, again),)


@pytest.mark.parametrize("other", [f"{REPLY} Promise.", "I'll look into it and call you tomorrow.", "Call you today."])
def test_another_reply_is_no_repetition(chat: ChannelRules, other: str) -> None:
    assert _events(other, [REPLY], chat) == []


def test_a_reply_of_up_to_three_words_may_be_said_again_and_one_of_four_may_not(chat: ChannelRules) -> None:
    for short in ("Yes.", "Yes, of course."):
        assert _events(short, [short], chat) == []
    assert _events("Yes, of course, madam.", ["yes of course madam"], chat) == [REPEATS_ITSELF]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_an_action_is_found_by_its_words_in_the_language_of_the_talk(thread: ChannelRules, language: Language) -> None:
    assert thread.actions
    for action in thread.actions:
        words = action.words(language)
        noticed = noticed_without_model(f"Hm. {words}", [], thread, language)
        assert noticed == (AppraisedEvent(action.event, words),)
        other = next(one for one in TALK_LANGUAGES if one is not language)
        assert noticed_without_model(f"Hm. {words}", [], thread, other) == ()


def test_words_that_only_describe_an_action_are_none(thread: ChannelRules) -> None:
    bare = thread.actions[0].label.in_language(Language.EN)
    assert _events(f"My colleague {bare}", [], thread) == []


def test_another_channel_knows_no_such_action(thread: ChannelRules, chat: ChannelRules) -> None:
    reply = thread.actions[0].words(Language.EN)
    assert _events(reply, [], thread) == [thread.actions[0].event]
    assert _events(reply, [], chat) == []


def test_several_actions_and_a_repetition_are_all_noticed(thread: ChannelRules) -> None:
    reply = " ".join(action.words(Language.EN) for action in thread.actions)
    assert _events(reply, [reply], thread) == [*(action.event for action in thread.actions), REPEATS_ITSELF]
