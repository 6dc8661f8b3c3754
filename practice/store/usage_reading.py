"""What an organisation's talks used, role by role."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from practice.store.chat import ConversationRow
from practice.store.person import PersonRow
from practice.store.types import table_of
from practice.store.usage import UsageRow

_USAGE, _TALK, _PERSON = table_of(UsageRow), table_of(ConversationRow), table_of(PersonRow)


@dataclass(frozen=True)
class UsageSum:
    """`cost` is of the answers whose price is known, in US dollars; `unpriced` counts the others."""

    answers: int = 0
    tokens: int = 0
    cost: float = 0
    unpriced: int = 0


def usage_since(session: Session, organisation_id: int, since: datetime) -> dict[str, UsageSum]:
    """By role; a role that answered nothing is not in it."""
    rows = session.connection().execute(
        select(
            _USAGE.c.role,
            func.count(),
            func.sum(_USAGE.c.prompt_tokens + _USAGE.c.completion_tokens),
            func.coalesce(func.sum(_USAGE.c.cost), 0),
            func.count() - func.count(_USAGE.c.cost),
        )
        .join(_TALK, _TALK.c.id == _USAGE.c.conversation_id)
        .join(_PERSON, _PERSON.c.id == _TALK.c.person_id)
        .where(_PERSON.c.organisation_id == organisation_id, _USAGE.c.created_at >= since)
        .group_by(_USAGE.c.role)
    )
    return {role: UsageSum(answers, int(tokens), float(cost), rest) for role, answers, tokens, cost, rest in rows}
