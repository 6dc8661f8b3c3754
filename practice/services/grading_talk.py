"""Grades a whole talk at its end by the criteria that look at all of it."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.conversation import Conversation, Problem, Turn, transcript_of
from practice.domain.grade import Grade, grade_failed
from practice.domain.prompt import Prompt
from practice.domain.rubric import Calls, Rubric, Scope
from practice.domain.rubric_text import rubric_text
from practice.domain.talk_case import talk_case
from practice.domain.transcript import Speaker, Transcript
from practice.domain.verdict import Sought, said_by_customer
from practice.errors import NotFound
from practice.library import Library
from practice.services.exchange import names_of, rubric_of, scenario_of
from practice.services.grade_keeping import Graded, keep_grade
from practice.services.grading import grading_request, parts
from practice.services.grading_job import detail_of
from practice.services.panel import Panel, Question, judged
from practice.services.voices import Voices
from practice.store.chat_reading import conversation_of_turn, path_to
from practice.store.database import Database
from practice.store.job import Job, JobKind, Lease, add_job, finish_job, has_open_job


@dataclass(frozen=True)
class TalkToGrade:
    conversation: Conversation
    talk: Transcript


def grade_talk(panel: Panel, prompt: Prompt, rubric: Rubric, task: TalkToGrade) -> Grade:
    """Like `grade_reply`; quotes tell the number of the reply they stand in."""
    questions = []
    conversation = task.conversation
    replies = tuple(line.text for line in task.talk if line.speaker is Speaker.TRAINEE)
    for criteria in parts(rubric, Scope.CONVERSATION):
        case = talk_case(
            criteria, scenario_of(conversation), conversation.language, task.talk, conversation.outcome.value
        )
        request = grading_request(prompt, {"rubric": rubric_text(rubric, criteria)}, case, criteria, conversation.seed)
        sought = Sought(criteria, replies, said_by_customer(task.talk), numbered=True)
        questions.append(Question(criteria[0].key if rubric.calls is Calls.EACH else "", request, sought))
    return judged(panel, questions, prompt.hash)


def ask_for_talk_grade(
    session: Session, conversation: Conversation, path: list[Turn], lease: Lease | None
) -> Job | None:
    """None where there is nothing to grade, or somebody is at it. The subject is the last turn of the talk."""
    said = any(turn.speaker is Speaker.TRAINEE for turn in path)
    if not said or not rubric_of(conversation).of_scope(Scope.CONVERSATION):
        return None
    if has_open_job(session, JobKind.GRADE_TALK, path[-1].id):
        return None
    return add_job(session, JobKind.GRADE_TALK, path[-1].id, lease)


class TalkGradingJob:
    """Handles jobs of kind GRADE_TALK; the subject is the talk's last turn."""

    def __init__(self, database: Database, library: Library, voices: Voices, review_sample: float = 0) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._review_sample = review_sample

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            conversation = conversation_of_turn(session, job.subject_id)
            if conversation is None:
                raise NotFound(f"no turn {job.subject_id}")
            path = path_to(session, conversation.id, job.subject_id)
        names = names_of(scenario_of(conversation), conversation.language)
        task = TalkToGrade(conversation, transcript_of(path, names))
        prompt = self._library.prompt("grade_talk")
        grade = grade_talk(self._voices.graders(), prompt, rubric_of(conversation), task)
        with self._database.writing() as session:
            finish_job(session, job, error=detail_of(grade.problem))
            keep_grade(session, job, grade, _graded(conversation, job.subject_id), prompt, self._review_sample)

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        conversation = conversation_of_turn(session, job.subject_id)
        if conversation:
            grade = grade_failed(Problem("internal", detail), self._voices.graders().name)
            prompt = self._library.prompt("grade_talk")
            keep_grade(session, job, grade, _graded(conversation, job.subject_id), prompt)


def _graded(conversation: Conversation, turn_id: str) -> Graded:
    return Graded(conversation.id, turn_id, conversation.rubric_version_id, Scope.CONVERSATION)
