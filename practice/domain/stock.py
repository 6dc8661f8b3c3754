"""What a customer can do next, and their own words for each."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from practice.domain.language import Choices, Language


class Move(StrEnum):
    """What the customer does next; chosen by code, spoken by the model."""

    VENT = "vent"
    DEMAND = "demand"
    TEST = "test"
    WITHHOLD = "withhold"
    ASK_FOR_FIGURES = "ask_for_figures"
    DOUBT = "doubt"
    DISCLOSE = "disclose"
    CONCEDE = "concede"
    THANK_GRUDGINGLY = "thank_grudgingly"
    ACCEPT = "accept"
    ASK_FOR_MANAGER = "ask_for_manager"
    THREATEN_TO_LEAVE = "threaten_to_leave"
    LEAVE = "leave"
    ESCALATE = "escalate"


#: The customer says goodbye with these.
LAST_MOVES = frozenset({Move.ACCEPT, Move.LEAVE, Move.ESCALATE})


class StockLines(BaseModel):
    """Lines in this customer's own voice, a few per move: models of tone, and a way out when a model misspeaks.

    They carry no fact that the scenario does not have.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vent: Choices
    demand: Choices
    test: Choices
    withhold: Choices
    ask_for_figures: Choices
    doubt: Choices
    disclose: Choices
    concede: Choices
    thank_grudgingly: Choices
    accept: Choices
    ask_for_manager: Choices
    threaten_to_leave: Choices
    leave: Choices
    escalate: Choices

    def for_move(self, move: Move, language: Language) -> list[str]:
        choices: Choices = getattr(self, move.value)
        return choices.in_language(language)
