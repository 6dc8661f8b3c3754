"""The customer's next line: streamed through the speech gate, asked for again once, then the scenario's own line."""

import random
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from practice.domain.casework import speaking_case
from practice.domain.channel import ChannelRules
from practice.domain.conversation import SpeechCheck, TurnStatus
from practice.domain.customer import Customer
from practice.domain.fence import fenced, untrusted
from practice.domain.language import ENGLISH_NAMES
from practice.domain.mood import AppraisedEvent, MoodChange
from practice.domain.prompt import Prompt
from practice.domain.said_facts import FactBook, FactWatch, facts_of_texts
from practice.domain.said_language import LanguageWatch
from practice.domain.scenario import texts_of
from practice.domain.speech import Released, SpeechGate, forbidden_phrases
from practice.domain.speech_rules import SpeechRules
from practice.domain.stock import Move
from practice.domain.transcript import Speaker
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Piece, Role, Usage
from practice.services.exchange import Exchange

TRIES = 2
_PAUSES = ("–", "—", "…")

#: Told the words so far; answers False when the talk was stopped.
Listener = Callable[[str], bool]


@dataclass(frozen=True)
class Direction:
    """What the speaker is to do: decided before a word is spoken."""

    customer: Customer
    move: Move
    change: MoodChange
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


@dataclass(frozen=True)
class Speaking:
    """A model's voice and the rules that its words are held to."""

    model: ChatModel
    prompt: Prompt
    rules: SpeechRules
    book: FactBook
    channel: ChannelRules

    def speak(self, exchange: Exchange, direction: Direction, listener: Listener) -> Speech:
        """Raises ModelError where the model gave nothing that could be shown; words already shown are kept."""
        request = self._request(exchange, direction)
        speech = Speech()
        while speech.tries < TRIES:
            speech.tries += 1
            gate = self._gate(exchange, direction)
            # The same seed would say the same line again.
            again = replace(_told(request, speech.broken), seed=exchange.conversation.seed + speech.tries - 1)
            broken = _say(self.model, again, gate, speech, listener)
            if broken is None:
                return speech
            speech.broken.append(broken)
            if speech.text:
                break
        speech.fell_back = True
        line = _own_line(exchange, direction)
        speech.text = _carried_on(speech.text.rstrip(), line)
        if not listener(speech.text):
            speech.status = TurnStatus.STOPPED
        return speech

    def _gate(self, exchange: Exchange, direction: Direction) -> SpeechGate:
        language = exchange.language
        phrases = self.rules.forbidden(language, direction.move, direction.change.after.frustration)
        name = direction.customer.persona.name.in_language(language)
        said = [line.text for line in exchange.transcript_before] + [exchange.reply.text]
        facts = facts_of_texts(self.book, texts_of(exchange.scenario, language), said)
        return SpeechGate(
            forbidden_phrases(phrases, exchange.said_by(direction.customer)),
            self.channel.most_words,
            (name, name.split()[0], *self.rules.labels.in_language(language)),
            (LanguageWatch(self.rules.little_words, language), FactWatch(self.book, facts, language)),
            whole=self.channel.whole_lines,
        )

    def _request(self, exchange: Exchange, direction: Direction) -> ModelRequest:
        scenario, language, customer = exchange.scenario, exchange.language, direction.customer
        persona = customer.persona
        system = self.prompt.render_system(
            {
                "name": persona.name.in_language(language),
                "language": ENGLISH_NAMES[language],
                "channel": scenario.channel.value.replace("_", " "),
                "channel_manner": self.channel.manner,
                "register": persona.register_.in_language(language),
                "facts": _bullets(scenario.facts),
                "knows": _bullets(customer.knows),
                "does_not_know": _bullets(customer.does_not_know),
                "unsaid": customer.hidden_need.need,
                "manner": persona.manner,
                "decision_style": persona.decision_style.value,
                "culture": persona.culture,
                "max_words": str(self.channel.most_words),
            }
        )
        case = speaking_case(
            customer, language, direction.move, direction.change, direction.noticed, self.channel.most_words
        )
        user = self.prompt.render_user({"trainee": untrusted(exchange.reply.text), "case": fenced(case)})
        return ModelRequest(
            Role.CUSTOMER,
            (Message("system", system), *_history(exchange, customer), Message("user", user)),
            self.prompt.head.temperature,
            self.prompt.head.max_tokens,
            seed=exchange.conversation.seed,
        )


def _told(request: ModelRequest, broken: list[str]) -> ModelRequest:
    """The second try names the rule that the first one broke."""
    if not broken:
        return request
    *earlier, last = request.messages
    return replace(
        request, messages=(*earlier, replace(last, content=f"{last.content}\n\n<fault>{broken[-1]}</fault>"))
    )


def _history(exchange: Exchange, customer: Customer) -> tuple[Message, ...]:
    """The customer's own lines are the assistant's; another customer's come with their name, as heard by this one."""
    messages = []
    for turn, line in zip((t for t in exchange.before if t.text), exchange.transcript_before, strict=True):
        own = line.speaker is Speaker.CUSTOMER and exchange.is_of(customer, turn)
        other = line.speaker is Speaker.CUSTOMER and not own
        text = f"({line.name}:) {line.text}" if other else line.text
        messages.append(Message("assistant" if own else "user", untrusted(text)))
    return tuple(messages)


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


def _own_line(exchange: Exchange, direction: Direction) -> str:
    """A line of the scenario for this move, one not said yet where there is one."""
    lines = direction.customer.stock.for_move(direction.move, exchange.language)
    said = " ".join(exchange.said_by(direction.customer))
    fresh = [line for line in lines if line not in said] or lines
    return random.Random(f"{exchange.conversation.seed}:{len(exchange.before)}").choice(fresh)


def _carried_on(shown: str, line: str) -> str:
    """What was shown stays as it is, its last comma too: a watcher's words only grow."""
    if not shown:
        return line
    return f"{shown} {line}" if shown.endswith(_PAUSES) else f"{shown} — {line}"


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "-"
