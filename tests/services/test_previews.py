"""A draft is graded on labelled replies before anybody is graded by it; what fails is said, and can be tried again."""

from dataclasses import replace

import pytest
from sqlmodel import select

from practice.domain.audit import AuditAct
from practice.domain.labels import Label
from practice.errors import Conflict, NotAllowed, NotFound
from practice.services.assembly import Services
from practice.services.preview_flips import every_flip
from practice.services.preview_job import AT_ONCE
from practice.services.preview_view import PreviewView, Since
from practice.services.previews import Lacking
from practice.store.gold_labels import set_gold_label
from practice.store.gold_reading import gold_items
from practice.store.grading import GradeRow
from practice.store.job import JobKind, JobRow
from practice.store.usage import UsageRow
from tests.fakes import Cast
from tests.services.previewed import (
    DRAFT,
    TEACH,
    ReplyReader,
    drafted,
    finished,
    gold_set,
    labelled,
    reply,
    twelve,
)
from tests.services.talk import NOTHING_NOTICED, begin
from tests.services.training_house import TrainingHouse


@pytest.fixture
def reader() -> ReplyReader:
    return ReplyReader()


@pytest.fixture
def cast(reader: ReplyReader) -> Cast:
    return Cast(grader=reader)


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


def previewed(services: Services, house: TrainingHouse, set_id: str, number: int) -> PreviewView:
    begun = services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str), begun
    return finished(services, house.tina, begun)


def test_agreement_bias_and_flips_of_a_draft_are_known_before_it_is_published(
    services: Services, house: TrainingHouse
) -> None:
    number = drafted(services, house.tina)
    set_id = gold_set(services, house.tina, *twelve())
    view = previewed(services, house, set_id, number)
    figures = view.figures
    assert figures is not None
    assert figures.comparison is not None
    before, after = (report.overall.criteria[0] for report in (figures.before, figures.after))
    assert (before.n, before.bias.value, after.n) == (12, 1.0, 12)
    assert after.bias.value == pytest.approx(2 / 12)
    assert before.kappa.interval is not None
    difference = figures.comparison.mean.kappa_difference
    assert difference.value is not None
    assert difference.value > 0
    assert [group.value for group in figures.after.groups if group.by == "language"] == ["en", "fi"]
    assert len(figures.comparison.flips) == 48
    worst = every_flip(view)[0]
    assert (worst.id, worst.label, worst.level_a, worst.level_b, worst.harm) == ("r00", 1.0, 2, 3, 1.0)
    assert every_flip(view)[-1].harm == -1
    assert (view.since, view.failures, view.unlabelled) == (frozenset(), [], [])
    assert house.audited(AuditAct.MODEL_TRIED) == [("Tina", "frontline", "version 1 previewed on 12 replies")]
    with services.database.reading() as session:
        assert len(session.exec(select(UsageRow)).all()) == 24


def test_agreement_stands_with_each_version_it_was_measured_of(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina)
    view = previewed(services, house, gold_set(services, house.tina, *twelve()), number)
    found = services.preview_glances.of(house.tom)
    assert set(found) == {("frontline", 0), ("frontline", number)}
    assert view.figures is not None
    assert found["frontline", 0].glanced.glance == view.figures.glance_before
    assert found["frontline", number].glanced.glance == view.figures.glance_after
    assert found["frontline", number].glanced.glance.replies == 12
    assert services.preview_glances.of(house.max) == {}


def test_what_fails_halfway_is_said_and_only_that_is_tried_again(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    reader.failing = {"Reply 3:"}
    number = drafted(services, house.tina)
    view = previewed(services, house, gold_set(services, house.tina, *twelve()), number)
    assert [(one.name, one.grade.problem and one.grade.problem.key) for one in view.failures] == [
        ("r03", "model_unavailable"),
        ("r03", "model_unavailable"),
    ]
    assert view.figures is not None
    assert view.figures.glance_after.replies == 11
    reader.failing, reader.asked = set(), []
    services.previews.go_on(house.tom, view.following.preview.id)
    again = finished(services, house.tina, view.following.preview.id)
    assert len(reader.asked) == 2
    assert (again.failures, again.following.progress.failed) == ([], 0)
    assert again.figures is not None
    assert again.figures.glance_after.replies == 12


def test_what_was_graded_in_part_stays_when_trying_again_fails(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    reader.failing = {"## empathy: empathy"}
    number = drafted(services, house.tina, DRAFT + "calls: each\n")
    view = previewed(services, house, gold_set(services, house.tina, *twelve()[:2]), number)
    preview_id = view.following.preview.id
    assert view.following.progress.failed == 2
    reader.failing = {"## calmness: calmness", "## empathy: empathy", "## solutions: solutions", "## level_tone: level"}
    services.previews.go_on(house.tina, preview_id)
    kept = finished(services, house.tina, preview_id).failures
    assert [[score.criterion for score in one.grade.scores if score.graded] for one in kept] == [
        ["calmness", "solutions", "level_tone"]
    ] * 2
    reader.failing = set()
    services.previews.go_on(house.tina, preview_id)
    assert finished(services, house.tina, preview_id).failures == []


def test_an_earlier_preview_spares_the_same_gradings(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    set_id = gold_set(services, house.tina, *twelve())
    previewed(services, house, set_id, drafted(services, house.tina))
    reader.asked = []
    second = previewed(services, house, set_id, drafted(services, house.tina, DRAFT + "# more\n"))
    assert len(reader.asked) == 12
    third = previewed(services, house, set_id, 2)
    assert len(reader.asked) == 12
    assert third.following.preview.id != second.following.preview.id
    assert third.figures is not None
    assert second.figures is not None
    assert replace(third.figures, run=second.figures.run) == second.figures
    assert (second.figures.run.taken_over, third.figures.run.taken_over) == (12, 24)


def test_few_jobs_are_open_at_a_time_and_begun_twice_it_is_one_preview(
    services: Services, house: TrainingHouse
) -> None:
    services.worker.stop()
    number, set_id = drafted(services, house.tina), gold_set(services, house.tina, *twelve())
    first, second = (
        services.previews.begin(person, "frontline", number, set_id, instead_of=0) for person in (house.tina, house.tom)
    )
    assert first == second
    with services.database.reading() as session:
        jobs = session.exec(select(JobRow).where(JobRow.kind == JobKind.PREVIEW.value)).all()
        assert len(jobs) == AT_ONCE
    assert isinstance(first, str)
    following = services.previews.following(house.tina, first)
    assert (following.progress.tried, following.progress.total, following.over) == (0, 24, False)


def test_a_set_that_can_show_nothing_is_refused_with_why(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina, DRAFT.replace("examples: []\n", TEACH.format(reply="Reply 1: 3 3")))
    sets = {
        Lacking.REPLIES: gold_set(services, house.tina),
        Lacking.LABELS: gold_set(services, house.tina, reply(1, 3, 3), reply(2, 3, 3, *labelled(3, "wit"))),
        Lacking.UNTAUGHT: gold_set(services, house.tina, reply(1, 3, 3, *labelled(3))),
    }
    for why, set_id in sets.items():
        assert services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0) is why
    choice = services.previews.choice(house.tina, "frontline", number)
    assert sorted((one.replies, one.labelled) for one in choice.sets) == [(0, 0), (1, 1), (2, 1)]
    assert choice.earlier == ()


def test_taught_and_unlabelled_replies_are_left_out_and_counted(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina, DRAFT.replace("examples: []\n", TEACH.format(reply="reply 1:  3 3")))
    replies = [reply(1, 3, 3, *labelled(3)), reply(2, 3, 4, *labelled(3, "calmness")), reply(3, 3, 3)]
    view = previewed(services, house, gold_set(services, house.tina, *replies), number)
    assert view.figures is not None
    assert view.figures.after.taught == ("r01",)
    assert (view.figures.unlabelled, view.figures.after.overall.replies) == (1, 1)
    assert view.unlabelled == ["empathy", "solutions", "level_tone"]
    assert view.figures.glance_after.kappa.value is None


def test_a_preview_says_what_has_changed_since(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina)
    set_id = gold_set(services, house.tina, *twelve())
    preview_id = previewed(services, house, set_id, number).following.preview.id
    with services.database.writing() as session:
        item = gold_items(session, set_id)[0]
        set_gold_label(session, item.id, Label("Tina", "calmness", 5))
    newer = drafted(services, house.tina, DRAFT + "# more\n")
    assert services.previews.view(house.tina, preview_id).since == {Since.GOLD_SET, Since.NEWER}
    services.rubrics.publish(house.tina, "frontline", newer, "new", instead_of=0)
    assert Since.IN_FORCE in services.previews.view(house.tina, preview_id).since
    with pytest.raises(Conflict):
        services.previews.begin(house.tina, "frontline", number, set_id, instead_of=0)
    with pytest.raises(Conflict):
        services.previews.begin(house.tina, "frontline", newer, set_id, instead_of=0)
    services.rubrics.publish(house.tina, "frontline", number, "old", instead_of=newer)
    assert services.previews.view(house.tina, preview_id).since == {Since.GOLD_SET, Since.NEWER, Since.PUBLISHED}


def test_another_organisation_and_a_trainee_see_nothing_of_it(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina)
    set_id = gold_set(services, house.tina, *twelve())
    preview_id = previewed(services, house, set_id, number).following.preview.id
    foreign = drafted(services, house.max)
    with pytest.raises(NotFound):
        services.previews.view(house.max, preview_id)
    with pytest.raises(NotFound):
        services.previews.go_on(house.max, preview_id)
    with pytest.raises(NotFound):
        services.previews.begin(house.max, "frontline", foreign, set_id, instead_of=0)
    with pytest.raises(NotAllowed):
        services.previews.view(house.kim, preview_id)


def test_a_flip_leads_to_its_talk_for_whoever_may_read_that(
    services: Services, house: TrainingHouse, cast: Cast
) -> None:
    house.practising(house.group(), house.kim)
    talk = begin(services, house.kim)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    talk.hear(talk.reply("Reply 0: 3 4"))
    turn_id = talk.view.turns[1].turn.id
    set_id = gold_set(services, house.tina, *twelve(), turn_id=turn_id)
    view = previewed(services, house, set_id, drafted(services, house.tina))
    assert view.shown["r00"].talk_id == talk.id
    assert services.previews.view(house.tom, view.following.preview.id).shown["r00"].talk_id is None


def test_publishing_touches_no_past_grade_and_a_talk_keeps_its_version(
    services: Services, house: TrainingHouse, cast: Cast
) -> None:
    talk = begin(services, house.kim)

    def say(words: str) -> None:
        cast.appraiser.will_say(NOTHING_NOTICED)
        cast.customer.will_say("Well?")
        talk.hear(talk.reply(words))

    def grades() -> list[dict[str, object]]:
        with services.database.reading() as session:
            return [row.model_dump() for row in session.exec(select(GradeRow).order_by(GradeRow.id)).all()]  # type: ignore[arg-type]

    say("Reply 1: 2 5")
    before, version = grades(), talk.view.conversation.rubric_version_id
    number = drafted(services, house.tina)
    previewed(services, house, gold_set(services, house.tina, *twelve()), number)
    assert grades() == before
    services.rubrics.publish(house.tina, "frontline", number, "plain", instead_of=0)
    assert grades() == before
    say("Reply 2: 2 5")
    assert talk.view.conversation.rubric_version_id == version
    assert [row["rubric_version_id"] for row in grades()] == [version, version]
    levels = [[score.level for score in entry.grade.scores] for entry in talk.view.turns if entry.grade]
    assert levels == [[2] * 4, [2] * 4]
    assert begin(services, house.kim).view.conversation.rubric_version_id != version
