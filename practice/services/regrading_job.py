"""The job that grades one kept reply again, beside the grades it has."""

from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, grade_failed
from practice.errors import ModelError, NotFound
from practice.library import Library, read_rubric
from practice.services.exchange import Exchange, load_exchange, rubric_of
from practice.services.grade_keeping import Graded, keep_grade
from practice.services.grading_job import ReplyGrader, detail_of
from practice.services.statements import Statements
from practice.services.voices import Voices
from practice.store.chat_reading import conversation_of_turn
from practice.store.database import Database
from practice.store.job import Job, finish_job
from practice.store.regrading import RegradingItem, load_item


class RegradingJob:
    """Handles jobs of kind REGRADE; the subject is the item of a run."""

    def __init__(
        self, database: Database, library: Library, voices: Voices, statements: Statements | None = None
    ) -> None:
        self._database = database
        self._statements = statements or Statements()
        self._library = library
        self._voices = voices
        self._grader = ReplyGrader(database, library)

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            item = load_item(session, job.subject_id)
        if item is None:
            raise NotFound(f"no item {job.subject_id} of a regrading")
        exchange = load_exchange(self._database, item.turn_id)
        version_id = item.rubric_version_id or exchange.conversation.rubric_version_id
        grade = self._grade(item, exchange, version_id)
        with self._database.writing() as session:
            self._statements.hold(session, exchange.conversation.id)
            finish_job(session, job, error=detail_of(grade.problem))
            graded = Graded(exchange.conversation.id, item.turn_id, version_id)
            keep_grade(session, job, grade, graded, self._library.prompt("grade"))
            self._statements.tell(session, exchange.conversation.id)

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        item = load_item(session, job.subject_id)
        talk = conversation_of_turn(session, item.turn_id) if item else None
        if item and talk:
            self._statements.hold(session, talk.id)
            grade = grade_failed(Problem("internal", detail), item.model or self._voices.graders().name)
            graded = Graded(talk.id, item.turn_id, item.rubric_version_id or talk.rubric_version_id)
            keep_grade(session, job, grade, graded, self._library.prompt("grade"))
            self._statements.tell(session, talk.id)

    def _grade(self, item: RegradingItem, exchange: Exchange, version_id: int) -> Grade:
        try:
            panel = self._voices.graders(item.model)
        except ModelError as error:
            return grade_failed(Problem(error.key, str(error)), item.model or "")
        if item.rubric_text is None:
            rubric = rubric_of(exchange.conversation)
        else:
            rubric = read_rubric(item.rubric_text, f"rubric {item.rubric_key}")
        return self._grader.grade(exchange, panel, rubric, version_id)
