"""The stub plays a trainee: it says what the brief gives as examples."""

from practice.domain.casework import training_case
from practice.domain.fence import fenced
from practice.domain.language import Language
from practice.domain.transcript import Line, Speaker, Transcript
from practice.library import Library, read_scenario
from practice.model.port import Message, ModelRequest, Role
from practice.model.stub.cases import TrainingCase
from practice.model.stub.model import StubModel
from practice.model.stub.trainee import train

EXAMPLES = ["Good morning.", "I'll look into it.", "Anything else?"]


def _case(*speakers: str, examples: list[str] | None = None) -> TrainingCase:
    talk = [{"speaker": speaker} for speaker in speakers]
    given = EXAMPLES if examples is None else examples
    return TrainingCase.model_validate({"language": "en", "examples": given, "talk": talk})


def test_it_says_the_examples_in_order_and_then_from_the_beginning_again() -> None:
    speakers: list[str] = ["customer"]
    said = []
    for _ in range(7):
        said.append(train(_case(*speakers)))
        speakers += ["trainee", "customer"]
    assert said == [*EXAMPLES, *EXAMPLES, EXAMPLES[0]]


def test_only_the_trainees_own_lines_count() -> None:
    assert train(_case()) == EXAMPLES[0]
    assert train(_case("customer", "customer", "customer")) == EXAMPLES[0]
    assert train(_case("customer", "trainee", "customer", "customer")) == EXAMPLES[1]


def test_without_examples_it_says_nothing() -> None:
    assert train(_case("customer", examples=[])) == "…"


def test_asked_as_the_product_asks_it_answers_with_the_bare_reply(library: Library) -> None:
    document = library.scenario_document("queue-quarrel")
    scenario = read_scenario(document.text, document.key)
    before: Transcript = (
        Line(Speaker.CUSTOMER, "I was first!", "One"),
        Line(Speaker.CUSTOMER, "No, I was.", "Other"),
        Line(Speaker.TRAINEE, "Good morning."),
        Line(Speaker.CUSTOMER, "trainee trainee", "One"),
    )
    for language in Language:
        case = training_case(scenario, language, "Be kind.", EXAMPLES, before)
        request = ModelRequest(Role.TRAINEE, (Message("user", fenced(case)),), temperature=0, max_tokens=100)
        assert StubModel().complete(request).text == EXAMPLES[1]
