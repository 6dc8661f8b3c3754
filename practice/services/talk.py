"""Talks as pages and terminals see them, and what may be chosen for a new one."""

from dataclasses import dataclass

from practice.domain.conversation import Conversation, Mode, Turn, TurnStatus, mood_of
from practice.domain.customer import Customer
from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.mood import Mood
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker


@dataclass(frozen=True)
class ScenarioEntry:
    key: str
    scenario: Scenario


@dataclass(frozen=True)
class TalkChoices:
    """What whoever begins a talk may choose. `difficulty` None: as the scenario suggests. `seed` None: any."""

    language: Language
    difficulty: int | None = None
    mode: Mode = Mode.PRACTICE
    unhurried: bool = False
    seed: int | None = None


@dataclass(frozen=True)
class TurnView:
    """`grade` and `grading` belong to the trainee's turns; both empty means that no grade was asked for."""

    turn: Turn
    grade: Grade | None = None
    grading: bool = False


@dataclass(frozen=True)
class ConversationView:
    """`talk_grade` is of the whole talk, None where there is none yet; `grading_talk`: it is being made."""

    conversation: Conversation
    scenario: Scenario
    rubric: Rubric
    turns: tuple[TurnView, ...]
    talk_grade: Grade | None = None
    grading_talk: bool = False

    def mood(self, customer: Customer) -> Mood:
        return mood_of((view.turn for view in self.turns), customer.key) or customer.start_mood

    @property
    def reveals(self) -> bool:
        return self.conversation.reveals

    @property
    def awaited(self) -> Turn | None:
        """The customer's turn that is not over yet: being spoken, or failed and to be tried again."""
        last = self.turns[-1].turn if self.turns else None
        waiting = (TurnStatus.SPEAKING, TurnStatus.FAILED)
        return last if last and last.speaker is Speaker.CUSTOMER and last.status in waiting else None

    @property
    def settled(self) -> bool:
        """Nothing is being said or graded."""
        return not any(view.grading or view.turn.status is TurnStatus.SPEAKING for view in self.turns)


@dataclass(frozen=True)
class Receipt:
    """A reply that is kept from here on, and the turn in which the customer answers it."""

    reply_id: str
    answer_id: str
