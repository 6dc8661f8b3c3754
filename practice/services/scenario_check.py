"""Holds a scenario against everything it has to fit: its format, the mood table, the speech rules, and a trial talk."""

from collections.abc import Iterator

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.domain.said_facts import FactWatch, facts_of_texts
from practice.domain.scenario import Scenario, texts_of
from practice.domain.speech import SpeechGate, forbidden_phrases
from practice.domain.stock import Move
from practice.domain.words import bare_words
from practice.domain.yaml_text import Path
from practice.errors import BadDocument
from practice.library import Document, Library, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.mistake import Mistake, format_mistakes, mistakes_at
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
        return format_mistakes(error)
    return mistakes_at(document, [*_unknown_events(library, scenario), *_lines(library, scenario)])


def _unknown_events(library: Library, scenario: Scenario) -> Iterator[tuple[Path, str]]:
    known = [rule.event for rule in library.mood_table.events]
    for number, customer in enumerate(scenario.customers):
        for event in customer.persona.weighs:
            if event not in known:
                allowed = ", ".join(known)
                yield ("customers", number, "persona", "weighs", event), f"is not an event; known: {allowed}"


def _lines(library: Library, scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Stock lines too few, too long, or not fit to be said."""
    most = library.channels.of(scenario.channel).most_words
    for number, customer in enumerate(scenario.customers):
        for language in Language:
            yield from (
                (("customers", number, *path), what) for path, what in _lines_of(library, scenario, number, language)
            )
            opening = customer.opening.in_language(language)
            if broken := _broken(library, scenario, language, opening, Move.VENT, max(MOST_WORDS_OF_OPENING, most)):
                yield ("customers", number, "opening", language.value), f"breaks the rule {broken!r}"


def _lines_of(library: Library, scenario: Scenario, number: int, language: Language) -> Iterator[tuple[Path, str]]:
    stock = scenario.customers[number].stock
    most = library.channels.of(scenario.channel).most_words
    for move in Move:
        place = ("stock", move.value, language.value)
        lines = stock.for_move(move, language)
        if len(lines) < FEWEST_LINES:
            yield place, f"has {len(lines)} lines; write {FEWEST_LINES} or more"
        for index, line in enumerate(lines):
            if broken := _broken(library, scenario, language, line, move, most):
                yield (*place, index), f"breaks the rule {broken!r} of speech.yaml"


def _broken(library: Library, scenario: Scenario, language: Language, line: str, move: Move, most: int) -> str | None:
    """The rule that an angry customer's line breaks."""
    rules = library.speech_rules
    if len(bare_words(line)) > most:
        return f"at most {most} words"
    known = facts_of_texts(library.fact_book, texts_of(scenario, language, stock=False), ())
    forbidden = forbidden_phrases(rules.forbidden(language, move, _ANGRY), ())
    gate = SpeechGate(forbidden, most, (), (FactWatch(library.fact_book, known, language),))
    return gate.feed(line).broken or gate.finish().broken


def _trials(library: Library, key: str, scenario: Scenario) -> Iterator[tuple[Path, str]]:
    stub = StubModel()
    answering = Answering(library, Voices(dict.fromkeys(Role, stub)))
    for language in Language:
        replies = scenario.good_way.in_language(language)
        talk = simulate(answering, Played(key, scenario, language, TRIAL_DIFFICULTY, 1), script(replies))
        if talk.outcome is not Outcome.RESOLVED:
            ended = f"{talk.outcome.value} at frustration {talk.frustration_end}"
            how = f"practice simulate {key} --good-way --language {language.value} --difficulty {TRIAL_DIFFICULTY}"
            yield (
                ("good_way", language.value),
                f"does not settle the matter with the built-in stub: {ended}; see `{how}`",
            )
