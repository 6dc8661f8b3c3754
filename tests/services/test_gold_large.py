"""What the pages of a gold set tell is counted from its levels, and is what the replies themselves would tell."""

import random
import sqlite3
from typing import Any

import pytest
from sqlalchemy import event

from practice.domain.agreement import ScoredReply
from practice.domain.labels import Label, LabelledReply
from practice.domain.language import TALK_LANGUAGES
from practice.domain.preview import KeptGrade
from practice.domain.scenario import Channel
from practice.domain.teaching import propose_teaching
from practice.services import agreement_statistics as statistics
from practice.services.assembly import Services
from practice.services.gold_agreement import MOST_TO_TEACH
from practice.services.gold_grades import grades_of_items
from practice.store.person import Person
from practice.store.preview import PreviewRow
from practice.store.preview_reading import known_grades
from practice.store.preview_writing import ToGrade, add_preview
from practice.store.version import RubricVersionRow, version_of
from tests.agreement_examples import grade
from tests.services.gold_files import items
from tests.services.previewed import gold_set
from tests.services.talk import CRITERIA
from tests.services.training_house import TrainingHouse

#: A file may call its raters anything.
RATERS = ("", "Ann", "Ann\n4", "12:Bob 3", "Åsa")
REPLIES = 120


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    services.worker.stop()
    return TrainingHouse(services.database)


def drawn(number: int, chance: random.Random) -> LabelledReply:
    raters = chance.sample(RATERS, chance.randint(0, 4))
    middle = {key: chance.randint(1, 5) for key in CRITERIA}
    labels = tuple(
        Label(rater, key, None if chance.random() < 0.1 else min(5, max(1, middle[key] + chance.choice((-1, 0, 0, 1)))))
        for rater in raters
        for key in CRITERIA
        if chance.random() < 0.9
    )
    language = chance.choice(TALK_LANGUAGES)
    return LabelledReply(
        f"r{number:03}", language, Channel.EMAIL, "Late.", "Where is it?", f"Soon, {number}.", labels
    )  # fmt: skip


def large(house: TrainingHouse, services: Services) -> str:
    chance = random.Random(5)
    return gold_set(services, house.tina, *(drawn(number, chance) for number in range(REPLIES)))


def graded(services: Services, trainer: Person, set_id: str, seed: int) -> int:
    """By a preview, most of it; screens have flagged some. The id of the version that it was graded by."""
    chance = random.Random(seed)
    text = services.library.rubric_document("frontline").text
    with services.database.writing() as session:
        version = version_of(session, RubricVersionRow, "frontline", text).id or 0
        wanted = []
        for item in items(services, set_id):
            flags = ("protocol",) if chance.random() < 0.2 else ()
            levels = {key: chance.choice((1, 2, 3, 4, 5, None)) for key in CRITERIA}
            kept = KeptGrade("grader", grade(levels, *flags) if chance.random() < 0.8 else grade(None))
            wanted.append(ToGrade(item.id, version, kept))
        row = PreviewRow(
            organisation_id=trainer.organisation_id or 0,
            gold_set_id=set_id,
            before_version_id=version,
            after_version_id=version,
            created_by=trainer.id,
        )
        add_preview(session, row, wanted)
    return version


def takes_few_values(services: Services, most: int) -> None:
    """As if SQLite's limit on the values of a statement, some ten thousands, were this low."""
    if services.database.is_sqlite:

        def limit(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own object
            connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most)

        event.listen(services.database.engine, "connect", limit)
        services.database.engine.dispose()


def test_agreement_is_that_of_the_replies_whatever_raters_are_called(services: Services, house: TrainingHouse) -> None:
    set_id = large(house, services)
    replies = [item.reply for item in items(services, set_id)]
    found = services.gold.agreement(house.tina, set_id)
    assert found.raters == tuple(sorted(RATERS))
    for one in found.criteria:
        key = one.criterion.key
        levels = [[label.level for label in reply.labels if label.criterion == key] for reply in replies]
        assert one.replies == sum(len([level for level in given if level]) > 1 for given in levels)
        assert one.ceiling.value == pytest.approx(statistics.human_ceiling(replies, key).value)
        assert one.alpha.value == pytest.approx(statistics.ordinal_alpha(replies, key).value)


def test_what_is_proposed_to_teach_is_the_best_of_all_replies(services: Services, house: TrainingHouse) -> None:
    set_id = large(house, services)
    assert services.gold.teachable(house.tina, set_id).graded == 0
    for seed in (1, 2):
        graded(services, house.tina, set_id, seed)
    found = services.gold.teachable(house.tina, set_id)
    all_items = {item.id: item for item in items(services, set_id)}
    with services.database.reading() as session:
        opinions = grades_of_items(session, list(all_items.values()))
    assert found.graded == len(opinions)
    whole = [
        ScoredReply(item.reply, opinions[item.id])
        for item in all_items.values()
        if item.id in opinions and not item.held_out and not opinions[item.id].flags
    ]
    assert len(found.proposals) == MOST_TO_TEACH
    assert list(found.proposals) == propose_teaching(whole, found.rubric, MOST_TO_TEACH)


def test_a_set_may_hold_more_replies_than_a_statement_takes_values(services: Services, house: TrainingHouse) -> None:
    set_id = large(house, services)
    graded(services, house.tina, set_id, 1)
    takes_few_values(services, REPLIES // 2)
    assert len(services.gold.teachable(house.tina, set_id).proposals) == MOST_TO_TEACH
    assert services.gold.agreement(house.tina, set_id).criteria[0].ceiling.value is not None


def test_a_preview_takes_over_the_newest_grades_of_the_same_grader_and_prompt(
    services: Services, house: TrainingHouse
) -> None:
    set_id = large(house, services)
    versions = {graded(services, house.tina, set_id, seed) for seed in (1, 2)}
    with services.database.reading() as session:
        known = known_grades(session, set_id, versions, "grader", "")
        newest = grades_of_items(session, items(services, set_id))
        others = [known_grades(session, set_id, versions, *asked) for asked in (("other", ""), ("grader", "other"))]
    assert {item_id: kept.grade for (item_id, _), kept in known.items()} == newest
    assert others == [{}, {}]
