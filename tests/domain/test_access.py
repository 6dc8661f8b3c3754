"""Who may do what with which object."""

import pytest

from practice.domain.access import Act, Actor, ActorRole, Decision, Target, decide, decision_on

OWNER_ID, STRANGER_ID = 1, 2
OWNED = Target(OWNER_ID)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ActorRole)
def test_a_talk_is_wholly_its_owners_whatever_their_role(role: ActorRole, act: Act) -> None:
    assert decide(Actor(OWNER_ID, role), act, OWNED) is Decision.ALLOWED


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ActorRole)
def test_for_everybody_else_it_does_not_exist_whatever_their_role(role: ActorRole, act: Act) -> None:
    assert decide(Actor(STRANGER_ID, role), act, OWNED) is Decision.HIDDEN


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.SEE}))
def test_whoever_only_sees_an_object_is_refused_the_rest_of_it_openly(act: Act) -> None:
    only_seeing = frozenset({Act.SEE})
    assert decision_on(Act.SEE, only_seeing) is Decision.ALLOWED
    assert decision_on(act, only_seeing) is Decision.REFUSED


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.SEE}))
def test_an_act_may_be_open_to_somebody_from_whom_the_rest_is_hidden(act: Act) -> None:
    only_this = frozenset({act})
    assert decision_on(act, only_this) is Decision.ALLOWED
    assert {decision_on(other, only_this) for other in set(Act) - {act}} == {Decision.HIDDEN}
