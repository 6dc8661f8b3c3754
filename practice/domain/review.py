"""Why a grade is worth a trainer's look."""

from practice.domain.grade import Grade, GradeStatus

NOT_GRADED = "not_graded"


def reasons_to_look(grade: Grade) -> tuple[str, ...]:
    """Its flags, and that it is not graded; empty where nothing speaks for a look."""
    failed = (NOT_GRADED,) if grade.status is GradeStatus.NOT_GRADED else ()
    return (*failed, *grade.flags)
