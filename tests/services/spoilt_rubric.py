"""The shipped rubric with something wrong in it, whatever its words are today."""

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

from tests.conftest import ROOT

#: Changes the values of a rubric in place.
Spoil = Callable[[dict[str, Any]], object]


def spoilt_rubric(spoil: Spoil) -> str:
    """The text of the rubric `frontline` after `spoil`."""
    values = copy.deepcopy(_frontline())
    spoil(values)
    return yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@lru_cache(maxsize=1)
def _frontline() -> Any:  # noqa: ANN401 - plain YAML
    return yaml.safe_load((ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8"))


def _texts(values: dict[str, Any], level: int) -> dict[str, str]:
    found: dict[str, str] = values["criteria"][1]["levels"][level - 1]["text"]
    return found


def _example(values: dict[str, Any], **having: object) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in values["examples"] if having.items() <= one.items())
    return found


def long_gone(values: dict[str, Any]) -> None:
    values["examples"] = [one for one in values["examples"] if one["channel"] != "public_thread"]


def no_source(values: dict[str, Any]) -> None:
    values["criteria"][2]["sources"] = []


def unknown_key(values: dict[str, Any]) -> None:
    values["criteria"][1]["wieght"] = 2


def same_level(values: dict[str, Any]) -> None:
    _texts(values, 4)["fi"] = _texts(values, 1)["fi"].upper()


def same_as_neighbour(values: dict[str, Any]) -> None:
    _texts(values, 4)["sv"] = _texts(values, 3)["sv"] + "!"


def near_copy(values: dict[str, Any]) -> None:
    _texts(values, 3)["pl"] = "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć"
    _texts(values, 4)["pl"] = "jeden dwa trzy cztery pięć sześć siedem osiem dziesięć"


def twice_asked(values: dict[str, Any]) -> None:
    values["criteria"][3]["checks"][0]["question"] = values["criteria"][0]["checks"][1]["question"].upper()


def taught_and_tested(values: dict[str, Any]) -> None:
    taught = values["examples"][2]["reply"]
    values["examples"][3]["reply"] = taught.upper() + " !"


def no_five(values: dict[str, Any]) -> None:
    for one in values["examples"]:
        if str(one["expected"].get("calmness", "")).endswith("5"):
            one["expected"]["calmness"] = 4


def no_swedish(values: dict[str, Any]) -> None:
    values["examples"] = [one for one in values["examples"] if one["language"] != "sv"]


def nothing_taught_in_finnish(values: dict[str, Any]) -> None:
    values["examples"] = [one for one in values["examples"] if (one["language"], one["use"]) != ("fi", "teach")]


def hard_for_the_stub(values: dict[str, Any]) -> None:
    _example(values, id="en-ticket-notice")["needs"] = "stub"


def whole_talk_in_an_example(values: dict[str, Any]) -> None:
    values["criteria"].append({**copy.deepcopy(values["criteria"][0]), "key": "ending", "scope": "conversation"})
    for check in values["criteria"][-1]["checks"]:
        check["question"] = "At the end: " + check["question"]
    values["examples"][0]["expected"]["ending"] = 1


#: What is wrong -> the key that is named, words on the line that is named, words of what is said.
MISTAKES: dict[Spoil, tuple[str, str, str]] = {
    unknown_key: ("criteria.1.wieght", "wieght: 2", "is not known here; known keys: key, name, "),
    no_source: ("criteria.2.sources", "sources:", "must have at least one entry"),
    same_level: ("criteria.1.levels.3.text.fi", "fi:", "says the same as level 1;"),
    same_as_neighbour: ("criteria.1.levels.3.text.sv", "sv:", "says the same as level 3;"),
    near_copy: ("criteria.1.levels.3.text.pl", "dziesięć", "is a near copy of level 3: word overlap 0.89, at most 0.8"),
    twice_asked: ("criteria.3.checks.0.question", "question:", "is asked by calmness.fault_irritation too;"),
    taught_and_tested: ("examples.3.reply", "reply:", "stands in en-sunday-hours too (use: teach, here use: check);"),
    no_five: ("criteria.0.levels.4", "- level: 5", "no example expects level 5 of calmness; add one"),
    no_swedish: ("examples", "examples:", "none has language: sv; add"),
    nothing_taught_in_finnish: ("examples", "examples:", "none with language: fi has use: teach; add"),
    long_gone: ("examples", "examples:", "none has channel: public_thread; add"),
    hard_for_the_stub: ("examples.4.needs", "needs: stub", "must be model where hard is true"),
    whole_talk_in_an_example: ("examples.0.expected.ending", "ending: 1", "is judged over a whole conversation"),
}
