"""One reply tried on a version and on what is in force; whatever a model does, both sides are told."""

import pytest
from sqlmodel import col, select

from practice.domain.audit import AuditAct
from practice.domain.labels import LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import BadInput, NotAllowed, NotFound, TooMuch
from practice.services.assembly import Services
from practice.store.grading import GradeRow
from practice.store.organisation import OrganisationRow
from practice.store.usage import UsageRow
from tests.fakes import Cast
from tests.services.previewed import ReplyReader, drafted, gold_set, labelled, reply
from tests.services.talk import NOTHING_NOTICED, Talk, begin
from tests.services.training_house import TrainingHouse

TRIED = reply(1, 2, 4)


@pytest.fixture
def reader() -> ReplyReader:
    return ReplyReader()


@pytest.fixture
def cast(reader: ReplyReader) -> Cast:
    return Cast(grader=reader)


@pytest.fixture
def house(services: Services) -> TrainingHouse:
    return TrainingHouse(services.database)


def talk_of_kim(services: Services, house: TrainingHouse, cast: Cast) -> Talk:
    house.practising(house.group(), house.kim)
    talk = begin(services, house.kim)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    talk.hear(talk.reply("In my talk: 3 3"))
    return talk


def test_draft_and_version_in_force_stand_side_by_side(services: Services, house: TrainingHouse) -> None:
    number = drafted(services, house.tina)
    old, new = services.trying.grade(house.tina, "frontline", number, TRIED)
    assert (old.number, old.grade.scores[0].level, new.number, new.grade.scores[0].level) == (0, 2, number, 4)
    assert (new.tokens, new.grade.cost, new.grade.model) == (15, 0.001, "reader")
    assert new.grade.scores[0].quotes[0].found
    assert [side.number for side in services.trying.grade(house.tina, "frontline", 0, TRIED)] == [0]
    assert house.audited(AuditAct.MODEL_TRIED)[0] == ("Tina", "frontline", f"version {number} on one reply")
    with services.database.reading() as session:
        assert len(session.exec(select(UsageRow).where(col(UsageRow.conversation_id).is_(None))).all()) == 3
        assert session.exec(select(GradeRow)).all() == []


def test_a_model_that_fails_is_told_beside_nothing_invented(
    services: Services, house: TrainingHouse, reader: ReplyReader
) -> None:
    reader.failing = {"Reply 1"}
    number = drafted(services, house.tina)
    for side in services.trying.grade(house.tina, "frontline", number, TRIED):
        assert side.grade.problem is not None
        assert (side.grade.problem.key, side.grade.scores, side.tokens) == ("model_unavailable", (), None)


def test_tries_are_limited_and_what_is_empty_costs_none(services: Services, house: TrainingHouse) -> None:
    with services.database.writing() as session:
        session.exec(select(OrganisationRow).where(OrganisationRow.key == "shop")).one().most_asks_an_hour = 1
    empty = LabelledReply("", Language.EN, Channel.EMAIL, " ", "Where is it?", "Reply 1: 2 4", ())
    with pytest.raises(BadInput):
        services.trying.grade(house.tina, "frontline", 0, empty)
    services.trying.grade(house.tina, "frontline", 0, TRIED)
    with pytest.raises(TooMuch):
        services.trying.grade(house.tina, "frontline", 0, TRIED)
    with pytest.raises(NotAllowed):
        services.trying.grade(house.kim, "frontline", 0, TRIED)


def test_a_reply_is_taken_from_examples_labelled_replies_and_talks_that_one_may_read(
    services: Services, house: TrainingHouse, cast: Cast
) -> None:
    talk = talk_of_kim(services, house, cast)
    gold_set(services, house.tina, reply(7, 3, 3, *labelled(3)))
    view = services.trying.view(house.tina, "frontline", 0)
    [item], [turn] = view.items, view.turns
    assert (item.reply, turn.reply) == ("Reply 7: 3 3", "In my talk: 3 3")
    example = services.trying.pick(house.tina, "frontline", 0, f"example:{view.examples[0].id}")
    assert example.reply == view.examples[0].reply
    picked = services.trying.pick(house.tina, "frontline", 0, f"item:{item.id}")
    assert (picked.reply, picked.labels) == ("Reply 7: 3 3", ())
    said = services.trying.pick(house.tina, "frontline", 0, f"turn:{turn.id}")
    assert (said.reply, said.customer) == ("In my talk: 3 3", talk.view.turns[0].turn.text)
    assert [who for who, *_ in house.audited(AuditAct.TALK_READ)] == ["Tina"]


def test_nobody_takes_a_reply_that_is_not_theirs_to_read(services: Services, house: TrainingHouse, cast: Cast) -> None:
    talk = talk_of_kim(services, house, cast)
    gold_set(services, house.tina, reply(7, 3, 3))
    assert services.trying.view(house.tom, "frontline", 0).turns == ()
    assert services.trying.view(house.max, "frontline", 0).items == ()
    customers, said = (entry.turn.id for entry in talk.view.turns[:2])
    wanted = [(house.tom, f"turn:{said}"), (house.tina, f"turn:{customers}"), (house.max, "item:1")]
    for person, what in [*wanted, (house.tina, "item:99"), (house.tina, "example:none"), (house.tina, "else")]:
        with pytest.raises(NotFound):
            services.trying.pick(person, "frontline", 0, what)
