"""The parts of a scenario that its form shows one at a time, and what a new entry in one of them holds.

A part is called `about`, `offers`, `customers/0`, `stock/0` for what that customer says and shows, `onlookers` or
`good_way`.
"""

from collections.abc import Mapping

from practice.domain.language import Language
from practice.domain.mood_table import DecisionStyle
from practice.domain.scenario import Channel
from practice.domain.stock import Move
from practice.domain.yaml_form import YamlForm
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment
from practice.web.version_form import ABOUT
from practice.web.yaml_fields import path_of

OFFERS, CUSTOMERS, STOCK, ONLOOKERS, GOOD_WAY = "offers", "customers", "stock", "onlookers", "good_way"
MOST_CUSTOMERS = 2
#: Where a new key is put among those that stand there.
ORDER = (
    *("title", "summary", "channel", "sources", "difficulty", "who", "briefing", "goal", "subject", "facts"),
    *("remedies", "not_allowed", "topics", "thread", "likes", "worse", "better", "customers", "good_way"),
    *("key", "called", "persona", "name", "cost", "said_as", "manner", "decision_style", "culture", "register"),
    *("weighs", "knows", "does_not_know", "hidden_need", "need", "opens_at", "start_mood"),
    *("frustration", "trust", "patience", "disclosure", "resolution", "frustration_at_most", "trust_at_least"),
    *("opening", "seen", "calm", "tense", "furious", "stock", *(move.value for move in Move)),
    *(language.value for language in Language),
)
_ON_ABOUT = ("title", "summary", "channel", "difficulty", "who", "briefing", "goal", "subject", "facts", "sources")
_OF_CUSTOMER = ("key", "called", "persona", "knows", "does_not_know", "hidden_need", "start_mood", "resolution")
_IN_LANGUAGES: Mapping[str, Fragment] = {language.value: "" for language in Language}
_WORDS: Mapping[str, Fragment] = {language.value: () for language in Language}


def begun(form: YamlForm, path: Path) -> "Fragment | None":
    """What a new entry of the list at `path` holds."""
    match path:
        case ("facts",) | ("customers", int(), "knows" | "does_not_know"):
            return ""
        case ("remedies",):
            return {"key": "", "name": _IN_LANGUAGES, "cost": _IN_LANGUAGES, "said_as": _WORDS}
        case ("not_allowed" | "topics",):
            return {"key": "", "name": _IN_LANGUAGES, "said_as": _WORDS}
        case ("customers",):
            return _customer(at_a_counter=form.text(("channel",)) == Channel.SHOP_COUNTER)
    return None


def may_go(path: Path) -> bool:
    """What a scenario may do without, as another channel or a single customer needs no such part."""
    match path:
        case ("subject" | "thread",) | ("customers", int(), "called" | "seen"):
            return True
    return False


def part_of(place: str) -> str:
    """Where the value at `place` is edited; empty where only the source shows it."""
    match place.split("/"):
        case ["customers", number, within, *_] if number.isdecimal():
            kind = STOCK if within in ("stock", "seen") else CUSTOMERS
            return f"{kind}/{number}" if kind == STOCK or within in (*_OF_CUSTOMER, "opening") else ""
        case ["customers", number] if number.isdecimal():
            return f"{CUSTOMERS}/{number}"
        case ["remedies" | "not_allowed" | "topics", *_]:
            return OFFERS
        case ["thread", *_]:
            return ONLOOKERS
        case ["good_way", *_]:
            return GOOD_WAY
        case [first, *_] if first in (*_ON_ABOUT, CUSTOMERS):
            return ABOUT
    return ""


def standing(form: YamlForm, part: str) -> str:
    """`part`, where it is there; else what is said in general."""
    kind, _slash, at = part.partition("/")
    number = int(at) if at.isdecimal() and len(at) < 6 else -1
    if kind in (CUSTOMERS, STOCK) and 0 <= number < form.size(path_of(CUSTOMERS)):
        return f"{kind}/{number}"
    return part if part in (OFFERS, GOOD_WAY) or (part == ONLOOKERS and has_onlookers(form)) else ABOUT


def has_onlookers(form: YamlForm) -> bool:
    return form.has(("thread",)) or form.text(("channel",)) == Channel.PUBLIC_THREAD


def _customer(*, at_a_counter: bool) -> Fragment:
    persona: Fragment = {
        "name": _IN_LANGUAGES,
        "manner": "",
        "decision_style": DecisionStyle.ANALYTICAL.value,
        "culture": "",
        "register": _IN_LANGUAGES,
        "weighs": {},
    }
    seen: Mapping[str, Fragment] = {"seen": dict.fromkeys(("calm", "tense", "furious"), _WORDS)}
    return {
        "key": "",
        "called": _WORDS,
        "persona": persona,
        "knows": [],
        "does_not_know": [],
        "hidden_need": {"need": "", "opens_at": ""},
        "start_mood": {"frustration": "", "trust": "", "patience": ""},
        "resolution": {"remedies": (), "topics": (), "frustration_at_most": "", "trust_at_least": ""},
        "opening": _IN_LANGUAGES,
        **(seen if at_a_counter else {}),
        "stock": {move.value: _WORDS for move in Move},
    }
