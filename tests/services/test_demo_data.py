"""Demonstrations: every copied talk says what its sample says and has the levels that its sample has."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from practice.domain.rubric import Scope
from practice.errors import BadInput, Conflict
from practice.services.assembly import Services, assemble
from practice.services.demo_data import DemoData, DemoPlan, fill
from practice.services.preview_flips import every_flip
from practice.settings import Settings
from practice.store.chat import ConversationRow
from practice.store.chat_reading import load_conversation, path_to
from practice.store.gold_finding import GoldWanted
from practice.store.grading_reading import latest_grades_in_talk
from practice.store.types import now

PLAN = DemoPlan("demo", trainees=21, talks=40, samples=5, seed=3)


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    services = assemble(settings.model_copy(update={"stub_word_ms": 0}))
    yield services
    services.database.close()


def test_every_reply_has_its_levels_and_its_trainer_reads_all_of_it(services: Services) -> None:
    made = fill(services, PLAN)
    _is_graded_throughout(services, made)
    _trainers_have_used_the_studio(services, made)
    views = [services.cohorts.cohort(made.trainer, group) for group in made.groups]
    trainees = [member for view in views for member in view.trainees]
    assert [len(view.trainees) for view in views] == [21]
    assert sum(member.talks for member in trainees) == PLAN.talks
    assert next(m for m in trainees if m.person.email == "trainee20@demo.example").talks == 0
    busiest = max(trainees, key=lambda member: member.talks)
    seen = services.person_progress.of_trainee(made.trainer, made.groups[0], busiest.person.id)
    assert len(seen.progress.talks) == busiest.talks

    # What is kept after it takes numbers of its own.
    second = assemble(services.settings)
    again = fill(second, DemoPlan("other", trainees=2, talks=6, samples=5, seed=1))
    second.database.close()
    assert (made.talks, again.talks) == (PLAN.talks, 6)


def _is_graded_throughout(services: Services, made: DemoData) -> None:
    with services.database.reading() as session:
        talks = session.exec(select(ConversationRow).order_by(col(ConversationRow.started_at))).all()
        graded = Counter[bool]()
        for talk in talks:
            found = load_conversation(session, talk.id)
            assert found is not None
            assert not found.open
            path = path_to(session, talk.id, talk.head_turn_id)
            grades = latest_grades_in_talk(session, [turn.id for turn in path])
            replies = [turn.id for turn in path if turn.speaker == "trainee"]
            graded.update(bool(grade.scores) for (of, scope), grade in grades.items() if scope is Scope.REPLY)
            assert {of for of, scope in grades if scope is Scope.REPLY} == set(replies)
    assert len(talks) == PLAN.talks == made.talks
    assert graded == {True: made.replies}
    assert talks[0].started_at < talks[-1].started_at <= now()


def _trainers_have_used_the_studio(services: Services, made: DemoData) -> None:
    assert made.gold is not None
    page = services.gold.page(made.trainer, made.gold.gold_set_id, GoldWanted())
    assert (page.total, page.summary.counts.raters) == (made.gold.replies, 3)
    assert all(found.conversation_id for found in page.found)
    labelled = services.labelling.progress(made.trainer, made.gold.gold_set_id)
    assert 0 < labelled.labelled < labelled.replies == made.gold.replies
    assert services.gold.teachable(made.trainer, made.gold.gold_set_id).graded == made.gold.replies
    agreement = services.gold.agreement(made.trainer, made.gold.gold_set_id)
    assert max(one.replies for one in agreement.criteria) > made.gold.replies / 2

    preview = services.previews.view(made.trainer, made.gold.preview_id)
    assert preview.following.over
    assert preview.figures is not None
    assert every_flip(preview)
    _, waiting = made.gold.drafts
    assert services.previews.newest(made.trainer, services.rubrics.text(made.trainer, "frontline", waiting)) is None
    assert sum(new.number for new in services.comments.new_for(made.trainee)) == made.comments > 0


def test_an_organisation_that_is_there_is_left_alone(services: Services) -> None:
    services.accounts.add_organisation("demo", "People who work here")
    with pytest.raises(Conflict):
        fill(services, PLAN)
    assert services.accounts.people() == []


@pytest.mark.parametrize(("trainees", "talks", "samples"), [(0, 10, 5), (5, 3, 5), (5, 10, 4), (5, 100_001, 5)])
def test_a_plan_that_cannot_be_made_is_refused(trainees: int, talks: int, samples: int) -> None:
    with pytest.raises(BadInput, match="a demonstration has"):
        DemoPlan("demo", trainees, talks, samples, 1)
