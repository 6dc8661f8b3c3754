"""The shipped rubrics, prompts and scenarios: complete in every language, and every talk can end as it deserves."""

import re
from collections.abc import Iterator

import pytest

from practice.domain.customer import Customer
from practice.domain.language import TALK_LANGUAGES, Choices, Language, Shown
from practice.domain.mood_table import DIFFICULTIES, INSULT, THREAT, EventKind
from practice.domain.rubric import LEVELS, Rubric
from practice.domain.scenario import Scenario
from practice.domain.stock import LAST_MOVES, Move
from practice.domain.words import bare_words
from practice.library import Document, Library, read_rubric, read_scenario
from practice.services.rubric_check import check_rubric
from practice.services.scenario_check import check_scenario
from tests.conftest import ROOT
from tests.domain.examples import PlayedTalk, events

LIBRARY = Library(ROOT)
SCENARIOS = {document.key: read_scenario(document.text, document.key) for document in LIBRARY.scenarios()}
RUBRICS = {document.key: read_rubric(document.text, document.key) for document in LIBRARY.rubrics()}
TABLE = LIBRARY.mood_table
RULES = LIBRARY.speech_rules

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
each_customer = pytest.mark.parametrize(
    "customer",
    [customer for scenario in SCENARIOS.values() for customer in scenario.customers],
    ids=[f"{key}-{customer.key}" for key, scenario in SCENARIOS.items() for customer in scenario.customers],
)
each_rubric = pytest.mark.parametrize("rubric", RUBRICS.values(), ids=RUBRICS)
each_language = pytest.mark.parametrize("language", TALK_LANGUAGES)


def _words(text: str) -> int:
    return len(bare_words(text))


def _stock(customer: Customer, language: Language) -> list[str]:
    return [line for move in Move for line in customer.stock.for_move(move, language)]


def _translated(scenario: Scenario) -> Iterator[tuple[str, Shown | Choices]]:
    for name in ("title", "summary", "who", "briefing", "goal", "good_way"):
        yield name, getattr(scenario, name)
    for remedy in scenario.remedies:
        yield f"{remedy.key} cost", remedy.cost
    for part in (*scenario.remedies, *scenario.not_allowed, *scenario.topics):
        yield from ((f"{part.key} name", part.name), (f"{part.key} said_as", part.said_as))
    for customer in scenario.customers:
        yield "opening", customer.opening
        for move in Move:
            yield move.value, getattr(customer.stock, move.value)


def test_there_is_what_was_promised() -> None:
    assert set(SCENARIOS) == {
        *("late-parcel", "cheap-mixer", "overdue-invoice", "contract-renewal", "public-review", "false-review"),
        *("queue-quarrel", "quiet-return", "analytical-bill", "big-picture-move", "other-manners", "key-account"),
        *("insults", "second-time", "cannot-do", "ask-a-colleague"),
    }
    assert [criterion.key for criterion in RUBRICS["frontline"].criteria] == [
        "calmness",
        "empathy",
        "solutions",
        "level_tone",
        "cause_found",
        "resolution",
        "hard_topic",
        "fits_person",
        "value_weighed",
        "learnt_from",
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
@each_customer
def test_stock_lines_are_each_another(customer: Customer, language: Language) -> None:
    lines = _stock(customer, language)
    assert len({bare_words(line) for line in lines}) == len(lines)


@pytest.mark.parametrize("document", LIBRARY.scenarios(), ids=SCENARIOS)
def test_every_scenario_passes_the_check_that_its_writers_have(document: Document) -> None:
    assert check_scenario(LIBRARY, document) == []


@pytest.mark.parametrize("document", LIBRARY.rubrics(), ids=RUBRICS)
def test_every_rubric_passes_the_check_that_its_writers_have(document: Document) -> None:
    assert check_rubric(document) == []


@each_scenario
def test_no_name_of_a_rule_is_said_by_a_customer(scenario: Scenario) -> None:
    keys = {part.key for part in (*scenario.remedies, *scenario.not_allowed, *scenario.topics)}
    keys |= {rule.event for rule in TABLE.events}
    lines = [line for one in scenario.customers for language in TALK_LANGUAGES for line in _stock(one, language)]
    assert not {key for key in keys if "_" in key and key in " ".join(lines)}


@each_customer
def test_a_customer_starts_far_from_settled(customer: Customer) -> None:
    start, resolution = customer.start_mood, customer.resolution
    settled = start.frustration <= resolution.frustration_at_most and start.trust >= resolution.trust_at_least
    assert not settled or resolution.topics
    assert start.patience >= 30


@pytest.mark.parametrize("rude", [("blames_me",), ("talks_down", "policy_shield"), ("sarcasm",), ("insult",)])
@each_scenario
def test_rudeness_ends_the_talk_within_six_replies(scenario: Scenario, rude: tuple[str, ...]) -> None:
    assert PlayedTalk(scenario, TABLE).play([events(*rude)] * 6)[-1] in (Move.LEAVE, Move.ESCALATE)


@each_scenario
def test_a_single_rude_reply_short_of_abuse_does_not_end_it(scenario: Scenario) -> None:
    for harm in {rule.event for rule in TABLE.events if rule.kind is not EventKind.REPAIR} - {INSULT, THREAT}:
        assert PlayedTalk(scenario, TABLE).reply(events(harm)) not in LAST_MOVES


@pytest.mark.parametrize("reply", [("stock_phrase_only",), ("stock_phrase_only", "repeats_itself"), ()])
@each_scenario
def test_phrases_or_nothing_never_settle_it_and_are_walked_out_on(scenario: Scenario, reply: tuple[str, ...]) -> None:
    moves = PlayedTalk(scenario, TABLE).play([events(*reply)] * 12)
    assert Move.ACCEPT not in moves
    assert moves[-1] in (Move.LEAVE, Move.ESCALATE)


@each_scenario
def test_understanding_alone_never_settles_it(scenario: Scenario) -> None:
    for difficulty in DIFFICULTIES:
        replies = [events("names_my_feeling", "thanks_for_telling")] * 12
        assert Move.ACCEPT not in PlayedTalk(scenario, TABLE, difficulty).play(replies)


@each_language
def test_phrases_to_listen_for_are_whole_words(language: Language) -> None:
    for rule in RULES.rules:
        for phrase in rule.phrases.in_language(language):
            assert bare_words(phrase) == tuple(phrase.split()), phrase


def test_every_essay_idea_that_is_cited_has_the_form_of_one() -> None:
    cited = [source for scenario in SCENARIOS.values() for source in scenario.sources]
    cited += [source for rubric in RUBRICS.values() for criterion in rubric.criteria for source in criterion.sources]
    assert all(re.fullmatch(r"E[0-4]\.\d+", source) for source in cited)
