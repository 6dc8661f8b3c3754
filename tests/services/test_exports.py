"""Files that are taken out: what is in them, for whom, and what never is."""

import csv
import io
import json
from dataclasses import dataclass

import pytest
from sqlmodel import Session

from practice.domain.audit import AuditAct, Wanted
from practice.domain.conversation import Mode
from practice.domain.exports import COLUMNS, ExportFormat, ExportKind, Separator, Shape
from practice.domain.labels import Label, LabelledReply
from practice.domain.labels_reading import read_labels
from practice.domain.language import Language
from practice.domain.override import OverrideReason
from practice.domain.scenario import Channel
from practice.domain.spreadsheet import BOM
from practice.errors import ModelRefused, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.exports import Choice, ExportService
from practice.services.judging import Setting
from practice.services.talk import TalkChoices
from practice.store.export_reading import Period
from practice.store.gold import GoldSource
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.person import Person
from practice.store.types import now
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import CRITERIA, NOTHING_NOTICED, Talk, begin

JSONL = Shape(ExportFormat.JSONL)
FORMULA = '=HYPERLINK("https://evil.example")'


@dataclass(frozen=True)
class Room:
    services: Services
    cast: Cast
    people: Classroom

    def practised(self, text: str = "I am sorry.", person: Person | None = None, mode: Mode = Mode.PRACTICE) -> Talk:
        """A talk with one reply, which the model could not grade."""
        choices = TalkChoices(Language.EN, seed=7, mode=mode)
        talk = begin(self.services, person or self.people.owner, choices=choices)
        self.cast.appraiser.will_say(NOTHING_NOTICED)
        self.cast.customer.will_say("Well?")
        self.cast.grader.will_say(ModelRefused("not today"))
        talk.hear(talk.reply(text))
        return talk

    def rows(
        self, kind: ExportKind, person: Person | None = None, period: Period | None = None
    ) -> list[dict[str, object]]:
        choice = Choice(kind, period or Period(), JSONL)
        exported = self.services.exports.of_group(person or self.people.trainer, self.people.cohort_id, choice)
        return [json.loads(line) for line in "".join(exported).splitlines()]


@pytest.fixture
def room(services: Services, cast: Cast) -> Room:
    return Room(services, cast, classroom(services))


def reply_of(talk: Talk) -> str:
    return talk.view.turns[-2].turn.id


def test_every_row_has_exactly_the_columns_of_its_kind(room: Room) -> None:
    talk = room.practised()
    grade_id = grade_by_hand(room.services, reply_of(talk))
    room.services.judging.dispute(room.people.owner, grade_id, "empathy", "I did.")
    for kind, columns in COLUMNS.items():
        found = room.rows(kind)
        assert found, kind
        assert all(tuple(row) == columns for row in found)
    [row] = room.rows(ExportKind.TALKS)
    assert (row["trainee"], row["replies"], row["status"], row["ended_at"]) == ("Olivia", 1, "going_on", None)
    assert str(row["started_at"]).endswith("Z")


def test_a_persons_level_counts_and_the_machines_stands_beside_it(room: Room) -> None:
    talk = room.practised()
    grade_id = grade_by_hand(room.services, reply_of(talk), level=2)
    setting = Setting(4, OverrideReason.MISSING_EVIDENCE)
    room.services.judging.override(room.people.trainer, grade_id, "empathy", setting, "They named it.")
    found = {row["criterion"]: row for row in room.rows(ExportKind.LEVELS)}
    assert list(found) == list(CRITERIA)
    empathy, calmness = found["empathy"], found["calmness"]
    assert (empathy["level"], empathy["machine_level"], empathy["trainer_level"]) == (4, 2, 4)
    assert (empathy["trainer_reason"], empathy["trainer"]) == ("missing_evidence", "Tilda")
    assert empathy["quotes"] == ["sorry"]
    assert (calmness["level"], calmness["trainer_level"], calmness["trainer_status"]) == (2, None, None)
    [said] = room.rows(ExportKind.OVERRIDES)
    assert (said["kind"], said["machine_level"], said["level"], said["by"]) == ("override", 2, 4, "Tilda")


def test_what_is_not_graded_is_empty_and_says_so(room: Room) -> None:
    room.practised()
    [row] = room.rows(ExportKind.LEVELS)
    assert (row["status"], row["level"], row["machine_level"], row["criterion"]) == ("not_graded", None, None, None)
    assert row["problem"]
    line = _csv(room, Choice(ExportKind.LEVELS))[1]
    assert line[COLUMNS[ExportKind.LEVELS].index("level")] == ""


def test_a_check_keeps_its_levels_and_moods_until_it_is_over(room: Room) -> None:
    talk = room.practised(mode=Mode.CHECK)
    grade_by_hand(room.services, reply_of(talk))
    assert room.rows(ExportKind.LEVELS) == []
    assert {row["frustration"] for row in room.rows(ExportKind.TURNS)} == {None}
    [own] = [json.loads(line) for line in room.services.exports.own(room.people.owner)]
    assert own["levels"] == []
    room.cast.grader.will_say(ModelRefused("not today"))
    room.services.chat.end(room.people.owner, talk.id)
    assert {row["level"] for row in room.rows(ExportKind.LEVELS) if row["scope"] == "reply"} == {2}
    assert None not in {row["frustration"] for row in room.rows(ExportKind.TURNS) if row["speaker"] == "customer"}


def test_spreadsheets_are_safe_and_marked_as_asked(room: Room) -> None:
    room.practised(FORMULA)
    choice = Choice(ExportKind.TURNS, shape=Shape(ExportFormat.CSV, bom=True, separator=Separator.SEMICOLON))
    text = "".join(room.services.exports.of_group(room.people.trainer, room.people.cohort_id, choice))
    assert text.startswith(f"{BOM}talk_id;trainee_id;")
    assert f"'{FORMULA}" in [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    plain = _csv(room, Choice(ExportKind.TURNS))
    assert plain[0] == list(COLUMNS[ExportKind.TURNS])


def test_only_what_the_trainer_reads_is_in_it_and_private_practice_is_not(room: Room) -> None:
    people, exports = room.people, room.services.exports
    mine = room.practised()
    room.practised(person=people.admin)
    assert [row["talk_id"] for row in room.rows(ExportKind.TALKS)] == [mine.id]
    room.services.handing_in.set_private(people.trainer, people.cohort_id, private=True)
    hidden = room.practised(person=people.fellow)
    for kind in COLUMNS:
        assert hidden.id not in {row["talk_id"] for row in room.rows(kind)}
    choice = Choice(ExportKind.TALKS, shape=JSONL)
    assert hidden.id not in "".join(exports.everything(choice, "shop"))
    room.services.handing_in.hand_in(people.fellow, hidden.id)
    assert hidden.id in {row["talk_id"] for row in room.rows(ExportKind.TALKS)}
    assert hidden.id in "".join(exports.everything(choice, "shop", people.cohort_id))
    assert "".join(exports.everything(choice, "bank")) == ""
    with pytest.raises(NotAllowed):
        exports.of_group(people.admin, people.cohort_id, choice)
    for stranger in (people.other_trainer, people.foreign_trainer, people.foreign_admin, people.owner):
        with pytest.raises(NotFound):
            exports.of_group(stranger, people.cohort_id, choice)


def test_who_takes_something_out_is_audited_before_its_first_piece(room: Room) -> None:
    room.practised()
    room.services.exports.of_group(room.people.trainer, room.people.cohort_id, Choice(ExportKind.TURNS))
    room.services.exports.own(room.people.owner)
    room.services.exports.everything(Choice(ExportKind.LEVELS, shape=JSONL), None)
    found = list(room.services.audit.everything(Wanted(act=AuditAct.EXPORTED), None))
    assert [(entry.actor.split(" <")[0], entry.object_name, entry.detail) for entry in found] == [
        ("command line", "all", "levels; 1 conversations; jsonl"),
        ("Olivia", "Olivia", "own talks; 1 conversations; jsonl"),
        ("Tilda", "Spring", "turns; 1 conversations; csv"),
    ]


def test_what_one_typed_oneself_comes_whole_with_its_levels(room: Room) -> None:
    talk = room.practised("Minä pahoittelen – naprawdę.")
    room.practised(person=room.people.fellow)
    grade_by_hand(room.services, reply_of(talk))
    [line] = "".join(room.services.exports.own(room.people.owner)).splitlines()
    own = json.loads(line)
    assert own["talk_id"] == talk.id
    assert [turn["speaker"] for turn in own["turns"]] == ["customer", "trainee", "customer"]
    assert own["turns"][1]["text"] == "Minä pahoittelen – naprawdę."
    assert [level["level"] for level in own["levels"]] == [2, 2, 2, 2]


def test_many_talks_come_page_after_page_each_once_in_order(room: Room, services: Services) -> None:
    ids = {begin(services, person).id for person in (room.people.owner, room.people.fellow) for _ in range(4)}
    exports = ExportService(services.database, page=3)

    def rows(period: Period) -> list[dict[str, str]]:
        choice = Choice(ExportKind.TALKS, period, JSONL)
        pieces = exports.of_group(room.people.trainer, room.people.cohort_id, choice)
        return [json.loads(line) for line in "".join(pieces).splitlines()]

    found = rows(Period())
    assert len(found) == 8
    assert {row["talk_id"] for row in found} == ids
    order = [(row["trainee_id"], row["started_at"]) for row in found]
    assert order == sorted(order)
    assert rows(Period(since=now())) == []
    assert rows(Period(until=now())) == found


@pytest.mark.parametrize("raters", [("",), ("anna", "ben"), ("", "anna")])
def test_labels_come_back_as_practice_agreement_reads_them(room: Room, raters: tuple[str, ...]) -> None:
    labels = tuple(Label(rater, key, None if key == "empathy" else 4) for rater in raters for key in sorted(CRITERIA))
    reply = LabelledReply("r-1", Language.FI, Channel.PHONE, "Myöhässä", "No?", "- Ääneni, ok; =1", labels)
    bare = LabelledReply("r-2", Language.EN, Channel.WEB_CHAT, "Late", "Well?", "Fine.", ())
    with room.services.database.writing() as session:
        set_id = _gold_set(session, room.people, reply, bare)
    exports, people = room.services.exports, room.people
    choice = Choice(ExportKind.LABELS, shape=JSONL, gold_set_id=set_id)
    text = "".join(exports.of_group(people.trainer, people.cohort_id, choice))
    named = {"": "file"} if len(raters) > 1 else {}
    expected = [Label(named.get(label.rater, label.rater), label.criterion, label.level) for label in labels]
    first, second = _read(text)
    assert first == LabelledReply(**{**reply.__dict__, "labels": tuple(expected)})
    assert second == bare
    table = "".join(exports.of_group(people.trainer, people.cohort_id, Choice(ExportKind.LABELS, gold_set_id=set_id)))
    assert next(csv.reader(io.StringIO(table)))[6] in ("calmness", "anna:calmness", "file:calmness")
    with pytest.raises(NotFound):
        exports.everything(choice, "bank")


def test_the_guide_names_every_column() -> None:
    guide = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for kind, columns in COLUMNS.items():
        assert [column for column in columns if f"`{column}`" not in guide] == [], kind


def _gold_set(session: Session, people: Classroom, *replies: LabelledReply) -> str:
    set_id = add_gold_set(session, people.trainer.organisation_id or 0, "frontline", "Spring", people.trainer.id)
    for reply in replies:
        add_gold_item(session, set_id, reply, source=GoldSource.IMPORTED, added_by=people.trainer.id)
    return set_id


def _read(text: str) -> list[LabelledReply]:
    return read_labels(text.encode(), "labels.jsonl", CRITERIA)


def _csv(room: Room, choice: Choice) -> list[list[str]]:
    text = "".join(room.services.exports.of_group(room.people.trainer, room.people.cohort_id, choice))
    return list(csv.reader(io.StringIO(text, newline="")))
