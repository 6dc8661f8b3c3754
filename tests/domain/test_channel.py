"""What each channel does to a talk."""

import pytest

from practice.domain.channel import ChannelRules, Waits
from practice.domain.document import read_document
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.scenario import Channel
from practice.errors import BadDocument
from practice.library import Library

WAITS = Waits(after=60, every=30, costs=4, at_most=10)
RULES = "most_words: 40\nmanner: Short lines.\n"


@pytest.mark.parametrize(
    ("seconds", "points"),
    [(0, 0), (59.9, 0), (60, 4), (89.9, 4), (90, 8), (119.9, 8), (120, 10), (150, 10), (86_400, 10), (1e12, 10)],
)
def test_waiting_costs_from_the_first_limit_on_and_more_at_each_further_one_up_to_the_most(
    seconds: float, points: int
) -> None:
    assert WAITS.cost(seconds) == points


def test_a_clock_that_was_set_back_costs_nothing() -> None:
    assert WAITS.cost(-5) == 0


def test_nothing_is_charged_where_the_most_is_nothing() -> None:
    assert Waits(after=1, every=1, costs=4, at_most=0).cost(100) == 0


@pytest.mark.parametrize("key", ["after", "every"])
def test_a_wait_of_no_length_is_refused(key: str) -> None:
    waits = {"after": 60, "every": 30, "costs": 4, "at_most": 10} | {key: 0}
    text = RULES + "waits:\n" + "".join(f"  {name}: {value}\n" for name, value in waits.items())
    with pytest.raises(BadDocument, match=f"key 'waits.{key}'"):
        read_document(text, "channels.yaml", ChannelRules)


def test_a_channel_without_waits_or_actions_has_none() -> None:
    rules = read_document(RULES, "channels.yaml", ChannelRules)
    assert rules.waits is None
    assert rules.actions == []
    assert rules.action("call_me") is None


def test_an_action_is_found_by_its_key(library: Library) -> None:
    thread = library.channels.of(Channel.PUBLIC_THREAD)
    for action in thread.actions:
        assert thread.action(action.key) is action
    assert thread.action("dance") is None


def test_an_action_becomes_part_of_a_reply_in_brackets_in_the_language_of_the_talk(library: Library) -> None:
    for action in library.channels.public_thread.actions:
        said = {action.words(language) for language in TALK_LANGUAGES}
        assert len(said) == len(TALK_LANGUAGES)
        assert action.words(Language.FI) == f"[{action.label.fi}]"


def test_every_channel_has_rules_of_its_own(library: Library) -> None:
    channels = library.channels
    assert [channels.of(channel) for channel in Channel] == [
        channels.web_chat,
        channels.phone,
        channels.email,
        channels.shop_counter,
        channels.public_thread,
    ]


def test_every_action_and_wait_stands_in_the_mood_table(library: Library) -> None:
    for channel in Channel:
        for action in library.channels.of(channel).actions:
            assert library.mood_table.rule(action.event), action.key
