"""A trainer writes beside a turn: who may, who finds it, and until when it can be taken back."""

from dataclasses import dataclass

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.domain.comment import LONGEST_COMMENT
from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.talk import TalkChoices
from practice.store.audit import find_audit
from practice.store.cohort import MemberRole
from practice.store.person import Person, PersonRole
from tests.services.classroom import Classroom, classroom
from tests.services.talk import Talk, begin

WORDS = "You named the trouble first.\nThat calms people."


@dataclass(frozen=True)
class Desk:
    services: Services
    room: Classroom
    talk: Talk

    @property
    def turn_id(self) -> str:
        return self.talk.view.turns[0].turn.id

    def write(self, words: str = WORDS, person: Person | None = None) -> None:
        self.services.comments.write(person or self.room.trainer, self.turn_id, words)

    def read(self, person: Person) -> list[tuple[str, str, bool]]:
        """Author, words, and whether it was seen before."""
        found = self.services.report.report(person, self.talk.id).comments.get(self.turn_id, ())
        return [(comment.author, comment.words, comment.seen) for comment in found]

    def withdraw(self, person: Person | None = None) -> None:
        [comment] = self.services.report.report(self.room.trainer, self.talk.id).comments[self.turn_id]
        self.services.comments.withdraw(person or self.room.trainer, self.turn_id, comment.id)

    def announced(self) -> list[tuple[str, str, int]]:
        """To the owner: talk, turn and how many."""
        found = self.services.comments.new_for(self.room.owner)
        return [(entry.conversation_id, entry.turn_id, entry.number) for entry in found]

    def second_trainer(self) -> Person:
        colleague = self.services.accounts.add_person("tess@shop.example", "Tess", "shop", PersonRole.TRAINER)
        cohorts, room = self.services.cohorts, self.room
        cohorts.add_member(room.trainer, room.cohort_id, "tess@shop.example", MemberRole.TRAINER)
        return colleague


@pytest.fixture
def desk(services: Services) -> Desk:
    room = classroom(services)
    return Desk(services, room, begin(services, room.owner))


def test_a_comment_is_new_to_the_trainee_until_they_have_opened_the_report(desk: Desk) -> None:
    assert desk.announced() == []
    desk.write()
    desk.write("And one thing more.")
    assert desk.announced() == [(desk.talk.id, desk.turn_id, 2)]
    assert desk.read(desk.room.trainer) == [("Tilda", WORDS, False), ("Tilda", "And one thing more.", False)]
    assert desk.announced() != [], "a trainer's reading is not the trainee's"
    assert [seen for *_, seen in desk.read(desk.room.owner)] == [False, False]
    assert [seen for *_, seen in desk.read(desk.room.owner)] == [True, True]
    assert desk.announced() == []


def test_trainers_of_the_group_see_each_others_comments(desk: Desk) -> None:
    tess = desk.second_trainer()
    desk.write(person=tess)
    assert desk.read(desk.room.trainer) == [("Tess", WORDS, False)]
    with pytest.raises(NotAllowed):
        desk.withdraw()


def test_the_author_takes_it_back_while_nobody_has_read_it(desk: Desk) -> None:
    desk.write()
    desk.withdraw()
    assert (desk.announced(), desk.read(desk.room.trainer)) == ([], [])
    desk.services.comments.withdraw(desk.room.trainer, desk.turn_id, 1)
    desk.write()
    desk.read(desk.room.owner)
    with pytest.raises(Conflict):
        desk.withdraw()
    assert len(desk.read(desk.room.owner)) == 1


def test_nobody_else_writes_or_learns_that_there_is_a_turn(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.write(person=desk.room.owner)
    for person in desk.room.strangers:
        with pytest.raises(NotFound):
            desk.write(person=person)
    assert desk.read(desk.room.owner) == []


def test_a_check_that_goes_on_is_left_alone(services: Services, desk: Desk) -> None:
    check = begin(services, desk.room.owner, choices=TalkChoices(Language.EN, mode=Mode.CHECK, seed=7))
    with pytest.raises(NotFound):
        Desk(services, desk.room, check).write()
    services.chat.end(desk.room.owner, check.id)
    Desk(services, desk.room, check).write()


@pytest.mark.parametrize("words", ["", "  \r\n ", "x" * (LONGEST_COMMENT + 1)])
def test_words_that_cannot_be_taken_are_refused(desk: Desk, words: str) -> None:
    with pytest.raises(BadInput):
        desk.write(words)


def test_as_much_as_the_form_lets_through_is_taken_and_sent_twice_counts_once(desk: Desk) -> None:
    words = "\r\n".join(["x" * 99] * 20)
    for _ in range(2):
        desk.write(words)
    assert desk.read(desk.room.owner) == [("Tilda", words.replace("\r\n", "\n"), False)]


def test_the_audit_tells_of_comments_and_what_became_of_them(desk: Desk) -> None:
    desk.write()
    desk.withdraw()
    with desk.services.database.reading() as session:
        kept = find_audit(session, Wanted(act=AuditAct.COMMENTED), 10)
    assert [(row.actor.split(" <")[0], row.object_name, row.detail) for row in kept] == [
        ("Tilda", "late-parcel, Olivia", "withdrawn"),
        ("Tilda", "late-parcel, Olivia", ""),
    ]
