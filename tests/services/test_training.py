"""A trainee that a model plays."""

from practice.domain.conversation import Turn, TurnStatus
from practice.domain.language import Language
from practice.domain.scenario import Scenario
from practice.domain.transcript import Speaker
from practice.library import Library, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.exchange import opening_turns
from practice.services.training import ModelTrainee
from practice.store.types import now
from tests.fakes import QueuedModel


def _scenario(library: Library, key: str = "late-parcel") -> Scenario:
    return read_scenario(library.scenario_document(key).text, key)


def _trainee(library: Library, model: QueuedModel | StubModel, behaviour: str, most: int = 8) -> ModelTrainee:
    prompt, trainee = library.prompt("trainee"), library.trainee(behaviour)
    return ModelTrainee(model, prompt, trainee, _scenario(library), Language.EN, 5, most)


def _talk(library: Library, replies: int) -> list[Turn]:
    turns = opening_turns(_scenario(library), Language.EN, "talk")
    for number in range(replies):
        for speaker in (Speaker.TRAINEE, Speaker.CUSTOMER):
            text = f"{speaker.value} {number}"
            turns.append(Turn(text, "talk", turns[-1].id, speaker, text, TurnStatus.SAID, now()))
    return turns


def test_it_is_given_its_brief_what_it_may_offer_and_the_talk_so_far(library: Library) -> None:
    model = QueuedModel().will_say("  Calm down.  ")
    assert _trainee(library, model, "rude")(_talk(library, 1)) == "Calm down."
    case, scenario = model.case(), _scenario(library)
    assert case["brief"] == library.trainee("rude").brief
    assert case["may_offer"] == [remedy.name.en for remedy in scenario.remedies]
    assert case["briefing"] == scenario.briefing.en
    assert [(line["speaker"], line["text"]) for line in case["talk"]] == [
        ("customer", scenario.customers[0].opening.en),
        ("trainee", "trainee 0"),
        ("customer", "customer 0"),
    ]
    assert (model.asked[0].role, model.asked[0].seed) == (Role.TRAINEE, 6)


def test_what_is_not_known_to_the_trainee_is_not_told_to_it(library: Library) -> None:
    model = QueuedModel().will_say("Hm.")
    _trainee(library, model, "rude")(_talk(library, 0))
    customer = _scenario(library).customers[0]
    told = " ".join(message.content for message in model.asked[0].messages)
    assert customer.hidden_need.need not in told
    assert customer.persona.manner not in told


def test_it_says_no_more_than_it_may(library: Library) -> None:
    model = QueuedModel()
    assert _trainee(library, model, "rude", most=2)(_talk(library, 2)) is None
    assert model.asked == []


def test_the_stub_says_the_replies_of_its_brief_in_order(library: Library) -> None:
    trainee = _trainee(library, StubModel(), "rude")
    replies = library.trainee("rude").replies
    assert replies is not None
    assert [trainee(_talk(library, number)) for number in (0, 1, 2)] == replies.en[:3]


def test_the_skilled_one_says_the_scenarios_own_good_way(library: Library) -> None:
    trainee = _trainee(library, StubModel(), "skilled")
    assert trainee(_talk(library, 0)) == _scenario(library).good_way.en[0]
