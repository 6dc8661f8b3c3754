"""Rows of the database as records of a file: what is not known stays empty, and nothing stands in for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row

from practice.domain.conversation import Mode
from practice.domain.exports import Record, moment
from practice.domain.grade import Grade
from practice.domain.override import Override
from practice.domain.rubric import Scope
from practice.domain.score import CriterionScore, ScoreStatus
from practice.domain.transcript import Speaker
from practice.store.judging_reading import Graded

#: A reply whose grade has not come yet.
WAITING = "waiting"


def reveals(talk: Row[Any]) -> bool:
    """A check keeps moods and levels to itself until the talk is over."""
    return talk.mode == Mode.PRACTICE.value or talk.ended_at is not None


def talk_record(talk: Row[Any]) -> Record:
    return {
        **_whose(talk),
        "scenario_version": talk.scenario_version,
        "rubric": talk.rubric,
        "rubric_version": talk.rubric_version,
        "mode": talk.mode,
        "difficulty": talk.difficulty,
        "assignment_id": talk.assignment_id,
        "status": "ended" if talk.ended_at else "going_on",
        "outcome": talk.outcome,
        "replies": talk.replies,
        "started_at": moment(talk.started_at),
        "ended_at": moment(talk.ended_at),
        "handed_in_at": moment(talk.handed_in_at),
    }


def turn_record(talk: Row[Any], turn: Row[Any]) -> Record:
    mood = (turn.mood or {}) if reveals(talk) else {}
    return {
        "talk_id": talk.id,
        "trainee_id": talk.person_id,
        "turn_id": turn.id,
        "parent_id": turn.parent_id,
        "speaker": turn.speaker,
        "customer": turn.customer or None,
        "status": turn.status,
        "text": turn.text,
        "said_at": moment(turn.said_at),
        "reply_seconds": None if turn.reply_seconds is None else round(turn.reply_seconds),
        **{gauge: mood.get(gauge) for gauge in ("frustration", "trust", "patience")},
        "move": turn.move if reveals(talk) else None,
        "problem": turn.problem_key,
    }


def level_records(talk: Row[Any], turns: list[Row[Any]], grades: Mapping[Graded, Grade]) -> Iterator[Record]:
    """One for each criterion of each grade that counts; where there is none, one that says so."""
    for turn in turns:
        for scope in Scope:
            grade = grades.get((turn.id, scope))
            if grade is not None and grade.scores:
                yield from (_level(talk, turn, scope, grade, score) for score in grade.scores)
            elif grade is not None:
                yield _level(talk, turn, scope, grade, None)
            elif scope is Scope.REPLY and turn.speaker == Speaker.TRAINEE.value:
                yield _level(talk, turn, scope, None, None)


def judgement_record(talk: Row[Any], said: Row[Any]) -> Record:
    is_override = said.kind == "override"
    return {
        "kind": said.kind,
        **_whose(talk),
        "turn_id": said.turn_id,
        "scope": said.scope,
        "grade_id": said.grade_id,
        "criterion": said.criterion,
        "machine_status": said.machine_status,
        "machine_level": said.machine_level,
        "status": _status_set(said.set_level) if is_override else None,
        "level": said.set_level,
        "reason": said.reason,
        "words": said.words,
        "by": said.by,
        "at": moment(said.created_at),
        "answer": said.answer,
        "answered_by": said.answered_by,
        "answered_at": moment(said.answered_at),
    }


def _whose(talk: Row[Any]) -> Record:
    return {
        "talk_id": talk.id,
        "trainee_id": talk.person_id,
        "trainee": talk.person,
        "scenario": talk.scenario,
        "language": talk.language,
    }


def _level(talk: Row[Any], turn: Row[Any], scope: Scope, grade: Grade | None, score: CriterionScore | None) -> Record:
    machine = score.of_grader if score else None
    problem = (machine.problem if machine else None) or (grade.problem if grade else None)
    without = ScoreStatus.NOT_GRADED.value if grade else WAITING
    return {
        **_whose(talk),
        "turn_id": turn.id,
        "said_at": moment(turn.said_at),
        "scope": scope.value,
        "grade_id": grade.id if grade else None,
        "criterion": score.criterion if score else None,
        "status": score.status.value if score else without,
        "level": score.level if score else None,
        "machine_status": machine.status.value if machine else without,
        "machine_level": machine.level if machine else None,
        "machine_level_before_recalibration": machine.recalibrated_from if machine else None,
        "machine_reason": (machine.reason or None) if machine else None,
        "machine_advice": machine.advice if machine else None,
        "quotes": [quote.text for quote in machine.quotes] if machine else [],
        "problem": problem.key if problem else None,
        "model": grade.model if grade else None,
        "rubric": talk.rubric,
        "rubric_version": talk.rubric_version,
        **_trainers(score.overridden if score else None),
    }


def _trainers(override: Override | None) -> Record:
    return {
        "trainer_status": _status_set(override.level) if override else None,
        "trainer_level": override.level if override else None,
        "trainer_reason": override.reason.value if override else None,
        "trainer_words": override.words if override else None,
        "trainer": override.trainer if override else None,
        "trainer_at": moment(override.when) if override else None,
    }


def _status_set(level: int | None) -> str:
    return (ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED).value
