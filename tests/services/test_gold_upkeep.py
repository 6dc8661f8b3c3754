"""A gold set gets another name, and a reply that should not count is taken out of it: nothing is lost by either."""

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.domain.override import OverrideReason
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.judging import Setting
from practice.store.gold import GoldItem, GoldSet
from practice.store.gold_finding import GoldCounts, GoldWanted
from practice.store.gold_levels import held_out_replies
from practice.store.preview_reading import gold_state
from practice.store.trying_reading import items_to_try
from tests.services.classroom import Classroom, classroom
from tests.services.gold_files import all_levels, csv_file, items, labels_in, new_set, row
from tests.services.graded import grade_by_hand
from tests.services.talk import begin

OUT = GoldWanted(taken_out=True)


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def set_id(services: Services, room: Classroom) -> str:
    return new_set(services, room.trainer, row(1, "4"), row(2, "2"), row(3, "5"))


def named(services: Services, room: Classroom, set_id: str) -> GoldSet:
    return services.gold.page(room.trainer, set_id, GoldWanted()).summary.set


def found(services: Services, room: Classroom, set_id: str, wanted: GoldWanted) -> list[GoldItem]:
    return [one.item for one in services.gold.page(room.trainer, set_id, wanted).found]


def counts(services: Services, room: Classroom, set_id: str) -> GoldCounts:
    return services.gold.page(room.trainer, set_id, GoldWanted()).summary.counts


def told(services: Services, room: Classroom) -> list[str]:
    """The newest first."""
    return [entry.detail for entry in services.audit.search(room.admin, Wanted(act=AuditAct.GOLD_CHANGED)).entries]


def test_a_set_is_renamed_unless_somebody_has_done_so_meanwhile(
    services: Services, room: Classroom, set_id: str
) -> None:
    services.gold_upkeep.rename(room.trainer, set_id, "  Autumn ", seen="Spring")
    assert named(services, room, set_id).name == "Autumn"
    with pytest.raises(Conflict):
        services.gold_upkeep.rename(room.admin, set_id, "Winter", seen="Spring")
    with pytest.raises(BadInput):
        services.gold_upkeep.rename(room.admin, set_id, " ", seen="Autumn")
    assert named(services, room, set_id).name == "Autumn"
    assert told(services, room)[0] == "renamed to Autumn"


def test_the_corrections_by_trainers_keep_their_name(services: Services, room: Classroom) -> None:
    grade_id = grade_by_hand(services, begin(services, room.owner).reply("Sorry about that.").reply_id)
    services.judging.override(room.trainer, grade_id, "empathy", Setting(5, OverrideReason.WRONG_LEVEL), "All there.")
    (one,) = services.gold.of(room.trainer).sets
    with pytest.raises(Conflict):
        services.gold_upkeep.rename(room.trainer, one.set.id, "Ours", seen=one.set.name)
    assert named(services, room, one.set.id).name == ""


def test_a_reply_that_is_taken_out_counts_nowhere_and_comes_back_with_its_labels(
    services: Services, room: Classroom, set_id: str
) -> None:
    trainer, (first, *others) = room.trainer, items(services, set_id)
    before = counts(services, room, set_id)
    services.labelling.label(trainer, set_id, first.id, all_levels(4))
    with services.database.reading() as session:
        state = gold_state(session, set_id)
    services.gold_upkeep.take_out(trainer, set_id, first.id)
    services.gold_upkeep.take_out(trainer, set_id, first.id)

    assert items(services, set_id) == others
    assert found(services, room, set_id, GoldWanted()) == others
    (out,) = found(services, room, set_id, OUT)
    assert labels_in(out)["Tilda:empathy"] == "4"
    after = counts(services, room, set_id)
    assert (after.replies, after.labelled, after.taken_out) == (2, 2, 1)
    assert after.held_out == before.held_out - first.held_out
    progress = services.labelling.progress(trainer, set_id)
    assert (progress.replies, progress.labelled) == (2, 0)
    assert "Tilda" not in services.gold.agreement(trainer, set_id).raters
    organisation_id = trainer.organisation_id or 0
    with services.database.reading() as session:
        assert gold_state(session, set_id) != state
        held_out = held_out_replies(session, organisation_id, "frontline")
        assert {one.reply for one in held_out} == {one.reply.reply for one in others if one.held_out}
        tried = items_to_try(session, organisation_id, "frontline", 10)
        assert {one.reply for one in tried} == {one.reply.reply for one in others}

    services.gold_upkeep.put_back(room.admin, set_id, first.id)
    assert labels_in(items(services, set_id)[0])["Tilda:empathy"] == "4"
    with services.database.reading() as session:
        assert gold_state(session, set_id) == state
    assert told(services, room)[:2] == ["put back: r1", "taken out: r1"]


def test_a_file_that_holds_it_gives_it_labels_and_leaves_it_out(
    services: Services, room: Classroom, set_id: str
) -> None:
    (first, *_rest) = items(services, set_id)
    services.gold_upkeep.take_out(room.trainer, set_id, first.id)
    services.gold.import_file(room.trainer, set_id, csv_file(row(1, "1"), row(4, "3")))
    (out,) = found(services, room, set_id, OUT)
    assert (out.id, "1" in labels_in(out).values(), len(items(services, set_id))) == (first.id, True, 3)


def test_who_keeps_it_from_its_talk_once_more_puts_it_back(services: Services, room: Classroom) -> None:
    reply_id = begin(services, room.owner).reply("Sorry about that.").reply_id
    set_id = new_set(services, room.trainer)
    services.gold.keep(room.trainer, reply_id, set_id)
    (item,) = items(services, set_id)
    services.gold_upkeep.take_out(room.trainer, set_id, item.id)
    assert [held for _, held in services.gold.keeping(room.trainer, reply_id).sets] == [False]
    services.gold.keep(room.trainer, reply_id, set_id)
    assert items(services, set_id) == [item]


def test_who_corrects_it_once_more_puts_it_back(services: Services, room: Classroom) -> None:
    grade_id = grade_by_hand(services, begin(services, room.owner).reply("Sorry about that.").reply_id)
    services.judging.override(room.trainer, grade_id, "empathy", Setting(5, OverrideReason.WRONG_LEVEL), "All there.")
    (one,) = services.gold.of(room.trainer).sets
    (item,) = items(services, one.set.id)
    services.gold_upkeep.take_out(room.trainer, one.set.id, item.id)
    services.judging.override(room.trainer, grade_id, "calmness", Setting(4, OverrideReason.WRONG_LEVEL), "Nearly.")
    (back,) = items(services, one.set.id)
    assert labels_in(back) == {"Tilda:empathy": "5", "Tilda:calmness": "4"}


def test_only_trainers_of_the_organisation_may_and_nobody_in_an_archived_set(
    services: Services, room: Classroom, set_id: str
) -> None:
    (first, *_rest) = items(services, set_id)
    with pytest.raises(NotAllowed):
        services.gold_upkeep.take_out(room.owner, set_id, first.id)
    for person in (room.foreign_trainer, room.foreign_admin):
        with pytest.raises(NotFound):
            services.gold_upkeep.take_out(person, set_id, first.id)
    other = new_set(services, room.trainer, row(1), name="Other")
    with pytest.raises(NotFound):
        services.gold_upkeep.take_out(room.trainer, other, first.id)
    services.gold.archive(room.trainer, set_id)
    with pytest.raises(Conflict):
        services.gold_upkeep.take_out(room.trainer, set_id, first.id)
    with pytest.raises(Conflict):
        services.gold_upkeep.rename(room.trainer, set_id, "Autumn", seen="Spring")
    assert len(items(services, set_id)) == 3
