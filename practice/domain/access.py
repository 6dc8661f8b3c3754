"""Who may do what with which object: asked one object at a time, answered from what actor and object are."""

from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch


class Act(StrEnum):
    SEE = "see"  #: whatever the object is
    REPLY = "reply"
    FOLLOW = "follow"  #: the customer's words as they come
    STOP = "stop"
    SPEAK_AGAIN = "speak_again"
    GRADE_AGAIN = "grade_again"  #: of a reply, or of the whole talk
    END = "end"
    REPORT = "report"
    DEBRIEF = "debrief"
    OVERRIDE = "override"  #: a machine's level by a trainer's
    DISPUTE = "dispute"  #: a level
    ANSWER = "answer"  #: to a dispute
    COMMENT = "comment"  #: on a turn
    HAND_IN = "hand_in"  #: a talk, to the trainers of a cohort in which practice is private until then
    CHANGE = "change"  #: of a cohort: its name, its members, its join links
    ADD_COHORT = "add_cohort"
    EDIT_RUBRICS = "edit_rubrics"  #: by which their organisation's talks are graded
    EDIT_SCENARIOS = "edit_scenarios"  #: in which their organisation practises
    LABEL = "label"  #: replies of gold sets, which stand there without names
    REVIEW = "review"  #: work through the queue, of which everybody sees the talks that they may read
    ADMINISTER = "administer"  #: people, limits, sign-in, models, audit


class ActorRole(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    ADMIN = "admin"


class Decision(StrEnum):
    ALLOWED = "allowed"
    HIDDEN = "hidden"  #: the answer is the one for an object that does not exist
    REFUSED = "refused"  #: the actor sees the object all the same, so a plain no tells nothing new


#: Who may be a trainer of a cohort: in a small organisation the administrator often is.
TRAINING_ROLES = frozenset({ActorRole.TRAINER, ActorRole.ADMIN})


@dataclass(frozen=True)
class Actor:
    """`organisation_id` is None in local mode."""

    person_id: int
    role: ActorRole
    organisation_id: int | None = None


@dataclass(frozen=True)
class Talk:
    """`trainer_ids` are of the trainers who may read it: of cohorts in which its owner practises, if not privately."""

    owner_id: int
    organisation_id: int | None = None
    trainer_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cohort:
    organisation_id: int
    trainer_ids: frozenset[int]


@dataclass(frozen=True)
class Organisation:
    id: int


Target = Talk | Cohort | Organisation

_TALK_ACTS = frozenset(
    {Act.SEE, Act.REPLY, Act.FOLLOW, Act.STOP, Act.SPEAK_AGAIN, Act.GRADE_AGAIN, Act.END, Act.REPORT, Act.DEBRIEF}
)
_TRAINERS_ACTS = frozenset({Act.SEE, Act.REPORT, Act.GRADE_AGAIN, Act.OVERRIDE, Act.ANSWER, Act.COMMENT})
_TRAINING_ACTS = frozenset({Act.SEE, Act.ADD_COHORT, Act.EDIT_RUBRICS, Act.EDIT_SCENARIOS, Act.LABEL, Act.REVIEW})
_NOTHING: frozenset[Act] = frozenset()


def decide(actor: Actor, act: Act, target: Target) -> Decision:
    return decision_on(act, open_acts(target, actor))


def decision_on(act: Act, allowed: frozenset[Act]) -> Decision:
    """Only to whoever may see the object is it admitted to be there."""
    if act in allowed:
        return Decision.ALLOWED
    return Decision.REFUSED if Act.SEE in allowed else Decision.HIDDEN


@singledispatch
def open_acts(target: Target, actor: Actor) -> frozenset[Act]:  # noqa: ARG001 - the signature of what follows
    """Every act open to this actor."""
    raise TypeError(f"nobody has said who may do what with a {type(target).__name__}")


@open_acts.register
def _(talk: Talk, actor: Actor) -> frozenset[Act]:
    """Trainers of the owner's cohorts read and judge it, the rest is its owner's; administering opens no talk.

    In local mode nobody else could ever answer a dispute.
    """
    if actor.person_id == talk.owner_id:
        return _TALK_ACTS if actor.organisation_id is None else _TALK_ACTS | {Act.DISPUTE, Act.HAND_IN}
    return _TRAINERS_ACTS if _trains(actor, talk.organisation_id, talk.trainer_ids) else _NOTHING


@open_acts.register
def _(cohort: Cohort, actor: Actor) -> frozenset[Act]:
    administers = actor.role is ActorRole.ADMIN and actor.organisation_id == cohort.organisation_id
    trains = _trains(actor, cohort.organisation_id, cohort.trainer_ids)
    return frozenset({Act.SEE, Act.CHANGE}) if administers or trains else _NOTHING


@open_acts.register
def _(organisation: Organisation, actor: Actor) -> frozenset[Act]:
    if actor.organisation_id != organisation.id:
        return _NOTHING
    by_role = {
        ActorRole.TRAINEE: frozenset({Act.SEE}),
        ActorRole.TRAINER: _TRAINING_ACTS,
        ActorRole.ADMIN: _TRAINING_ACTS | {Act.ADMINISTER},
    }
    return by_role[actor.role]


def _trains(actor: Actor, organisation_id: int | None, trainer_ids: frozenset[int]) -> bool:
    """A trainer who lost that role, or who belongs elsewhere, trains nobody here."""
    here = organisation_id is not None and actor.organisation_id == organisation_id
    return here and actor.role in TRAINING_ROLES and actor.person_id in trainer_ids
