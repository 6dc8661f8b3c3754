"""Every table, known to SQLModel once this is imported."""

from sqlmodel import SQLModel

from practice.store import (
    chat,
    debrief,
    grading,
    job,
    person,
    prompt,
    recalibration,
    regrading,
    review,
    usage,
    version,
)

MODULES = (
    person,
    version,
    chat,
    grading,
    debrief,
    job,
    usage,
    prompt,
    recalibration,
    regrading,
    review,
)
METADATA = SQLModel.metadata
