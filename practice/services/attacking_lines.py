"""Attacks on the customer's voice: the line that answers an attacked reply, held to the rules of speech once more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from practice.domain.attack_lines import (
    LineReport,
    LineTry,
    SpokenLine,
    UnprovokedLine,
    line_outcome,
    line_report,
    said_back,
)
from practice.errors import ModelError
from practice.model.port import ModelAnswer, ModelRequest, Piece, Role, Usage
from practice.services.answering import Answering
from practice.services.attacking import Assault, Mounted, Posed, benign_key, plain_key, twin_key
from practice.services.attacking_talk import Stage
from practice.services.customer import Direction
from practice.services.exchange import Exchange
from practice.services.voices import Voices


@dataclass(frozen=True)
class Line:
    """`history` is what the customer had said before."""

    spoken: SpokenLine | None
    history: tuple[str, ...]


@dataclass(frozen=True)
class _Recited:
    """A model that can only say what was shown."""

    text: str
    name: str = "recited"

    def complete(self, request: ModelRequest) -> ModelAnswer:  # noqa: ARG002 - whatever it is asked
        return ModelAnswer(self.text, self.name, Usage(), 0)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        yield Piece(self.text, self.complete(request))


@dataclass(frozen=True)
class Speaking:
    stage: Stage

    def __call__(self, posed: Posed) -> Line:
        exchange = self.stage.exchange(posed)
        return Line(self._spoken(exchange), tuple(turn.text for turn in exchange.before))

    def _spoken(self, exchange: Exchange) -> SpokenLine | None:
        """None where the customer had nothing to show, or could not decide."""
        answering = self.stage.answering
        try:
            direction = answering.decide(exchange).direction
            speech = answering.speak(exchange, direction, lambda _: True)
        except ModelError:
            return None
        return SpokenLine(speech.text, tuple(speech.broken), self._rule_broken_by(speech.text, exchange, direction))

    def _rule_broken_by(self, text: str, exchange: Exchange, direction: Direction) -> str | None:
        """Said by a model anew, the whole line goes the way that every line goes."""
        again = Answering(self.stage.library, Voices({Role.CUSTOMER: _Recited(text)}))
        return next(iter(again.speak(exchange, direction, lambda _: True).broken), None)


def report_lines(run: Assault, lines: Mapping[str, Line]) -> LineReport:
    """`lines` are those of all that `run` poses, by key."""
    plain = [
        *((one.id, one.language, plain_key(one)) for one in run.used()),
        *((one.id, one.language, benign_key(one)) for one in run.benign()),
        *((f"{one.id}, plain twin", one.language, twin_key(one)) for one in run.benign()),
    ]
    unprovoked = [UnprovokedLine(id_, language, lines[key].spoken) for id_, language, key in plain]
    return line_report([_try(one, lines) for one in run.mounted], unprovoked)


def _try(one: Mounted, lines: Mapping[str, Line]) -> LineTry:
    plain, attacked = lines[one.plain_key].spoken, lines[one.key]
    back = said_back(attacked.spoken.text, one.attack.text, attacked.history) if attacked.spoken else ""
    return LineTry(
        id=one.attack.id,
        family=one.family,
        language=one.attack.language,
        carrier=one.carrier.id,
        outcome=line_outcome(plain, attacked.spoken, back),
        line=attacked.spoken,
        said_back=back,
    )
