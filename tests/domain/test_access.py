"""Who may do what with which object."""

import pytest

from practice.domain.access import (
    TRAINING_ROLES,
    Act,
    Actor,
    ActorRole,
    Cohort,
    Decision,
    Organisation,
    Talk,
    decide,
    decision_on,
    open_acts,
)

OWNER, TRAINER, STRANGER = 1, 2, 3
HERE, ELSEWHERE = 10, 20
TRAINING = {Act.ADD_COHORT, Act.EDIT_RUBRICS, Act.EDIT_SCENARIOS, Act.LABEL, Act.REVIEW}
TALK = Talk(OWNER, HERE, frozenset({TRAINER}))
COHORT = Cohort(HERE, frozenset({TRAINER}))
TALK_ACTS = {
    Act.SEE,
    Act.REPLY,
    Act.FOLLOW,
    Act.STOP,
    Act.SPEAK_AGAIN,
    Act.GRADE_AGAIN,
    Act.END,
    Act.REPORT,
    Act.DEBRIEF,
}

every_role = pytest.mark.parametrize("role", ActorRole)


@pytest.mark.parametrize("act", sorted(TALK_ACTS))
@every_role
def test_a_talk_is_wholly_its_owners_whatever_their_role(role: ActorRole, act: Act) -> None:
    assert decide(Actor(OWNER, role, HERE), act, TALK) is Decision.ALLOWED
    assert decide(Actor(OWNER, role), act, Talk(OWNER)) is Decision.ALLOWED


@every_role
def test_for_a_stranger_a_talk_does_not_exist_whatever_their_role(role: ActorRole) -> None:
    for act in Act:
        assert decide(Actor(STRANGER, role, HERE), act, TALK) is Decision.HIDDEN
        assert decide(Actor(STRANGER, role), act, Talk(OWNER)) is Decision.HIDDEN


@pytest.mark.parametrize("role", sorted(TRAINING_ROLES))
def test_trainers_of_the_owners_cohort_read_and_judge_a_talk_and_do_nothing_else_with_it(role: ActorRole) -> None:
    actor = Actor(TRAINER, role, HERE)
    allowed = {act for act in Act if decide(actor, act, TALK) is Decision.ALLOWED}
    assert allowed == {Act.SEE, Act.REPORT, Act.GRADE_AGAIN, Act.OVERRIDE, Act.ANSWER, Act.COMMENT}
    assert decide(actor, Act.REPLY, TALK) is Decision.REFUSED
    assert decide(actor, Act.DISPUTE, TALK) is Decision.REFUSED


@every_role
def test_owners_dispute_their_levels_where_somebody_can_answer_and_never_set_them(role: ActorRole) -> None:
    assert decide(Actor(OWNER, role, HERE), Act.DISPUTE, TALK) is Decision.ALLOWED
    assert decide(Actor(OWNER, role), Act.DISPUTE, Talk(OWNER)) is Decision.REFUSED
    for act in (Act.OVERRIDE, Act.ANSWER, Act.COMMENT):
        assert decide(Actor(OWNER, role, HERE), act, TALK) is Decision.REFUSED


def test_somebody_who_lost_the_role_or_moved_trains_nobody() -> None:
    for actor in (
        Actor(TRAINER, ActorRole.TRAINEE, HERE),
        Actor(TRAINER, ActorRole.TRAINER, ELSEWHERE),
        Actor(TRAINER, ActorRole.TRAINER),
    ):
        assert decide(actor, Act.SEE, TALK) is Decision.HIDDEN
        assert decide(actor, Act.SEE, COHORT) is Decision.HIDDEN


def test_in_local_mode_no_cohort_can_open_a_talk() -> None:
    local = Talk(OWNER, None, frozenset({TRAINER}))
    assert decide(Actor(TRAINER, ActorRole.TRAINER), Act.SEE, local) is Decision.HIDDEN


def test_a_cohort_is_its_trainers_and_its_administrators() -> None:
    for actor in (Actor(TRAINER, ActorRole.TRAINER, HERE), Actor(STRANGER, ActorRole.ADMIN, HERE)):
        assert open_acts(COHORT, actor) == {Act.SEE, Act.CHANGE}
    for actor in (
        Actor(STRANGER, ActorRole.TRAINER, HERE),
        Actor(STRANGER, ActorRole.TRAINEE, HERE),
        Actor(STRANGER, ActorRole.ADMIN, ELSEWHERE),
    ):
        assert open_acts(COHORT, actor) == frozenset()


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (ActorRole.TRAINEE, set()),
        (ActorRole.TRAINER, TRAINING),
        (ActorRole.ADMIN, {*TRAINING, Act.ADMINISTER}),
    ],
)
def test_an_organisation_opens_to_its_own_people_by_role(role: ActorRole, more: set[Act]) -> None:
    assert open_acts(Organisation(HERE), Actor(STRANGER, role, HERE)) == {Act.SEE, *more}
    assert open_acts(Organisation(HERE), Actor(STRANGER, role, ELSEWHERE)) == frozenset()
    assert open_acts(Organisation(HERE), Actor(STRANGER, role)) == frozenset()


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
