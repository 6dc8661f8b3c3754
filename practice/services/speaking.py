"""The job that lets the customer answer: decides once, then speaks, and keeps both."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.conversation import Problem, Turn, TurnStatus
from practice.errors import ModelError
from practice.library import Library
from practice.model.port import ModelAnswer, Role
from practice.services.answering import OUTCOMES, Answering, decided_before
from practice.services.board import Board
from practice.services.customer import Direction, Speech
from practice.services.exchange import Exchange, exchange_with
from practice.services.grading_talk import ask_for_talk_grade
from practice.services.statements import Statements
from practice.services.voices import Voices
from practice.store.chat import (
    close_conversation,
    finish_speech,
    keep_words_of_stopped,
    save_reaction,
    save_silence,
)
from practice.store.chat_reading import load_turn
from practice.store.database import Database
from practice.store.job import Job, finish_job, hold_job
from practice.store.usage import add_usage, used_by


@dataclass(frozen=True)
class _Due:
    """The customer's turn that waits for words, and what it answers."""

    turn: Turn
    exchange: Exchange


class SpeakingJob:
    """Handles jobs of kind SPEAK; the subject is the customer's turn."""

    def __init__(
        self,
        database: Database,
        library: Library,
        voices: Voices,
        board: Board,
        statements: Statements | None = None,
    ) -> None:
        self._database = database
        self._statements = statements or Statements()
        self._answering = Answering(library, voices)
        self._board = board

    def __call__(self, job: Job) -> None:
        due = self._due(job.subject_id)
        if due is None:
            with self._database.writing() as session:
                finish_job(session, job)
            return
        reply_id = due.exchange.reply.id
        with self._board.watching(reply_id):
            self._board.begin_speech(reply_id)
            try:
                self._answer(job, due)
            except ModelError as error:
                self._fall_silent(job, due, error)
            finally:
                self._board.end_speech(reply_id)

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        save_silence(session, job.subject_id, Problem("internal", detail))

    def _due(self, turn_id: str) -> _Due | None:
        """None where the customer's line is over already, or gone."""
        with self._database.reading() as session:
            turn = load_turn(session, turn_id)
            if turn is None or turn.parent_id is None or turn.status is not TurnStatus.SPEAKING:
                return None
            return _Due(turn, exchange_with(session, turn.conversation_id, turn.parent_id))

    def _answer(self, job: Job, due: _Due) -> None:
        exchange = due.exchange
        direction = decided_before(exchange, due.turn) or self._decide(job, due)
        speech = self._answering.speak(exchange, direction, lambda text: self._board.say(exchange.reply.id, text))
        self._save(job, due, direction, speech)

    def _decide(self, job: Job, due: _Due) -> Direction:
        decision = self._answering.decide(due.exchange)
        with self._database.writing() as session:
            hold_job(session, job)
            save_reaction(session, due.turn.id, decision.speaker, decision.beside, decision.not_believed)
            self._note_usage(session, due.exchange, Role.APPRAISER, decision.answers)
        self._board.touch(due.exchange.reply.id)
        return decision.direction

    def _save(self, job: Job, due: _Due, direction: Direction, speech: Speech) -> None:
        exchange = due.exchange
        with self._database.writing() as session:
            self._statements.hold(session, exchange.conversation.id)
            finish_job(session, job)
            said = finish_speech(session, due.turn.id, speech.text, speech.status, speech.check())
            shown = self._board.glimpse(exchange.reply.id).text
            if not said and shown is not None:
                keep_words_of_stopped(session, exchange.reply.id, shown)
            ends = said and direction.move in OUTCOMES and speech.status is TurnStatus.SAID
            if ends and close_conversation(session, exchange.conversation.id, OUTCOMES[direction.move]):
                path = [*exchange.before, exchange.reply, due.turn]
                ask_for_talk_grade(session, exchange.conversation, path, None)
                self._statements.tell(session, exchange.conversation.id)
            self._note_usage(session, exchange, Role.CUSTOMER, tuple(speech.answers))

    def _fall_silent(self, job: Job, due: _Due, error: ModelError) -> None:
        said = self._board.glimpse(due.exchange.reply.id).text or ""
        with self._database.writing() as session:
            finish_job(session, job, error=str(error))
            save_silence(session, due.turn.id, Problem(error.key, str(error)), said.rstrip())

    def _note_usage(self, session: Session, exchange: Exchange, role: Role, answers: tuple[ModelAnswer, ...]) -> None:
        for answer in answers:
            add_usage(session, used_by(exchange.conversation.id, role.value, answer))
