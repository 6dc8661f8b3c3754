"""Who may do what with which object: asked one object at a time, answered from what actor and object are."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    SEE = "see"
    REPLY = "reply"
    STOP = "stop"
    SPEAK_AGAIN = "speak_again"
    GRADE_AGAIN = "grade_again"  #: of a reply, or of the whole talk
    END = "end"
    REPORT = "report"
    DEBRIEF = "debrief"


class ActorRole(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    ADMIN = "admin"


class Decision(StrEnum):
    ALLOWED = "allowed"
    HIDDEN = "hidden"  #: the answer is the one for an object that does not exist
    REFUSED = "refused"  #: the actor sees the object all the same, so a plain no tells nothing new


@dataclass(frozen=True)
class Actor:
    person_id: int
    role: ActorRole


@dataclass(frozen=True)
class Target:
    """What decisions need to know of an object, whatever it is."""

    owner_id: int


def decide(actor: Actor, act: Act, target: Target) -> Decision:
    return decision_on(act, open_acts(actor, target))


def decision_on(act: Act, allowed: frozenset[Act]) -> Decision:
    """Only to whoever may see the object is it admitted to be there."""
    if act in allowed:
        return Decision.ALLOWED
    return Decision.REFUSED if Act.SEE in allowed else Decision.HIDDEN


def open_acts(actor: Actor, target: Target) -> frozenset[Act]:
    """Every act open to this actor: an owner's are all; a role alone opens none."""
    return frozenset(Act) if actor.person_id == target.owner_id else frozenset()
