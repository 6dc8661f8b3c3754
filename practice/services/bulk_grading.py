"""Grades many replies at once, over several processes, and gives the results back in the order of the input.

One process of threads stops where litellm's work fills its core, so the work is spread over the machine's cores.
"""

import gc
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, grade_failed
from practice.domain.transcript import Line, Speaker
from practice.library import Library, find_content, read_rubric
from practice.services.bulk_input import BulkItem
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.panel import Panel
from practice.services.voices import voices_from
from practice.settings import Settings

#: Fewer replies than this are not worth another process's start.
WORTH_A_PROCESS = 24
SEED = 0


@dataclass(frozen=True)
class BulkTask:
    """`rubric_text` is the record that the grades point at; `rubric_name` stands in errors."""

    settings: Settings
    rubric_text: str
    rubric_name: str
    jobs: int


@dataclass(frozen=True)
class BulkResult:
    item: BulkItem
    grade: Grade


@dataclass(frozen=True)
class _Done:
    index: int
    grade: Grade


def grade_items(items: list[BulkItem], task: BulkTask) -> Iterator[BulkResult]:
    """One result for each item, in order, as they become known. The work begins with this call."""
    panel = _loaded_graders(task)
    processes = max(1, min(os.cpu_count() or 1, task.jobs, len(items) // WORTH_A_PROCESS))
    done = _in_processes(items, task, panel, processes) if processes > 1 else _in_threads(items, task, panel)
    return _in_order(items, done)


def _loaded_graders(task: BulkTask) -> Panel:
    voices = voices_from(task.settings)
    voices.preload()
    return voices.graders()


def _in_order(items: list[BulkItem], done: Iterator[_Done]) -> Iterator[BulkResult]:
    waiting: dict[int, Grade] = {}
    following = 0
    for result in done:
        waiting[result.index] = result.grade
        while following in waiting:
            yield BulkResult(items[following], waiting.pop(following))
            following += 1


def _in_threads(items: list[BulkItem], task: BulkTask, panel: Panel) -> Iterator[_Done]:
    results: queue.SimpleQueue[_Done] = queue.SimpleQueue()
    _start_threads(_Share(items, task, panel), range(len(items)), task.jobs, results.put)
    return (results.get() for _ in items)


def _in_processes(items: list[BulkItem], task: BulkTask, panel: Panel, count: int) -> Iterator[_Done]:
    """Each process grades every `count`-th item and has a pipe of its own, which closes when it is over or dies."""
    # Forked with everything loaded, before there is a thread or a connection here: a spawned process would import
    # litellm for seconds. Frozen objects keep their pages shared.
    gc.collect()
    gc.freeze()
    context = multiprocessing.get_context("fork")
    pipes: dict[Connection, set[int]] = {}
    for number in range(count):
        indexes = range(number, len(items), count)
        threads = task.jobs // count + (number < task.jobs % count)
        ours, theirs = context.Pipe(duplex=False)
        context.Process(target=_work, args=(_Share(items, task, panel), indexes, threads, theirs), daemon=True).start()
        theirs.close()
        pipes[ours] = set(indexes)
    return _collected(pipes)


def _collected(pipes: dict[Connection, set[int]]) -> Iterator[_Done]:
    """Every item once; what a dead process had still to do is said to be not graded."""
    while pipes:
        for pipe in wait(list(pipes)):
            assert isinstance(pipe, Connection)
            try:
                done: _Done = pipe.recv()
            except EOFError:
                for index in sorted(pipes.pop(pipe)):
                    yield _Done(index, _lost())
            else:
                pipes[pipe].discard(done.index)
                yield done


def _work(share: "_Share", indexes: range, threads: int, pipe: Connection) -> None:
    one_at_a_time = threading.Lock()

    def give(done: _Done) -> None:
        with one_at_a_time:
            pipe.send(done)

    for thread in _start_threads(share, indexes, threads, give):
        thread.join()


@dataclass(frozen=True)
class _Share:
    items: list[BulkItem]
    task: BulkTask
    panel: Panel

    def grade(self, index: int) -> _Done:
        return _Done(index, _grade_one(self.items[index], self.task, self.panel))


def _start_threads(share: _Share, indexes: range, count: int, give: Callable[[_Done], None]) -> list[threading.Thread]:
    todo: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    for index in (*indexes, *[None] * count):
        todo.put(index)

    def loop() -> None:
        while (index := todo.get()) is not None:
            give(share.grade(index))

    threads = [threading.Thread(target=loop, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def _grade_one(item: BulkItem, task: BulkTask, panel: Panel) -> Grade:
    reply = ReplyToGrade(
        item.language, item.channel, item.situation, (Line(Speaker.CUSTOMER, item.customer),), item.reply
    )
    try:
        rubric = read_rubric(task.rubric_text, task.rubric_name)
        library = _library(task.settings.content)
        method = Method(library.prompt("grade"), rubric, library.screens)
        return grade_reply(panel, method, reply, SEED)
    except Exception as error:  # noqa: BLE001 - one reply's trouble is said of that reply and stops no other
        return _not_graded(Problem("internal", f"{type(error).__name__}: {error}"), panel.name)


@cache
def _library(content: Path | None) -> Library:
    return Library(find_content(content))


def _lost() -> Grade:
    return _not_graded(Problem("lost", "the process that graded this reply died; grade it again"), "")


def _not_graded(problem: Problem, model: str) -> Grade:
    return grade_failed(problem, model)
