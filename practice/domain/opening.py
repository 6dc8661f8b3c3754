"""Takes off what models put around a line although they were asked not to: a name in front, quotation marks around.

A line that begins with a quotation mark waits, for a few words, for the mark that closes it: "Tomorrow", you say, is a
quotation and stays as it is; marks around the whole line are taken off. Single marks stay: they are apostrophes too.
"""

import re
from collections.abc import Collection

_MARKS = '"“”„«»'
_BEFORE_A_WORD = re.compile(rf"(\s*)[{_MARKS}]+")
_CLOSING = re.compile(rf"[{_MARKS}]")
_WORDS = re.compile(r"\w+")
#: A quotation of the trainee's words is short; what is not closed by then is the whole line.
_LONGEST_QUOTATION = 14


class OpeningMarks:
    """`labels` are the words of each name, without capitals. Give it each word with the white space before it."""

    def __init__(self, labels: Collection[str]) -> None:
        self._labels = {tuple(_WORDS.findall(label.casefold())) for label in labels}
        self._starts = {label[:length] for label in self._labels for length in range(len(label))}
        self._held: list[str] = []
        self._naming = bool(self._labels)
        self._begun = False
        self._quotation: list[str] | None = None
        self._closes_later = False

    def without_marks(self, word: str) -> list[str]:
        """The words that may go on: none while they could be a name, several once they are not."""
        if not word.strip():
            return []
        if not self._naming:
            return self._unquoted([word])
        self._held.append(word)
        said = "".join(self._held)
        words = tuple(_WORDS.findall(said.casefold()))
        if words in self._labels and said.rstrip("*_ ").endswith(":"):
            self._closes_later = _CLOSING.search(said) is not None
            self._held, self._naming = [], False
            return []
        if words in self._starts:
            return []
        return self._not_a_name()

    def rest(self) -> list[str]:
        """What was held back, when nothing more comes."""
        words = self._not_a_name()
        held, self._quotation = self._quotation or [], None
        return words + self._bare([_CLOSING.sub("", word) for word in held])

    def _not_a_name(self) -> list[str]:
        held, self._held, self._naming = self._held, [], False
        return self._unquoted(held)

    def _unquoted(self, words: list[str]) -> list[str]:
        return self._bare([free for word in words for free in self._freed(word)])

    def _bare(self, words: list[str]) -> list[str]:
        return [word for word in words if word.strip()]

    def _freed(self, word: str) -> list[str]:
        if not self._begun:
            self._begun = True
            if _BEFORE_A_WORD.match(word) and not self._closes_later:
                self._quotation = [word]
                return []
        if self._quotation is None:
            return [self._without_closing(word)]
        closed = len(_CLOSING.findall("".join(self._quotation))) > 1
        self._quotation.append(word)
        if closed:
            held, self._quotation = self._quotation, None
            return held
        if len(self._quotation) < _LONGEST_QUOTATION:
            return []
        held, self._quotation = self._quotation, None
        self._closes_later = True
        held[0] = _BEFORE_A_WORD.sub(r"\1", held[0], count=1)
        return [self._without_closing(word) for word in held]

    def _without_closing(self, word: str) -> str:
        closing = _CLOSING.search(word) if self._closes_later else None
        if closing is None:
            return word
        self._closes_later = False
        return word[: closing.start()] + word[closing.end() :]
