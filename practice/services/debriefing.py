"""The job in which the coach names one strength and at most two priorities."""

from typing import Any

from sqlmodel import Session

from practice.domain.casework import TalkEnd, debrief_case
from practice.domain.conversation import Conversation, Problem, transcript_of
from practice.domain.debrief import Debrief, debrief_schema, read_debrief
from practice.domain.fence import fenced, untrusted
from practice.domain.report import GradedReply, make_report
from practice.domain.rubric import Rubric, Scope
from practice.domain.transcript import Speaker, last_said_by
from practice.errors import ModelError, NotFound
from practice.library import Library
from practice.model.port import Message, ModelAnswer, ModelRequest, Role
from practice.services.exchange import names_of, rubric_of, scenario_of
from practice.services.voices import Voices
from practice.store.chat_reading import load_conversation, path_to
from practice.store.database import Database
from practice.store.debrief import add_debrief
from practice.store.grading_reading import latest_grades_in_talk
from practice.store.job import Job, finish_job
from practice.store.usage import add_usage, used_by


class DebriefingJob:
    """Handles jobs of kind DEBRIEF; the subject is the conversation."""

    def __init__(self, database: Database, library: Library, voices: Voices) -> None:
        self._database = database
        self._library = library
        self._voices = voices

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            conversation = load_conversation(session, job.subject_id)
            if conversation is None:
                raise NotFound(f"no conversation {job.subject_id}")
            turns = path_to(session, conversation.id, conversation.head_turn_id)
            found = latest_grades_in_talk(session, [turn.id for turn in turns if turn.speaker is Speaker.TRAINEE])
        rubric, names = rubric_of(conversation), names_of(scenario_of(conversation), conversation.language)
        grades = {turn_id: grade for (turn_id, scope), grade in found.items() if scope is Scope.REPLY}
        replies = make_report(turns, grades, rubric).replies
        end = TalkEnd(last_said_by(Speaker.CUSTOMER, transcript_of(turns, names)), conversation.outcome.value)
        model, prompt = self._voices.of(Role.COACH), self._library.prompt("debrief")
        answer: ModelAnswer | None = None
        result: Debrief | Problem
        try:
            answer = model.complete(self._request(conversation, rubric, replies, end))
            result = read_debrief(answer.text, [reply.reply.text for reply in replies], rubric)
        except ModelError as error:
            result = Problem(error.key, str(error))
        with self._database.writing() as session:
            finish_job(session, job, error=result.detail if isinstance(result, Problem) else None)
            raw = answer.text if answer else None
            add_debrief(session, conversation.id, job.id, result, model.name, prompt.hash, raw)
            if answer:
                add_usage(session, used_by(conversation.id, Role.COACH.value, answer))

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        model = self._voices.of(Role.COACH).name
        add_debrief(session, job.subject_id, job.id, Problem("internal", detail), model, "", None)

    def _request(
        self, conversation: Conversation, rubric: Rubric, replies: tuple[GradedReply, ...], end: TalkEnd
    ) -> ModelRequest:
        prompt = self._library.prompt("debrief")
        criteria = [
            {"key": criterion.key, "name": criterion.name.in_language(conversation.language)}
            for criterion in rubric.criteria
        ]
        shown = [_shown(reply, rubric) for reply in replies]
        case = debrief_case(scenario_of(conversation), conversation.language, criteria, shown, end)
        return ModelRequest(
            Role.COACH,
            (
                Message("system", prompt.render_system({})),
                Message("user", prompt.render_user({"case": fenced(case)})),
            ),
            prompt.head.temperature,
            prompt.head.max_tokens,
            schema=debrief_schema(rubric),
            schema_name="debrief",
            seed=conversation.seed,
        )


def _shown(reply: GradedReply, rubric: Rubric) -> dict[str, Any]:
    scores = {criterion.key: reply.score(criterion.key) for criterion in rubric.criteria}
    levels: dict[str, int | str] = {
        key: "not_graded" if score is None else score.level or score.status.value for key, score in scores.items()
    }
    return {
        "number": reply.number,
        "customer": untrusted(reply.customer),
        "reply": untrusted(reply.reply.text),
        "levels": levels,
    }
