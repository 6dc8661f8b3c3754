"""The lines of a talk as pages show them: who speaks, and what the channel adds to the words."""

from dataclasses import dataclass

from practice.domain.conversation import Turn, TurnStatus
from practice.domain.grade import Grade
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker
from practice.services.talk import ConversationView
from practice.web.channels import rules_of
from practice.web.translations import gettext as _
from practice.web.words import minutes_in_words, time_in_words


@dataclass(frozen=True)
class LineView:
    """`name` and `side` (1 or 2: which of the customers) are empty for the trainee, and while nobody has spoken yet.

    `seen` is what is to be seen of the customer, `onlooker` a bystander's comment after the line, `waited` how long the
    reply took, `subject` that of an e-mail: each where the channel has it.
    """

    turn: Turn
    name: str
    side: int
    grade: Grade | None = None
    grading: bool = False
    unsettled: bool = False
    likes: int | None = None
    seen: str = ""
    onlooker: str = ""
    waited: str = ""
    subject: str = ""

    @property
    def speaking(self) -> bool:
        return self.turn.status is TurnStatus.SPEAKING


def lines_of(view: ConversationView) -> tuple[LineView, ...]:
    return tuple(_line(view, number) for number in range(len(view.turns)))


def all_names(view: ConversationView) -> str:
    return " · ".join(view.scenario.names(view.conversation.language))


def _line(view: ConversationView, number: int) -> LineView:
    entry, scenario, language = view.turns[number], view.scenario, view.conversation.language
    turn = entry.turn
    subject = _subject(view, number)
    if turn.speaker is Speaker.TRAINEE:
        return LineView(
            turn, "", 0, entry.grade, entry.grading, waited=_waited(scenario, turn.reply_seconds), subject=subject
        )
    answers_ungraded = number > 0 and view.turns[number - 1].grading and view.reveals
    side = _side(scenario, turn)
    return LineView(
        turn,
        scenario.names(language)[side - 1] if side else all_names(view),
        side,
        unsettled=turn.status is TurnStatus.SPEAKING or answers_ungraded,
        likes=scenario.thread.likes if scenario.thread and number == 0 else None,
        seen=_seen(view, number),
        onlooker=_onlooker(view, number),
        subject=subject,
    )


def _side(scenario: Scenario, turn: Turn) -> int:
    """0 while it is not decided who of two speaks."""
    keys = [customer.key for customer in scenario.customers]
    if turn.customer in keys:
        return keys.index(turn.customer) + 1
    return 1 if len(keys) == 1 else 0


def _seen(view: ConversationView, number: int) -> str:
    turn = view.turns[number].turn
    seen = view.scenario.customer(turn.customer).seen
    if seen is None or turn.mood is None:
        return ""
    choices = seen.at(turn.mood.frustration, view.conversation.language)
    return _varied(choices, number)


def _onlooker(view: ConversationView, number: int) -> str:
    turn, thread = view.turns[number].turn, view.scenario.thread
    rise = sum(effect.frustration for effect in turn.effects)
    if thread is None or not rise or turn.status not in (TurnStatus.SAID, TurnStatus.STOPPED):
        return ""
    choices = (thread.worse if rise > 0 else thread.better).in_language(view.conversation.language)
    return _varied(choices, number)


def _varied(choices: list[str], number: int) -> str:
    """Another one after each reply."""
    return choices[number // 2 % len(choices)]


def _waited(scenario: Scenario, seconds: float | None) -> str:
    """In whole minutes where nobody counts seconds, as with e-mail."""
    if seconds is None:
        return ""
    hurried = rules_of(scenario).waits is not None
    return _("answered in %(time)s", time=time_in_words(seconds) if hurried else minutes_in_words(seconds))


def _subject(view: ConversationView, number: int) -> str:
    if view.scenario.subject is None:
        return ""
    subject = view.scenario.subject.in_language(view.conversation.language)
    return f"Re: {subject}" if number else subject
