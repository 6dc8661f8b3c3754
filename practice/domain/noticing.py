"""What needs no model to be noticed in a reply: nothing said, the same again, an action taken."""

from collections.abc import Iterable

from practice.domain.channel import ChannelRules
from practice.domain.language import Language
from practice.domain.mood import AppraisedEvent
from practice.domain.mood_table import REPEATS_ITSELF, SAYS_NOTHING
from practice.domain.words import bare_words

_SHORTEST_REPEAT = 4


def noticed_without_model(
    reply: str, earlier: Iterable[str], channel: ChannelRules, language: Language
) -> tuple[AppraisedEvent, ...]:
    """Certain, so it stands before what an appraiser claims."""
    taken = [action for action in channel.actions if action.words(language) in reply]
    events = [AppraisedEvent(action.event, action.words(language)) for action in taken]
    if says_nothing(reply):
        return (*events, AppraisedEvent(SAYS_NOTHING, reply))
    words = bare_words(reply)
    if len(words) >= _SHORTEST_REPEAT and words in map(bare_words, earlier):
        events.append(AppraisedEvent(REPEATS_ITSELF, reply))
    return tuple(events)


def says_nothing(reply: str) -> bool:
    """Not one letter or digit: dots, signs and blanks only."""
    return not any(character.isalnum() for character in reply)
