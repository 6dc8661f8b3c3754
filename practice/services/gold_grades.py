"""What the grader said of replies of gold sets, where a grade of them is kept."""

from collections.abc import Sequence

from sqlmodel import Session

from practice.domain.grade import Grade, GradeStatus
from practice.store.gold import GoldItem
from practice.store.gold_grades import preview_grades
from practice.store.grading_reading import latest_grades


def grades_of_items(session: Session, items: Sequence[GoldItem]) -> dict[int, Grade]:
    """Item's id -> its grade as the machine gave it: of its turn, else of the newest preview. Others are absent."""
    turns = {item.turn_id: item.id for item in items if item.turn_id}
    found = {
        turns[turn_id]: grade
        for turn_id, grade in latest_grades(session, list(turns)).items()
        if grade.status is GradeStatus.GRADED
    }
    return preview_grades(session, [item.id for item in items if item.id not in found]) | found
