"""The report of one talk, and the coach's debrief of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from practice.domain.access import Act
from practice.domain.comment import Comment
from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief
from practice.domain.override import SecondLook
from practice.domain.report import Report, make_report
from practice.domain.rubric import Scope
from practice.domain.transcript import Speaker
from practice.errors import BadReply
from practice.services.access import second_look
from practice.services.chat import ChatService
from practice.services.comments import withdrawable
from practice.services.costly import CostlyActs
from practice.services.grading_again import hold_for_grading, keep_asker
from practice.services.grading_talk import ask_for_talk_grade
from practice.services.reading import Reading
from practice.services.review import QueueItem, waiting_in_talk
from practice.services.talk import ConversationView
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.chat import lock_conversation
from practice.store.comment import mark_comments_seen
from practice.store.comment_reading import comments_in
from practice.store.database import Database
from practice.store.debrief import debrief_standing, latest_debrief
from practice.store.grading_reading import latest_grades
from practice.store.job import JobKind, add_job, has_open_job
from practice.store.judging_news import NewInTalk, NewJudgement, mark_judgements_seen, new_judgements_in
from practice.store.person import Person
from practice.store.types import now
from practice.store.usage import models_used


@dataclass(frozen=True)
class ReportView:
    """`debrief` is None where there is none: not asked for yet, or nothing to say; a Problem says why it failed.

    `models` are those that really answered, by the value of their Role.

    `owner` is whose talk it is, None where it is the reader's own. `second_look` at a level is the owner's to ask for.
    `comments` are by turn id; `withdrawable` are the ids of those that the reader may take back.
    `in_queue` is what of somebody else's talk waits for a trainer's look; `new_judgements` are what the owner had not
    seen when this was read.
    """

    view: ConversationView
    report: Report
    debrief: Debrief | Problem | None
    debriefing: bool
    models: Mapping[str, tuple[str, ...]]
    owner: Person | None = None
    second_look: SecondLook = SecondLook.NEVER
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    in_queue: tuple[QueueItem, ...] = ()
    withdrawable: frozenset[int] = frozenset()
    new_judgements: tuple[NewJudgement, ...] = ()

    @property
    def new_comments(self) -> tuple[Comment, ...]:
        """Those that the owner had not seen when this was read."""
        return tuple(comment for on_turn in self.comments.values() for comment in on_turn if not comment.seen)


class ReportService:
    def __init__(self, settings: Settings, database: Database, chat: ChatService, worker: Worker) -> None:
        self._settings = settings
        self._database = database
        self._chat = chat
        self._worker = worker
        self._costly = CostlyActs(settings)
        self._reading = Reading(database)

    def report(self, person: Person, conversation_id: str, address: str = "") -> ReportView:
        """Raises NotFound. Reading it is kept in the audit where the talk is somebody else's.

        To its owner what trainers said of it is new only this once.
        """
        view = self._chat.view(person, conversation_id, Act.REPORT)
        owner = None if view.conversation.is_of(person.id) else self._reading.keep(person, view.conversation, address)
        turns = [entry.turn for entry in view.turns]
        grades = {entry.turn.id: entry.grade for entry in view.turns if entry.grade}
        with self._database.reading() as session:
            debrief, debriefing = debrief_standing(session, conversation_id)
            models = models_used(session, conversation_id)
            comments = comments_in(session, conversation_id)
            new = new_judgements_in(session, conversation_id) if owner is None and _judged(view) else NewInTalk()
            look = second_look(session, person, view.conversation)
            in_queue = waiting_in_talk(session, conversation_id) if owner else ()
        report = make_report(turns, grades, view.rubric)
        found = ReportView(
            view=view,
            report=report,
            debrief=debrief,
            debriefing=debriefing,
            models=models,
            owner=owner,
            second_look=look,
            comments=comments,
            in_queue=in_queue,
            withdrawable=withdrawable(person, comments),
            new_judgements=new.judgements,
        )
        if owner is None and (found.new_comments or new.judgements):
            with self._database.writing() as session:
                mark_comments_seen(session, (comment.id for comment in found.new_comments), now())
                mark_judgements_seen(session, new, now())
        return found

    def grade_talk(self, person: Person, conversation_id: str) -> None:
        """Has the whole talk graded, where it has not been or could not be.

        Raises NotFound, TooMuch, or BadReply with reason `open` while the talk goes on.
        """
        view = self._chat.view(person, conversation_id, Act.GRADE_AGAIN)
        if view.conversation.open:
            raise BadReply("open", "end the conversation first; the whole of it is graded")
        path = [entry.turn for entry in view.turns]
        lease = self._worker.lease if self._settings.jobs_in_web else None
        with self._database.writing() as session:
            hold_for_grading(session, person, conversation_id)
            grade = latest_grades(session, [path[-1].id], Scope.CONVERSATION).get(path[-1].id)
            if grade is not None and grade.complete:
                return
            job = ask_for_talk_grade(session, view.conversation, path, lease)
            if job:
                keep_asker(session, person, view.conversation)
                self._costly.count_ask(session, person)
        if job and lease:
            self._worker.take([job])

    def ask_for_debrief(self, person: Person, conversation_id: str) -> None:
        """Lets the coach write one, where there is none yet or the last try failed.

        Raises NotFound, TooMuch, or BadReply with reason `open` while the talk goes on.
        """
        view = self._chat.view(person, conversation_id, Act.DEBRIEF)
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
            self._costly.count_ask(session, person)
            job = add_job(session, JobKind.DEBRIEF, conversation_id, lease)
        if lease:
            self._worker.take([job])


def _judged(view: ConversationView) -> bool:
    """Whether anybody has said anything of a level."""
    grades = (*(entry.grade for entry in view.turns), view.talk_grade)
    return any(score.overridden or score.dispute for grade in grades if grade for score in grade.scores)
