"""Every table, known to SQLModel once this is imported."""

from sqlmodel import SQLModel

from practice.store import (
    chat,
    debrief,
    grading,
    job,
    organisation,
    person,
    prompt,
    recalibration,
    regrading,
    review,
    sign_in_attempt,
    sign_in_link,
    usage,
    version,
    web_session,
)

MODULES = (
    organisation,
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
    sign_in_link,
    web_session,
    sign_in_attempt,
)
METADATA = SQLModel.metadata
