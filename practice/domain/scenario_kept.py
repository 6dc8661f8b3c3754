"""Reads a scenario as it was kept with a talk: also one from before a scenario could have several customers.

Such a talk was never in Swedish and never made the moves that came later; what is lacking there is filled from what
stands beside it, so that the talk can still be read and gone on with.
"""

from typing import Any

from practice.domain.document import read_document
from practice.domain.scenario import Scenario
from practice.domain.yaml_text import read_yaml

_LANGUAGES = ("en", "fi", "pl")
_LIKE = {
    "withhold": "doubt",
    "ask_for_figures": "test",
    "thank_grudgingly": "concede",
    "escalate": "leave",
}


def read_kept(text: str, name: str) -> Scenario:
    """Raises BadDocument."""
    values = read_yaml(text, name).values
    if "customers" in values or "persona" not in values:
        return read_document(text, name, Scenario)
    return Scenario.model_validate(_of_today(values))


def _of_today(old: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = _with_swedish(old)
    need, stock = values.pop("hidden_need"), values.pop("stock")
    customer = {
        "key": "customer",
        "persona": values.pop("persona"),
        "knows": values.pop("customer_knows"),
        "does_not_know": values.pop("customer_does_not_know", []),
        "hidden_need": {"need": need["need"], "opens_at": need["trust_needed"]},
        "start_mood": values.pop("start_mood"),
        "resolution": values.pop("resolution"),
        "opening": values.pop("opening"),
        "stock": stock | {new: stock[old_move] for new, old_move in _LIKE.items()},
    }
    nothing = {language: ["…"] for language in (*_LANGUAGES, "sv")}
    match values["channel"]:
        case "shop_counter":
            customer["seen"] = dict.fromkeys(("calm", "tense", "furious"), nothing)
        case "email":
            values["subject"] = values["title"]
        case "public_thread":
            values["thread"] = {"likes": 0, "worse": nothing, "better": nothing}
    return values | {"customers": [customer], "good_way": nothing}


def _with_swedish(value: Any) -> Any:  # noqa: ANN401 - values of a YAML text
    if isinstance(value, list):
        return [_with_swedish(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _with_swedish(entry) for key, entry in value.items()}
    if set(filled) == set(_LANGUAGES):
        filled["sv"] = filled["en"]
    return filled
