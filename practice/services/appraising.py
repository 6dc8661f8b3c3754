"""Asks what each customer noticed in a reply, and adds what needs no model to be noticed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from practice.domain.appraisal import Appraisal, appraisal_schema, offered_events, read_appraisal
from practice.domain.casework import appraisal_case
from practice.domain.channel import ChannelRules
from practice.domain.customer import Customer
from practice.domain.fence import fenced
from practice.domain.mood import AppraisedEvent
from practice.domain.mood_table import EventRule, MoodTable
from practice.domain.noticing import noticed_without_model, says_nothing
from practice.domain.prompt import Prompt
from practice.errors import ModelRefused, UnreadableAnswer
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Role
from practice.services.exchange import Exchange


@dataclass(frozen=True)
class Noticed:
    """`events` are None where the appraiser could not be read and nothing else is known: the mood then stays.

    `answer` is None where the model refused to read the reply, or where there was nothing for it to read.
    """

    customer: Customer
    events: tuple[AppraisedEvent, ...] | None
    refused: tuple[str, ...]
    answer: ModelAnswer | None


@dataclass(frozen=True)
class Appraiser:
    model: ChatModel
    prompt: Prompt
    table: MoodTable

    def appraise(self, exchange: Exchange, channel: ChannelRules) -> list[Noticed]:
        """One for each customer of the scenario; several are asked at once.

        An answer that cannot be read, or a refusal, moves nothing and is said so in `refused`. Raises ModelError where
        no answer came at all.
        """
        certain = noticed_without_model(
            exchange.reply.text, exchange.earlier_replies, channel, exchange.conversation.language
        )
        customers = exchange.scenario.customers
        if says_nothing(exchange.reply.text):
            return [Noticed(customer, certain, (), None) for customer in customers]
        if len(customers) == 1:
            return [self._of(customers[0], exchange, certain)]
        with ThreadPoolExecutor(len(customers)) as at_once:
            return list(at_once.map(lambda customer: self._of(customer, exchange, certain), customers))

    def _of(self, customer: Customer, exchange: Exchange, certain: tuple[AppraisedEvent, ...]) -> Noticed:
        offered = offered_events(self.table, exchange.scenario, customer)
        answer = None
        try:
            answer = self.model.complete(self._request(customer, exchange, offered))
            read = read_appraisal(answer.text, exchange.reply.text, offered, exchange.scenario)
        except (ModelRefused, UnreadableAnswer) as error:
            read = Appraisal((), (str(error),))
        known = {event.event for event in certain}
        events = (*certain, *(event for event in read.events if event.event not in known))
        return Noticed(customer, None if read.refused and not events else events, read.refused, answer)

    def _request(self, customer: Customer, exchange: Exchange, offered: list[EventRule]) -> ModelRequest:
        case = appraisal_case(
            exchange.scenario, customer, exchange.language, exchange.transcript_before, exchange.reply.text
        )
        events = "\n".join(f"- {rule.event}: {rule.means}" for rule in offered)
        return ModelRequest(
            Role.APPRAISER,
            (
                Message("system", self.prompt.render_system({"events": events})),
                Message("user", self.prompt.render_user({"case": fenced(case)})),
            ),
            self.prompt.head.temperature,
            self.prompt.head.max_tokens,
            schema=appraisal_schema(offered, exchange.scenario),
            schema_name="appraisal",
            seed=exchange.conversation.seed,
        )
