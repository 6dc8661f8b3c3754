"""What the fixed keys of a scenario's text are called in its form."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.mood_table import DecisionStyle
from practice.domain.stock import Move

STYLES: Mapping[DecisionStyle, LazyString] = {
    DecisionStyle.ANALYTICAL: _l("step by step, by facts and figures"),
    DecisionStyle.HOLISTIC: _l("by the whole picture"),
}
#: By what somebody says them for.
MOVES: Mapping[Move, LazyString] = {
    Move.VENT: _l("Letting off steam"),
    Move.DEMAND: _l("Demanding that something is done"),
    Move.TEST: _l("Putting the trainee to the test"),
    Move.WITHHOLD: _l("Keeping back what weighs on them"),
    Move.ASK_FOR_FIGURES: _l("Asking for figures, or for the whole picture"),
    Move.DOUBT: _l("Doubting what was said"),
    Move.DISCLOSE: _l("Telling what lies behind it"),
    Move.CONCEDE: _l("Giving way a little"),
    Move.THANK_GRUDGINGLY: _l("Thanking against the grain"),
    Move.ACCEPT: _l("Accepting, and goodbye"),
    Move.ASK_FOR_MANAGER: _l("Asking for somebody in charge"),
    Move.THREATEN_TO_LEAVE: _l("Threatening to leave"),
    Move.LEAVE: _l("Leaving in anger, and goodbye"),
    Move.ESCALATE: _l("Taking it further, and goodbye"),
}
#: As the customer's frustration grows.
SEEN: Mapping[str, LazyString] = {
    "calm": _l("Calm"),
    "tense": _l("Tense"),
    "furious": _l("Furious"),
}
