"""Keeps a grade with all that belongs to it: its prompt, what it used, and a place in the trainer's queue."""

from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.grade import Grade
from practice.domain.prompt import Prompt
from practice.domain.review import RANDOM_SAMPLE, drawn, reasons_to_look
from practice.domain.rubric import Scope
from practice.model.port import Role
from practice.store.grading import add_grade
from practice.store.job import Job
from practice.store.prompt import keep_prompt
from practice.store.review import ask_for_review
from practice.store.usage import Used, add_usage


@dataclass(frozen=True)
class Graded:
    """What was graded, by which version of a rubric: `turn_id` is the reply, or the last turn of a whole talk."""

    conversation_id: str
    turn_id: str
    rubric_version_id: int
    scope: Scope = Scope.REPLY


def keep_grade(session: Session, job: Job, grade: Grade, graded: Graded, prompt: Prompt, sample: float = 0) -> None:
    """`sample` is the share (0-1) of grades that are looked at though nothing speaks for it."""
    keep_prompt(session, prompt)
    grade_id = add_grade(session, grade, job.id, graded.turn_id, graded.rubric_version_id, graded.scope)
    chance = (RANDOM_SAMPLE,) if drawn(grade_id, sample) else ()
    ask_for_review(session, grade_id, graded.turn_id, reasons_to_look(grade) or chance)
    keep_usage(session, grade, graded.conversation_id)


def keep_usage(session: Session, grade: Grade, conversation_id: str | None) -> None:
    """What the grade took of models; None where it was made for no talk."""
    for call in grade.calls:
        if call.attempts:
            used = Used(
                conversation_id=conversation_id,
                role=Role.GRADER.value,
                model=call.model,
                prompt_tokens=call.prompt_tokens,
                completion_tokens=call.completion_tokens,
                cost=call.cost,
                milliseconds=call.milliseconds,
                attempts=call.attempts,
            )
            add_usage(session, used)
