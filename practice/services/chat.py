"""Practising: begin a talk, reply, stop, try again, end."""

import random

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.conversation import Conversation, Turn, TurnStatus
from practice.domain.rubric import Scope
from practice.domain.transcript import Speaker
from practice.errors import BadReply
from practice.library import Library, read_rubric
from practice.services.access import require, require_in_organisation, require_turn
from practice.services.attempts import refuse_changed
from practice.services.board import Board
from practice.services.costly import CostlyActs
from practice.services.exchange import opening_turns, rubric_of, scenario_of
from practice.services.grading_again import hold_for_grading, keep_asker, lacks_grade
from practice.services.grading_talk import ask_for_talk_grade
from practice.services.scenario_in_force import (
    PlayableScenario,
    scenario_in_force,
    scenario_numbered,
    scenarios_in_force,
)
from practice.services.statements import Statements
from practice.services.talk import ConversationView, Receipt, ScenarioEntry, TalkChoices, TurnView
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.chat import (
    ConversationRow,
    add_conversation,
    add_turn,
    close_conversation,
    lock_conversation,
    speak_anew,
    stop_speech,
)
from practice.store.chat_reading import (
    answer_to,
    conversations_of,
    load_conversation,
    load_turn,
    path_to,
    turn_by_client_key,
)
from practice.store.database import Database
from practice.store.grading_reading import latest_grades_in_talk
from practice.store.handing_in import practises_privately
from practice.store.job import Job, JobKind, Lease, add_job, open_jobs
from practice.store.person import Person
from practice.store.types import new_id, now, storable
from practice.store.version import RubricVersionRow, current_version, version_of


class ChatService:
    def __init__(self, settings: Settings, database: Database, library: Library, board: Board, worker: Worker) -> None:
        self._settings = settings
        self._database = database
        self._library = library
        self._board = board
        self._worker = worker
        self._costly = CostlyActs(settings)
        self._statements = Statements(settings)

    def scenarios(self, person: Person | None = None) -> list[ScenarioEntry]:
        """What they may practise; for nobody what every organisation has."""
        with self._database.reading() as session:
            return scenarios_in_force(session, self._library, person.organisation_id if person else None)

    def scenario(self, key: str, person: Person | None = None) -> ScenarioEntry:
        """Raises NotFound."""
        with self._database.reading() as session:
            found = scenario_in_force(session, self._library, person.organisation_id if person else None, key)
        return ScenarioEntry(key, found.scenario)

    def start(self, person: Person, scenario_key: str, choices: TalkChoices, assignment_id: str | None = None) -> str:
        """The new conversation's id, with the opening of each customer said. Raises NotFound or TooMuch.

        With an assignment it is an attempt at it; raises NoAttempt where that asks for something else, or none is left.
        """
        with self._database.reading() as session:
            scenario = scenario_in_force(session, self._library, person.organisation_id, scenario_key)
        return self._start(person, scenario, choices, assignment_id=assignment_id)

    def try_out(self, person: Person, scenario_key: str, number: int, choices: TalkChoices) -> str:
        """A trainer's own talk in that version of a scenario, draft or not, which nobody else reads or counts.

        Raises NotAllowed, and else as `start` does.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            scenario = scenario_numbered(session, self._library, organisation_id, scenario_key, number)
        return self._start(person, scenario, choices, trial=True)

    def _start(
        self,
        person: Person,
        playable: PlayableScenario,
        choices: TalkChoices,
        *,
        trial: bool = False,
        assignment_id: str | None = None,
    ) -> str:
        scenario = playable.scenario
        rubric_document = self._library.rubric_document(self._settings.rubric)
        with self._database.reading() as session:
            rubric_version = current_version(session, RubricVersionRow, person.organisation_id, rubric_document.key)
        if rubric_version:
            read_rubric(rubric_version.text, f"rubric {rubric_version.key}, version {rubric_version.number}")
        else:
            read_rubric(rubric_document.text, str(rubric_document.path))
        with self._database.writing() as session:
            self._costly.count_talk(session, person)
            if assignment_id is not None:
                refuse_changed(session, person, assignment_id, playable.key, choices)
            if rubric_version is None:
                rubric_version = version_of(session, RubricVersionRow, rubric_document.key, rubric_document.text)
            conversation_id = add_conversation(
                session,
                ConversationRow(
                    person_id=person.id,
                    scenario_version_id=playable.kept(session),
                    rubric_version_id=rubric_version.id or 0,
                    language=choices.language.value,
                    difficulty=choices.difficulty or scenario.difficulty,
                    mode=choices.mode.value,
                    unhurried=choices.unhurried,
                    private=trial or practises_privately(session, person.id),
                    trial=trial,
                    assignment_id=assignment_id,
                    seed=random.SystemRandom().randrange(2**31) if choices.seed is None else choices.seed,
                ),
            )
            for turn in opening_turns(scenario, choices.language, conversation_id):
                add_turn(session, turn)
            self._statements.tell(session, conversation_id)
        return conversation_id

    def recent(self, person: Person) -> list[ConversationView]:
        """The person's talks, newest first, without their turns."""
        with self._database.reading() as session:
            found = conversations_of(session, person.id)
        return [ConversationView(c, scenario_of(c), rubric_of(c), ()) for c in found]

    def view(self, person: Person, conversation_id: str, act: Act = Act.SEE) -> ConversationView:
        """What the person needs to see for this act. Raises NotFound where it is not there or hidden from them."""
        with self._database.reading() as session:
            conversation = require(session, person, act, load_conversation(session, conversation_id))
            path = path_to(session, conversation_id, conversation.head_turn_id)
            ids = [turn.id for turn in path]
            # In this order: a grade made between the two look-ups is then seen, not missed.
            grading = open_jobs(session, {JobKind.GRADE: ids, JobKind.GRADE_TALK: ids[-1:]})
            grades = latest_grades_in_talk(session, ids)
        return ConversationView(
            conversation,
            scenario_of(conversation),
            rubric_of(conversation),
            tuple(TurnView(t, grades.get((t.id, Scope.REPLY)), (JobKind.GRADE, t.id) in grading) for t in path),
            talk_grade=grades.get((ids[-1], Scope.CONVERSATION)) if ids else None,
            grading_talk=any(kind is JobKind.GRADE_TALK for kind, _ in grading),
        )

    def reply(
        self, person: Person, conversation_id: str, text: str, client_key: str, action: str | None = None
    ) -> Receipt:
        """Keeps the reply and lets the customer answer; the same client key again gives the same receipt.

        `action` is the key of something to do on this channel: its words are added to the text.
        Raises NotFound, TooMuch, or BadReply: empty, too_long, ended, waiting (the customer has not answered the last
        one).
        """
        typed = storable(text).strip()
        with self._database.writing() as session:
            lock_conversation(session, conversation_id)
            conversation = require(session, person, Act.REPLY, load_conversation(session, conversation_id))
            earlier = turn_by_client_key(session, conversation_id, client_key)
            if earlier:
                answer = answer_to(session, earlier.id)
                assert answer is not None
                return Receipt(earlier.id, answer.id)
            head = load_turn(session, conversation.head_turn_id or "")
            typed = self._with_action(typed, action, conversation)
            self._refuse_unfit(typed, conversation, head)
            self._costly.count_ask(session, person)
            moment = now()
            said = Turn(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=head.id if head else None,
                speaker=Speaker.TRAINEE,
                text=typed,
                status=TurnStatus.SAID,
                said_at=moment,
                reply_seconds=(moment - head.said_at).total_seconds() if head else None,
            )
            answer = Turn(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=said.id,
                speaker=Speaker.CUSTOMER,
                text="",
                status=TurnStatus.SPEAKING,
                said_at=moment,
            )
            add_turn(session, said, client_key)
            add_turn(session, answer)
            self._statements.tell(session, conversation_id)
            jobs = [self._job(session, JobKind.SPEAK, answer.id), self._job(session, JobKind.GRADE, said.id)]
        self._begin(jobs)
        return Receipt(said.id, answer.id)

    def stop(self, person: Person, answer_id: str) -> str:
        """Ends the customer's line where it is; what was said is kept. The conversation's id. Raises NotFound."""
        turn = self._turn(person, Act.STOP, answer_id)
        said = self._board.stop(turn.parent_id) if turn.parent_id else None
        with self._database.writing() as session:
            stop_speech(session, turn.id, said)
        if turn.parent_id:
            self._board.touch(turn.parent_id)
        return turn.conversation_id

    def speak_again(self, person: Person, answer_id: str) -> str:
        """Lets the customer try a line again that failed. The conversation's id. Raises NotFound or TooMuch."""
        turn = self._turn(person, Act.SPEAK_AGAIN, answer_id)
        with self._database.writing() as session:
            lock_conversation(session, turn.conversation_id)
            current = load_turn(session, turn.id)
            if current is None or current.status is not TurnStatus.FAILED:
                return turn.conversation_id
            self._costly.count_ask(session, person)
            speak_anew(session, turn.id)
            jobs = [self._job(session, JobKind.SPEAK, turn.id)]
        self._begin(jobs)
        return turn.conversation_id

    def grade_again(self, person: Person, reply_id: str) -> str:
        """Asks for a grade again where not every criterion got one. The conversation's id.

        Raises NotFound or TooMuch.
        """
        turn = self._turn(person, Act.GRADE_AGAIN, reply_id)
        with self._database.writing() as session:
            hold_for_grading(session, person, turn.conversation_id)
            if not lacks_grade(session, turn):
                return turn.conversation_id
            keep_asker(session, person, load_conversation(session, turn.conversation_id))
            self._costly.count_ask(session, person)
            jobs = [self._job(session, JobKind.GRADE, turn.id)]
        self._begin(jobs)
        return turn.conversation_id

    def end(self, person: Person, conversation_id: str) -> None:
        """Ends the talk; one that has ended stays as it was. Raises NotFound."""
        view = self.view(person, conversation_id, Act.END)
        awaited, path = view.awaited, [entry.turn for entry in view.turns]
        job = None
        with self._database.writing() as session:
            if close_conversation(session, conversation_id, None):
                job = ask_for_talk_grade(session, view.conversation, path, self._lease())
                self._statements.tell(session, conversation_id)
        # Stopped last, so that whoever watches the customer's line learns with its end that the talk is over.
        if awaited and awaited.status is TurnStatus.SPEAKING:
            self.stop(person, awaited.id)
        if job:
            self._begin([job])

    def _turn(self, person: Person, act: Act, turn_id: str) -> Turn:
        with self._database.reading() as session:
            return require_turn(session, person, act, turn_id)

    def _with_action(self, typed: str, key: str | None, conversation: Conversation) -> str:
        if key is None:
            return typed
        action = self._library.channels.of(scenario_of(conversation).channel).action(key)
        if action is None:
            raise BadReply("no_such_action", f"there is no action {key!r} on this channel")
        return f"{typed}\n{action.words(conversation.language)}".strip()

    def _refuse_unfit(self, typed: str, conversation: Conversation, head: Turn | None) -> None:
        limit = self._settings.reply_limit
        if not conversation.open:
            raise BadReply("ended", "this conversation has ended; start a new one")
        if not typed:
            raise BadReply("empty", "the reply is empty; write what you would say")
        if len(typed) > limit:
            raise BadReply("too_long", f"the reply has {len(typed)} characters; at most {limit} are taken")
        if head is None or head.status in (TurnStatus.SPEAKING, TurnStatus.FAILED):
            raise BadReply("waiting", "the customer has not answered yet; wait, stop them or try again")

    def _job(self, session: Session, kind: JobKind, subject_id: str) -> Job:
        return add_job(session, kind, subject_id, self._lease())

    def _lease(self) -> Lease | None:
        """With one, a job is begun here at once; without, a worker process will find it."""
        return self._worker.lease if self._settings.jobs_in_web else None

    def _begin(self, jobs: list[Job]) -> None:
        if self._settings.jobs_in_web:
            self._worker.take(jobs)
