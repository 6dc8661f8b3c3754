"""The report of one talk, and the coach's debrief of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief
from practice.domain.report import Report, make_report
from practice.domain.transcript import Speaker
from practice.errors import BadReply
from practice.services.chat import ChatService
from practice.services.talk import ConversationView
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.chat import lock_conversation
from practice.store.database import Database
from practice.store.debrief import latest_debrief
from practice.store.job import JobKind, add_job, has_open_job
from practice.store.person import Person
from practice.store.usage import models_used
from practice.store.version import text_hash


@dataclass(frozen=True)
class ReportView:
    """`debrief` is None where there is none: not asked for yet, or nothing to say; a Problem says why it failed.

    `models` are those that really answered, by the value of their Role.
    """

    view: ConversationView
    report: Report
    debrief: Debrief | Problem | None
    debriefing: bool
    models: Mapping[str, tuple[str, ...]]
    rubric_hash: str


class ReportService:
    def __init__(self, settings: Settings, database: Database, chat: ChatService, worker: Worker) -> None:
        self._settings = settings
        self._database = database
        self._chat = chat
        self._worker = worker

    def report(self, person: Person, conversation_id: str) -> ReportView:
        """Raises NotFound. Reading it changes nothing."""
        view = self._chat.view(person, conversation_id)
        turns = [entry.turn for entry in view.turns]
        grades = {entry.turn.id: entry.grade for entry in view.turns if entry.grade}
        with self._database.reading() as session:
            # In this order: a debrief written between the two look-ups is then seen, not missed.
            debriefing = has_open_job(session, JobKind.DEBRIEF, conversation_id)
            debrief = latest_debrief(session, conversation_id)
            models = models_used(session, conversation_id)
        report = make_report(turns, grades, view.rubric)
        return ReportView(view, report, debrief, debriefing, models, text_hash(view.conversation.rubric_text))

    def ask_for_debrief(self, person: Person, conversation_id: str) -> None:
        """Lets the coach write one, where there is none yet or the last try failed.

        Raises NotFound, or BadReply with reason `open` while the talk goes on.
        """
        view = self._chat.view(person, conversation_id)
        if view.conversation.open:
            raise BadReply("open", "end the conversation first; the debrief looks at the whole of it")
        if not any(entry.turn.speaker is Speaker.TRAINEE for entry in view.turns):
            return
        lease = self._worker.lease if self._settings.jobs_in_web else None
        with self._database.writing() as session:
            lock_conversation(session, conversation_id)
            if has_open_job(session, JobKind.DEBRIEF, conversation_id):
                return
            if isinstance(latest_debrief(session, conversation_id), Debrief):
                return
            job = add_job(session, JobKind.DEBRIEF, conversation_id, lease)
        if lease:
            self._worker.take([job])
