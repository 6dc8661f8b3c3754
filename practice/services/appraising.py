"""Asks what the customer noticed in a reply."""

from dataclasses import dataclass

from practice.domain.appraisal import Appraisal, appraisal_schema, read_appraisal
from practice.domain.casework import appraisal_case
from practice.domain.fence import fenced
from practice.domain.mood import MoodTable
from practice.domain.prompt import Prompt
from practice.errors import ModelRefused, UnreadableAnswer
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Role
from practice.services.exchange import Exchange


@dataclass(frozen=True)
class Noticed:
    """`answer` is None where the model refused to read the reply; the mood then stays as it was."""

    appraisal: Appraisal
    answer: ModelAnswer | None


def appraise(model: ChatModel, prompt: Prompt, table: MoodTable, exchange: Exchange) -> Noticed:
    """An answer that cannot be read, or a refusal, moves nothing and is said so in `refused`.

    Raises ModelError where no answer came at all.
    """
    request = _request(prompt, table, exchange)
    try:
        answer = model.complete(request)
    except ModelRefused as error:
        return Noticed(Appraisal((), (str(error),)), None)
    try:
        return Noticed(read_appraisal(answer.text, exchange.reply.text, table, exchange.scenario), answer)
    except UnreadableAnswer as error:
        return Noticed(Appraisal((), (str(error),)), answer)


def _request(prompt: Prompt, table: MoodTable, exchange: Exchange) -> ModelRequest:
    case = appraisal_case(
        exchange.scenario, exchange.conversation.language, exchange.transcript_before, exchange.reply.text
    )
    events = "\n".join(f"- {rule.event}: {rule.means}" for rule in table.events)
    return ModelRequest(
        Role.APPRAISER,
        (
            Message("system", prompt.render_system({"events": events})),
            Message("user", prompt.render_user({"case": fenced(case)})),
        ),
        prompt.head.temperature,
        prompt.head.max_tokens,
        schema=appraisal_schema(table, exchange.scenario),
        schema_name="appraisal",
        seed=exchange.conversation.seed,
    )
