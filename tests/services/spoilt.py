"""A shipped scenario with something wrong in it, whatever its words are today."""

from collections.abc import Callable
from typing import Any

import yaml

from tests.conftest import ROOT

#: Changes the values of a scenario in place.
Spoil = Callable[[dict[str, Any]], object]


def spoilt(spoil: Spoil, key: str = "late-parcel") -> str:
    """The text of scenario `key` after `spoil`."""
    values = yaml.safe_load((ROOT / "prompts" / "scenarios" / f"{key}.yaml").read_text(encoding="utf-8"))
    spoil(values)
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=1000)


def no_resolution(values: dict[str, Any]) -> None:
    del values["customers"][0]["resolution"]


def unknown_event(values: dict[str, Any]) -> None:
    values["customers"][0]["persona"]["weighs"] = {"who_and_when": 1.4, "who_and_wen": 1.4}


def remedy_without_cost(values: dict[str, Any]) -> None:
    del values["remedies"][1]["cost"]


def missing_language(values: dict[str, Any]) -> None:
    del values["goal"]["sv"]


def invented_amount(values: dict[str, Any]) -> None:
    values["customers"][0]["stock"]["vent"]["en"][1] = "You took 4711 euros from me and sent nothing."


def fruitless_way(values: dict[str, Any]) -> None:
    values["good_way"]["fi"] = ["Hm.", "Vai niin."]


def too_few_lines(values: dict[str, Any]) -> None:
    del values["customers"][0]["stock"]["doubt"]["pl"][2:]


def long_line(values: dict[str, Any]) -> None:
    values["customers"][0]["stock"]["demand"]["en"][0] = "And " * 60 + "when?"


def agreeing_opening(values: dict[str, Any]) -> None:
    values["customers"][0]["opening"]["en"] = "It's a deal, just send it."


#: What is wrong -> the key that is named, words on the line that is named, words of what is said.
MISTAKES: dict[Spoil, tuple[str, str, str]] = {
    no_resolution: ("customers.0.resolution", "key: ", "is missing"),
    unknown_event: ("customers.0.persona.weighs.who_and_wen", "who_and_wen: 1.4", "is not an event; known: "),
    remedy_without_cost: ("remedies.1.cost", "key: refund_delivery_fee", "is missing"),
    missing_language: ("goal.sv", "goal:", "is missing"),
    invented_amount: ("customers.0.stock.vent.en.1", "4711 euros", "breaks the rule 'invented_fact'"),
    fruitless_way: ("good_way.fi", "fi:", "does not settle the matter"),
    too_few_lines: ("customers.0.stock.doubt.pl", "pl:", "has 2 lines; write 3 or more"),
    long_line: ("customers.0.stock.demand.en.0", "And And And", "breaks the rule 'at most 40 words'"),
    agreeing_opening: ("customers.0.opening.en", "It's a deal", "breaks the rule 'agrees_too_early'"),
}
