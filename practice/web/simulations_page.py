"""What the page of a simulation shows: each scripted trainee's talk, and how every customer's mood moved in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.customer import Customer
from practice.domain.mood import Mood
from practice.domain.scenario import Scenario
from practice.domain.scripted import ScriptedTalk
from practice.library import read_kept_scenario
from practice.store.simulation_reading import KeptSimulation
from practice.web.charts import NARROW_MOOD, MoodChart, MoodPoint, mood_chart

BEHAVIOURS: Mapping[str, LazyString] = {
    "abusive": _l("insults the customer"),
    "apology_only": _l("says sorry and nothing else"),
    "flatterer": _l("flatters"),
    "nonsense": _l("talks beside the point"),
    "passive": _l("evades with set phrases"),
    "rude": _l("is cold and superior"),
    "skilled": _l("goes the scenario's own good way"),
    "solution_first": _l("offers solutions and no understanding"),
}
CHOSEN_AT_FIRST = ("apology_only", "rude", "skilled")


@dataclass(frozen=True)
class CustomerPanel:
    """`side` is 1 or 2: which of the customers it is."""

    key: str
    name: str
    side: int
    start: Mood
    wide: MoodChart
    narrow: MoodChart


@dataclass(frozen=True)
class TalkPanel:
    """Frustration of the angrier one, where there are two customers."""

    talk: ScriptedTalk
    name: LazyString | str
    customers: tuple[CustomerPanel, ...]
    frustration_start: int
    frustration_end: int

    @property
    def own_lines(self) -> int:
        """How often the model did not say anything usable, so that the scenario's own line stood in."""
        return sum(turn.fell_back for turn in self.talk.turns)


@dataclass(frozen=True)
class SimulationPage:
    found: KeptSimulation
    scenario: Scenario
    panels: tuple[TalkPanel, ...]
    waiting: tuple[LazyString | str, ...]

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for panel in self.panels for name in panel.talk.models))


def behaviour_name(behaviour: str) -> LazyString | str:
    return BEHAVIOURS.get(behaviour, behaviour)


def behaviour_names(behaviours: Iterable[str]) -> dict[str, LazyString | str]:
    return {behaviour: behaviour_name(behaviour) for behaviour in behaviours}


def simulation_page(found: KeptSimulation) -> SimulationPage:
    scenario = read_kept_scenario(found.text, f"scenario {found.key}")
    names = scenario.names(found.language)
    panels = tuple(_panel(talk, scenario, names) for talk in found.talks if talk.played)
    waiting = tuple(behaviour_name(talk.behaviour) for talk in found.talks if not talk.played)
    return SimulationPage(found, scenario, panels, waiting)


def _panel(talk: ScriptedTalk, scenario: Scenario, names: Iterable[str]) -> TalkPanel:
    customers = tuple(
        _customer(customer, name, side, talk)
        for side, (customer, name) in enumerate(zip(scenario.customers, names, strict=True), start=1)
    )
    start = max(customer.start.frustration for customer in customers)
    last = talk.turns[-1].moods.values() if talk.turns else ()
    end = max((mood.frustration for mood in last), default=start)
    return TalkPanel(talk, behaviour_name(talk.behaviour), customers, start, end)


def _customer(customer: Customer, name: str, side: int, talk: ScriptedTalk) -> CustomerPanel:
    moods = [(number, turn.moods.get(customer.key)) for number, turn in enumerate(talk.turns, start=1)]
    known = (MoodPoint(number, mood) for number, mood in moods if mood)
    points = (MoodPoint(0, customer.start_mood), *known)
    wide, narrow = mood_chart(points), mood_chart(points, NARROW_MOOD)
    return CustomerPanel(customer.key, name, side, customer.start_mood, wide, narrow)
