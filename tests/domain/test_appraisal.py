"""What the customer noticed: believed only where the trainee's own words are behind it."""

import json

import pytest

from practice.domain.appraisal import appraisal_schema, offered_events, read_appraisal
from practice.domain.mood import AppraisedEvent
from practice.domain.mood_table import EventRule, MoodTable
from practice.domain.scenario import Scenario
from practice.errors import UnreadableAnswer
from practice.library import Library, read_scenario

REPLY = "You must be so tired of this. A courier brings a new one, or we refund the fee. The money has to come up too."


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


@pytest.fixture
def scenario(library: Library) -> Scenario:
    document = library.scenario_document("overdue-invoice")
    return read_scenario(document.text, document.key)


@pytest.fixture
def offered(table: MoodTable, scenario: Scenario) -> list[EventRule]:
    return offered_events(table, scenario, scenario.customers[0])


def _event(event: str, words: str, about: object = None) -> dict[str, object]:
    return {"words": words, "event": event, "about": about}


def _answer(*events: object) -> str:
    return json.dumps({"events": events})


def test_an_event_backed_by_words_is_believed(offered: list[EventRule], scenario: Scenario) -> None:
    read = read_appraisal(_answer(_event("names_my_feeling", "so TIRED")), REPLY, offered, scenario)
    assert read.events == (AppraisedEvent("names_my_feeling", "so TIRED"),)
    assert read.refused == ()


def test_nothing_noticed_is_an_answer(offered: list[EventRule], scenario: Scenario) -> None:
    read = read_appraisal(_answer(), REPLY, offered, scenario)
    assert (read.events, read.refused) == ((), ())


def test_words_the_trainee_did_not_say_are_refused_alone(offered: list[EventRule], scenario: Scenario) -> None:
    answer = _answer(_event("insult", "you idiot"), _event("names_my_feeling", "so tired"))
    read = read_appraisal(answer, REPLY, offered, scenario)
    assert [event.event for event in read.events] == ["names_my_feeling"]
    assert read.refused == ("insult: the trainee did not say 'you idiot'",)


def test_an_event_that_was_not_offered_is_refused_alone(offered: list[EventRule], scenario: Scenario) -> None:
    answer = _answer(_event("is_lovely", "so tired"), _event("names_my_feeling", "so tired"))
    read = read_appraisal(answer, REPLY, offered, scenario)
    assert [event.event for event in read.events] == ["names_my_feeling"]
    assert read.refused == ("'is_lovely' is not an event that was offered",)


@pytest.mark.parametrize("odd", [None, 3, "insult", [], {}, {"event": 3, "words": "so tired"}, {"event": ["insult"]}])
def test_an_entry_of_another_shape_is_refused_alone(offered: list[EventRule], scenario: Scenario, odd: object) -> None:
    read = read_appraisal(_answer(odd, _event("names_my_feeling", "so tired")), REPLY, offered, scenario)
    assert len(read.events) == len(read.refused) == 1


@pytest.mark.parametrize("words", ["", " ", "...", None, 4, "🙏"])
def test_an_event_without_words_is_refused(offered: list[EventRule], scenario: Scenario, words: str) -> None:
    read = read_appraisal(_answer(_event("insult", words)), REPLY, offered, scenario)
    assert read.events == ()
    assert len(read.refused) == 1


@pytest.mark.parametrize(
    ("event", "about", "kept"),
    [
        ("concrete_step", "payment_plan", "payment_plan"),
        ("concrete_step", "a pony", None),
        ("concrete_step", None, None),
        ("concrete_step", 7, None),
        ("names_my_feeling", "payment_plan", None),
    ],
)
def test_about_is_kept_only_where_the_event_may_name_it(
    offered: list[EventRule], scenario: Scenario, event: str, about: object, kept: str | None
) -> None:
    read = read_appraisal(_answer(_event(event, "so tired", about)), REPLY, offered, scenario)
    assert [found.about for found in read.events] == [kept]


def test_a_topic_is_no_remedy_and_a_remedy_no_topic(offered: list[EventRule], scenario: Scenario) -> None:
    topic = scenario.topics[0].key
    answer = _answer(
        _event("raises_hard_topic", "the money", topic),
        _event("raises_hard_topic", "the money", "payment_plan"),
        _event("concrete_step", "a courier", topic),
    )
    read = read_appraisal(answer, REPLY, offered, scenario)
    assert [event.about for event in read.events] == [topic, None, None]


@pytest.mark.parametrize(
    "answer",
    ["", "none", "[]", '{"events": null}', '{"events": {}}', "{}", '{"events": [', '{"events": []} ok', "[" * 100_000],
)
def test_another_answer_is_refused_in_one_plain_line(offered: list[EventRule], scenario: Scenario, answer: str) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        read_appraisal(answer, REPLY, offered, scenario)
    assert "\n" not in str(caught.value)
    assert "pydantic" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_fenced_answer_is_read(offered: list[EventRule], scenario: Scenario) -> None:
    answer = f"```json\n{_answer(_event('names_my_feeling', 'so tired'))}\n```"
    assert len(read_appraisal(answer, REPLY, offered, scenario).events) == 1


def test_the_schema_offers_every_event_and_everything_it_may_name(offered: list[EventRule], scenario: Scenario) -> None:
    event = appraisal_schema(offered, scenario)["properties"]["events"]["items"]
    assert event["properties"]["event"]["enum"] == [rule.event for rule in offered]
    keys = event["properties"]["about"]["anyOf"][0]["enum"]
    assert {"payment_plan", scenario.topics[0].key} <= set(keys)
    assert event["required"] == ["words", "event", "about"]


def _offered(library: Library, key: str) -> set[str]:
    document = library.scenario_document(key)
    scenario = read_scenario(document.text, document.key)
    return {rule.event for rule in offered_events(library.mood_table, scenario, scenario.customers[0])}


def test_only_what_can_happen_in_the_scenario_is_offered(library: Library) -> None:
    public, two = {"deletes_my_review", "invites_to_private"}, {"ignores_me", "sides_against_me"}
    assert not _offered(library, "late-parcel") & (public | two)
    assert _offered(library, "public-review") >= public
    assert _offered(library, "queue-quarrel") >= two
    assert "raises_hard_topic" in _offered(library, "overdue-invoice")
    assert "raises_hard_topic" not in _offered(library, "cheap-mixer")


def test_what_this_person_does_not_mind_is_not_offered(library: Library) -> None:
    assert "deletes_my_review" not in _offered(library, "false-review")
