"""How sets of labelled replies, and the replies of one, are sorted."""

from collections.abc import Mapping

from practice.services.gold import GoldSummary
from practice.store.gold_finding import GoldOrder
from practice.web.gold_words import set_name
from practice.web.language import in_page_language
from practice.web.tables import Asked, Column, Place, Table, asked_of

_COLUMNS: tuple[Column[GoldSummary], ...] = (
    Column("name", lambda one: set_name(one.set)),
    Column("rubric", lambda one: in_page_language(one.title) if one.title else one.set.rubric_key),
    Column("replies", lambda one: one.counts.replies),
    Column("labelled", lambda one: one.counts.labelled),
    Column("raters", lambda one: one.counts.raters),
    Column("held_out", lambda one: one.counts.held_out),
)
SETS: Table[GoldSummary] = Table(_COLUMNS)
ARCHIVED: Table[GoldSummary] = Table(_COLUMNS, name="archived")


def items_asked(path: str, given: Mapping[str, str]) -> Asked:
    """Raises BadInput."""
    columns = [order for order in GoldOrder if order is not GoldOrder.ADDED]
    return asked_of(Place(path, given), columns)
