"""What happened in a talk as xAPI statements: https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md

Verbs and activity types are ADL's. A statement holds no name, no e-mail address and, unless asked for, no text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from practice.domain.conversation import Conversation, Turn
from practice.domain.grade import Grade
from practice.domain.rubric import LEVELS

VERB = "http://adlnet.gov/expapi/verbs/"
ACTIVITY = "http://adlnet.gov/expapi/activities/"
_LOWEST, _HIGHEST = LEVELS[0], LEVELS[-1]


@dataclass(frozen=True)
class Statement:
    """`about` tells it apart within one site, and so does its id: made anew, it is the same statement."""

    about: str
    id: UUID
    body: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What every statement of a talk says. `site` is the address of the service, without a slash at its end.

    `title` is the scenario's by language. With `texts`, replies are sent as they were typed.
    """

    site: str
    conversation: Conversation
    title: Mapping[str, str]
    texts: bool = False

    def initialized(self) -> Statement:
        return self._statement(f"initialized:{self.conversation.id}", "initialized", self.conversation.started_at, {})

    def answered(self, reply: Turn, number: int) -> Statement:
        """`number` counts the replies on the way to this one, itself included."""
        result: dict[str, Any] = {}
        if reply.reply_seconds is not None:
            result["duration"] = duration(timedelta(seconds=max(reply.reply_seconds, 0)))
        if self.texts:
            result["response"] = reply.text
        return self._statement(f"answered:{reply.id}", "answered", reply.said_at, result, reply=(reply.id, number))

    def scored(self, reply: Turn, number: int, grade: Grade, graded_at: datetime) -> Statement:
        """A score stands there only where every criterion was graded and one at least has a level."""
        levels = {score.criterion: score.status.value if score.level is None else score.level for score in grade.scores}
        result: dict[str, Any] = {"extensions": {self._iri("grade"): _state_of(grade), self._iri("levels"): levels}}
        given = [score.level for score in grade.scores if score.level is not None]
        if grade.complete and given:
            mean = fmean(given)
            scaled = round((mean - _LOWEST) / (_HIGHEST - _LOWEST), 4)
            result["score"] = {"scaled": scaled, "raw": round(mean, 4), "min": _LOWEST, "max": _HIGHEST}
        if grade.problem:
            result["extensions"][self._iri("problem")] = grade.problem.key
        return self._statement(f"scored:{grade.id}", "scored", graded_at, result, reply=(reply.id, number))

    def completed(self, ended_at: datetime) -> Statement:
        """Whether it went well is not said: an outcome is no success of the trainee's, nor a failure."""
        talk = self.conversation
        result = {
            "completion": True,
            "duration": duration(max(ended_at - talk.started_at, timedelta())),
            "extensions": {self._iri("outcome"): talk.outcome.value},
        }
        return self._statement(f"completed:{talk.id}", "completed", ended_at, result)

    def _statement(
        self, about: str, verb: str, when: datetime, result: dict[str, Any], reply: tuple[str, int] | None = None
    ) -> Statement:
        talk = self.conversation
        statement_id = uuid5(NAMESPACE_URL, f"{self.site}/xapi/{about}")
        extensions: dict[str, Any] = {self._iri("mode"): talk.mode.value, self._iri("difficulty"): talk.difficulty}
        context: dict[str, Any] = {
            "registration": str(UUID(talk.id)),
            "platform": "conversation-practice",
            "language": talk.language.value,
            "extensions": extensions,
        }
        if reply:
            extensions[self._iri("turn")], extensions[self._iri("reply")] = reply
            context["contextActivities"] = {"parent": [{"objectType": "Activity", "id": self._scenario()}]}
        body = {
            "id": str(statement_id),
            "actor": {"objectType": "Agent", "account": {"homePage": f"{self.site}/", "name": str(talk.person_id)}},
            "verb": {"id": f"{VERB}{verb}", "display": {"en-US": verb}},
            "object": self._reply() if reply else self._talk(),
            "context": context,
            "timestamp": when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if result:
            body["result"] = result
        return Statement(about, statement_id, body)

    def _talk(self) -> dict[str, Any]:
        definition = {"type": f"{ACTIVITY}simulation", "name": dict(self.title)}
        return {"objectType": "Activity", "id": self._scenario(), "definition": definition}

    def _reply(self) -> dict[str, Any]:
        """The same for every reply in this scenario: which one it was stands in the context."""
        definition = {"type": f"{ACTIVITY}interaction", "name": dict(self.title)}
        return {"objectType": "Activity", "id": f"{self._scenario()}/replies", "definition": definition}

    def _scenario(self) -> str:
        return f"{self.site}/scenarios/{quote(self.conversation.scenario_key)}"

    def _iri(self, name: str) -> str:
        return f"{self.site}/xapi/{name}"


def duration(time: timedelta) -> str:
    """ISO 8601 in seconds, to a hundredth: more an LRS may cut off."""
    return f"PT{time.total_seconds():.2f}S"


def _state_of(grade: Grade) -> str:
    if grade.complete:
        return "graded"
    return "partly_graded" if any(score.graded for score in grade.scores) else "not_graded"
