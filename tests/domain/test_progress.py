"""A watcher who is told the events knows what one who looks anew knows."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from practice.domain.conversation import Outcome, Problem, Turn, TurnStatus
from practice.domain.grade import Grade, GradeStatus
from practice.domain.mood import Mood
from practice.domain.progress import (
    EndEvent,
    GradeEvent,
    MoodEvent,
    Progress,
    ProgressEvent,
    TokenEvent,
    TurnEvent,
    events_between,
)
from practice.domain.transcript import Speaker

MOOD = Mood(frustration=60, trust=30, patience=50)
ANSWER = Turn("a", "c", "r", Speaker.CUSTOMER, "", TurnStatus.SPEAKING, datetime(2026, 1, 1, tzinfo=UTC))
GRADE = Grade(GradeStatus.GRADED, None, (), (), "model", "hash")
UNGRADED = Grade(GradeStatus.NOT_GRADED, Problem("model_timeout", "late"), (), (), "model", "hash")
START = Progress(ANSWER, None, True, Outcome.OPEN, False)


@dataclass
class Watcher:
    """What a page shows after some events."""

    text: str = ""
    mood: Mood | None = None
    status: TurnStatus = TurnStatus.SPEAKING
    outcome: Outcome = Outcome.OPEN
    grade: Grade | None = None
    over: bool = False

    def told(self, events: list[ProgressEvent]) -> "Watcher":
        for event in events:
            match event:
                case TokenEvent():
                    self.text = event.text if event.anew else self.text + event.text
                    self.status = TurnStatus.SPEAKING if event.anew else self.status
                case MoodEvent():
                    self.mood = event.answer.mood
                case TurnEvent():
                    assert event.answer.text == self.text
                    self.status, self.outcome = event.answer.status, event.outcome
                case GradeEvent():
                    self.grade = event.grade
                case EndEvent():
                    self.over = True
        return self


def _chain(seed: int) -> list[Progress]:
    """States as an exchange may go through them: words, failures with a new attempt, a grade that is made again."""
    chance = random.Random(seed)
    states = [START]
    while not states[-1].over and len(states) < 25:
        now = states[-1]
        answer = now.answer
        step = chance.choice(
            ["mood", "words", "words", "words", "finish", "fail", "restart", "grade", "ungraded", "regrade"]
        )
        if step == "mood":
            answer = replace(answer, mood=MOOD)
        elif step == "words" and answer.status is TurnStatus.SPEAKING:
            answer = replace(answer, text=answer.text + chance.choice(["Well ", "no. ", "…"]))
        elif step in ("finish", "fail") and answer.status is TurnStatus.SPEAKING:
            answer = replace(answer, status=TurnStatus.SAID if step == "finish" else TurnStatus.FAILED)
        elif step == "restart" and answer.status is TurnStatus.FAILED:
            answer = replace(answer, status=TurnStatus.SPEAKING, text="", attempt=answer.attempt + 1)
        if step in ("grade", "ungraded") and now.grading:
            now = replace(now, grading=False, grade=GRADE if step == "grade" else UNGRADED)
        elif step == "regrade" and now.grade is UNGRADED:
            now = replace(now, grading=True)
        states.append(replace(now, answer=answer))
    return states


def _known(state: Progress, watcher: Watcher) -> None:
    assert watcher.text == state.answer.text
    assert watcher.mood == state.answer.mood
    assert watcher.status is state.answer.status
    if not state.grading:
        assert watcher.grade == state.grade
    if state.over:
        assert watcher.over


@pytest.mark.parametrize("skipped", [0.0, 0.5, 0.9])
def test_step_by_step_or_from_nothing_comes_to_the_same(skipped: float) -> None:
    for seed in range(300):
        chance = random.Random(seed)
        states = _chain(seed)
        seen = [state for state in states if chance.random() >= skipped] or states[-1:]
        watcher, before = Watcher(), None
        for state in seen:
            watcher.told(events_between(before, state))
            before = state
            _known(state, watcher)
            _known(state, Watcher().told(events_between(None, state)))


def test_nothing_new_is_no_event() -> None:
    for seed in range(50):
        for state in _chain(seed):
            assert events_between(state, state) == []


def test_words_come_as_what_is_more() -> None:
    some = replace(START, answer=replace(ANSWER, text="So, day "))
    more = replace(START, answer=replace(ANSWER, text="So, day ten."))
    assert events_between(START, some) == [TokenEvent("So, day ")]
    assert events_between(some, more) == [TokenEvent("ten.")]
    assert events_between(None, more) == [TokenEvent("So, day ten.")]


def test_a_new_attempt_gives_the_words_anew_even_where_there_are_none_yet() -> None:
    failed = replace(START, answer=replace(ANSWER, text="So,", status=TurnStatus.FAILED))
    again = replace(START, answer=replace(ANSWER, attempt=1))
    same = replace(START, answer=replace(ANSWER, attempt=1, text="So, what"))
    assert events_between(failed, again) == [TokenEvent("", anew=True)]
    assert events_between(failed, same) == [TokenEvent("So, what", anew=True)]


def test_words_that_were_replaced_come_anew() -> None:
    before = replace(START, answer=replace(ANSWER, text="So, day"))
    assert events_between(before, replace(START, answer=replace(ANSWER, text="Well"))) == [
        TokenEvent("Well", anew=True)
    ]


def test_a_second_failure_is_told_too() -> None:
    failed = replace(START, answer=replace(ANSWER, status=TurnStatus.FAILED))
    again = replace(START, answer=replace(ANSWER, status=TurnStatus.FAILED, attempt=1))
    assert TurnEvent(again.answer, Outcome.OPEN, False) in events_between(failed, again)


def test_the_mood_is_told_before_the_words() -> None:
    now = replace(START, answer=replace(ANSWER, text="So", mood=MOOD))
    assert events_between(None, now) == [MoodEvent(now.answer), TokenEvent("So")]


def test_a_grade_made_again_is_told_even_where_it_came_out_the_same() -> None:
    waiting = replace(START, grade=UNGRADED, grading=True)
    assert events_between(waiting, replace(START, grade=UNGRADED, grading=False)) == [GradeEvent(UNGRADED)]


def test_a_grade_made_again_between_two_looks_is_told() -> None:
    before = replace(START, grade=UNGRADED, grading=False)
    assert events_between(before, replace(START, grade=GRADE, grading=False)) == [GradeEvent(GRADE)]


def test_an_old_grade_is_not_told_while_a_new_one_is_made() -> None:
    assert events_between(None, replace(START, grade=UNGRADED, grading=True)) == []


def test_the_end_is_told_once_the_answer_and_the_grade_are_there() -> None:
    said = replace(
        START, answer=replace(ANSWER, text="Fine.", status=TurnStatus.SAID), outcome=Outcome.RESOLVED, ended=True
    )
    assert not said.over
    assert events_between(START, said)[-1] == TurnEvent(said.answer, Outcome.RESOLVED, True)
    done = replace(said, grade=GRADE, grading=False)
    assert events_between(said, done) == [GradeEvent(GRADE), EndEvent()]
    assert not replace(START, grading=False).over
