"""Talks that are played as people play them, by scripted trainees against the built-in stub, and graded by it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.scenario import Scenario
from practice.domain.trainee import SKILLED, scripted
from practice.services.assembly import Services
from practice.services.talk import TalkChoices
from practice.store.job import JobKind, open_jobs
from practice.store.person import Person
from practice.store.types import new_id

#: How a trainee goes about it, from the worst way to the best: behaviours of prompts/trainees, and how many of each
#: one's replies are said. What they say last makes up for it, where the customer still listens.
WAYS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("rude", 1), ("solution_first", 6), (SKILLED, 9)),
    (("passive", 2), ("solution_first", 6), (SKILLED, 9)),
    (("apology_only", 2), ("solution_first", 7), (SKILLED, 9)),
    (("solution_first", 8), (SKILLED, 9)),
    ((SKILLED, 9),),
)
_LOOK_SECONDS = 0.05
_AT_ONCE = 8


@dataclass(frozen=True)
class SampleTalk:
    """`way` is a place in WAYS."""

    id: str
    way: int


class SampleTalks:
    """`services` are of the stub alone, and their worker runs."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def played_by(self, people: list[Person], most: int) -> list[SampleTalk]:
        """Every scenario in every way, each by the next of `people`, languages in turns; `most` of these at most."""
        entries = self._services.chat.scenarios()
        planned = ((entry.key, way) for entry in entries for way in range(len(WAYS)))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._play, islice(planned, most), cycle(people), cycle(TALK_LANGUAGES)))

    def _play(self, planned: tuple[str, int], person: Person, language: Language) -> SampleTalk:
        (scenario_key, way), chat = planned, self._services.chat
        talk_id = chat.start(person, scenario_key, TalkChoices(language, unhurried=True, seed=way))
        view = chat.view(person, talk_id)
        for reply in self._replies(view.scenario, language, way):
            receipt = chat.reply(person, talk_id, reply, new_id())
            followed = self._services.following.find(person, receipt.answer_id)
            for _ in self._services.following.follow(followed):
                pass
            if not chat.view(person, talk_id).conversation.open:
                break
        chat.end(person, talk_id)
        self._await_talk_grade(person, talk_id)
        return SampleTalk(talk_id, way)

    def _replies(self, scenario: Scenario, language: Language, way: int) -> list[str]:
        library = self._services.library
        return [
            reply
            for behaviour, most in WAYS[way]
            for reply in scripted(library.trainee(behaviour), scenario, language)[:most]
        ]

    def _await_talk_grade(self, person: Person, talk_id: str) -> None:
        last, waiting = self._services.chat.view(person, talk_id).turns[-1].turn.id, threading.Event()
        while True:
            with self._services.database.reading() as session:
                if not open_jobs(session, {JobKind.GRADE_TALK: [last]}):
                    return
            waiting.wait(_LOOK_SECONDS)
