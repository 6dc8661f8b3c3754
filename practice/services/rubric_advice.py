"""What a trainer may want to mend in a rubric that can be read: levels too much alike, examples that lack or give away.

An example that teaches a reply which is held out in a set of labelled replies takes away what grading is tried on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.labels import bare_text
from practice.domain.mistake import Mistake, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.rubric import Rubric
from practice.errors import BadDocument
from practice.library import Document, read_rubric
from practice.services.access import require_in_organisation
from practice.services.mistake import Finding, mistakes_at
from practice.services.rubric_check import check_rubric
from practice.services.rubrics import NAME, RubricMistake
from practice.services.versions import mistakes_told
from practice.store.database import Database
from practice.store.gold_levels import HeldOut, held_out_replies
from practice.store.person import Person


@dataclass(frozen=True)
class Advice:
    """`giving_away` are examples that teach what is held out; `other` is all else."""

    giving_away: tuple[RubricMistake, ...] = ()
    other: tuple[RubricMistake, ...] = ()


class RubricAdvice:
    def __init__(self, database: Database) -> None:
        self._database = database

    def on(self, person: Person, key: str, text: str) -> Advice:
        """On a draft for the rubric `key`. None on a text that this program does not read any more: it needs more."""
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        document = Document(NAME, Path(NAME), text)
        try:
            rubric = read_rubric(text, NAME)
        except BadDocument:
            return Advice()
        with self._database.reading() as session:
            held_out = held_out_replies(session, organisation_id, key)
        given_away = mistakes_at(document, _giving_away(rubric, held_out))
        return Advice(mistakes_told(given_away, text), mistakes_told(check_rubric(document), text))


def given_away_in(session: Session, organisation_id: int, document: Document) -> list[Mistake]:
    """The examples of a rubric, which can be read, that teach what is held out in this organisation's sets."""
    held_out = held_out_replies(session, organisation_id, document.key)
    return mistakes_at(document, _giving_away(read_rubric(document.text, str(document.path)), held_out))


def _giving_away(rubric: Rubric, held_out: list[HeldOut]) -> Iterator[Finding]:
    by_words = {bare_text(one.reply): one for one in held_out}
    for number, example in enumerate(rubric.examples):
        one = by_words.get(bare_text(example.reply)) if example.use == "teach" else None
        if one:
            name = one.set_name or wrong(Kind.CORRECTIONS_SET)
            yield Finding(("examples", number, "reply"), wrong(Kind.TEACHES_HELD_OUT, id=example.id, set=name))
