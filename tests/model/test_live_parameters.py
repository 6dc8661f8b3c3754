from practice.model.live_parameters import Abilities, parameters_for, recorded
from practice.model.port import Message, ModelRequest, Role
from practice.model.response_format import ResponseFormat

REQUEST = ModelRequest(
    Role.GRADER, (Message("user", "?"),), temperature=0.2, max_tokens=50, schema={"type": "object"}, seed=7
)


def test_it_sends_only_what_the_model_takes() -> None:
    few = Abilities(temperature=False, seed=False, usage_in_stream=False, format=ResponseFormat.NONE)
    assert parameters_for(REQUEST, few, streamed=True) == {"max_tokens": 50}


def test_it_asks_for_the_schema_strictly() -> None:
    sent = parameters_for(REQUEST, Abilities(), streamed=False)["response_format"]
    assert sent == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": True},
    }


def test_it_steps_down_from_schema_to_json_to_nothing() -> None:
    once = Abilities().without("response_format")
    assert once.format is ResponseFormat.JSON_OBJECT
    assert once.without("response_format").format is ResponseFormat.NONE


def test_it_records_the_kind_of_schema_and_not_its_text() -> None:
    assert recorded(parameters_for(REQUEST, Abilities(), streamed=True)) == {
        "max_tokens": 50,
        "temperature": 0.2,
        "seed": 7,
        "response_format": "json_schema",
    }
