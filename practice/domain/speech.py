"""Looks at the customer's words as they stream, before the trainee sees them.

Words are let through one by one; only a run of words that could be the start of a forbidden phrase waits until it
is clear. So what was shown is never taken back, and a clean line is delayed by one word at most. However a model's
words are cut into pieces, the same text comes out.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from practice.domain.answer import storable
from practice.domain.opening import OpeningMarks
from practice.domain.words import Words, bare_words

#: A word is complete once white space follows; the white space before it belongs to it.
_WORD = re.compile(r"\s*\S+(?=\s)")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_ENDED = re.compile(r"[.!?…][\"'”’“»)\]]*\Z")
_SHORTEST_REPEAT = 4
_LENIENCE = 1.5


@dataclass(frozen=True)
class Released:
    """`text` may be shown. `broken` names the rule that ended the line, `full` says that it is long enough."""

    text: str
    broken: str | None = None
    full: bool = False

    @property
    def over(self) -> bool:
        return self.full or self.broken is not None


@dataclass(frozen=True)
class Token:
    """A word as it was written, white space before it included, and the bare words in it (`help—as` holds two)."""

    text: str
    words: Words


class Watch(Protocol):
    """Looks at each word of one line in turn."""

    def broken_by(self, token: Token) -> str | None:
        """The rule that this word breaks."""

    @property
    def undecided(self) -> bool:
        """True while the words so far may yet turn out to break a rule: they are held back."""


class SpeechGate:
    """One customer line. Feed it pieces, then finish; once a result is over, the rest is swallowed.

    With `whole` nothing is released before the line has ended, and nothing at all of one that broke a rule.
    `labels` are names that models write before a line ("Daniel:"); such a label is dropped, and so are quotation marks
    around the whole line.
    """

    def __init__(
        self,
        forbidden: dict[Words, str],
        most_words: int,
        labels: Collection[str] = (),
        watches: Sequence[Watch] = (),
        *,
        whole: bool = False,
    ) -> None:
        self._forbidden = forbidden
        self._starts = {phrase[:length] for phrase in forbidden for length in range(1, len(phrase))}
        self._longest = max((len(phrase) for phrase in forbidden), default=1)
        self._most_words = most_words
        self._opening = OpeningMarks(labels)
        self._watches = watches
        self._whole = whole
        self._buffer = ""
        self._waiting: list[Token] = []
        self._seen = 0
        self._begun = False
        self._over = False

    def feed(self, piece: str) -> Released:
        if self._over:
            return Released("")
        self._buffer += piece
        out = ""
        at = 0
        while found := _WORD.match(self._buffer, at):
            at = found.end()
            step = self._take(self._opening.without_marks(found.group()))
            out += step.text
            if step.over:
                return self._ended(Released(out, step.broken, step.full))
        self._buffer = self._buffer[at:]
        return Released(out)

    def finish(self) -> Released:
        """The rest, once the model has ended."""
        if self._over:
            return Released("")
        last = self._opening.without_marks(self._buffer.rstrip())
        step = self._take([*last, *self._opening.rest()])
        if step.over:
            return self._ended(step)
        return self._ended(Released(step.text + self._let_go(len(self._waiting))))

    def _ended(self, released: Released) -> Released:
        self._over = True
        return released

    def _take(self, texts: Iterable[str]) -> Released:
        out = ""
        for text in texts:
            step = self._take_one(Token(clean, bare_words(clean)) if (clean := storable(text)).strip() else None)
            out += step.text
            if step.over:
                return Released(out, step.broken, step.full)
        return Released(out)

    def _take_one(self, token: Token | None) -> Released:
        if token is None:
            return Released("")
        self._waiting.append(token)
        broken = self._broken(len(token.words)) or self._watched(token)
        if broken:
            return broken
        self._seen += bool(token.words)
        ended = _ENDED.search(token.text) is not None
        if (self._seen >= self._most_words and ended) or self._seen >= self._most_words * _LENIENCE:
            out = self._let_go(len(self._waiting))
            return Released(out if ended else out.rstrip(",;:-–—") + "…", full=True)
        if self._whole or any(watch.undecided for watch in self._watches):
            return Released("")
        return Released(self._let_go(len(self._waiting) - self._held()))

    def _watched(self, token: Token) -> Released | None:
        """The words before one that breaks a rule; none while a watch is undecided, as then none can be trusted."""
        undecided = self._whole or any(watch.undecided for watch in self._watches)
        rule = next((rule for watch in self._watches if (rule := watch.broken_by(token))), None)
        if rule is None:
            return None
        return Released("" if undecided else self._let_go(len(self._waiting) - 1), broken=rule)

    def _broken(self, new_words: int) -> Released | None:
        """The words before a forbidden phrase that ends in one of the last `new_words` words."""
        words = self._words()
        for end in range(len(words) - new_words + 1, len(words) + 1):
            for length in range(1, min(self._longest, end) + 1):
                rule = self._forbidden.get(words[end - length : end])
                if rule:
                    kept = 0 if self._whole else self._token_of(end - length)
                    return Released(self._let_go(kept), broken=rule)
        return None

    def _held(self) -> int:
        """How many of the waiting words could be the start of a forbidden phrase."""
        words = self._words()
        for length in range(min(self._longest, len(words)), 0, -1):
            if words[-length:] in self._starts:
                return len(self._waiting) - self._token_of(len(words) - length)
        return 0

    def _words(self) -> Words:
        return tuple(word for token in self._waiting for word in token.words)

    def _token_of(self, word: int) -> int:
        """The waiting token that holds the waiting word with this number."""
        for number, token in enumerate(self._waiting):
            word -= len(token.words)
            if word < 0:
                return number
        return len(self._waiting)

    def _let_go(self, count: int) -> str:
        released, self._waiting = self._waiting[:count], self._waiting[count:]
        out = "".join(token.text for token in released)
        if not self._begun:
            out = out.lstrip()
        self._begun = self._begun or bool(out)
        return out


def forbidden_phrases(phrases: Iterable[tuple[str, str]], said_before: Iterable[str]) -> dict[Words, str]:
    """Bare words -> rule, from pairs of a phrase and its rule.

    Whole sentences the customer has said before are forbidden as `repetition`.
    """
    found = {words: rule for phrase, rule in phrases if (words := bare_words(phrase))}
    for text in said_before:
        for sentence in _SENTENCE.findall(text):
            words = bare_words(sentence)
            if len(words) >= _SHORTEST_REPEAT:
                found.setdefault(words, "repetition")
    return found
