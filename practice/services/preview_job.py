"""The job that grades one reply of a gold set by one version of a rubric."""

from collections.abc import Callable

from sqlmodel import Session

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, grade_failed
from practice.domain.labels import LabelledReply
from practice.domain.preview import KeptGrade
from practice.domain.rubric import Rubric
from practice.domain.transcript import Line, Speaker
from practice.errors import NotFound
from practice.library import Library, read_rubric
from practice.services.grade_keeping import keep_usage
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.grading_job import detail_of
from practice.services.preview_figures import finish
from practice.services.voices import Voices
from practice.store.database import Database
from practice.store.job import Job, finish_job
from practice.store.preview_reading import load_task, progress_of_previews
from practice.store.preview_writing import keep_preview_grade, leave_out, queue_more
from practice.store.prompt import keep_prompt

#: So many jobs of one preview are open: a provider's patience, and the machine, are for those who practise.
AT_ONCE = 4
SEED = 0


class PreviewJob:
    """Handles jobs of kind PREVIEW; the subject is the preview's grade of one reply by one version.

    The graders' own levels are kept: a recalibration is fitted to one version, and a draft has none yet. `wake` is
    called when there are more jobs to do.
    """

    def __init__(self, database: Database, library: Library, voices: Voices, wake: Callable[[], None]) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._wake = wake

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            task = load_task(session, job.subject_id)
        if task is None:
            raise NotFound(f"no grade {job.subject_id} of a preview")
        grade, left_out = None, task.taken_out and not task.known
        if not task.known and not left_out:
            rubric = read_rubric(task.rubric_text, f"rubric {task.rubric_key}")
            grade = grade_alone(self._library, self._voices, rubric, task.reply)
        with self._database.writing() as session:
            finish_job(session, job, error=detail_of(grade.problem) if grade else None)
            if grade:
                keep_prompt(session, self._library.prompt("grade"))
                keep_usage(session, grade, None)
            if left_out:
                leave_out(session, job.subject_id)
            self._keep(session, job, task.preview_id, grade)
            all_tried = progress_of_previews(session, [task.preview_id])[task.preview_id].all_tried
        if all_tried:
            finish(self._database, task.preview_id)
        else:
            self._wake()

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        task = load_task(session, job.subject_id)
        if task:
            failed = grade_failed(Problem("internal", detail), self._voices.graders().name)
            self._keep(session, job, task.preview_id, failed)

    def _keep(self, session: Session, job: Job, preview_id: str, grade: Grade | None) -> None:
        kept = KeptGrade(self._voices.graders().name, grade) if grade else None
        keep_preview_grade(session, job.subject_id, kept)
        queue_more(session, preview_id, AT_ONCE)


def grade_alone(library: Library, voices: Voices, rubric: Rubric, reply: LabelledReply) -> Grade:
    """A reply to one line of the customer's, by the graders' own levels, without any recalibration."""
    method = Method(library.prompt("grade"), rubric, library.screens)
    before = (Line(Speaker.CUSTOMER, reply.customer),)
    task = ReplyToGrade(reply.language, reply.channel, reply.situation, before, reply.reply)
    return grade_reply(voices.graders(), method, task, SEED)
