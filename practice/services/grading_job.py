"""The job that grades one reply of a talk."""

from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, grade_failed
from practice.domain.rubric import Rubric
from practice.library import Library
from practice.services.board import Board
from practice.services.exchange import Exchange, load_exchange, rubric_of
from practice.services.grade_keeping import Graded, keep_grade
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.panel import Panel
from practice.services.statements import Statements
from practice.services.voices import Voices
from practice.store.chat_reading import conversation_of_turn
from practice.store.database import Database
from practice.store.job import Job, finish_job
from practice.store.recalibration import recalibrations_for

#: How long a grade lets the customer's first word go before it.
FIRST_WORD_SECONDS = 0.25


class ReplyGrader:
    """Grades a reply of a kept talk as settings and library say; nothing is stored."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def grade(self, exchange: Exchange, panel: Panel, rubric: Rubric, rubric_version_id: int) -> Grade:
        with self._database.reading() as session:
            recalibrations = recalibrations_for(session, rubric_version_id, panel.name)
        method = Method(self._library.prompt("grade"), rubric, self._library.screens, recalibrations)
        task = ReplyToGrade(
            language=exchange.language,
            channel=exchange.scenario.channel,
            situation=" ".join(exchange.scenario.facts),
            before=exchange.transcript_before,
            reply=exchange.reply.text,
        )
        return grade_reply(panel, method, task, exchange.conversation.seed)


class GradingJob:
    """Handles jobs of kind GRADE; the subject is the trainee's turn."""

    def __init__(
        self,
        database: Database,
        library: Library,
        voices: Voices,
        board: Board,
        review_sample: float = 0,
        statements: Statements | None = None,
    ) -> None:
        self._database = database
        self._statements = statements or Statements()
        self._library = library
        self._voices = voices
        self._board = board
        self._review_sample = review_sample
        self._grader = ReplyGrader(database, library)

    def __call__(self, job: Job) -> None:
        # Who practises waits for the customer's first word, not for the grade: that word goes first.
        self._board.await_words(job.subject_id, FIRST_WORD_SECONDS)
        exchange = load_exchange(self._database, job.subject_id)
        talk = exchange.conversation
        grade = self._grader.grade(exchange, self._voices.graders(), rubric_of(talk), talk.rubric_version_id)
        with self._database.writing() as session:
            self._statements.hold(session, talk.id)
            finish_job(session, job, error=detail_of(grade.problem))
            graded = Graded(talk.id, exchange.reply.id, talk.rubric_version_id)
            keep_grade(session, job, grade, graded, self._library.prompt("grade"), self._review_sample)
            self._statements.tell(session, talk.id)

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        talk = conversation_of_turn(session, job.subject_id)
        if talk:
            self._statements.hold(session, talk.id)
            grade = grade_failed(Problem("internal", detail), self._voices.graders().name)
            graded = Graded(talk.id, job.subject_id, talk.rubric_version_id)
            keep_grade(session, job, grade, graded, self._library.prompt("grade"))
            self._statements.tell(session, talk.id)


def detail_of(problem: Problem | None) -> str | None:
    return f"{problem.key}: {problem.detail}" if problem else None
