"""Who changes a level after seeing what others say keeps the first one too, and each counts where it should."""

import json

import pytest

from practice.domain.labels import Given, Label
from practice.services.assembly import Services
from practice.services.audit import ExportForm
from practice.services.gold_import import Imported, LabelsFile
from practice.store.gold_labels import set_gold_label
from practice.store.gold_levels import labelled_levels
from practice.store.person import Person
from practice.store.preview_reading import gold_state
from tests.services.classroom import Classroom, classroom
from tests.services.gold_files import all_levels, csv_file, items, new_set, row

LEVELS = (1, 2, 3, 4, 5, 1, 2, 3, 4, 5)


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def set_id(services: Services, room: Classroom) -> str:
    return new_set(services, room.trainer, *(row(number) for number in range(1, 11)))


def _labelled(services: Services, person: Person, set_id: str, *levels: int | None) -> None:
    for item, level in zip(items(services, set_id), levels, strict=True):
        services.labelling.label(person, set_id, item.id, all_levels(level))


def _calmness(services: Services, set_id: str, number: int = 0) -> Label:
    label = items(services, set_id)[number].reply.by("Tilda", "calmness")
    assert label is not None
    return label


def _state(services: Services, set_id: str) -> str:
    with services.database.reading() as session:
        return gold_state(session, set_id)


def test_the_first_level_stays_whatever_is_said_later_and_the_newest_of_those_counts(
    services: Services, room: Classroom, set_id: str
) -> None:
    item_id = items(services, set_id)[0].id
    for level, first in ((4, None), (4, None), (2, Given(4)), (None, Given(4)), (4, None), (5, Given(4))):
        services.labelling.label(room.trainer, set_id, item_id, all_levels(level))
        assert _calmness(services, set_id) == Label("Tilda", "calmness", level, first)
    at = services.labelling.at(room.trainer, set_id, item_id)
    assert (at.own, at.first, at.changed) == (all_levels(5), all_levels(4), True)
    seen = services.labelling.at(room.admin, set_id, item_id)
    assert (seen.first, seen.changed, seen.opinions) == ({}, False, None)
    services.labelling.label(room.admin, set_id, item_id, all_levels(3))
    seen = services.labelling.at(room.admin, set_id, item_id)
    assert seen.opinions is not None
    assert (seen.opinions.raters, seen.changed) == ({"Tilda": all_levels(5)}, False)


def test_a_first_level_of_not_shown_stays_too(services: Services, room: Classroom, set_id: str) -> None:
    item_id = items(services, set_id)[0].id
    for level in (None, 3):
        services.labelling.label(room.trainer, set_id, item_id, all_levels(level))
    assert _calmness(services, set_id) == Label("Tilda", "calmness", 3, Given(None))


def test_agreement_among_people_is_of_the_first_levels(services: Services, room: Classroom, set_id: str) -> None:
    _labelled(services, room.trainer, set_id, *LEVELS)
    _labelled(services, room.admin, set_id, *reversed(LEVELS))
    before = services.gold.agreement(room.trainer, set_id)
    assert before.changed == 0
    _labelled(services, room.trainer, set_id, *reversed(LEVELS))
    after = services.gold.agreement(room.trainer, set_id)
    assert (after.criteria, after.raters, after.changed) == (before.criteria, before.raters, 8 * 4)
    assert after.criteria[0].ceiling.value != 1
    services.gold_upkeep.take_out(room.trainer, set_id, items(services, set_id)[0].id)
    assert services.gold.agreement(room.trainer, set_id).changed == 7 * 4


def test_what_teaches_is_the_changed_level(services: Services, room: Classroom, set_id: str) -> None:
    open_to_all = {item.id: place for place, item in enumerate(items(services, set_id)) if not item.held_out}
    _labelled(services, room.trainer, set_id, *LEVELS)
    _labelled(services, room.trainer, set_id, *reversed(LEVELS))
    with services.database.reading() as session:
        found = labelled_levels(session, set_id)
    assert {one.item_id: one.levels for one in found} == {
        item_id: {key: [LEVELS[::-1][place]] for key in all_levels(1)} for item_id, place in open_to_all.items()
    }


def test_ones_own_steadiness_is_told_from_the_first_level(services: Services, room: Classroom, set_id: str) -> None:
    _labelled(services, room.trainer, set_id, *LEVELS)
    item_id = items(services, set_id)[3].id
    services.labelling.label(room.trainer, set_id, item_id, all_levels(1))
    services.labelling_again.label(room.trainer, set_id, item_id, all_levels(4))
    twice = services.labelling_again.at(room.trainer, set_id, item_id).twice
    assert twice is not None
    assert {(one.earlier, one.level) for one in twice.values()} == {(4, 4)}


@pytest.mark.parametrize("form", list(ExportForm))
def test_a_file_has_both_and_can_be_taken_in_again(
    services: Services, room: Classroom, set_id: str, form: ExportForm
) -> None:
    _labelled(services, room.trainer, set_id, *LEVELS)
    services.labelling.label(room.trainer, set_id, items(services, set_id)[0].id, {**all_levels(1), "calmness": 3})
    services.labelling.label(room.admin, set_id, items(services, set_id)[0].id, all_levels(2))
    written = "".join(services.gold.export(room.trainer, set_id, form))
    first_row = written.splitlines()[form is ExportForm.CSV]
    if form is ExportForm.CSV:
        assert [name for name in written.splitlines()[0].split(",") if "(first)" in name] == ["Tilda:calmness (first)"]
        assert first_row.endswith(",3,1,1,1,1")
    else:
        assert json.loads(first_row)["labels"]["Tilda"]["calmness"] == {"level": 3, "first": 1}
    other = new_set(services, room.trainer, name="Copy")
    for there, expected in ((other, Imported(10, 0, 44)), (other, Imported(0, 10, 0)), (set_id, Imported(0, 10, 0))):
        assert services.gold.import_file(room.trainer, there, LabelsFile(f"a.{form}", written)) == expected
        assert _calmness(services, there) == Label("Tilda", "calmness", 3, Given(1))
        assert _calmness(services, there, 1) == Label("Tilda", "calmness", 2)


def test_columns_of_first_levels_are_found_by_their_names_and_asked_about_beside_odd_ones(
    services: Services, room: Classroom
) -> None:
    set_id = new_set(services, room.trainer)
    head = "id,language,channel,situation,customer,reply,Anna:Empathy,Anna:Empathy (first),Notes"
    file = csv_file(row(1, "4", "2", "x"), head=head)
    columns = services.gold.columns(room.trainer, set_id, file)
    assert columns is not None
    taken_for = tuple(one.taken_for for one in columns.columns)
    assert taken_for[-3:] == ("Anna:empathy", "Anna:empathy (first)", "")
    asked = LabelsFile(file.name, file.text, columns=taken_for)
    assert services.gold.import_file(room.trainer, set_id, asked) == Imported(1, 0, 1)
    assert items(services, set_id)[0].reply.labels == (Label("Anna", "empathy", 4, Given(2)),)


def test_a_file_that_leaves_out_the_first_level_takes_none_away(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer, row(1))
    item_id = items(services, set_id)[0].id
    with services.database.writing() as session:
        set_gold_label(session, item_id, Label("anna", "empathy", 4, Given(2)))
    for level in (2, 5):
        services.labelling.label(room.trainer, set_id, item_id, all_levels(level))
    head = "id,language,channel,situation,customer,reply,anna:empathy,Tilda:empathy"
    file = csv_file(row(1, "4", "5"), head=head)
    before = items(services, set_id)
    assert services.gold.import_file(room.trainer, set_id, file) == Imported(0, 1, 0)
    assert items(services, set_id) == before


def test_every_change_is_another_state_of_the_set_though_the_levels_add_up_to_the_same(
    services: Services, room: Classroom, set_id: str
) -> None:
    one, other = (item.id for item in items(services, set_id)[:2])
    first, swapped = ({**all_levels(3), "calmness": high, "empathy": 6 - high} for high in (4, 2))
    states = []
    for item_id, levels in ((one, first), (other, first), (one, swapped), (other, swapped), (one, first)):
        services.labelling.label(room.trainer, set_id, item_id, levels)
        states.append(_state(services, set_id))
    assert len(set(states)) == 5
    services.labelling.label(room.trainer, set_id, one, first)
    assert _state(services, set_id) == states[-1]
    assert services.gold.agreement(room.trainer, set_id).changed == 2
