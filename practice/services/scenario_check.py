"""Holds a scenario against everything it has to fit: its format, the mood table, the speech rules, and a trial talk."""

from collections.abc import Iterator

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.domain.mistake import Mistake, Value, mistakes_of, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.said_facts import FactWatch, facts_of_texts
from practice.domain.scenario import Scenario, texts_of
from practice.domain.speech import SpeechGate, forbidden_phrases
from practice.domain.stock import Move
from practice.domain.words import bare_words
from practice.errors import BadDocument
from practice.library import Document, Library, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.mistake import Finding, mistakes_at
from practice.services.simulating import Played, script, simulate
from practice.services.voices import Voices

#: The good way has to work where frustration does not fall without both hearing and help.
TRIAL_DIFFICULTY = 3
FEWEST_LINES = 3
#: Words of an opening: it has to tell the whole story, also on the phone.
MOST_WORDS_OF_OPENING = 45
_ANGRY = 100


def check_scenario(library: Library, document: Document) -> list[Mistake]:
    """Everything that is wrong; empty where it can be practised as it is."""
    found = check_scenario_text(library, document)
    if found:
        return found
    scenario = read_scenario(document.text, str(document.path))
    return mistakes_at(document, _trials(library, document.key, scenario))


def check_scenario_text(library: Library, document: Document) -> list[Mistake]:
    """What is wrong without a trial talk, which takes longer."""
    try:
        scenario = read_scenario(document.text, str(document.path))
    except BadDocument as error:
        return list(mistakes_of(error))
    return mistakes_at(document, [*_unknown_events(library, scenario), *_lines(library, scenario)])


def _unknown_events(library: Library, scenario: Scenario) -> Iterator[Finding]:
    known = [rule.event for rule in library.mood_table.events]
    for number, customer in enumerate(scenario.customers):
        for event in customer.persona.weighs:
            if event not in known:
                path = ("customers", number, "persona", "weighs", event)
                yield Finding(path, wrong(Kind.NO_EVENT, known=", ".join(known)))


def _lines(library: Library, scenario: Scenario) -> Iterator[Finding]:
    """Stock lines too few, too long, or not fit to be said."""
    most = library.channels.of(scenario.channel).most_words
    for number, customer in enumerate(scenario.customers):
        for language in Language:
            yield from _lines_of(library, scenario, number, language)
            opening = customer.opening.in_language(language)
            if broken := _broken(library, scenario, language, opening, Move.VENT, max(MOST_WORDS_OF_OPENING, most)):
                path = ("customers", number, "opening", language.value)
                yield Finding(path, wrong(Kind.BREAKS_RULE, rule=broken))


def _lines_of(library: Library, scenario: Scenario, number: int, language: Language) -> Iterator[Finding]:
    stock = scenario.customers[number].stock
    most = library.channels.of(scenario.channel).most_words
    for move in Move:
        path = ("customers", number, "stock", move.value, language.value)
        lines = stock.for_move(move, language)
        if len(lines) < FEWEST_LINES:
            yield Finding(path, wrong(Kind.FEW_LINES, count=len(lines), least=FEWEST_LINES))
        for index, line in enumerate(lines):
            if broken := _broken(library, scenario, language, line, move, most):
                yield Finding((*path, index), wrong(Kind.BREAKS_SPEECH_RULE, rule=broken))


def _broken(library: Library, scenario: Scenario, language: Language, line: str, move: Move, most: int) -> Value | None:
    """The rule that an angry customer's line breaks."""
    rules = library.speech_rules
    if len(bare_words(line)) > most:
        return wrong(Kind.MOST_WORDS, most=most)
    known = facts_of_texts(library.fact_book, texts_of(scenario, language, stock=False), ())
    forbidden = forbidden_phrases(rules.forbidden(language, move, _ANGRY), ())
    gate = SpeechGate(forbidden, most, (), (FactWatch(library.fact_book, known, language),))
    return gate.feed(line).broken or gate.finish().broken


def _trials(library: Library, key: str, scenario: Scenario) -> Iterator[Finding]:
    stub = StubModel()
    answering = Answering(library, Voices(dict.fromkeys(Role, stub)))
    for language in Language:
        replies = scenario.good_way.in_language(language)
        talk = simulate(answering, Played(key, scenario, language, TRIAL_DIFFICULTY, 1), script(replies))
        if talk.outcome is not Outcome.RESOLVED:
            how = f"practice simulate {key} --good-way --language {language.value} --difficulty {TRIAL_DIFFICULTY}"
            fruitless = wrong(Kind.NOT_SETTLED, outcome=talk.outcome, frustration=talk.frustration_end, how=how)
            yield Finding(("good_way", language.value), fruitless)
