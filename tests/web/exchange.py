"""What is said in one exchange, by a trainee and by the models behind the customer, and how a talk ends."""

import time

from practice.domain.rubric import Scope
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, verdict
from tests.web.browser import Browser, Sight, events_in, turn_ids

QUOTE = "sorry about the telescope"
REPLY = f"I am {QUOTE}. I will send a new one today."
NOT_JSON = "I would say a solid four."


def tell(cast: Cast, line: str = "And when would that be?", level: int = 4, quote: str = QUOTE) -> None:
    """One whole exchange for the models."""
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict(level, quote))


def talk_of_one(browser: Browser, cast: Cast, reply: str = REPLY) -> tuple[str, str]:
    """The address of a talk, and the one reply in it."""
    conversation = browser.begin()
    tell(cast)
    reply_id, _ = turn_ids(events_in(browser.reply(conversation, reply)))
    return conversation, reply_id


def end(browser: Browser, cast: Cast, conversation: str, *talk_grades: str) -> Sight:
    """Ends the talk; the report once the whole of it is graded, by default as not shown."""
    cast.grader.will_say(*(talk_grades or [verdict("not_shown", scope=Scope.CONVERSATION)]))
    browser.post(f"{conversation}/end")
    return finished_report(browser, conversation)


def finished_report(browser: Browser, conversation: str) -> Sight:
    """The report once nothing on it is being made."""
    over = time.monotonic() + 60
    while time.monotonic() < over:
        sight = browser.get(f"{conversation}/report")
        if not sight.all("noscript"):
            return sight
        time.sleep(0.01)
    raise AssertionError("the report is not finished after a minute")
