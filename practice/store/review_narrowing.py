"""Which entries of the queue a trainer asks for, as conditions on reviews that stand beside their talks."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, Text, cast, exists, func, or_, select
from sqlmodel import Session

from practice.domain.conversation import Mode
from practice.domain.review import SPREAD, Assigned, ReasonKind, ReviewState, Wanted, is_called
from practice.store.chat import ConversationRow
from practice.store.cohort import MemberRole, MembershipRow
from practice.store.dispute import DisputeRow
from practice.store.grading import GradeRow
from practice.store.person import PersonRow
from practice.store.readable import readable_by
from practice.store.review import ReviewRow
from practice.store.types import table_of
from practice.store.version import ScenarioVersionRow

_REVIEW, _TALK, _SCENARIO = table_of(ReviewRow), table_of(ConversationRow), table_of(ScenarioVersionRow)
_DISPUTE, _DISPUTED = table_of(DisputeRow), table_of(GradeRow).alias("disputed")
_PERSON = table_of(PersonRow)
_PRACTISES, _TRAINS = table_of(MembershipRow).alias("practises"), table_of(MembershipRow).alias("trains")
_TEXT = cast(_REVIEW.c.reasons, Text)
#: What `domain.review.reason_of` says of each reason, said of the list as it is kept.
HAS_REASON: Mapping[ReasonKind, ColumnElement[bool]] = {
    ReasonKind.DISPUTE: _TEXT.contains('"dispute"'),
    ReasonKind.NOT_GRADED: or_(_TEXT.contains('"not_graded"'), _TEXT.contains('"not_graded:')),
    ReasonKind.HIGH_SPREAD: _TEXT.contains(f'"{SPREAD}:'),
    ReasonKind.FLAGGED: func.replace(func.replace(_TEXT, f'"{SPREAD}:', ""), '"not_graded:', "").contains(":"),
    ReasonKind.RANDOM_SAMPLE: _TEXT.contains('"random_sample"'),
}
REVEALED = or_(_TALK.c.mode == Mode.PRACTICE.value, _TALK.c.ended_at.is_not(None))


def conditions(session: Session, trainer_id: int, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield _REVIEW.c.state == wanted.state.value
    yield readable_by(trainer_id, wanted.group)
    yield REVEALED
    if wanted.reason is not None:
        yield HAS_REASON[wanted.reason]
    if wanted.language is not None:
        yield _TALK.c.language == wanted.language.value
    if wanted.assigned is Assigned.ME:
        yield _REVIEW.c.assigned_to == trainer_id
    elif wanted.assigned is Assigned.NOBODY:
        yield _REVIEW.c.assigned_to.is_(None)
    if wanted.scenario is not None:
        yield _TALK.c.scenario_version_id.in_(select(_SCENARIO.c.id).where(_SCENARIO.c.key == wanted.scenario))
    if wanted.criterion is not None:
        yield or_(_TEXT.contains(f':{wanted.criterion}"', autoescape=True), _asks_about(wanted))
    if wanted.trainee:
        yield _TALK.c.person_id.in_(_trainees_called(session, trainer_id, wanted.trainee))


def _asks_about(wanted: Wanted) -> ColumnElement[bool]:
    """Its trainee does; in the open queue only while nobody has answered."""
    asked = [
        _DISPUTED.c.id == _DISPUTE.c.grade_id,
        _DISPUTED.c.turn_id == _REVIEW.c.turn_id,
        _DISPUTE.c.criterion == wanted.criterion,
        HAS_REASON[ReasonKind.DISPUTE],
    ]
    if wanted.state is ReviewState.OPEN:
        asked.append(_DISPUTE.c.answer.is_(None))
    return exists().where(*asked)


def _trainees_called(session: Session, trainer_id: int, words: str) -> list[int]:
    """Whom this person trains. Read by name here: SQLite knows no capital letters beyond those of English."""
    people = (
        select(_PERSON.c.id, _PERSON.c.name)
        .join(_PRACTISES, _PRACTISES.c.person_id == _PERSON.c.id)
        .join(_TRAINS, _TRAINS.c.cohort_id == _PRACTISES.c.cohort_id)
        .where(
            _PRACTISES.c.role == MemberRole.TRAINEE.value,
            _TRAINS.c.role == MemberRole.TRAINER.value,
            _TRAINS.c.person_id == trainer_id,
        )
        .distinct()
    )
    return [row.id for row in session.connection().execute(people) if is_called(row.name, words)]
