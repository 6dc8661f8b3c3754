"""Replies with grades that stand in the trainers' queue, without any model having given them."""

from dataclasses import dataclass

from practice.domain.language import Language
from practice.domain.review import Wanted
from practice.services.assembly import Services
from practice.services.review import QueueItem
from practice.services.talk import TalkChoices
from practice.store.person import Person
from practice.store.review import ask_for_review
from tests.services.classroom import Classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import begin


@dataclass(frozen=True)
class Queued:
    """A classroom whose trainer has a queue. Nobody may be doing the jobs."""

    services: Services
    room: Classroom

    def reply(self, person: Person | None = None, text: str = "Hello", language: Language = Language.EN) -> str:
        """The id of a reply of the owner's, in a talk of its own."""
        talk = begin(self.services, person or self.room.owner, choices=TalkChoices(language, seed=7))
        return talk.reply(text).reply_id

    def grade(self, reply_id: str, *reasons: str) -> int:
        """The id of a new grade of it, level 2 throughout, which is in the queue where there are reasons."""
        grade_id = grade_by_hand(self.services, reply_id)
        with self.services.database.writing() as session:
            ask_for_review(session, grade_id, reply_id, reasons)
        return grade_id

    def add(self, *reasons: str, person: Person | None = None, language: Language = Language.EN) -> int:
        return self.grade(self.reply(person, language=language), *reasons)

    def items(self, person: Person | None = None, wanted: Wanted | None = None) -> list[QueueItem]:
        return list(self.services.review.queue(person or self.room.trainer, wanted or Wanted()).items)

    def ids(self, person: Person | None = None, wanted: Wanted | None = None) -> list[int]:
        """Of the grades."""
        return [item.entry.grade_id for item in self.items(person, wanted)]
