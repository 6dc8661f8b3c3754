"""The job that grades one reply of a talk."""

from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus
from practice.library import Library
from practice.model.port import Role
from practice.services.board import Board
from practice.services.exchange import Exchange, load_exchange, rubric_of
from practice.services.grading import ReplyToGrade, grade_reply
from practice.services.voices import Voices
from practice.store.chat_reading import load_conversation, load_turn
from practice.store.database import Database
from practice.store.grading import add_grade
from practice.store.job import Job, finish_job
from practice.store.usage import Used, add_usage

#: How long a grade lets the customer's first word go before it.
FIRST_WORD_SECONDS = 0.25


class GradingJob:
    """Handles jobs of kind GRADE; the subject is the trainee's turn."""

    def __init__(self, database: Database, library: Library, voices: Voices, board: Board) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._board = board

    def __call__(self, job: Job) -> None:
        # Who practises waits for the customer's first word, not for the grade: that word goes first.
        self._board.await_words(job.subject_id, FIRST_WORD_SECONDS)
        exchange = load_exchange(self._database, job.subject_id)
        grade = self._grade(exchange)
        with self._database.writing() as session:
            finish_job(session, job, error=_detail(grade.problem))
            add_grade(session, grade, job.id, exchange.reply.id, exchange.conversation.rubric_version_id)
            if grade.attempts:
                add_usage(session, _usage(exchange, grade))

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        turn = load_turn(session, job.subject_id)
        conversation = load_conversation(session, turn.conversation_id) if turn else None
        if conversation:
            model = self._voices.of(Role.GRADER).name
            grade = Grade(GradeStatus.NOT_GRADED, Problem("internal", detail), (), (), model, "", None)
            add_grade(session, grade, job.id, job.subject_id, conversation.rubric_version_id)

    def _grade(self, exchange: Exchange) -> Grade:
        conversation, scenario = exchange.conversation, exchange.scenario
        task = ReplyToGrade(
            language=conversation.language,
            channel=scenario.channel,
            situation=" ".join(scenario.facts),
            before=exchange.transcript_before,
            reply=exchange.reply.text,
        )
        model, prompt = self._voices.of(Role.GRADER), self._library.prompt("grade")
        return grade_reply(model, prompt, rubric_of(conversation), self._library.screens, task, conversation.seed)


def _detail(problem: Problem | None) -> str | None:
    return f"{problem.key}: {problem.detail}" if problem else None


def _usage(exchange: Exchange, grade: Grade) -> Used:
    return Used(
        conversation_id=exchange.conversation.id,
        role=Role.GRADER.value,
        model=grade.model,
        prompt_tokens=grade.prompt_tokens,
        completion_tokens=grade.completion_tokens,
        cost=grade.cost,
        milliseconds=grade.milliseconds,
        attempts=grade.attempts,
    )
