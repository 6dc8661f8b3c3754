"""What checking the customer's line before it is shown costs until the first word."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.figures import Figure, Result, median, percentile
from practice.domain.language import Language
from practice.library import Library, find_content, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.realism import Counted
from practice.services.simulating import Played, exchange_of
from practice.services.voices import Voices

#: The pace of a hosted model's stream, roughly: some 33 words a second.
WORD_SECONDS = 0.03


@dataclass(frozen=True)
class _Line:
    """Seconds from the model's first piece to the first shown words, and how many words those were."""

    held: float
    words: int
    whole: bool


def measure() -> Result:
    library = Library(find_content(None))
    asked = [(document, language) for document in library.scenarios() for language in Language]
    with ThreadPoolExecutor(8) as at_once:
        lines = list(at_once.map(lambda one: _one(library, one[0].key, one[1]), asked))
    streamed = [line for line in lines if not line.whole]
    held = [1000 * line.held for line in streamed]
    letters = [1000 * line.held for line in lines if line.whole]
    return Result(
        "speech",
        "python -m bench speech",
        f"the first answer of the stub in every scenario and language ({len(lines)} lines), "
        f"a word each {1000 * WORD_SECONDS:.0f} ms: from the model's first words to the first words shown",
        (
            Figure("median", median(held), "ms"),
            Figure("p95", percentile(held, 95), "ms"),
            Figure("slowest", max(held), "ms"),
            Figure("words shown at first, median", median([line.words for line in streamed])),
            Figure("e-mails, which are shown whole, median", median(letters), "ms"),
        ),
    )


def _one(library: Library, key: str, language: Language) -> _Line:
    document = library.scenario_document(key)
    scenario = read_scenario(document.text, str(document.path))
    model = Counted(StubModel(WORD_SECONDS))
    answering = Answering(library, Voices(dict.fromkeys(Role, model)))
    reply = scenario.good_way.in_language(language)[0]
    exchange = exchange_of(Played(key, scenario, language, scenario.difficulty, 1), reply)
    direction = answering.decide(exchange).direction
    shown: list[tuple[float, int]] = []

    def listener(text: str) -> bool:
        if text.strip() and not shown:
            shown.append((time.monotonic(), len(text.split())))
        return True

    answering.speak(exchange, direction, listener)
    moment, words = shown[0]
    return _Line(moment - model.first_pieces[-1], words, library.channels.of(scenario.channel).whole_lines)
