"""Counting attempts at what was asked, in the transaction that begins the talk."""

from dataclasses import replace
from enum import StrEnum

from sqlmodel import Session

from practice.errors import Conflict, NotFound
from practice.services.talk import TalkChoices
from practice.store.assignment import Assignment, hold_assignment
from practice.store.assignment_reading import asked_of, attempts_of, load_assignment
from practice.store.person import Person

NO_ASSIGNMENT = "no such assignment"


class Refusal(StrEnum):
    """Why an attempt cannot begin; practising the scenario for oneself always can."""

    WITHDRAWN = "withdrawn"
    LEFT = "left"  #: they practise in that cohort no more
    USED_UP = "used_up"
    CHANGED = "changed"  #: what was asked is another thing than they were shown


class NoAttempt(Conflict):
    """Nothing can be begun for this assignment, for a reason that the page tells in its own words."""

    def __init__(self, reason: Refusal, assignment: Assignment) -> None:
        super().__init__(f"no attempt can begin: {reason}")
        self.reason = reason
        self.assignment = assignment


def shape_of(assignment: Assignment) -> str:
    """Stands for what is fixed: whoever begins gives it back, and so begins nothing else than they were shown."""
    return f"{assignment.scenario_key} {assignment.mode} {assignment.language or ''} {assignment.difficulty or ''}"


def fixed(choices: TalkChoices, assignment: Assignment) -> TalkChoices:
    """With what the trainer decided in place of what was chosen."""
    return replace(
        choices,
        language=assignment.language or choices.language,
        difficulty=assignment.difficulty or choices.difficulty,
        mode=assignment.mode,
    )


def refuse_changed(session: Session, person: Person, assignment_id: str, key: str, choices: TalkChoices) -> None:
    """Raises NoAttempt where one more attempt, as chosen, is not what is asked; it stays so until all is done."""
    hold_assignment(session, assignment_id, to_change=False)
    assignment = attempt(session, person, assignment_id)
    if assignment.scenario_key != key or fixed(choices, assignment) != choices:
        raise NoAttempt(Refusal.CHANGED, assignment)


def attempt(session: Session, person: Person, assignment_id: str) -> Assignment:
    """What one more attempt is at. Whoever counts by it must be held: two at once else both find the last one free.

    Raises NoAttempt, or NotFound where it was never asked of this person.
    """
    asked = next(iter(asked_of(session, person.id, assignment_id)), None)
    if asked is None:
        assignment = load_assignment(session, assignment_id)
        if assignment is None or not attempts_of(session, person.id, assignment_id):
            raise NotFound(NO_ASSIGNMENT)
        raise NoAttempt(Refusal.LEFT, assignment)
    assignment = asked.assignment
    if assignment.withdrawn_at is not None:
        raise NoAttempt(Refusal.WITHDRAWN, assignment)
    if assignment.attempts is not None and asked.doing.attempts >= assignment.attempts:
        raise NoAttempt(Refusal.USED_UP, assignment)
    return assignment
