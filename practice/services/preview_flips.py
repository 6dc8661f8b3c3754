"""The levels that a preview changes: narrowed, and with the replies that they were given to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from practice.domain.agreement_comparison import Flip
from practice.domain.language import Language
from practice.services.preview_view import PreviewView
from practice.store.database import Database
from practice.store.gold_finding import GoldWanted, item_names
from practice.store.person import Person
from practice.store.preview_shown import ShownReply, shown_replies


class Way(StrEnum):
    UP = "up"
    DOWN = "down"
    TO_NOT_SHOWN = "to_not_shown"
    FROM_NOT_SHOWN = "from_not_shown"


@dataclass(frozen=True)
class WantedFlips:
    """None for any. Each of the words stands in the reply or its name."""

    criterion: str | None = None
    language: Language | None = None
    way: Way | None = None
    words: str = ""


def way_of(flip: Flip) -> Way:
    if flip.level_b is None:
        return Way.TO_NOT_SHOWN
    if flip.level_a is None:
        return Way.FROM_NOT_SHOWN
    return Way.UP if flip.level_b > flip.level_a else Way.DOWN


class PreviewFlips:
    """`view` is what the asking person was shown of a preview."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wanted(self, view: PreviewView, wanted: WantedFlips) -> list[Flip]:
        """The worst first. Raises BadInput for too many words."""
        names = self._names(view, wanted)
        return [
            flip
            for flip in every_flip(view)
            if wanted.criterion in (None, flip.criterion)
            and wanted.way in (None, way_of(flip))
            and (names is None or flip.id in names)
        ]

    def replies(self, person: Person, view: PreviewView, flips: Collection[Flip]) -> Mapping[str, ShownReply]:
        """By name."""
        with self._database.reading() as session:
            names = {flip.id for flip in flips}
            return shown_replies(session, view.following.preview.gold_set_id, names, person.id)

    def _names(self, view: PreviewView, wanted: WantedFlips) -> set[str] | None:
        """None where neither language nor words are asked for."""
        if wanted.language is None and not wanted.words:
            return None
        with self._database.reading() as session:
            like = GoldWanted(language=wanted.language, words=wanted.words)
            return item_names(session, view.following.preview.gold_set_id, like)


def every_flip(view: PreviewView) -> Sequence[Flip]:
    return view.figures.comparison.flips if view.figures and view.figures.comparison else ()
