"""Speaks the customer's next line: a line for the move, perhaps after a reaction to what was noticed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template

from practice.domain.stock import Move
from practice.model.stub.cases import Noticed, SpeakingCase
from practice.model.stub.lexicon import CustomerFile, customer_file
from practice.model.stub.picking import number_from, turned

_WORD = re.compile(r"[\w'-]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_LONGEST_ECHO = 9
_WARM_MOVES = frozenset({Move.CONCEDE, Move.ACCEPT, Move.DISCLOSE, Move.THANK_GRUDGINGLY})
_GOING = frozenset({Move.LEAVE, Move.ESCALATE})
#: Of four turns with something good in them, the customer remarks on this many.
_REMARKS_OF_FOUR = 3


@dataclass(frozen=True)
class _Said:
    """What the customer has said before, evened out for comparing."""

    messages: tuple[str, ...]

    def holds(self, line: str) -> bool:
        return any(_plain(line) in message for message in self.messages)

    def is_whole(self, line: str) -> bool:
        return _plain(line) in self.messages


def speak(case: SpeakingCase, said_before: tuple[str, ...], turn: str) -> str:
    """`turn` names the seed, the place in the talk and what the trainee wrote: the same turn gives the same line."""
    words = customer_file(case.language)
    said = _Said(tuple(_plain(message) for message in said_before))
    line = _line(case, words, said, turn)
    for reaction in _reactions(case, words, turn):
        whole = f"{reaction} {line}"
        if not said.holds(reaction) and _plain(reaction) != _plain(line) and _count(whole) <= case.most_words:
            return whole
    return line


def _line(case: SpeakingCase, words: CustomerFile, said: _Said, turn: str) -> str:
    own = words.moves[case.move]
    for line in [*turned(case.tone, turn), *turned(own, turn)]:
        if not said.holds(line) and _count(line) <= case.most_words:
            return line
    return _varied(case, words, said, turn)


def _varied(case: SpeakingCase, words: CustomerFile, said: _Said, turn: str) -> str:
    """Once everything has been said: a line in new company, cut to the words allowed."""
    lines = turned([*case.tone, *words.moves[case.move]], turn)
    for first in [*turned(words.openers, turn), *lines]:
        for line in lines:
            whole = f"{first} {line}"
            if first != line and not said.is_whole(whole) and _count(whole) <= case.most_words:
                return whole
    return next((cut for line in lines if (cut := _cut(line, case.most_words)) and not said.is_whole(cut)), "…")


def _reactions(case: SpeakingCase, words: CustomerFile, turn: str) -> Iterator[str]:
    """Ways to react to the noticed event that matters most; harm, which has no warm reaction, goes first."""
    known = [noticed for noticed in case.noticed if noticed.event in words.reactions]
    hurt = [noticed for noticed in known if not words.reactions[noticed.event].warm]
    warm_move = case.move in _WARM_MOVES
    if hurt and not warm_move:
        yield from _worded(hurt[0], words, turn, warm=False)
    elif not hurt and number_from(turn, "remark") % 4 < _REMARKS_OF_FOUR and case.move not in _GOING:
        for noticed in turned(known, turn):
            yield from _worded(noticed, words, turn, warm=warm_move)


def _worded(noticed: Noticed, words: CustomerFile, turn: str, *, warm: bool) -> Iterator[str]:
    reaction = words.reactions[noticed.event]
    echo = noticed.words.strip().rstrip(".!?,;:… ")
    echoable = 0 < _count(echo) <= _LONGEST_ECHO and not set(echo) & set('\n“”„"')
    quoted = Template(words.quotation).safe_substitute(words=echo[:1].upper() + echo[1:])
    for line in turned(reaction.warm if warm else reaction.wary, turn, noticed.event):
        if "$words" not in line:
            yield line
        elif echoable:
            yield line.replace("$words", quoted)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _count(text: str) -> int:
    return len(text.split())


def _cut(line: str, most: int) -> str:
    kept = ""
    for sentence in _SENTENCE_END.split(line):
        longer = f"{kept} {sentence}".strip()
        if _count(longer) > most:
            break
        kept = longer
    return kept or " ".join(line.split()[:most]).rstrip(",;:–-")
