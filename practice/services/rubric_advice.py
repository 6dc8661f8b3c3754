"""What a trainer may want to mend in a rubric that can be read: levels too much alike, examples that lack."""

from pathlib import Path

from practice.errors import BadDocument
from practice.library import Document, read_rubric
from practice.services.rubric_check import check_rubric
from practice.services.rubrics import NAME, RubricMistake
from practice.services.versions import mistakes_told


def advice_on(text: str) -> tuple[RubricMistake, ...]:
    """None on a text that this program does not read any more: it needs more than advice."""
    try:
        read_rubric(text, NAME)
    except BadDocument:
        return ()
    return mistakes_told([mistake.text for mistake in check_rubric(Document(NAME, Path(NAME), text))], text)
