"""Takes off what models put around a line although they were asked not to: a name in front, quotation marks around.

Word by word, so that nothing waits for the end of the line: a line that begins with a quotation mark loses this mark
and the one that closes it; later quotations keep theirs. Single marks stay, for they are apostrophes as well.
"""

import re
from collections.abc import Collection

_MARKS = '"“”„«»'
_BEFORE_A_WORD = re.compile(rf"(\s*)[{_MARKS}]+")
_CLOSING = re.compile(rf"[{_MARKS}]")
_WORDS = re.compile(r"\w+")


class OpeningMarks:
    """`labels` are the words of each name, without capitals. Give it each word with the white space before it."""

    def __init__(self, labels: Collection[str]) -> None:
        self._labels = {tuple(_WORDS.findall(label.casefold())) for label in labels}
        self._starts = {label[:length] for label in self._labels for length in range(len(label))}
        self._held: list[str] = []
        self._naming = bool(self._labels)
        self._opens = True
        self._quoted = False

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
            self._quoted = _CLOSING.search(said) is not None
            self._held, self._naming = [], False
            return []
        if words in self._starts:
            return []
        return self.rest()

    def rest(self) -> list[str]:
        """What was held back, when nothing more comes or no name can come any more."""
        held, self._held, self._naming = self._held, [], False
        return self._unquoted(held)

    def _unquoted(self, words: list[str]) -> list[str]:
        return [bare for word in words if (bare := self._without_quote(word)).strip()]

    def _without_quote(self, word: str) -> str:
        if self._opens:
            self._opens = False
            bare = _BEFORE_A_WORD.sub(r"\1", word, count=1) if _BEFORE_A_WORD.match(word) else word
            self._quoted = self._quoted or bare != word
            word = bare
        if self._quoted and (closing := _CLOSING.search(word)):
            self._quoted = False
            word = word[: closing.start()] + word[closing.end() :]
        return word
