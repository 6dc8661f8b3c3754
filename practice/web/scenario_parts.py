"""The parts of a scenario that its form shows one at a time: `about`, `offers`, `customers/0`.

Lines in stock, what is seen at a counter, onlookers and the good way stand in the source alone.
"""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.language import Language
from practice.domain.mood_table import DecisionStyle
from practice.domain.yaml_form import YamlForm
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment
from practice.web.yaml_fields import path_of

ABOUT, OFFERS, CUSTOMERS = "about", "offers", "customers"
#: Where a new key is put among those that stand there.
ORDER = (
    *("title", "summary", "channel", "sources", "difficulty", "who", "briefing", "goal", "subject", "facts"),
    *("remedies", "not_allowed", "topics", "thread", "customers", "good_way"),
    *("key", "persona", "name", "cost", "said_as", "manner", "decision_style", "culture", "register", "weighs"),
    *("called", "knows", "does_not_know", "hidden_need", "need", "opens_at", "start_mood"),
    *("frustration", "trust", "patience", "resolution", "frustration_at_most", "trust_at_least", "opening"),
    *("seen", "stock"),
    *(language.value for language in Language),
)
STYLES: Mapping[DecisionStyle, LazyString] = {
    DecisionStyle.ANALYTICAL: _l("step by step, by facts and figures"),
    DecisionStyle.HOLISTIC: _l("by the whole picture"),
}
_IN_LANGUAGES: Mapping[str, Fragment] = {language.value: "" for language in Language}
_WORDS: Mapping[str, Fragment] = {language.value: () for language in Language}
_OF_CUSTOMER = ("key", "persona", "knows", "does_not_know", "hidden_need", "start_mood", "resolution", "opening")


def begun(_form: YamlForm, path: Path) -> "Fragment | None":
    """What a new entry of the list at `path` holds."""
    match path:
        case ("facts",) | ("customers", int(), "knows" | "does_not_know"):
            return ""
        case ("remedies",):
            return {"key": "", "name": _IN_LANGUAGES, "cost": _IN_LANGUAGES, "said_as": _WORDS}
        case ("not_allowed" | "topics",):
            return {"key": "", "name": _IN_LANGUAGES, "said_as": _WORDS}
    return None


def part_of(place: str) -> str:
    """Where the value at `place` is edited; empty where only the source shows it."""
    match place.split("/"):
        case ["customers", number, within, *more] if number.isdecimal() and within in _OF_CUSTOMER:
            return "" if more[:1] == ["weighs"] else f"{CUSTOMERS}/{number}"
        case ["remedies" | "not_allowed" | "topics", *_]:
            return OFFERS
        case ["title" | "summary" | "difficulty" | "who" | "briefing" | "goal" | "subject" | "facts" | "sources", *_]:
            return ABOUT
    return ""


def part_to_show(form: YamlForm, part: str, wrong: Sequence[str]) -> str:
    """`part`, where it is there; the first with a mistake, where some have one and it has none."""
    if wrong and part not in wrong:
        part = next(filter(None, wrong), part)
    kind, _slash, at = part.partition("/")
    number = int(at) if at.isdecimal() and len(at) < 6 else -1
    if kind == CUSTOMERS and 0 <= number < form.size(path_of(CUSTOMERS)):
        return f"{CUSTOMERS}/{number}"
    return OFFERS if part == OFFERS else ABOUT
