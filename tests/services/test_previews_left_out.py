"""What is taken out of a set while a preview of it runs is not graded, counts in no figure, and is told as left out."""

from collections.abc import Iterator

import pytest

from practice.domain.audit import AuditAct
from practice.domain.labels import LabelledReply
from practice.services.assembly import Services, assemble
from practice.services.preview_view import Since
from practice.settings import Settings
from practice.store.gold import GoldItem
from practice.store.gold_reading import gold_items
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, twelve
from tests.services.training_house import TrainingHouse


@pytest.fixture
def reader() -> ReplyReader:
    return ReplyReader()


@pytest.fixture
def waiting(settings: Settings, reader: ReplyReader) -> Iterator[Services]:
    """Its worker has not begun yet."""
    services = assemble(settings, Cast(grader=reader).voices())
    yield services
    services.worker.stop()
    services.database.close()


@pytest.fixture
def house(waiting: Services) -> TrainingHouse:
    return TrainingHouse(waiting.database)


def begun(services: Services, house: TrainingHouse, set_id: str, number: int) -> str:
    preview_id = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(preview_id, str)
    return preview_id


def filled(services: Services, house: TrainingHouse, *replies: LabelledReply) -> tuple[str, list[GoldItem]]:
    set_id = gold_set(services, house.tina, *replies)
    with services.database.reading() as session:
        return set_id, gold_items(session, set_id)


def test_it_is_not_graded_and_counted_and_graded_once_it_is_back(
    waiting: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    set_id, (first, second, *_) = filled(waiting, house, *twelve())
    number = drafted(waiting, house.tina)
    preview_id = begun(waiting, house, set_id, number)
    for item in (first, second):
        waiting.gold_upkeep.take_out(house.tina, set_id, item.id)
    waiting.worker.start()
    view = finished(waiting, house.tina, preview_id)
    assert len(reader.asked) == 20
    progress = view.following.progress
    assert (progress.tried, progress.total, progress.failed, view.failures) == (20, 20, 0, [])
    assert view.figures is not None
    assert (view.figures.taken_out, view.figures.glance_after.replies, view.figures.run.gradings) == (2, 10, 20)
    assert view.since == frozenset()
    waiting.gold_upkeep.put_back(house.tina, set_id, first.id)
    assert waiting.previews.view(house.tina, preview_id).since == {Since.GOLD_SET}
    reader.asked = []
    again = finished(waiting, house.tina, begun(waiting, house, set_id, number)).figures
    assert again is not None
    assert (len(reader.asked), again.taken_out, again.glance_after.replies) == (2, 0, 11)


def test_what_could_not_be_graded_and_is_taken_out_is_not_tried_again_and_counts_like_what_was_graded_before(
    waiting: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    reader.failing = {"Reply 1:", "Reply 2:"}
    set_id, (graded, failed, *_) = filled(waiting, house, *twelve()[:4])
    waiting.worker.start()
    preview_id = begun(waiting, house, set_id, drafted(waiting, house.tina))
    assert len(finished(waiting, house.tina, preview_id).failures) == 4
    for item in (graded, failed):
        waiting.gold_upkeep.take_out(house.tina, set_id, item.id)
    reader.asked = []
    waiting.previews.go_on(house.tina, preview_id)
    view = finished(waiting, house.tina, preview_id)
    assert view.figures is not None
    assert (len(reader.asked), [one.name for one in view.failures]) == (2, ["r02", "r02"])
    figures = view.figures
    assert (figures.taken_out, figures.run.gradings, figures.after.overall.replies) == (2, 6, 2)
    waiting.gold_upkeep.put_back(house.tina, set_id, failed.id)
    reader.failing, reader.asked = set(), []
    waiting.previews.go_on(house.tina, preview_id)
    again = finished(waiting, house.tina, preview_id).figures
    assert again is not None
    assert (len(reader.asked), again.taken_out, again.glance_after.replies) == (2, 2, 2)
    told = house.audited(AuditAct.MODEL_TRIED)
    waiting.previews.go_on(house.tina, preview_id)
    assert house.audited(AuditAct.MODEL_TRIED) == told


def test_of_a_set_that_is_emptied_meanwhile_there_is_nothing_to_wait_for(
    waiting: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    set_id, items = filled(waiting, house, *twelve()[:2])
    preview_id = begun(waiting, house, set_id, drafted(waiting, house.tina))
    for item in items:
        waiting.gold_upkeep.take_out(house.tina, set_id, item.id)
    waiting.worker.start()
    assert finished(waiting, house.tina, preview_id).figures is None
    assert reader.asked == []
