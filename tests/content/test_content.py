"""The shipped rubrics, prompts and scenarios: complete in every language, and every talk can end as it deserves."""

import re
from collections.abc import Iterator

import pytest

from practice.domain.language import TALK_LANGUAGES, Language, Shown, Spoken, SpokenChoices
from practice.domain.mood import INSULT, AppraisedEvent, EventKind
from practice.domain.rubric import LEVELS, Rubric
from practice.domain.scenario import Move, Scenario
from practice.domain.speech import SpeechGate, bare_words, forbidden_phrases
from practice.library import Library, read_rubric, read_scenario
from tests.conftest import ROOT
from tests.domain.examples import PlayedTalk, events, names_of

LIBRARY = Library(ROOT)
SCENARIOS = {document.key: read_scenario(document.text, document.key) for document in LIBRARY.scenarios()}
RUBRICS = {document.key: read_rubric(document.text, document.key) for document in LIBRARY.rubrics()}
TABLE = LIBRARY.mood_table
RULES = LIBRARY.speech_rules

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
each_rubric = pytest.mark.parametrize("rubric", RUBRICS.values(), ids=RUBRICS)
each_language = pytest.mark.parametrize("language", TALK_LANGUAGES)


def _words(text: str) -> int:
    return len(bare_words(text))


def _stock(scenario: Scenario, language: Language) -> list[str]:
    return [line for move in Move for line in scenario.stock.for_move(move, language)]


def _translated(scenario: Scenario) -> Iterator[tuple[str, Shown | Spoken | SpokenChoices]]:
    for name in ("title", "summary", "who", "briefing", "goal", "opening"):
        yield name, getattr(scenario, name)
    for remedy in scenario.remedies:
        yield from ((f"{remedy.key} name", remedy.name), (f"{remedy.key} cost", remedy.cost))
        yield f"{remedy.key} said_as", remedy.said_as
    for topic in scenario.topics:
        yield from ((f"{topic.key} name", topic.name), (f"{topic.key} said_as", topic.said_as))
    for move in Move:
        yield move.value, getattr(scenario.stock, move.value)


def test_there_is_what_was_promised() -> None:
    assert set(SCENARIOS) >= {"late-parcel", "cheap-mixer", "overdue-invoice"}
    assert [criterion.key for criterion in RUBRICS["frontline"].criteria] == [
        "calmness",
        "empathy",
        "solutions",
        "level_tone",
    ]


@each_scenario
def test_every_text_of_a_scenario_is_there_and_not_left_in_english(scenario: Scenario) -> None:
    for name, text in _translated(scenario):
        versions = text.model_dump()
        assert all(versions.values()), name
        english = versions.pop("en")
        assert english not in versions.values(), name


@each_rubric
def test_every_text_of_a_rubric_is_there_and_not_left_in_english(rubric: Rubric) -> None:
    texts = [rubric.title, rubric.about]
    for criterion in rubric.criteria:
        texts += [criterion.name, criterion.question, *(entry.text for entry in criterion.levels)]
    for text in texts:
        english, *others = text.model_dump().values()
        assert english not in others
        assert all(others)


def test_every_feeling_has_a_name_of_its_own_in_every_language() -> None:
    for language in Language:
        labels = [rule.label.in_language(language) for rule in TABLE.events]
        assert len(set(labels)) == len(labels)
    for rule in TABLE.events:
        assert rule.label.en not in (rule.label.fi, rule.label.pl, rule.label.sv), rule.event


@each_rubric
def test_the_levels_of_a_criterion_can_be_told_apart(rubric: Rubric) -> None:
    for criterion in rubric.criteria:
        for language in Language:
            texts = [entry.text.in_language(language) for entry in criterion.levels]
            assert len(set(texts)) == len(LEVELS)


@each_rubric
def test_what_teaches_never_tests(rubric: Rubric) -> None:
    teach = {(bare_words(e.customer), bare_words(e.reply)) for e in rubric.examples if e.use == "teach"}
    check = {(bare_words(e.customer), bare_words(e.reply)) for e in rubric.examples if e.use == "check"}
    assert teach
    assert check
    assert not teach & check
    assert not {reply for _, reply in teach} & {reply for _, reply in check}


def test_the_frontline_examples_cover_languages_levels_and_hard_cases() -> None:
    examples = RUBRICS["frontline"].examples
    for language in TALK_LANGUAGES:
        own = [example for example in examples if example.language is language]
        assert len(own) >= 10
        assert sum(example.hard for example in own) * 2 >= len(own) - 1
        levels = {level for e in own for given in e.expected.values() for level in LEVELS if given.allows(level)}
        assert levels == set(LEVELS)
        assert any(given.allows(None) for example in own for given in example.expected.values())


def test_a_word_for_keywords_is_not_asked_of_the_stub() -> None:
    hard = [example for example in RUBRICS["frontline"].examples if example.hard]
    assert all(example.needs == "model" for example in hard)


@each_language
@each_scenario
def test_the_opening_is_short(scenario: Scenario, language: Language) -> None:
    assert 5 <= _words(scenario.opening.in_language(language)) <= 45


@each_language
@each_scenario
def test_stock_lines_are_short_and_each_is_another(scenario: Scenario, language: Language) -> None:
    lines = _stock(scenario, language)
    assert max(map(_words, lines)) <= 30
    assert len({bare_words(line) for line in lines}) == len(lines)
    assert all(len(scenario.stock.for_move(move, language)) >= 3 for move in Move)


@each_language
@each_scenario
def test_the_customers_own_lines_pass_the_gate_whole(scenario: Scenario, language: Language) -> None:
    phrases = [(phrase, rule.rule) for rule in RULES.rules for phrase in rule.phrases.in_language(language)]
    labels = [scenario.persona.name.in_language(language), *RULES.labels.in_language(language)]
    opening = scenario.opening.in_language(language)
    for line in (opening, *_stock(scenario, language)):
        said = [] if line == opening else [opening]
        gate = SpeechGate(forbidden_phrases(phrases, said), 45, labels)
        first, rest = gate.feed(line), gate.finish()
        assert first.broken is rest.broken is None, line
        assert first.text + rest.text == line


@each_scenario
def test_no_name_of_a_rule_is_said_by_a_customer(scenario: Scenario) -> None:
    keys = {remedy.key for remedy in scenario.remedies} | {topic.key for topic in scenario.topics}
    keys |= {rule.event for rule in TABLE.events}
    spoken = " ".join(line for language in TALK_LANGUAGES for line in _stock(scenario, language))
    assert not {key for key in keys if "_" in key and key in spoken}


@each_scenario
def test_a_customer_starts_frustrated_and_far_from_settled(scenario: Scenario) -> None:
    assert scenario.start_mood.frustration > scenario.resolution.frustration_at_most
    assert scenario.start_mood.trust < scenario.resolution.trust_at_least
    assert scenario.start_mood.patience >= 40


def _skilled(scenario: Scenario) -> list[tuple[AppraisedEvent, ...]]:
    """Understanding first, then the offer and the hard topic, as good trainees do."""
    step = {"concrete_step": scenario.resolution.remedies[0]}
    topics = tuple(AppraisedEvent("raises_hard_topic", "w", topic) for topic in scenario.resolution.topics)
    understood = events("names_my_feeling", "names_my_trouble", "asks_open_question")
    offered = (*events("takes_responsibility", "concrete_step", "who_and_when", about=step), *topics)
    return [
        understood,
        offered,
        events("names_my_trouble", "offers_choice", "who_and_when"),
        offered,
        understood,
        offered,
    ]


@each_scenario
def test_skill_settles_it_within_six_replies(scenario: Scenario) -> None:
    talk = PlayedTalk(scenario, TABLE)
    assert talk.play(_skilled(scenario))[-1] is Move.ACCEPT
    assert 2 <= len(talk.moves) <= 6
    assert talk.mood.frustration < scenario.start_mood.frustration


@each_scenario
def test_every_remedy_of_the_resolution_settles_it(scenario: Scenario) -> None:
    for remedy in scenario.resolution.remedies:
        only = scenario.model_copy(update={"resolution": scenario.resolution.model_copy(update={"remedies": [remedy]})})
        assert PlayedTalk(only, TABLE).play(_skilled(only))[-1] is Move.ACCEPT


@each_scenario
def test_skill_without_an_allowed_remedy_or_the_hard_topic_does_not_settle_it(scenario: Scenario) -> None:
    kinds = ["concrete_step", *(["raises_hard_topic"] if scenario.resolution.topics else [])]
    for kind in kinds:
        replies = [tuple(event for event in reply if event.event != kind) for reply in _skilled(scenario)]
        assert Move.ACCEPT not in PlayedTalk(scenario, TABLE).play(replies)


@pytest.mark.parametrize("rude", [("blames_me",), ("talks_down", "policy_shield"), ("sarcasm",), ("insult",)])
@each_scenario
def test_rudeness_is_walked_out_on_within_six_replies(scenario: Scenario, rude: tuple[str, ...]) -> None:
    assert PlayedTalk(scenario, TABLE).play([events(*rude)] * 6)[-1] is Move.LEAVE


@each_scenario
def test_a_single_rude_reply_short_of_an_insult_is_not_yet_walked_out_on(scenario: Scenario) -> None:
    for harm in set(names_of(TABLE, EventKind.HARM)) - {INSULT}:
        assert PlayedTalk(scenario, TABLE).reply(events(harm)) is not Move.LEAVE


@pytest.mark.parametrize("reply", [("stock_phrase_only",), ("stock_phrase_only", "repeats_itself"), ()])
@each_scenario
def test_phrases_or_nothing_never_settle_it_and_are_walked_out_on(scenario: Scenario, reply: tuple[str, ...]) -> None:
    moves = PlayedTalk(scenario, TABLE).play([events(*reply)] * 10)
    assert Move.ACCEPT not in moves
    assert moves[-1] is Move.LEAVE
    assert Move.THREATEN_TO_LEAVE in moves


@each_scenario
def test_flattery_alone_never_settles_it(scenario: Scenario) -> None:
    assert Move.ACCEPT not in PlayedTalk(scenario, TABLE).play([events("names_my_feeling", "thanks_for_telling")] * 12)


@each_language
def test_phrases_to_listen_for_are_whole_words(language: Language) -> None:
    for rule in RULES.rules:
        for phrase in rule.phrases.in_language(language):
            assert bare_words(phrase) == tuple(phrase.split()), phrase


def test_every_essay_idea_that_is_cited_has_the_form_of_one() -> None:
    cited = [source for scenario in SCENARIOS.values() for source in scenario.sources]
    cited += [source for rubric in RUBRICS.values() for criterion in rubric.criteria for source in criterion.sources]
    assert all(re.fullmatch(r"E[0-4]\.\d+", source) for source in cited)
