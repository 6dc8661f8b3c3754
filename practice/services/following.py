"""Lets somebody watch an exchange: from the start, from any process, as often as they like."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from practice.domain.access import Act
from practice.domain.conversation import TurnStatus
from practice.domain.progress import Progress, ProgressEvent, TokenEvent, events_between
from practice.errors import NotFound
from practice.services.access import NO_TURN, require_turn
from practice.services.board import Board
from practice.store.chat_reading import load_watched_turn
from practice.store.database import Database
from practice.store.grading_reading import latest_grades
from practice.store.job import JobKind, has_open_job
from practice.store.person import Person

#: How often another process's words are looked for.
LOOK_SECONDS = 0.15
#: After words were passed on, those of this long are gathered: ten times a second is as fast as anybody reads, and
#: each time costs the wake-up of a thread. The first word never waits.
GATHER_SECONDS = 0.1
#: How long this process's board is trusted before the database is asked all the same.
TRUST_SECONDS = 5.0


@dataclass(frozen=True)
class Followed:
    """One exchange that this person may watch."""

    reply_id: str
    answer_id: str
    conversation_id: str


class FollowingService:
    def __init__(self, database: Database, board: Board) -> None:
        self._database = database
        self._board = board

    def find(self, person: Person, answer_id: str) -> Followed:
        """Raises NotFound where the turn is not there, answers nothing, or is hidden from this person."""
        with self._database.reading() as session:
            turn = require_turn(session, person, Act.FOLLOW, answer_id)
        if turn.parent_id is None:
            raise NotFound(NO_TURN)
        return Followed(turn.parent_id, turn.id, turn.conversation_id)

    def follow(self, followed: Followed, quiet_seconds: float = 15.0) -> Iterator[list[ProgressEvent]]:
        """Events as they come; an empty list after `quiet_seconds` without any, so that a dead line is noticed."""
        reply_id = followed.reply_id
        with self._board.watching(reply_id):
            shown: Progress | None = None
            quiet_since = time.monotonic()
            glimpse = self._board.glimpse(reply_id)
            loaded, loaded_at, writes = self._load(followed), time.monotonic(), glimpse.writes
            while True:
                here = glimpse.text is not None
                trusted = TRUST_SECONDS if here else LOOK_SECONDS
                if glimpse.writes != writes or time.monotonic() - loaded_at >= trusted:
                    writes = glimpse.writes
                    loaded, loaded_at = self._load(followed), time.monotonic()
                if here and loaded.answer.status is TurnStatus.STOPPED:
                    # Another process was asked to stop what is being spoken in this one.
                    self._board.stop(reply_id)
                now = _with_live_words(loaded, glimpse.text)
                events = events_between(shown, now)
                shown = now
                if events:
                    quiet_since = time.monotonic()
                    yield events
                elif time.monotonic() - quiet_since >= quiet_seconds:
                    quiet_since = time.monotonic()
                    yield []
                if now.over:
                    return
                if any(isinstance(event, TokenEvent) for event in events):
                    time.sleep(GATHER_SECONDS)
                self._board.wait(reply_id, glimpse.changes, min(quiet_seconds, trusted))
                glimpse = self._board.glimpse(reply_id)

    def _load(self, followed: Followed) -> Progress:
        with self._database.reading() as session:
            watched = load_watched_turn(session, followed.answer_id)
            if watched is None:
                raise NotFound(NO_TURN)
            # In this order: a grade made between the two look-ups is then seen, not missed.
            grading = has_open_job(session, JobKind.GRADE, followed.reply_id)
            grades = {} if grading else latest_grades(session, [followed.reply_id])
        return Progress(watched.turn, grades.get(followed.reply_id), grading, watched.outcome, watched.ended)


def _with_live_words(loaded: Progress, live_text: str | None) -> Progress:
    """What was shown stays shown, also where the one who stopped it knew fewer words."""
    if live_text is None or loaded.answer.status not in (TurnStatus.SPEAKING, TurnStatus.STOPPED):
        return loaded
    return replace(loaded, answer=replace(loaded.answer, text=live_text))
