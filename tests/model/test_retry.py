"""Retries on a clock that only moves when somebody waits."""

from collections.abc import Callable

import pytest

from practice.errors import ModelError, ModelMisconfigured, ModelTimeout, ModelUnavailable
from practice.model.retry import AttemptError, Deadline, Retry


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def retry(self, attempts: int) -> Retry:
        return Retry(attempts, first_wait=1, longest_wait=4, sleep=self.sleep, chance=lambda: 1.0)


def failing(*errors: AttemptError) -> Callable[[Deadline], str]:
    queued = list(errors)

    def attempt(until: Deadline) -> str:
        if queued:
            raise queued.pop(0)
        return "answer"

    return attempt


def overloaded(retry_after: float | None = None) -> AttemptError:
    return AttemptError(ModelUnavailable("Overloaded."), retry_after)


def test_it_doubles_the_wait_up_to_the_longest() -> None:
    clock = Clock()
    tried = clock.retry(6).run(Deadline.after(60, clock), failing(*[overloaded()] * 5))
    assert (tried.value, tried.attempts) == ("answer", 6)
    assert clock.waits == [1, 2, 4, 4, 4]


def test_it_jitters_so_that_callers_do_not_return_together() -> None:
    clock = Clock()
    retry = Retry(2, first_wait=1, sleep=clock.sleep, chance=lambda: 0.0)
    retry.run(Deadline.after(60, clock), failing(overloaded()))
    assert clock.waits == [0.5]


def test_it_waits_at_least_as_long_as_the_server_asked() -> None:
    clock = Clock()
    clock.retry(2).run(Deadline.after(60, clock), failing(overloaded(retry_after=20)))
    assert 20 <= clock.waits[0] < 21


def test_it_does_not_wait_for_a_time_after_the_deadline() -> None:
    clock = Clock()
    with pytest.raises(ModelUnavailable):
        clock.retry(3).run(Deadline.after(10, clock), failing(overloaded(retry_after=20)))
    assert clock.waits == []


def test_it_says_how_often_it_tried() -> None:
    clock = Clock()
    with pytest.raises(ModelUnavailable, match=r"Overloaded\. Tried 3 times\."):
        clock.retry(3).run(Deadline.after(60, clock), failing(*[overloaded()] * 3))


@pytest.mark.parametrize("error", [ModelMisconfigured("No key."), ModelError("Odd.")])
def test_it_does_not_repeat_what_cannot_pass(error: ModelError) -> None:
    clock = Clock()
    with pytest.raises(type(error), match=str(error)):
        clock.retry(3).run(Deadline.after(60, clock), failing(AttemptError(error)))
    assert clock.waits == []


def test_it_leaves_time_for_another_attempt_when_a_server_hangs() -> None:
    clock = Clock()
    allowed: list[float] = []

    def hanging(until: Deadline) -> str:
        allowed.append(until.left())
        clock.now += until.left()
        raise AttemptError(ModelTimeout("No answer."))

    with pytest.raises(ModelTimeout):
        clock.retry(2).run(Deadline.after(60, clock), hanging)
    assert allowed == pytest.approx([40, 19])
    assert clock.now == pytest.approx(160)
