"""A labelled reply of a talk that no trainer may read any more: nobody is shown it, nothing of it is lost."""

from collections.abc import Iterator

import pytest

from practice.errors import NotFound
from practice.services.assembly import Services, assemble
from practice.services.audit import ExportForm
from practice.services.preview_view import Since
from practice.settings import Settings
from practice.store.cohort import MemberRole
from practice.store.gold_finding import GoldCounts, GoldWanted
from practice.store.gold_levels import held_out_replies
from practice.store.preview_reading import gold_state
from practice.store.trying_reading import item_to_try, items_to_try
from tests.fakes import Cast
from tests.services.classroom import Classroom, add_cohort, classroom
from tests.services.gold_files import all_levels, items, labels_in, new_set, row
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, twelve
from tests.services.talk import Talk, begin

WORDS = "Sorry about the kettle."


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def talk(services: Services, room: Classroom) -> Talk:
    talk = begin(services, room.owner)
    talk.reply(WORDS)
    services.chat.end(room.owner, talk.id)
    return talk


@pytest.fixture
def set_id(services: Services, room: Classroom, talk: Talk) -> str:
    """Of two replies of a file and the talk's, which is labelled."""
    set_id = new_set(services, room.trainer, row(1, "4"), row(2, "2"))
    services.gold.keep(room.trainer, reply_of(talk), set_id)
    services.labelling.label(room.trainer, set_id, kept(services, set_id), all_levels(4))
    return set_id


def reply_of(talk: Talk) -> str:
    return talk.view.turns[1].turn.id


def kept(services: Services, set_id: str) -> int:
    """The id of the talk's reply."""
    return next(item.id for item in items(services, set_id) if item.reply.reply == WORDS)


def counts(services: Services, room: Classroom, set_id: str) -> GoldCounts:
    return services.gold.page(room.trainer, set_id, GoldWanted()).summary.counts


def everything_shown(services: Services, room: Classroom, set_id: str) -> str:
    trainer, organisation_id = room.trainer, room.trainer.organisation_id or 0
    exported = services.gold.export(trainer, set_id, ExportForm.CSV)
    shown: list[object] = [
        services.gold.page(trainer, set_id, GoldWanted()).found,
        services.gold.page(trainer, set_id, GoldWanted(taken_out=True)).found,
        services.gold.page(trainer, set_id, GoldWanted(words="kettle")).found,
        services.gold.teachable(trainer, set_id),
        "".join(exported),
        items(services, set_id),
    ]
    with services.database.reading() as session:
        shown.append(items_to_try(session, organisation_id, "frontline", 10))
    return repr(shown)


def test_it_is_left_out_everywhere_and_counted_until_it_is_handed_in_and_back_with_its_labels(
    services: Services, room: Classroom, set_id: str, talk: Talk
) -> None:
    trainer, item_id = room.trainer, kept(services, set_id)
    before = counts(services, room, set_id)
    with services.database.reading() as session:
        state = gold_state(session, set_id)
    assert WORDS in everything_shown(services, room, set_id)
    services.handing_in.set_private(trainer, room.cohort_id, True)

    after = counts(services, room, set_id)
    assert (after.replies, after.labelled, after.private, after.taken_out) == (2, 2, 1, 0)
    assert WORDS not in everything_shown(services, room, set_id)
    progress = services.labelling.progress(trainer, set_id)
    assert (progress.replies, progress.labelled) == (2, 0)
    assert "Tilda" not in services.gold.agreement(trainer, set_id).raters
    for hidden in (
        lambda: services.labelling.at(trainer, set_id, item_id),
        lambda: services.labelling.label(trainer, set_id, item_id, all_levels(1)),
        lambda: services.labelling_again.at(trainer, set_id, item_id),
    ):
        with pytest.raises(NotFound):
            hidden()
    with services.database.reading() as session:
        assert gold_state(session, set_id) != state
        assert item_to_try(session, trainer.organisation_id or 0, "frontline", item_id) is None

    services.handing_in.hand_in(room.owner, talk.id)
    assert counts(services, room, set_id) == before
    [back] = [item for item in items(services, set_id) if item.id == item_id]
    assert labels_in(back)["Tilda:empathy"] == "4"
    with services.database.reading() as session:
        assert gold_state(session, set_id) == state


def test_no_trainer_puts_it_back_or_takes_it_out(services: Services, room: Classroom, set_id: str) -> None:
    item_id = kept(services, set_id)
    services.gold_upkeep.take_out(room.trainer, set_id, item_id)
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    after = counts(services, room, set_id)
    assert (after.private, after.taken_out) == (1, 0)
    for person in (room.trainer, room.admin):
        with pytest.raises(NotFound):
            services.gold_upkeep.put_back(person, set_id, item_id)
        with pytest.raises(NotFound):
            services.gold_upkeep.take_out(person, set_id, item_id)
    assert WORDS not in everything_shown(services, room, set_id)


def test_it_stays_where_another_group_of_its_trainee_reads_the_talk(
    services: Services, room: Classroom, set_id: str
) -> None:
    add_cohort(services, "Winter", room.other_trainer, room.owner)
    assert services.handing_in.before_private(room.trainer, room.cohort_id).lost.labelled == 0
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    assert counts(services, room, set_id).private == 0


def test_it_is_away_while_its_trainee_is_in_no_group(services: Services, room: Classroom, set_id: str) -> None:
    services.cohorts.remove_member(room.trainer, room.cohort_id, room.owner.id)
    assert counts(services, room, set_id).private == 1
    services.cohorts.add_member(room.admin, room.cohort_id, room.owner.email or "", MemberRole.TRAINEE)
    assert counts(services, room, set_id).private == 0


def test_a_trainer_shows_a_reply_of_their_own_though_nobody_reads_their_talks(
    services: Services, room: Classroom
) -> None:
    own = begin(services, room.trainer)
    own.reply(WORDS)
    set_id = gold_set(services, room.trainer, *twelve(), turn_id=reply_of(own))
    assert counts(services, room, set_id).private == 0


def test_what_is_compared_with_examples_to_teach_knows_it_still(
    services: Services, room: Classroom, talk: Talk
) -> None:
    set_id = gold_set(services, room.trainer, *twelve(), turn_id=reply_of(talk))
    with services.database.reading() as session:
        before = held_out_replies(session, room.trainer.organisation_id or 0, "frontline")
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    assert counts(services, room, set_id).private == 1
    with services.database.reading() as session:
        assert held_out_replies(session, room.trainer.organisation_id or 0, "frontline") == before


@pytest.fixture
def waiting(settings: Settings) -> Iterator[Services]:
    """Its worker has not begun yet."""
    services = assemble(settings, Cast(grader=ReplyReader()).voices())
    yield services
    services.worker.stop()
    services.database.close()


def previewed(services: Services, private_meanwhile: bool = False) -> tuple[Classroom, Talk, str]:
    """With the id of the preview, which is begun; the first of its replies is of the talk."""
    room = classroom(services)
    talk = begin(services, room.owner)
    receipt = talk.reply(WORDS)
    services.chat.end(room.owner, talk.id)
    set_id = gold_set(services, room.trainer, *twelve(), turn_id=receipt.reply_id)
    number = drafted(services, room.trainer)
    preview_id = services.previews.begin(room.trainer, "frontline", number, set_id, instead_of=0)
    assert isinstance(preview_id, str)
    if private_meanwhile:
        services.handing_in.set_private(room.trainer, room.cohort_id, True)
    return room, talk, preview_id


def test_a_kept_preview_names_it_without_its_words(waiting: Services) -> None:
    room, talk, preview_id = previewed(waiting)
    waiting.worker.start()
    view = finished(waiting, room.trainer, preview_id)
    assert view.figures
    assert view.figures.comparison
    flips = view.figures.comparison.flips
    assert waiting.preview_flips.replies(room.trainer, view, flips)["r00"].reply == twelve()[0].reply
    waiting.handing_in.set_private(room.trainer, room.cohort_id, True)
    hidden = waiting.preview_flips.replies(room.trainer, view, flips)["r00"]
    assert (hidden.private, hidden.reply, hidden.customer, hidden.talk_id) == (True, "", "", None)
    assert Since.GOLD_SET in waiting.previews.view(room.trainer, preview_id).since
    waiting.handing_in.hand_in(room.owner, talk.id)
    assert waiting.preview_flips.replies(room.trainer, view, flips)["r00"].reply == twelve()[0].reply


def test_a_preview_that_runs_leaves_it_out_and_says_so(waiting: Services) -> None:
    room, _talk, preview_id = previewed(waiting, private_meanwhile=True)
    waiting.worker.start()
    view = finished(waiting, room.trainer, preview_id)
    assert view.figures
    assert view.figures.taken_out == 1
    assert view.figures.after.overall.replies == 11
