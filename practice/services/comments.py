"""Trainers write beside a turn; whose talk it is finds it there."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.comment import LONGEST_COMMENT, Comment
from practice.domain.conversation import Conversation
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.access import NO_TURN, require
from practice.store.audit import add_audit
from practice.store.chat import lock_conversation
from practice.store.chat_reading import conversation_of_turn
from practice.store.comment import add_comment, withdraw_comment
from practice.store.comment_reading import NewComments, comments_on, new_comments_for
from practice.store.database import Database
from practice.store.person import Person, person_by_id
from practice.store.types import now, storable


class CommentService:
    """Its changes raise NotFound for a turn that is hidden from who asks, and NotAllowed where they only read it."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def conversation_of(self, person: Person, turn_id: str) -> str:
        """The id of the talk whose report this person reads. Raises NotFound."""
        with self._database.reading() as session:
            return _talk(session, person, Act.REPORT, turn_id).id

    def new_for(self, person: Person) -> list[NewComments]:
        """On the person's own talks; their report is where they see them."""
        with self._database.reading() as session:
            return new_comments_for(session, person.id)

    def write(self, person: Person, turn_id: str, words: str, address: str = "") -> None:
        """Raises BadInput for no words or too many. Sent twice by the same person, the same counts once."""
        words = _fit(words)
        with self._database.writing() as session:
            talk = _talk(session, person, Act.COMMENT, turn_id)
            lock_conversation(session, talk.id)
            had = comments_on(session, turn_id)
            if any((comment.author_id, comment.words) == (person.id, words) for comment in had):
                return
            add_comment(session, turn_id, person.id, words, self._clock())
            add_audit(session, person, AuditAct.COMMENTED, _audited(session, talk), address=address)

    def withdraw(self, person: Person, turn_id: str, comment_id: int, address: str = "") -> None:
        """What is not there any more was withdrawn before, which is no error.

        Raises NotAllowed for somebody else's, and Conflict once it has been seen: then it stays.
        """
        with self._database.writing() as session:
            talk = _talk(session, person, Act.COMMENT, turn_id)
            lock_conversation(session, talk.id)
            comment = next((entry for entry in comments_on(session, turn_id) if entry.id == comment_id), None)
            if comment is None:
                return
            if not comment.is_by(person.id):
                raise NotAllowed("a comment is withdrawn by who wrote it")
            if not withdraw_comment(session, comment.id):
                raise Conflict("the comment has been read meanwhile, so it stays")
            add_audit(session, person, AuditAct.COMMENTED, _audited(session, talk), "withdrawn", address=address)


def withdrawable(person: Person, comments: Mapping[str, tuple[Comment, ...]]) -> frozenset[int]:
    """The ids of those that this person may still take back."""
    on_turns = (comment for on_turn in comments.values() for comment in on_turn)
    return frozenset(comment.id for comment in on_turns if comment.is_by(person.id) and not comment.seen)


def _talk(session: Session, person: Person, act: Act, turn_id: str) -> Conversation:
    talk = require(session, person, act, conversation_of_turn(session, turn_id), NO_TURN)
    if act is Act.COMMENT and not talk.reveals:
        raise NotFound(NO_TURN)
    return talk


def _fit(words: str) -> str:
    """Lines stay lines; browsers send each end of one as two signs and count it as one."""
    words = storable(words).replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST_COMMENT:
        raise BadInput(f"write a comment of 1 to {LONGEST_COMMENT} characters")
    return words


def _audited(session: Session, talk: Conversation) -> Audited:
    owner = person_by_id(session, talk.person_id)
    return Audited(AuditedKind.CONVERSATION, talk.id, f"{talk.scenario_key}, {owner.name if owner else ''}")
