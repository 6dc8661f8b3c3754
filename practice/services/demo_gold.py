"""Labelled replies, a preview and comments of a demonstration: what a trainer's studio shows once it is in use.

Replies and the levels of the rubric's file are those of the talks. What people say of them, and what the draft gave in
the preview, is drawn around these levels: nobody labelled anything, and no grader graded by the draft.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from practice.domain.grade import Grade
from practice.domain.labels import Label
from practice.domain.preview import KeptGrade
from practice.domain.rubric import LEVELS
from practice.domain.transcript import Speaker
from practice.services.assembly import Services
from practice.services.exchange import exchange_with
from practice.services.gold_access import rater_of
from practice.services.gold_corrections import keep_reply
from practice.services.preview_figures import finish
from practice.store.chat_reading import conversations_of, load_conversation, path_to
from practice.store.gold import GoldSource
from practice.store.gold_writing import GivenBy, add_gold_labels
from practice.store.grading_reading import latest_grades
from practice.store.person import Person
from practice.store.preview import PreviewRow
from practice.store.preview_writing import ToGrade, add_preview
from practice.store.version import RubricVersionRow, version_of
from practice.store.version_reading import version_row_id

MOST_REPLIES = 400
#: What stands in the preview as graders, so that no other preview takes over what was not graded for one.
IN_TALKS, DRAWN = "graded in its talk", "drawn for a demonstration"
NAME = "Spring"
_COMMENTED_TALKS = 3
#: How far from the grader's level people's levels and the draft's lie.
_PEOPLE, _DRAFT = (-1, 0, 0, 0, 0, 1), (-1, 0, 0, 0, 0, 0, 0, 0, 1, 2)
_LABELLED = 0.9  #: the share of the replies that a rater came to


@dataclass(frozen=True)
class GradedReply:
    conversation_id: str
    turn_id: str
    grade: Grade


@dataclass(frozen=True)
class DemoGold:
    """`drafts` of the rubric: the first was previewed, the second was not."""

    gold_set_id: str
    replies: int
    preview_id: str
    drafts: tuple[int, int]


def add_gold(
    services: Services, raters: Sequence[Person], talk_ids: Sequence[str], chance: random.Random
) -> DemoGold | None:
    """The first of `raters` trains the trainees whose talks these are. None where nothing in them was graded whole."""
    key, maker = services.settings.rubric, raters[0]
    with services.database.reading() as session:
        found = list(_graded(session, talk_ids, key))
    chosen = chance.sample(found, min(MOST_REPLIES, len(found)))
    if not chosen:
        return None
    set_id = services.gold.make(maker, NAME, key)
    with services.database.writing() as session:
        items = _keep(session, raters, set_id, chosen, chance)
    text = services.library.rubric_document(key).text
    drafts = [
        services.rubrics.save(
            maker, key, f"{text}\n# Draft {number} of a demonstration.\n", "", base=0, seen=number - 1
        )
        for number in (1, 2)
    ]
    preview_id = _previewed(services, maker, set_id, items, drafts[0], chance)
    return DemoGold(set_id, len(items), preview_id, (drafts[0], drafts[1]))


def add_comments(services: Services, trainer: Person, trainee: Person) -> int:
    """On the replies of the trainee's newest talks; how many there are then."""
    with services.database.reading() as session:
        talks = [talk for talk in conversations_of(session, trainee.id) if not talk.open][:_COMMENTED_TALKS]
        turns = [turn for talk in talks for turn in path_to(session, talk.id, talk.head_turn_id)]
    replies = [turn for turn in turns if turn.speaker is Speaker.TRAINEE]
    for turn in replies:
        services.comments.write(trainer, turn.id, f"“{turn.text[:60]}”")
    return len(replies)


def _graded(session: Session, talk_ids: Sequence[str], key: str) -> Iterator[GradedReply]:
    """Replies with a level, or the word that there is nothing to judge by, for every criterion."""
    for talk_id in talk_ids:
        talk = load_conversation(session, talk_id)
        if talk is None or talk.rubric_key != key:
            continue
        replies = [turn.id for turn in path_to(session, talk.id, talk.head_turn_id) if turn.speaker is Speaker.TRAINEE]
        for turn_id, grade in latest_grades(session, replies).items():
            if grade.complete:
                yield GradedReply(talk_id, turn_id, grade)


def _keep(
    session: Session, raters: Sequence[Person], set_id: str, chosen: Sequence[GradedReply], chance: random.Random
) -> dict[int, Grade]:
    """By item."""
    names = {rater.id: rater_of(session, set_id, rater) for rater in raters}
    items: dict[int, Grade] = {}
    for one in chosen:
        exchange = exchange_with(session, one.conversation_id, one.turn_id)
        items[keep_reply(session, raters[0], set_id, exchange, GoldSource.CONVERSATION)] = one.grade
    given = [
        GivenBy(item_id, Label(names[rater.id], score.criterion, _moved(score.level, _PEOPLE, chance)), rater.id)
        for rater in raters
        for item_id, grade in items.items()
        if chance.random() < _LABELLED
        for score in grade.scores
    ]
    add_gold_labels(session, given)
    return items


def _previewed(
    services: Services,
    maker: Person,
    set_id: str,
    items: Mapping[int, Grade],
    draft: int,
    chance: random.Random,
) -> str:
    key = services.settings.rubric
    text = services.library.rubric_document(key).text
    with services.database.writing() as session:
        before = version_of(session, RubricVersionRow, key, text).id or 0
        after = version_row_id(session, maker.organisation_id or 0, key, draft, "") or 0
        row = PreviewRow(
            organisation_id=maker.organisation_id or 0,
            gold_set_id=set_id,
            before_version_id=before,
            after_version_id=after,
            created_by=maker.id,
        )
        wanted = [
            ToGrade(item_id, version, kept)
            for item_id, grade in items.items()
            for version, kept in (
                (before, KeptGrade(IN_TALKS, grade)),
                (after, KeptGrade(DRAWN, _by_draft(grade, chance))),
            )
        ]
        preview_id = add_preview(session, row, wanted)
    finish(services.database, preview_id)
    return preview_id


def _by_draft(grade: Grade, chance: random.Random) -> Grade:
    scores = tuple(
        score if score.level is None else replace(score, level=_moved(score.level, _DRAFT, chance) or score.level)
        for score in grade.scores
    )
    return replace(grade, scores=scores, model=DRAWN, calls=(), id=None)


def _moved(level: int | None, by: Sequence[int], chance: random.Random) -> int | None:
    """Where the grader saw nothing to judge by, nobody else does."""
    if level is None:
        return None
    return min(LEVELS[-1], max(LEVELS[0], level + chance.choice(by)))
