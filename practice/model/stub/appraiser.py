"""Names what the customer notices in a reply, each with the trainee's own words."""

from collections.abc import Iterator

from practice.model.stub.between_two import between_two
from practice.model.stub.cases import AppraisalCase
from practice.model.stub.events import Event, shown_by_all
from practice.model.stub.harms import harms
from practice.model.stub.offering import offers, topics
from practice.model.stub.reading import Reading, read_reply
from practice.model.stub.repairs import repairs


def appraise(case: AppraisalCase) -> dict[str, list[dict[str, str | None]]]:
    reading = read_reply(case.reply, case.language, case.customer, case.situation)
    events = [event for event in _events(case, reading) if event.words]
    return {"events": [event.as_json() for event in events]}


def _events(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    if reading.foreign:
        yield shown_by_all("wrong_language", reading)
        return
    yield from harms(case, reading)
    yield from between_two(case, reading)
    yield from repairs(case, reading)
    yield from offers(case, reading)
    yield from topics(case, reading)
