"""What the channel of a talk asks of its page."""

from dataclasses import dataclass

from practice.domain.channel import Action, ChannelRules
from practice.domain.scenario import Scenario
from practice.services.talk import ConversationView
from practice.store.types import now
from practice.web.context import services


@dataclass(frozen=True)
class Timing:
    """Whole seconds that have gone by: since the call began, and since the customer's last word."""

    call: int
    waiting: int
    counts: bool


def rules_of(scenario: Scenario) -> ChannelRules:
    return services().library.channels.of(scenario.channel)


def actions_of(view: ConversationView) -> list[Action]:
    return rules_of(view.scenario).actions


def timing_of(view: ConversationView) -> Timing:
    """`counts`: it is told how long the customer waits. Not to somebody who asked for time."""
    talk, moment = view.conversation, now()
    last = view.turns[-1].turn.said_at if view.turns else talk.started_at
    hurried = rules_of(view.scenario).waits is not None and not talk.unhurried and talk.open
    return Timing(int((moment - talk.started_at).total_seconds()), int((moment - last).total_seconds()), hurried)
