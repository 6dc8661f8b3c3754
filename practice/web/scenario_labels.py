"""What the places of a scenario are called in its form."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from practice.web.form_labels import Labels
from practice.web.scenario_words import MOVES, SEEN

_OFFERED: Labels = {
    f"{kind}/*{within}": label
    for kind in ("remedies", "not_allowed", "topics")
    for within, label in (
        ("/key", _l("Key")),
        ("/name", _l("Name on pages")),
        ("/cost", _l("What it costs the company")),
        ("/said_as", _l("Recognised by")),
    )
}
_CUSTOMER: Labels = {
    "key": _l("Key"),
    "persona": "",
    "persona/name": _l("Name on pages"),
    "called": _l("Words by which a reply speaks to this one of two, one a line"),
    "opening": _l("First line"),
    "persona/manner": _l("Manner, in English"),
    "persona/decision_style": _l("Decides"),
    "persona/culture": _l("Manners of the language, in English"),
    "persona/register": _l("How they address the trainee"),
    "persona/weighs": _l("What weighs more or less with them"),
    "hidden_need": _l("What lies behind"),
    "hidden_need/need": _l("Hidden need, in English"),
    "hidden_need/opens_at": _l("Told once they are this open, 0 to 100"),
    "knows": _l("What they know"),
    "knows/*": _l("Known"),
    "does_not_know": _l("What they do not know"),
    "does_not_know/*": _l("Unknown"),
    "start_mood": _l("Mood at the start, 0 to 100"),
    "start_mood/frustration": _l("Frustration"),
    "start_mood/trust": _l("Trust"),
    "start_mood/patience": _l("Patience"),
    "start_mood/disclosure": _l("Openness; nothing is 0"),
    "resolution": _l("When it is settled"),
    "resolution/remedies": _l("One of these offers, by key"),
    "resolution/topics": _l("Each of these topics, by key"),
    "resolution/frustration_at_most": _l("Frustration at most"),
    "resolution/trust_at_least": _l("Trust at least"),
    "stock": "",
    **{f"stock/{move.value}": purpose for move, purpose in MOVES.items()},
    "seen": _l("What is seen of them at the counter"),
    **{f"seen/{mood}": felt for mood, felt in SEEN.items()},
}
LABELS: Labels = {
    "title": _l("Title"),
    "summary": _l("One sentence for the list"),
    "channel": _l("Channel"),
    "difficulty": _l("Suggested difficulty"),
    "sources": _l("Sources"),
    "who": _l("The customer, as trainees know them"),
    "briefing": _l("What trainees know before they begin"),
    "goal": _l("Their goal"),
    "subject": _l("Subject of the first e-mail"),
    "facts": _l("Facts, in English, for the models"),
    "facts/*": _l("Fact"),
    "customers": _l("Customers"),
    "remedies": _l("What the company may offer"),
    "remedies/*": _l("Offer"),
    "not_allowed": _l("What it may not give"),
    "not_allowed/*": _l("Not allowed"),
    "topics": _l("What must be talked about"),
    "topics/*": _l("Topic"),
    **_OFFERED,
    **{f"customers/*/{within}": label for within, label in _CUSTOMER.items()},
    "thread": _l("Onlookers"),
    "thread/likes": _l("Likes of the customer's first message"),
    "thread/worse": _l("What they write as the customer grows angrier"),
    "thread/better": _l("What they write as the customer calms down"),
    "good_way": _l("The good way"),
    "good_way/?/*": _l("Reply %(number)s"),
}


def names_of(customers: list[str], felt: Mapping[str, str]) -> Mapping[str, str]:
    """`felt`: what a customer may notice, by its key."""
    found = {f"customers/{index}": name for index, name in enumerate(customers)}
    weighed = {f"{place}/persona/weighs/{event}": name for place in found for event, name in felt.items()}
    return {**found, **weighed}
