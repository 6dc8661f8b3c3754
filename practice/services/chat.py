"""Practising: begin a talk, reply, stop, try again, end. What a page needs to show it."""

import random
from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.conversation import Conversation, Turn, TurnStatus
from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language
from practice.domain.mood import Mood
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker
from practice.errors import BadReply, NotFound
from practice.library import Library, read_rubric, read_scenario
from practice.services.board import Board
from practice.services.exchange import rubric_of, scenario_of
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.chat import (
    ConversationRow,
    add_conversation,
    add_turn,
    close_conversation,
    lock_conversation,
    speak_anew,
    stop_speech,
)
from practice.store.chat_reading import (
    answer_to,
    conversations_of,
    load_conversation,
    load_turn,
    path_to,
    turn_by_client_key,
)
from practice.store.database import Database
from practice.store.grading import latest_grades
from practice.store.job import Job, JobKind, add_job, has_open_job, open_subjects
from practice.store.person import Person
from practice.store.types import new_id, now, storable
from practice.store.version import RubricVersionRow, ScenarioVersionRow, version_of


@dataclass(frozen=True)
class ScenarioEntry:
    key: str
    scenario: Scenario


@dataclass(frozen=True)
class TurnView:
    """`grade` and `grading` belong to the trainee's turns; both empty means that no grade was asked for."""

    turn: Turn
    grade: Grade | None = None
    grading: bool = False


@dataclass(frozen=True)
class ConversationView:
    conversation: Conversation
    scenario: Scenario
    rubric: Rubric
    turns: tuple[TurnView, ...]

    @property
    def mood(self) -> Mood:
        return next((view.turn.mood for view in reversed(self.turns) if view.turn.mood), self.scenario.start_mood)

    @property
    def awaited(self) -> Turn | None:
        """The customer's turn that is not over yet: being spoken, or failed and to be tried again."""
        last = self.turns[-1].turn if self.turns else None
        waiting = (TurnStatus.SPEAKING, TurnStatus.FAILED)
        return last if last and last.speaker is Speaker.CUSTOMER and last.status in waiting else None

    @property
    def settled(self) -> bool:
        """Nothing is being said or graded."""
        return not any(view.grading or view.turn.status is TurnStatus.SPEAKING for view in self.turns)


@dataclass(frozen=True)
class Receipt:
    """A reply that is kept from here on, and the turn in which the customer answers it."""

    reply_id: str
    answer_id: str


class ChatService:
    def __init__(self, settings: Settings, database: Database, library: Library, board: Board, worker: Worker) -> None:
        self._settings = settings
        self._database = database
        self._library = library
        self._board = board
        self._worker = worker

    def scenarios(self) -> list[ScenarioEntry]:
        return [
            ScenarioEntry(document.key, read_scenario(document.text, str(document.path)))
            for document in self._library.scenarios()
        ]

    def scenario(self, key: str) -> ScenarioEntry:
        """Raises NotFound."""
        document = self._library.scenario_document(key)
        return ScenarioEntry(key, read_scenario(document.text, str(document.path)))

    def start(self, person: Person, scenario_key: str, language: Language, seed: int | None = None) -> str:
        """The new conversation's id, with the customer's opening line said. Raises NotFound."""
        scenario_document = self._library.scenario_document(scenario_key)
        rubric_document = self._library.rubric_document(self._settings.rubric)
        scenario = read_scenario(scenario_document.text, str(scenario_document.path))
        read_rubric(rubric_document.text, str(rubric_document.path))
        with self._database.writing() as session:
            scenario_version = version_of(session, ScenarioVersionRow, scenario_key, scenario_document.text)
            rubric_version = version_of(session, RubricVersionRow, rubric_document.key, rubric_document.text)
            conversation_id = add_conversation(
                session,
                ConversationRow(
                    person_id=person.id,
                    scenario_version_id=scenario_version.id or 0,
                    rubric_version_id=rubric_version.id or 0,
                    language=language.value,
                    seed=random.SystemRandom().randrange(2**31) if seed is None else seed,
                ),
            )
            opening = Turn(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=None,
                speaker=Speaker.CUSTOMER,
                text=scenario.opening.in_language(language),
                status=TurnStatus.SAID,
                said_at=now(),
                mood=scenario.start_mood,
            )
            add_turn(session, opening)
        return conversation_id

    def recent(self, person: Person) -> list[ConversationView]:
        """The person's talks, newest first, without their turns."""
        with self._database.reading() as session:
            found = conversations_of(session, person.id)
        return [ConversationView(c, scenario_of(c), rubric_of(c), ()) for c in found]

    def view(self, person: Person, conversation_id: str) -> ConversationView:
        """Raises NotFound where it is not there or not theirs."""
        with self._database.reading() as session:
            conversation = load_conversation(session, conversation_id)
            if conversation is None or conversation.person_id != person.id:
                raise NotFound("no such conversation")
            path = path_to(session, conversation_id, conversation.head_turn_id)
            replies = [turn.id for turn in path if turn.speaker is Speaker.TRAINEE]
            # In this order: a grade made between the two look-ups is then seen, not missed.
            grading = open_subjects(session, JobKind.GRADE, replies)
            grades = latest_grades(session, replies)
        turns = tuple(TurnView(turn, grades.get(turn.id), turn.id in grading) for turn in path)
        return ConversationView(conversation, scenario_of(conversation), rubric_of(conversation), turns)

    def reply(self, person: Person, conversation_id: str, text: str, client_key: str) -> Receipt:
        """Keeps the reply and lets the customer answer; the same client key again gives the same receipt.

        Raises NotFound, or BadReply: empty, too_long, ended, waiting (the customer has not answered the last one).
        """
        typed = storable(text).strip()
        with self._database.writing() as session:
            lock_conversation(session, conversation_id)
            conversation = load_conversation(session, conversation_id)
            if conversation is None or conversation.person_id != person.id:
                raise NotFound("no such conversation")
            earlier = turn_by_client_key(session, conversation_id, client_key)
            if earlier:
                answer = answer_to(session, earlier.id)
                assert answer is not None
                return Receipt(earlier.id, answer.id)
            head = load_turn(session, conversation.head_turn_id or "")
            self._refuse_unfit(typed, conversation, head)
            moment = now()
            said = Turn(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=head.id if head else None,
                speaker=Speaker.TRAINEE,
                text=typed,
                status=TurnStatus.SAID,
                said_at=moment,
                reply_seconds=(moment - head.said_at).total_seconds() if head else None,
            )
            answer = Turn(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=said.id,
                speaker=Speaker.CUSTOMER,
                text="",
                status=TurnStatus.SPEAKING,
                said_at=moment,
            )
            add_turn(session, said, client_key)
            add_turn(session, answer)
            jobs = [self._job(session, JobKind.SPEAK, answer.id), self._job(session, JobKind.GRADE, said.id)]
        self._begin(jobs)
        return Receipt(said.id, answer.id)

    def stop(self, person: Person, answer_id: str) -> str:
        """Ends the customer's line where it is; what was said is kept. The conversation's id. Raises NotFound."""
        turn = self._own_turn(person, answer_id)
        said = self._board.stop(turn.parent_id) if turn.parent_id else None
        with self._database.writing() as session:
            stop_speech(session, turn.id, said)
        if turn.parent_id:
            self._board.touch(turn.parent_id)
        return turn.conversation_id

    def speak_again(self, person: Person, answer_id: str) -> str:
        """Lets the customer try a line again that failed. The conversation's id. Raises NotFound."""
        turn = self._own_turn(person, answer_id)
        with self._database.writing() as session:
            lock_conversation(session, turn.conversation_id)
            current = load_turn(session, turn.id)
            if current is None or current.status is not TurnStatus.FAILED:
                return turn.conversation_id
            speak_anew(session, turn.id)
            jobs = [self._job(session, JobKind.SPEAK, turn.id)]
        self._begin(jobs)
        return turn.conversation_id

    def grade_again(self, person: Person, reply_id: str) -> str:
        """Asks for a grade again where none could be given. The conversation's id. Raises NotFound."""
        turn = self._own_turn(person, reply_id)
        with self._database.writing() as session:
            lock_conversation(session, turn.conversation_id)
            grade = latest_grades(session, [turn.id]).get(turn.id)
            graded = grade is not None and grade.status is GradeStatus.GRADED
            if graded or has_open_job(session, JobKind.GRADE, turn.id) or turn.speaker is not Speaker.TRAINEE:
                return turn.conversation_id
            jobs = [self._job(session, JobKind.GRADE, turn.id)]
        self._begin(jobs)
        return turn.conversation_id

    def end(self, person: Person, conversation_id: str) -> None:
        """Ends the talk; one that has ended stays as it was. Raises NotFound."""
        awaited = self.view(person, conversation_id).awaited
        with self._database.writing() as session:
            close_conversation(session, conversation_id, None)
        # Stopped last, so that whoever watches the customer's line learns with its end that the talk is over.
        if awaited and awaited.status is TurnStatus.SPEAKING:
            self.stop(person, awaited.id)

    def _own_turn(self, person: Person, turn_id: str) -> Turn:
        with self._database.reading() as session:
            turn = load_turn(session, turn_id)
            conversation = load_conversation(session, turn.conversation_id) if turn else None
        if turn is None or conversation is None or conversation.person_id != person.id:
            raise NotFound("no such turn")
        return turn

    def _refuse_unfit(self, typed: str, conversation: Conversation, head: Turn | None) -> None:
        limit = self._settings.reply_limit
        if not conversation.open:
            raise BadReply("ended", "this conversation has ended; start a new one")
        if not typed:
            raise BadReply("empty", "the reply is empty; write what you would say")
        if len(typed) > limit:
            raise BadReply("too_long", f"the reply has {len(typed)} characters; at most {limit} are taken")
        if head is None or head.status in (TurnStatus.SPEAKING, TurnStatus.FAILED):
            raise BadReply("waiting", "the customer has not answered yet; wait, stop them or try again")

    def _job(self, session: Session, kind: JobKind, subject_id: str) -> Job:
        lease = self._worker.lease if self._settings.jobs_in_web else None
        return add_job(session, kind, subject_id, lease)

    def _begin(self, jobs: list[Job]) -> None:
        if self._settings.jobs_in_web:
            self._worker.take(jobs)
