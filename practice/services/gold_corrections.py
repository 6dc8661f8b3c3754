"""Replies of talks as items of gold sets: those that a trainer keeps, and those whose level one has corrected."""

from sqlmodel import Session

from practice.domain.audit import AuditAct
from practice.domain.labels import Label, LabelledReply
from practice.domain.transcript import Speaker
from practice.services.exchange import Exchange, exchange_with
from practice.services.gold_access import rater_of, tell
from practice.store.gold import GoldSource
from practice.store.gold_finding import item_called
from practice.store.gold_labels import give_gold_label
from practice.store.gold_reading import load_gold_set
from practice.store.gold_writing import (
    add_gold_item,
    corrections_set,
    hold_gold_set,
    mark_disputed,
    take_out_item,
)
from practice.store.person import Person


def keep_correction(
    session: Session,
    person: Person,
    conversation_id: str,
    turn_id: str,
    label: tuple[str, int | None],
    *,
    disputed: bool,
) -> None:
    """What a trainer set in place of the machine's level becomes their label of the reply; `label`: criterion, level.

    Their later one of the same criterion counts from then on; the first is kept beside it.
    """
    organisation_id = person.organisation_id
    if organisation_id is None:
        return
    exchange = exchange_with(session, conversation_id, turn_id)
    set_id = corrections_set(session, organisation_id, exchange.conversation.rubric_key, person.id)
    hold_gold_set(session, set_id)
    source = GoldSource.DISPUTE if disputed else GoldSource.OVERRIDE
    item_id = keep_reply(session, person, set_id, exchange, source)
    if disputed:
        mark_disputed(session, item_id)
    criterion, level = label
    give_gold_label(session, item_id, Label(rater_of(session, set_id, person), criterion, level), person.id)
    gold_set = load_gold_set(session, set_id)
    if gold_set:
        tell(session, person, gold_set, AuditAct.GOLD_CHANGED, f"correction of {criterion} kept as a label")


def keep_reply(session: Session, person: Person, gold_set_id: str, exchange: Exchange, source: GoldSource) -> int:
    """The id of the reply's item in this set, which somebody may have kept and taken out before: it is back."""
    reply = labelled_reply(exchange)
    had = item_called(session, gold_set_id, reply.id)
    if had is not None:
        take_out_item(session, had.id, None)
        return had.id
    turn_id = exchange.reply.id
    return add_gold_item(session, gold_set_id, reply, source=source, added_by=person.id, turn_id=turn_id)


def labelled_reply(exchange: Exchange) -> LabelledReply:
    """As the grader is given it, without any label; nothing in it says who wrote it."""
    return LabelledReply(
        id=exchange.reply.id,
        language=exchange.language,
        channel=exchange.scenario.channel,
        situation=" ".join(exchange.scenario.facts),
        customer=_last_words(exchange),
        reply=exchange.reply.text,
        labels=(),
    )


def _last_words(exchange: Exchange) -> str:
    """The customer's; what failed before it was said has none."""
    said = (line.text for line in reversed(exchange.transcript_before) if line.speaker is Speaker.CUSTOMER)
    return next((text for text in said if text.strip()), "…")
