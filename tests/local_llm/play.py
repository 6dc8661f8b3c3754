"""One whole talk on whatever model the environment names, through the real services, and what is left of it."""

from dataclasses import dataclass

from sqlmodel import col, select

from practice.domain.grade import Grade
from practice.services.assembly import Services
from practice.services.report import ReportView
from practice.services.talk import TurnView
from practice.store.job import JobRow
from practice.store.person import Person, PersonRole
from practice.store.usage import UsageRow
from tests.services.talk import Talk, begin

REPLIES = (
    "I am sorry that the telescope has not come. I will find out today where it is and ring you at five.",
    "That is our mistake, not yours. I can send a new one by express tomorrow, free of charge.",
    "Calm down, please. You should have read our terms of delivery.",
    "You are right to be angry, and I apologise. The new one arrives on Friday before noon; I will see to it myself.",
)
#: A small model may say nothing usable; a trainee would try again.
TRIES = 3
#: Each model call has its own deadline; this one is for a fault of the product.
PATIENCE_SECONDS = 1200


@dataclass(frozen=True)
class Played:
    """`english_phrases` are those that no customer may say, in English."""

    report: ReportView
    jobs: tuple[JobRow, ...]
    usage: tuple[UsageRow, ...]
    english_phrases: tuple[str, ...]

    @property
    def turns(self) -> tuple[TurnView, ...]:
        """The talk without its opening line, which is the scenario's."""
        return self.report.view.turns[1:]

    @property
    def grades(self) -> list[Grade]:
        return [entry.grade for entry in self.turns if entry.grade]


def play(services: Services) -> Played:
    """Replies until the talk is over or the customer has fallen silent for good, ends it, and lets the coach look."""
    person = services.people.called("Alice", PersonRole.TRAINEE)
    talk = begin(services, person)
    for reply in REPLIES:
        _exchange(talk, reply)
        view = services.chat.view(person, talk.id)
        if view.awaited or not view.conversation.open:
            break
    services.chat.end(person, talk.id)
    _debrief(services, person, talk.id)
    with services.database.reading() as session:
        jobs = tuple(session.exec(select(JobRow).order_by(col(JobRow.id))).all())
        usage = tuple(session.exec(select(UsageRow).order_by(col(UsageRow.id))).all())
    phrases = tuple(phrase for rule in services.library.speech_rules.rules for phrase in rule.phrases.en)
    return Played(services.report.report(person, talk.id), jobs, usage, phrases)


def _exchange(talk: Talk, reply: str) -> None:
    receipt = talk.reply(reply)
    talk.hear(receipt)
    for _ in range(TRIES - 1):
        if talk.services.chat.view(talk.person, talk.id).awaited is None:
            break
        talk.services.chat.speak_again(talk.person, receipt.answer_id)
        talk.hear(receipt)


def _debrief(services: Services, person: Person, conversation_id: str) -> None:
    board = services.board
    with board.watching(conversation_id):
        services.report.ask_for_debrief(person, conversation_id)
        while True:
            seen = board.glimpse(conversation_id).changes
            if not services.report.report(person, conversation_id).debriefing:
                return
            assert board.wait(conversation_id, seen, PATIENCE_SECONDS), "the coach was never heard of again"
