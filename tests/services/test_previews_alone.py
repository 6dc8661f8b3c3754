"""The version in force is measured by itself: how near it comes to people, by whom it was graded and what that took."""

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct
from practice.domain.labels import Label
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.preview_flips import every_flip
from practice.services.preview_taught import TaughtBy
from practice.services.preview_view import PreviewView, Since
from practice.store.gold_labels import set_gold_label
from practice.store.gold_reading import gold_items
from practice.store.preview import PreviewRow
from tests.fakes import Cast
from tests.services.previewed import (
    DRAFT,
    TEACH,
    ReplyReader,
    drafted,
    finished,
    gold_set,
    labelled,
    reply,
    twelve,
)
from tests.services.training_house import TrainingHouse


@pytest.fixture
def reader() -> ReplyReader:
    return ReplyReader()


@pytest.fixture
def cast(reader: ReplyReader) -> Cast:
    return Cast(grader=reader)


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


def measured(services: Services, house: TrainingHouse, set_id: str, number: int = 0) -> PreviewView:
    begun = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=number)
    assert isinstance(begun, str), begun
    return finished(services, house.tina, begun)


def test_what_is_in_force_is_measured_by_itself_with_each_reply_graded_once(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    view = measured(services, house, gold_set(services, house.tina, *twelve()))
    figures = view.figures
    assert figures is not None
    assert (len(reader.asked), view.following.preview.alone, figures.comparison) == (12, True, None)
    [calmness, *_] = figures.after.overall.criteria
    assert (calmness.n, calmness.bias.value, figures.before == figures.after) == (12, 1.0, True)
    languages = [(group.value, group.agreement.criteria[0].n) for group in figures.after.groups[:2]]
    assert languages == [("en", 10), ("fi", 2)]
    assert (every_flip(view), view.since) == ((), frozenset())
    assert house.audited(AuditAct.MODEL_TRIED) == [("Tina", "frontline", "version 0 measured on 12 replies")]


def test_who_graded_and_what_it_took_is_kept_and_nothing_is_paid_twice(
    services: Services, house: TrainingHouse
) -> None:
    set_id = gold_set(services, house.tina, *twelve())
    figures = measured(services, house, set_id).figures
    assert figures is not None
    run = figures.run
    assert (run.graders, run.gradings, run.taken_over, run.tokens) == (("reader",), 12, 0, 180)
    assert run.cost == pytest.approx(0.012)
    number = drafted(services, house.tina)
    begun = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str)
    later = finished(services, house.tina, begun).figures
    assert later is not None
    assert (later.run.gradings, later.run.taken_over, later.run.tokens) == (24, 12, 180)


def test_figures_by_another_grader_or_before_other_labels_are_said_to_be_so(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    set_id = gold_set(services, house.tina, *twelve())
    preview_id = measured(services, house, set_id).following.preview.id
    assert services.preview_glances.of(house.tom)["frontline", 0].since == frozenset()
    reader.name = "other"
    assert services.preview_glances.of(house.tom)["frontline", 0].since == {Since.GRADER}
    with services.database.writing() as session:
        set_gold_label(session, gold_items(session, set_id)[0].id, Label("Tina", "calmness", 5))
    told = services.preview_glances.of(house.tom)["frontline", 0]
    assert told.since == {Since.GRADER, Since.GOLD_SET}
    assert told.glanced.run is not None
    assert told.glanced.run.graders == ("reader",)
    assert services.previews.view(house.tina, preview_id).since == told.since
    again = measured(services, house, set_id)
    assert again.following.preview.id != preview_id
    assert services.preview_glances.of(house.tom)["frontline", 0].since == frozenset()


def test_what_was_measured_by_itself_says_that_it_is_in_force_no_longer(
    services: Services, house: TrainingHouse
) -> None:
    preview_id = measured(services, house, gold_set(services, house.tina, *twelve())).following.preview.id
    number = drafted(services, house.tina)
    assert services.previews.view(house.tina, preview_id).since == frozenset()
    services.rubrics.publish(house.tina, "frontline", number, "new", instead_of=0)
    assert services.previews.view(house.tina, preview_id).since == {Since.NOT_IN_FORCE}


def test_a_set_tells_how_near_the_version_in_force_comes_on_it(services: Services, house: TrainingHouse) -> None:
    first, second = (gold_set(services, house.tina, *twelve()) for _ in range(2))
    preview_id = measured(services, house, first).following.preview.id
    told = services.preview_glances.on_set(house.tina, first)
    assert (told.key, told.number) == ("frontline", 0)
    assert told.measured is not None
    assert told.measured.glanced.preview_id == preview_id
    assert services.preview_glances.on_set(house.tina, second).measured is None
    services.rubrics.publish(house.tina, "frontline", drafted(services, house.tina), "new", instead_of=0)
    assert services.preview_glances.on_set(house.tina, first).number == 1
    assert services.preview_glances.on_set(house.tina, first).measured is None
    with pytest.raises(NotFound):
        services.preview_glances.on_set(house.max, first)


def test_figures_kept_without_who_graded_are_reckoned_anew(services: Services, house: TrainingHouse) -> None:
    preview_id = measured(services, house, gold_set(services, house.tina, *twelve())).following.preview.id
    with services.database.writing() as session:
        [row] = session.exec(select(PreviewRow)).all()
        row.figures = {name: value for name, value in (row.figures or {}).items() if name != "run"}
        session.add(row)
    told = services.preview_glances.of(house.tina)["frontline", 0]
    assert told.glanced.run is None
    assert told.since == frozenset(), "whether the grader is another now is not known"
    figures = services.previews.view(house.tina, preview_id).figures
    assert figures is not None
    assert figures.run.graders == ("reader",)
    assert services.preview_glances.of(house.tina)["frontline", 0].since == frozenset()


def test_a_reply_left_out_is_named_with_the_example_that_shows_it(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina, DRAFT.replace("examples: []\n", TEACH.format(reply="reply 1:  3 3")))
    set_id = gold_set(services, house.tina, reply(1, 3, 3, *labelled(3)), reply(2, 3, 4, *labelled(3)))
    begun = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str)
    [one] = finished(services, house.tina, begun).left_out
    with services.database.reading() as session:
        [held_out] = [item.held_out for item in gold_items(session, set_id) if item.reply.id == "r01"]
    assert (one.name, one.reply.reply, one.held_out) == ("r01", "Reply 1: 3 3", held_out)
    assert one.taught_by == (TaughtBy(number, "shown"),)
