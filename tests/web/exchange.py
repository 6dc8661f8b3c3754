"""What is said in one exchange, by a trainee and by the models behind the customer."""

from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, verdict

QUOTE = "sorry about the telescope"
REPLY = f"I am {QUOTE}. I will send a new one today."


def tell(cast: Cast, line: str = "And when would that be?", level: int = 4, quote: str = QUOTE) -> None:
    """One whole exchange for the models."""
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict(level, quote))
