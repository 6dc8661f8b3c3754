"""The list of levels that a preview changes: narrowed, sorted, page by page, each with the way to its reply."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.agreement_comparison import Flip
from practice.domain.language import Language
from practice.domain.rubric import Criterion
from practice.errors import NotFound
from practice.services.preview_flips import WantedFlips, Way, every_flip
from practice.services.preview_view import PreviewView
from practice.store.preview_shown import ShownReply
from practice.web.choices import chosen_of, one_of
from practice.web.context import current_person, services
from practice.web.language import in_page_language, page_language
from practice.web.tables import FIND, Column, Listed, Sorting, Table

A_PAGE = 50
WAYS: Mapping[Way, LazyString] = {
    Way.UP: _l("to a higher level"),
    Way.DOWN: _l("to a lower level"),
    Way.TO_NOT_SHOWN: _l("to not shown"),
    Way.FROM_NOT_SHOWN: _l("from not shown"),
}


@dataclass(frozen=True)
class FlipsPage:
    """`shown` are the replies of one page of those found, by name; `criteria` those by which some level changes."""

    listed: Listed[Flip]
    every: int
    wanted: WantedFlips
    page: int
    flips: tuple[Flip, ...]
    shown: Mapping[str, ShownReply]
    criteria: tuple[Criterion, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.listed.rows) // A_PAGE))

    @property
    def narrowed(self) -> bool:
        return self.wanted != WantedFlips()


def flips_page(view: PreviewView, page: int) -> FlipsPage:
    """As the address of this request asks for. Raises BadInput, or NotFound for a page that is not there."""
    criteria = _criteria(view)
    wanted = _wanted(criteria)
    path = url_for("previews.show", preview_id=view.following.preview.id)
    flips_found = services().preview_flips.wanted(view, wanted)
    found = _table(criteria).arranged(flips_found, path, _given(), page_language())
    flips = tuple(found.rows[(page - 1) * A_PAGE : page * A_PAGE])
    if not flips and page != 1:
        raise NotFound(f"page {page} of the levels that change")
    shown = {**view.shown, **services().preview_flips.replies(current_person(), view, flips)}
    changing = {flip.criterion for flip in every_flip(view)}
    some = tuple(criterion for key, criterion in criteria.items() if key in changing)
    return FlipsPage(found, len(every_flip(view)), wanted, page, flips, shown, some)


def _given() -> dict[str, str]:
    """The service has found them by their words already."""
    return {name: value for name, value in request.args.items() if name != FIND}


def _criteria(view: PreviewView) -> dict[str, Criterion]:
    """By key; as the second version has them, where it does."""
    before, after = view.versions.both
    return {criterion.key: criterion for criterion in (*before.criteria, *after.criteria)}


def _wanted(criteria: Mapping[str, Criterion]) -> WantedFlips:
    """Raises BadInput for what the form does not offer."""
    criterion = request.args.get("criterion", "")
    return WantedFlips(
        one_of(criteria, criterion, "criterion") if criterion else None,
        chosen_of(Language, request.args.get("language"), "language"),
        chosen_of(Way, request.args.get("way"), "way"),
        " ".join(request.args.get("words", "").split()),
    )


def _table(criteria: Mapping[str, Criterion]) -> Table[Flip]:
    return Table(
        (
            Column("by", lambda flip: in_page_language(criteria[flip.criterion].name)),
            Column("people", lambda flip: flip.label),
            Column("before", lambda flip: flip.level_a),
            Column("after", lambda flip: flip.level_b),
            Column("harm", lambda flip: flip.harm),
        ),
        at_first=Sorting("harm", descending=True),
    )
