"""The job that lets the customer answer: what was noticed, how the mood moved, which move, and then the words."""

from sqlmodel import Session

from practice.domain.conversation import Outcome, Problem, Turn, TurnStatus
from practice.domain.mood import AppraisedEvent, MoodChange, move_mood
from practice.domain.move import choose_move, talk_so_far
from practice.domain.scenario import Move
from practice.errors import ModelError
from practice.library import Library
from practice.model.port import ModelAnswer, Role
from practice.services.appraising import appraise
from practice.services.board import Board
from practice.services.customer import Direction, Speech, speak
from practice.services.exchange import Exchange, exchange_with
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

OUTCOMES = {Move.ACCEPT: Outcome.RESOLVED, Move.LEAVE: Outcome.LEFT}


class SpeakingJob:
    """Handles jobs of kind SPEAK; the subject is the customer's turn."""

    def __init__(self, database: Database, library: Library, voices: Voices, board: Board) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._board = board

    def __call__(self, job: Job) -> None:
        turn, exchange = self._to_answer(job.subject_id)
        if turn is None or exchange is None:
            with self._database.writing() as session:
                finish_job(session, job)
            return
        with self._board.watching(exchange.reply.id):
            self._board.begin_speech(exchange.reply.id)
            try:
                self._answer(job, turn, exchange)
            except ModelError as error:
                self._fall_silent(job, turn.id, exchange, error)
            finally:
                self._board.end_speech(exchange.reply.id)

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        save_silence(session, job.subject_id, Problem("internal", detail))

    def _to_answer(self, turn_id: str) -> tuple[Turn, Exchange] | tuple[None, None]:
        """None where the customer's line is over already, or gone."""
        with self._database.reading() as session:
            turn = load_turn(session, turn_id)
            if turn is None or turn.parent_id is None or turn.status is not TurnStatus.SPEAKING:
                return None, None
            return turn, exchange_with(session, turn.conversation_id, turn.parent_id)

    def _answer(self, job: Job, turn: Turn, exchange: Exchange) -> None:
        turn_id = turn.id
        direction = _decided(turn) or self._react(job, turn_id, exchange)
        speech = speak(
            self._voices.of(Role.CUSTOMER),
            self._library.prompt("customer"),
            self._library.speech_rules,
            exchange,
            direction,
            lambda text: self._board.say(exchange.reply.id, text),
        )
        self._save(job, turn_id, exchange, direction.move, speech)

    def _react(self, job: Job, turn_id: str, exchange: Exchange) -> Direction:
        table = self._library.mood_table
        noticed = appraise(self._voices.of(Role.APPRAISER), self._library.prompt("appraise"), table, exchange)
        events = noticed.appraisal.events
        # An appraisal that could not be read says nothing about the reply: not even that it held nothing new.
        read = not (noticed.appraisal.refused and not events)
        before = exchange.mood_before
        change = move_mood(before, events, table) if read else MoodChange(before, before, ())
        talk = talk_so_far(exchange.customer_turns)
        move = choose_move(exchange.scenario, change.after, change.effects, talk, table)
        with self._database.writing() as session:
            hold_job(session, job)
            save_reaction(session, turn_id, change, move, noticed.appraisal.refused)
            self._note_usage(session, exchange, Role.APPRAISER, [noticed.answer] if noticed.answer else [])
        self._board.touch(exchange.reply.id)
        return Direction(move, change.after, _in_order(events, change))

    def _save(self, job: Job, turn_id: str, exchange: Exchange, move: Move, speech: Speech) -> None:
        with self._database.writing() as session:
            finish_job(session, job)
            said = finish_speech(session, turn_id, speech.text, speech.status, speech.check())
            shown = self._board.glimpse(exchange.reply.id).text
            if not said and shown is not None:
                keep_words_of_stopped(session, exchange.reply.id, shown)
            if said and move in OUTCOMES and speech.status is TurnStatus.SAID:
                close_conversation(session, exchange.conversation.id, OUTCOMES[move])
            self._note_usage(session, exchange, Role.CUSTOMER, speech.answers)

    def _fall_silent(self, job: Job, turn_id: str, exchange: Exchange, error: ModelError) -> None:
        said = self._board.glimpse(exchange.reply.id).text or ""
        with self._database.writing() as session:
            finish_job(session, job, error=str(error))
            save_silence(session, turn_id, Problem(error.key, str(error)), said.rstrip())

    def _note_usage(self, session: Session, exchange: Exchange, role: Role, answers: list[ModelAnswer]) -> None:
        for answer in answers:
            add_usage(session, used_by(exchange.conversation.id, role.value, answer))


def _decided(turn: Turn) -> Direction | None:
    """What an earlier attempt at this line had decided: the reply is not read anew, so the mood cannot change."""
    if turn.mood is None or turn.move is None:
        return None
    noticed = tuple(AppraisedEvent(effect.event, effect.words, effect.about) for effect in turn.effects)
    return Direction(turn.move, turn.mood, noticed)


def _in_order(events: tuple[AppraisedEvent, ...], change: MoodChange) -> tuple[AppraisedEvent, ...]:
    """Each event once, as it counted."""
    counted = {effect.event for effect in change.effects}
    firsts: dict[str, AppraisedEvent] = {}
    for event in events:
        if event.event in counted:
            firsts.setdefault(event.event, event)
    return tuple(firsts.values())
