"""The trainer's queue, to be read."""

from dataclasses import dataclass

from practice.store.database import Database
from practice.store.review import OpenReview, count_open, open_reviews


@dataclass(frozen=True)
class ReviewQueue:
    """`newest` are some of the `open` ones, newest first."""

    open: int
    newest: tuple[OpenReview, ...]


def review_queue(database: Database, most: int) -> ReviewQueue:
    with database.reading() as session:
        return ReviewQueue(count_open(session), tuple(open_reviews(session, most)))
