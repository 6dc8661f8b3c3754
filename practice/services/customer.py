"""The customer's next line: streamed through the speech gate, asked for again once, then the scenario's own line."""

import random
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from practice.domain.casework import speaking_case
from practice.domain.conversation import SpeechCheck, TurnStatus
from practice.domain.fence import fenced, untrusted
from practice.domain.language import ENGLISH_NAMES
from practice.domain.mood import AppraisedEvent, Mood
from practice.domain.prompt import Prompt
from practice.domain.scenario import Channel, Move
from practice.domain.speech import Released, SpeechGate, SpeechRules, forbidden_phrases
from practice.domain.transcript import Speaker
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Piece, Role, Usage
from practice.services.exchange import Exchange

MOST_WORDS = 40
MOST_WORDS_EMAIL = 120
TRIES = 2

#: Told the words so far; answers False when the talk was stopped.
Listener = Callable[[str], bool]


@dataclass(frozen=True)
class Direction:
    """What the customer is to do: decided before a word is spoken."""

    move: Move
    mood: Mood
    noticed: tuple[AppraisedEvent, ...]


@dataclass
class Speech:
    """A line as it came about. `answers` are the model's, for the record of what was used."""

    text: str = ""
    status: TurnStatus = TurnStatus.SAID
    broken: list[str] = field(default_factory=list)
    tries: int = 0
    fell_back: bool = False
    answers: list[ModelAnswer] = field(default_factory=list)

    def check(self) -> SpeechCheck:
        return SpeechCheck(self.tries > 1, self.fell_back, tuple(self.broken))


def speak(
    model: ChatModel,
    prompt: Prompt,
    rules: SpeechRules,
    exchange: Exchange,
    direction: Direction,
    listener: Listener,
) -> Speech:
    """Raises ModelError where the model gave nothing that could be shown; words already shown are kept."""
    request = _request(prompt, exchange, direction)
    speech = Speech()
    while speech.tries < TRIES:
        speech.tries += 1
        gate = _gate(rules, exchange)
        # The same seed would say the same line again.
        broken = _say(
            model, replace(request, seed=exchange.conversation.seed + speech.tries - 1), gate, speech, listener
        )
        if broken is None:
            return speech
        speech.broken.append(broken)
        if speech.text:
            break
    speech.fell_back = True
    line = _own_line(exchange, direction.move)
    speech.text = f"{speech.text.rstrip()}… {line}" if speech.text else line
    if not listener(speech.text):
        speech.status = TurnStatus.STOPPED
    return speech


def _say(model: ChatModel, request: ModelRequest, gate: SpeechGate, speech: Speech, listener: Listener) -> str | None:
    """Streams one try into `speech`; the rule it broke, or None when it may stand."""
    released = Released("")
    with closing(_noted(model, request, speech)) as pieces:
        for piece in pieces:
            released = gate.feed(piece.text)
            if not _heard(released, speech, listener):
                return None
            if released.over:
                break
        else:
            released = gate.finish()
            _heard(released, speech, listener)
    speech.text = speech.text.rstrip()
    if released.broken is None and not speech.text:
        return "empty"
    return released.broken


def _noted(model: ChatModel, request: ModelRequest, speech: Speech) -> Generator[Piece, None, None]:
    """Notes the answer in `speech`: one not heard to its end too, whose tokens nobody told us."""
    began, text, whole = time.monotonic(), "", None
    pieces = model.stream(request)
    try:
        for piece in pieces:
            text += piece.text
            whole = piece.answer or whole
            yield piece
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
        if whole or text:
            cut = ModelAnswer(text, model.name, Usage(), round(1000 * (time.monotonic() - began)))
            speech.answers.append(whole or cut)


def _heard(released: Released, speech: Speech, listener: Listener) -> bool:
    speech.text += released.text
    if listener(speech.text):
        return True
    speech.status = TurnStatus.STOPPED
    return False


def _gate(rules: SpeechRules, exchange: Exchange) -> SpeechGate:
    language = exchange.conversation.language
    phrases = [(phrase, rule.rule) for rule in rules.rules for phrase in rule.phrases.in_language(language)]
    said = [turn.text for turn in exchange.customer_turns]
    name = exchange.scenario.persona.name.in_language(language)
    labels = (name, name.split()[0], *rules.labels.in_language(language))
    return SpeechGate(forbidden_phrases(phrases, said), _most_words(exchange), labels)


def _most_words(exchange: Exchange) -> int:
    return MOST_WORDS_EMAIL if exchange.scenario.channel is Channel.EMAIL else MOST_WORDS


def _own_line(exchange: Exchange, move: Move) -> str:
    """A line of the scenario for this move, one not said yet where there is one."""
    lines = exchange.scenario.stock.for_move(move, exchange.conversation.language)
    said = " ".join(turn.text for turn in exchange.customer_turns)
    fresh = [line for line in lines if line not in said] or lines
    return random.Random(f"{exchange.conversation.seed}:{len(exchange.before)}").choice(fresh)


def _request(prompt: Prompt, exchange: Exchange, direction: Direction) -> ModelRequest:
    scenario, language = exchange.scenario, exchange.conversation.language
    most_words = _most_words(exchange)
    system = prompt.render_system(
        {
            "name": scenario.persona.name.in_language(language),
            "language": ENGLISH_NAMES[language],
            "channel": scenario.channel.value.replace("_", " "),
            "register": scenario.persona.register_.in_language(language),
            "facts": _bullets(scenario.facts),
            "knows": _bullets(scenario.customer_knows),
            "does_not_know": _bullets(scenario.customer_does_not_know),
            "manner": scenario.persona.manner,
            "decision_style": scenario.persona.decision_style.value,
            "culture": scenario.persona.culture,
            "max_words": str(most_words),
        }
    )
    case = speaking_case(scenario, language, direction.move, direction.mood, direction.noticed, most_words)
    user = prompt.render_user({"trainee": untrusted(exchange.reply.text), "case": fenced(case)})
    history = tuple(
        Message("assistant" if line.speaker is Speaker.CUSTOMER else "user", untrusted(line.text))
        for line in exchange.transcript_before
    )
    return ModelRequest(
        Role.CUSTOMER,
        (Message("system", system), *history, Message("user", user)),
        prompt.head.temperature,
        prompt.head.max_tokens,
        seed=exchange.conversation.seed,
    )


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "-"
