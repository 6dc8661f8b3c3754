"""What trainers said of a talk, for the list above its report: what is new to its owner, and what they have seen."""

from dataclasses import dataclass

from practice.domain.rubric import Criterion, Scope
from practice.web.judging_page import Judgeable
from practice.web.report_page import ReportPage, Said


@dataclass(frozen=True)
class CommentedTurn:
    said: Said
    number: int


@dataclass(frozen=True)
class JudgedLevel:
    """`anchor` is where it stands, None where its reply was tried again and stands nowhere.

    `criterion` is None where the rubric knows it no more, `reply` where the whole talk was graded.
    """

    key: str
    criterion: Criterion | None
    scope: Scope
    reply: int | None
    anchor: str | None
    answered: bool
    changed: bool


@dataclass(frozen=True)
class FromTrainers:
    """A turn with a new comment is among the new ones alone; so is a level of which something new was said."""

    new_comments: tuple[CommentedTurn, ...] = ()
    new_levels: tuple[JudgedLevel, ...] = ()
    seen_comments: tuple[CommentedTurn, ...] = ()
    seen_levels: tuple[JudgedLevel, ...] = ()

    @property
    def new(self) -> bool:
        return bool(self.new_comments or self.new_levels)

    @property
    def seen(self) -> int:
        """How many places."""
        return len(self.seen_comments) + len(self.seen_levels)


def from_trainers(page: ReportPage) -> FromTrainers:
    """Empty for anybody but the talk's owner."""
    if page.found.owner is not None:
        return FromTrainers()
    new = {(one.turn_id, one.criterion) for one in page.found.new_judgements}
    said = [one for one in page.judgeable if one.answered or one.changed]
    return FromTrainers(
        _commented(page, seen=False),
        _new_levels(page),
        _commented(page, seen=True),
        tuple(_seen_level(one) for one in said if (one.turn_id, one.criterion.key) not in new),
    )


def _commented(page: ReportPage, *, seen: bool) -> tuple[CommentedTurn, ...]:
    found: list[CommentedTurn] = []
    for entry in page.said:
        comments = page.found.comments.get(entry.view.turn.id, ())
        unseen = sum(not comment.seen for comment in comments)
        number = (0 if unseen else len(comments)) if seen else unseen
        if number:
            found.append(CommentedTurn(entry, number))
    return tuple(found)


def _new_levels(page: ReportPage) -> tuple[JudgedLevel, ...]:
    standing = {(one.turn_id, one.criterion.key): one for one in page.judgeable}
    known = {criterion.key: criterion for criterion in page.found.view.rubric.criteria}
    found: list[JudgedLevel] = []
    for new in page.found.new_judgements:
        one = standing.get((new.turn_id, new.criterion))
        reply, anchor = (one.reply, one.anchor) if one else (None, None)
        criterion = known.get(new.criterion)
        found.append(JudgedLevel(new.criterion, criterion, new.scope, reply, anchor, new.answered, new.changed))
    return tuple(found)


def _seen_level(one: Judgeable) -> JudgedLevel:
    scope = one.criterion.scope
    return JudgedLevel(one.criterion.key, one.criterion, scope, one.reply, one.anchor, one.answered, one.changed)
