"""Trainers set levels in place of the machine's and answer; trainees ask for a second look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Conversation
from practice.domain.grade import Grade
from practice.domain.override import LONGEST_WORDS, Override, OverrideReason, SecondLook, fits
from practice.domain.rubric import LEVELS, Criterion, Scope
from practice.domain.score import CriterionScore
from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.library import read_rubric
from practice.services.access import NOT_OPEN, require, second_look
from practice.services.gold_corrections import keep_correction
from practice.store.audit import add_audit
from practice.store.chat import lock_conversation
from practice.store.chat_reading import load_conversation
from practice.store.database import Database
from practice.store.dispute import DisputeRow, add_dispute, answer_dispute
from practice.store.grading_reading import GradePlace, latest_grades_in_talk, place_of_grade
from practice.store.judging_news import NewJudgement, new_judgements_for
from practice.store.override import OverrideRow, add_override
from practice.store.person import Person, person_by_id
from practice.store.review import ask_for_answer, settle_dispute
from practice.store.review_queue import rubric_texts
from practice.store.types import now, storable

NO_GRADE = "no such grade"


@dataclass(frozen=True)
class Setting:
    """What a trainer sets in place of the machine's: `level` is 1-5, None for not shown.

    `seen` is the id of the override that stood there when they looked, None where none did.
    """

    level: int | None
    reason: OverrideReason
    seen: int | None = None


@dataclass(frozen=True)
class NewLevel:
    """`criterion` is None where the rubric knows it no more."""

    judgement: NewJudgement
    criterion: Criterion | None


@dataclass(frozen=True)
class _Judged:
    place: GradePlace
    conversation: Conversation
    grade: Grade
    score: CriterionScore

    @property
    def others_wait(self) -> bool:
        """For an answer about another criterion."""
        others = (score.dispute for score in self.grade.scores if score.criterion != self.score.criterion)
        return any(dispute is not None and dispute.answer is None for dispute in others)


class JudgingService:
    """Every method raises NotFound for a grade that is hidden from who asks, and NotAllowed where they only read it.

    BadInput: no such criterion, no words or too many. Conflict: it changed since they looked. Sent twice by the same
    person, the same counts once.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def place(self, person: Person, grade_id: int) -> GradePlace:
        """Of a grade whose report this person reads. Raises NotFound."""
        with self._database.reading() as session:
            return _open_place(session, person, Act.REPORT, grade_id)[0]

    def new_for(self, person: Person) -> tuple[NewLevel, ...]:
        """Answers and levels on the person's own talks; their report is where they see them."""
        with self._database.reading() as session:
            found = new_judgements_for(session, person.id)
            texts = rubric_texts(session, (one.rubric_version_id for one in found)) if found else {}
        return tuple(NewLevel(one, _criterion_of(one, texts)) for one in found)

    def override(self, person: Person, grade_id: int, criterion: str, setting: Setting, words: str) -> None:
        with self._database.writing() as session:
            judged = _judged(session, person, Act.OVERRIDE, grade_id, criterion)
            self._override(session, person, judged, setting, _fit(words))

    def dispute(self, person: Person, grade_id: int, criterion: str, words: str) -> None:
        with self._database.writing() as session:
            judged = _judged(session, person, Act.DISPUTE, grade_id, criterion)
            had, words = judged.score.dispute, _fit(words)
            if had and had.words == words:
                return
            row = DisputeRow(
                grade_id=grade_id, criterion=criterion, person_id=person.id, words=words, created_at=self._clock()
            )
            if not had:
                _require_reader(session, person, judged.conversation)
            if had or not add_dispute(session, row):
                raise Conflict(f"{criterion}: it was asked about before; once is enough for a trainer to look again")
            ask_for_answer(session, grade_id, judged.place.turn_id, row.created_at)
            add_audit(session, person, AuditAct.DISPUTED, _audited(session, judged), criterion)

    def answer(self, person: Person, grade_id: int, criterion: str, words: str, setting: Setting | None = None) -> None:
        """`setting` overrides the level in the same step, for the reason that the answer gives."""
        with self._database.writing() as session:
            judged = _judged(session, person, Act.ANSWER, grade_id, criterion)
            dispute, words = judged.score.dispute, _fit(words)
            if dispute is None:
                raise BadInput(f"{criterion}: nobody has asked about this level, so there is nothing to answer")
            if dispute.answer and (dispute.answer.words, dispute.answer.trainer) == (words, person.name):
                return
            if not answer_dispute(session, dispute.id, words, person.id, self._clock()):
                raise Conflict(f"{criterion}: somebody has answered meanwhile; read the answer first")
            if not judged.others_wait:
                settle_dispute(session, grade_id, person.id, self._clock())
            add_audit(session, person, AuditAct.ANSWERED, _audited(session, judged), criterion)
            if setting:
                self._override(session, person, judged, setting, words)

    def _override(self, session: Session, person: Person, judged: _Judged, setting: Setting, words: str) -> None:
        if setting.level not in (None, *LEVELS):
            raise BadInput(f"level {setting.level}: allowed are {LEVELS[0]} to {LEVELS[-1]}, or none for not shown")
        if not fits(setting.level, setting.reason):
            raise BadInput("the reason not_shown goes with no level, and no level with that reason: choose one of both")
        score, had = judged.score, judged.score.overridden
        if had and _same(had, person, setting, words):
            return
        if setting.seen != (had.id if had else None):
            raise Conflict(f"{score.criterion}: somebody has set this level meanwhile; look at it first")
        row = OverrideRow(
            grade_id=judged.grade.id or 0,
            criterion=score.criterion,
            level=setting.level,
            reason=setting.reason.value,
            words=words,
            person_id=person.id,
            created_at=self._clock(),
        )
        add_override(session, row)
        told = f"{score.criterion}: {_level(score.level)} → {_level(setting.level)} ({setting.reason.value})"
        add_audit(session, person, AuditAct.GRADES_CHANGED, _audited(session, judged), told)
        if judged.place.scope is Scope.REPLY:
            place, label = judged.place, (score.criterion, setting.level)
            disputed = score.dispute is not None
            keep_correction(session, person, place.conversation_id, place.turn_id, label, disputed=disputed)


def _judged(session: Session, person: Person, act: Act, grade_id: int, criterion: str) -> _Judged:
    """As it stands once nobody else can change it."""
    place, conversation = _open_place(session, person, act, grade_id)
    lock_conversation(session, conversation.id)
    grade = latest_grades_in_talk(session, [place.turn_id])[place.turn_id, place.scope]
    if grade.id != grade_id:
        raise Conflict("this was graded anew meanwhile; look at the new grade first")
    score = grade.score(criterion)
    if score is None:
        raise BadInput(f"{criterion[:80]!r}: no level was given by this name")
    return _Judged(place, conversation, grade, score)


def _criterion_of(one: NewJudgement, texts: Mapping[int, tuple[str, str]]) -> Criterion | None:
    key, text = texts[one.rubric_version_id]
    criteria = read_rubric(text, f"rubric {key}").criteria
    return next((criterion for criterion in criteria if criterion.key == one.criterion), None)


def _open_place(session: Session, person: Person, act: Act, grade_id: int) -> tuple[GradePlace, Conversation]:
    place = place_of_grade(session, grade_id)
    if place is None:
        raise NotFound(NO_GRADE)
    conversation = require(session, person, act, load_conversation(session, place.conversation_id), NO_GRADE)
    if not conversation.reveals:
        raise NotFound(NO_GRADE)
    return place, conversation


def _require_reader(session: Session, person: Person, conversation: Conversation) -> None:
    """Somebody who can answer. Raises Conflict where there may yet be one, NotAllowed where there is none."""
    look = second_look(session, person, conversation)
    if look is SecondLook.AFTER_HANDING_IN:
        raise Conflict("no trainer reads this talk before it is handed in: hand it in first, then ask")
    if look is SecondLook.NEVER:
        raise NotAllowed(NOT_OPEN)


def _same(had: Override, person: Person, setting: Setting, words: str) -> bool:
    return (had.trainer, had.level, had.reason, had.words) == (person.name, setting.level, setting.reason, words)


def _fit(words: str) -> str:
    words = " ".join(storable(words).split())
    if not words or len(words) > LONGEST_WORDS:
        raise BadInput(f"write a sentence of 1 to {LONGEST_WORDS} characters")
    return words


def _audited(session: Session, judged: _Judged) -> Audited:
    talk = judged.conversation
    owner = person_by_id(session, talk.person_id)
    return Audited(AuditedKind.CONVERSATION, talk.id, f"{talk.scenario_key}, {owner.name if owner else ''}")


def _level(level: int | None) -> str:
    return "not shown" if level is None else str(level)
