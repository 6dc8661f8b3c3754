"""A reply graded by a version of a rubric and by the one in force, side by side; nothing of it is kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Problem
from practice.domain.grade import Grade, grade_failed
from practice.domain.labels import LabelledReply
from practice.domain.rubric import Rubric
from practice.domain.transcript import Speaker
from practice.errors import BadInput, ModelTimeout, NotFound
from practice.library import Library, read_rubric
from practice.services.access import require_in_organisation, require_turn
from practice.services.costly import CostlyActs
from practice.services.exchange import load_exchange
from practice.services.grade_keeping import keep_usage
from practice.services.preview_job import grade_alone
from practice.services.preview_view import in_force
from practice.services.reading import Reading
from practice.services.rubrics import RubricService, RubricText
from practice.services.voices import Voices
from practice.settings import Settings
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person, hold_person
from practice.store.trying_reading import Pickable, item_to_try, items_to_try, turns_to_try
from practice.store.types import storable

#: Characters of each text.
LONGEST = 20_000
MOST_TALKS, MOST_PICKABLE = 20, 50
#: Seconds beyond what one answer may take.
GRACE = 5.0


@dataclass(frozen=True)
class TryView:
    """What can be tried on `found`. Examples are of this version's own text."""

    found: RubricText
    in_force: int
    examples: tuple[Pickable, ...]
    items: tuple[Pickable, ...]
    turns: tuple[Pickable, ...]


@dataclass(frozen=True)
class Side:
    """By one version; `milliseconds` are what the person waited for it."""

    number: int
    rubric: Rubric
    grade: Grade
    milliseconds: int

    @property
    def tokens(self) -> int | None:
        """None where no model counted any."""
        return self.grade.prompt_tokens + self.grade.completion_tokens or None


class TryService:
    """For trainers and administrators; every method raises NotAllowed for anybody else.

    NotFound: no such rubric, version or reply that they may read.
    """

    def __init__(self, settings: Settings, database: Database, library: Library, voices: Voices) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._rubrics = RubricService(settings, database, library)
        self._costly = CostlyActs(settings)
        self._reading = Reading(database)
        self._patience = settings.model_timeout + GRACE

    def view(self, person: Person, key: str, number: int) -> TryView:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        found = self._rubrics.text(person, key, number)
        examples = read_rubric(found.text, f"rubric {key}").examples
        with self._database.reading() as session:
            items = items_to_try(session, organisation_id, key, MOST_PICKABLE)
            turns = turns_to_try(session, person.id, MOST_TALKS, MOST_PICKABLE)
        shown = tuple(Pickable(example.id, example.language, example.reply) for example in examples)
        return TryView(found, in_force(found.summary), shown, tuple(items), tuple(turns))

    def pick(self, person: Person, key: str, number: int, what: str, address: str = "") -> LabelledReply:
        """What `example:`, `item:` or `turn:` and an id names, without labels.

        Where it is a reply of somebody's talk, the audit tells who read it.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        kind, _, wanted = what.partition(":")
        if kind == "turn":
            return self._of_talk(person, wanted, address)
        found = None
        if kind == "example":
            found = self._example(person, key, number, wanted)
        elif kind == "item" and wanted.isascii() and wanted.isdigit() and len(wanted) <= 9:
            with self._database.reading() as session:
                found = item_to_try(session, organisation_id, key, int(wanted))
        if found is None:
            raise NotFound("no such reply")
        return found

    def grade(self, person: Person, key: str, number: int, reply: LabelledReply, address: str = "") -> tuple[Side, ...]:
        """By what is in force and by version `number`; once where they are the same.

        A model that fails is told in its grade. Raises BadInput for a text that is empty or too long, TooMuch.
        """
        require_in_organisation(person, Act.EDIT_RUBRICS)
        for text in (reply.situation, reply.customer, reply.reply):
            if not 0 < len(text.strip()) <= LONGEST:
                raise BadInput(f"each text has 1 to {LONGEST} characters")
        tried = self._rubrics.text(person, key, number)
        texts = [tried] if in_force(tried.summary) == number else [self._rubrics.text(person, key), tried]
        with self._database.writing() as session:
            hold_person(session, person.id)
            self._costly.count_ask(session, person)
            about = Audited(AuditedKind.RUBRIC, key, key)
            add_audit(session, person, AuditAct.MODEL_TRIED, about, f"version {number} on one reply", address=address)
        return self._sides([(one.number, read_rubric(one.text, f"rubric {key}")) for one in texts], reply)

    def _sides(self, versions: list[tuple[int, Rubric]], reply: LabelledReply) -> tuple[Side, ...]:
        """A thread for each, and nobody waits for longer than a model may take."""
        heard: SimpleQueue[Side] = SimpleQueue()
        began, grader = time.monotonic(), self._voices.graders().name
        for number, rubric in versions:
            Thread(target=self._grade, args=(number, rubric, reply, heard.put), name="try", daemon=True).start()
        late = grade_failed(Problem(ModelTimeout.key, f"no grade within {self._patience:g} seconds"), grader)
        sides = {number: Side(number, rubric, late, int(self._patience * 1000)) for number, rubric in versions}
        for _ in versions:
            try:
                side = heard.get(timeout=max(0.0, began + self._patience - time.monotonic()))
            except Empty:
                break
            sides[side.number] = side
        return tuple(sides.values())

    def _grade(self, number: int, rubric: Rubric, reply: LabelledReply, tell: Callable[[Side], None]) -> None:
        began = time.monotonic()
        try:
            grade = grade_alone(self._library, self._voices, rubric, reply)
            with self._database.writing() as session:
                keep_usage(session, grade, None)
        except Exception as error:  # noqa: BLE001 - whoever waits is told, beside the other version's grade
            grade = grade_failed(Problem("internal", f"{type(error).__name__}: {error}"), self._voices.graders().name)
        tell(Side(number, rubric, grade, int((time.monotonic() - began) * 1000)))

    def _example(self, person: Person, key: str, number: int, example_id: str) -> LabelledReply | None:
        rubric = read_rubric(self._rubrics.text(person, key, number).text, f"rubric {key}")
        one = next((example for example in rubric.examples if example.id == example_id), None)
        if one is None:
            return None
        return LabelledReply(one.id, one.language, one.channel, one.situation, one.customer, one.reply, ())

    def _of_talk(self, person: Person, turn_id: str, address: str) -> LabelledReply:
        with self._database.reading() as session:
            turn = require_turn(session, person, Act.REPORT, storable(turn_id))
        if turn.speaker is not Speaker.TRAINEE:
            raise NotFound("no such reply")
        exchange = load_exchange(self._database, turn.id)
        talk, scenario = exchange.conversation, exchange.scenario
        if not talk.is_of(person.id):
            self._reading.keep(person, talk, address)
        customer = exchange.before[-1].text if exchange.before else ""
        situation = " ".join(scenario.facts)
        return LabelledReply(turn.id, talk.language, scenario.channel, situation, customer, turn.text, ())
