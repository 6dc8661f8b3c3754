"""A file of replies is taken in whole or not at all; odd columns are asked about, mistakes told with their line."""

import pytest

from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.audit import ExportForm
from practice.services.gold_import import Imported, LabelsFile, OddColumns
from tests.services.classroom import Classroom, classroom
from tests.services.gold_files import HEAD, all_levels, csv_file, items, labels_in, new_set, row

ODD = (
    "sep=;\nNr;Situation;Kunde;Antwort;Anna says;Notes\n"
    '1;Late.;Where is it?;"I am sorry,\nI will look.";4;x\n\n2;Late.;Again?;-20 % for you.;;y\n'
)
TAKEN_FOR = ("id", "situation", "customer", "reply", "anna:empathy", "")


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


def _odd(columns: tuple[str, ...] | None = None, text: str = ODD) -> LabelsFile:
    return LabelsFile("odd.csv", text, columns=columns, language="en", channel="phone")


def test_odd_columns_are_asked_about_and_what_is_missing_is_named(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer)
    found = services.gold.import_file(room.trainer, set_id, _odd())
    assert isinstance(found, OddColumns)
    assert found.missing == ("id", "customer", "reply")
    assert [(column.name, column.taken_for) for column in found.columns][:2] == [("Nr", ""), ("Situation", "situation")]
    assert found.columns[3].samples == ("I am sorry,\nI will look.", "-20 % for you.")
    assert items(services, set_id) == []


def test_once_the_columns_are_known_the_file_is_taken_in(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer)
    assert services.gold.import_file(room.trainer, set_id, _odd(TAKEN_FOR)) == Imported(2, 0, 1)
    one, other = items(services, set_id)
    assert (one.reply.language, one.reply.channel, one.reply.reply) == ("en", "phone", "I am sorry,\nI will look.")
    assert labels_in(one) == {"anna:empathy": "4"}
    assert (other.reply.reply, other.reply.labels) == ("-20 % for you.", ())


def test_more_columns_than_a_page_can_ask_about_are_refused(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer)
    with pytest.raises(BadInput, match="line 1: more than 200 columns"):
        services.gold.import_file(room.trainer, set_id, _odd(text=",".join(map(str, range(201))) + "\n1\n"))


def test_every_mistake_has_its_line_and_column_and_nothing_is_taken(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer)
    wrong = _odd(TAKEN_FOR, ODD.replace(";4;", ";9;").replace("2;Late.", "1;Late."))
    with pytest.raises(BadInput) as told:
        services.gold.import_file(room.trainer, set_id, wrong)
    assert "odd.csv, line 3: column 'anna:empathy': must be a whole number from 1 to 5" in str(told.value)
    assert "odd.csv, line 6: column 'id': '1' stands at line 3 already" in str(told.value)
    assert items(services, set_id) == []


def test_what_is_known_gains_labels_and_another_reply_under_its_id_is_refused(
    services: Services, room: Classroom
) -> None:
    set_id = new_set(services, room.trainer, row(1, "4"), row(2))
    file = csv_file(row(1, "4", "3"), row(2, "", "2"), row(3), head=f"{HEAD},empathy,calmness")
    assert services.gold.import_file(room.trainer, set_id, file) == Imported(1, 2, 2)
    assert labels_in(items(services, set_id)[0]) == {":empathy": "4", ":calmness": "3"}
    with pytest.raises(BadInput, match="line 3: id 'r2': is in this set already, with another reply"):
        services.gold.import_file(room.trainer, set_id, csv_file(row(4), row(2, reply="Quite another one.")))
    assert len(items(services, set_id)) == 3


def test_no_file_changes_what_somebody_labelled_here(services: Services, room: Classroom) -> None:
    set_id = new_set(services, room.trainer, row(1))
    services.labelling.label(room.trainer, set_id, items(services, set_id)[0].id, all_levels(3))
    theirs = f"{HEAD},Tilda:empathy"
    for number, level in ((1, "5"), (2, "3")):
        with pytest.raises(BadInput, match="line 2: Tilda:empathy: they label here themselves"):
            services.gold.import_file(room.trainer, set_id, csv_file(row(number, level), head=theirs))
    same = csv_file(row(1, "3"), head=theirs)
    assert services.gold.import_file(room.trainer, set_id, same) == Imported(0, 1, 0)


@pytest.mark.parametrize("form", list(ExportForm))
def test_what_is_taken_along_can_be_taken_in_again(services: Services, room: Classroom, form: ExportForm) -> None:
    person, reply = room.trainer, '=SUM(1;2) "or" so; +1'
    text = '{"id": "a", "language": "sv", "channel": "phone", "situation": "-", "customer": "Nå?", "reply": %s, %s}'
    given = text % ('"=SUM(1;2) \\"or\\" so; +1"', '"levels": {"empathy": 2, "calmness": "not_shown"}')
    set_id = new_set(services, person, row(1))
    assert services.gold.import_file(person, set_id, LabelsFile("a.jsonl", given)) == Imported(1, 0, 2)
    services.labelling.label(person, set_id, items(services, set_id)[0].id, all_levels(4))
    for bom in (False, True):
        written = "".join(services.gold.export(person, set_id, form, bom=bom))
        other = new_set(services, person, name="Copy")
        assert services.gold.import_file(person, other, LabelsFile(f"a.{form}", written)) == Imported(2, 0, 6)
        one, two = items(services, other)
        assert labels_in(one) == {f"Tilda:{key}": "4" for key in all_levels(4)}
        assert (two.reply.reply, labels_in(two)) == (reply, {"file:empathy": "2", "file:calmness": "not_shown"})
        assert [item.held_out for item in items(services, set_id)] == [one.held_out, two.held_out]
        assert services.gold.import_file(person, other, LabelsFile(f"a.{form}", written)) == Imported(0, 2, 0)


def test_a_set_is_its_organisations_trainers_and_an_archived_one_is_only_read(
    services: Services, room: Classroom
) -> None:
    set_id = new_set(services, room.trainer, row(1))
    with pytest.raises(NotAllowed):
        services.gold.import_file(room.owner, set_id, csv_file(row(2)))
    for stranger in (room.foreign_trainer, room.foreign_admin):
        with pytest.raises(NotFound):
            services.gold.import_file(stranger, set_id, csv_file(row(2)))
    services.gold.archive(room.admin, set_id)
    with pytest.raises(Conflict):
        services.gold.import_file(room.trainer, set_id, csv_file(row(2)))
    assert "Reply 1." in "".join(services.gold.export(room.other_trainer, set_id, ExportForm.CSV))
