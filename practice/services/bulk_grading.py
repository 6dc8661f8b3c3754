"""Grades many replies at once, over several processes, and gives the results back in the order of the input.

One process of threads stops where litellm's work fills its core, so the work is spread over the machine's cores.
"""

import multiprocessing
import os
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus
from practice.domain.transcript import Line, Speaker
from practice.library import Library, find_content, read_rubric
from practice.model.port import ChatModel, Role
from practice.services.bulk_input import BulkItem
from practice.services.grading import ReplyToGrade, grade_reply
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
    """One result for each item, in order, as they become known."""
    processes = max(1, min(os.cpu_count() or 1, task.jobs, len(items) // WORTH_A_PROCESS))
    done = _in_processes(items, task, processes) if processes > 1 else _in_threads(items, task)
    waiting: dict[int, Grade] = {}
    following = 0
    for result in done:
        waiting[result.index] = result.grade
        while following in waiting:
            yield BulkResult(items[following], waiting.pop(following))
            following += 1


def _in_threads(items: list[BulkItem], task: BulkTask) -> Iterator[_Done]:
    todo: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    results: queue.SimpleQueue[_Done] = queue.SimpleQueue()
    for index in range(len(items)):
        todo.put(index)
    threads = min(task.jobs, len(items))
    for _ in range(threads):
        todo.put(None)
    _start_threads(items, task, threads, todo, results)
    for _ in items:
        yield results.get()


def _in_processes(items: list[BulkItem], task: BulkTask, count: int) -> Iterator[_Done]:
    # Spawned, not forked: HTTP clients and their threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    todo: Any = context.Queue()
    results: Any = context.Queue()
    for index in range(len(items)):
        todo.put(index)
    for _ in range(task.jobs):
        todo.put(None)
    shares = [task.jobs // count + (number < task.jobs % count) for number in range(count)]
    workers = [context.Process(target=_work, args=(items, task, share, todo, results), daemon=True) for share in shares]
    for worker in workers:
        worker.start()
    try:
        yield from _collected(len(items), workers, results)
    finally:
        for worker in workers:
            worker.terminate()
        todo.close()
        todo.cancel_join_thread()


def _collected(count: int, workers: Sequence[BaseProcess], results: Any) -> Iterator[_Done]:  # noqa: ANN401 - a queue
    """Every item once; what a dead process had in hand is said to be not graded."""
    missing = set(range(count))
    while missing:
        try:
            done: _Done = results.get(timeout=1)
        except queue.Empty:
            if any(worker.is_alive() for worker in workers):
                continue
            for index in sorted(missing):
                yield _Done(index, _lost())
            return
        missing.discard(done.index)
        yield done


def _work(items: list[BulkItem], task: BulkTask, threads: int, todo: Any, results: Any) -> None:  # noqa: ANN401
    for thread in _start_threads(items, task, threads, todo, results):
        thread.join()


def _start_threads(
    items: list[BulkItem],
    task: BulkTask,
    count: int,
    todo: Any,  # noqa: ANN401 - a queue of threads or of processes
    results: Any,  # noqa: ANN401 - as above
) -> list[threading.Thread]:
    voices = voices_from(task.settings)
    voices.preload()
    model = voices.of(Role.GRADER)

    def loop() -> None:
        while (index := todo.get()) is not None:
            results.put(_Done(index, _grade_one(items[index], task, model)))

    threads = [threading.Thread(target=loop, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def _grade_one(item: BulkItem, task: BulkTask, model: ChatModel) -> Grade:
    library = _library(task)
    reply = ReplyToGrade(
        item.language, item.channel, item.situation, (Line(Speaker.CUSTOMER, item.customer),), item.reply
    )
    try:
        rubric = read_rubric(task.rubric_text, task.rubric_name)
        return grade_reply(model, library.prompt("grade"), rubric, reply, SEED)
    except Exception as error:  # noqa: BLE001 - one reply's trouble is said of that reply and stops no other
        return _not_graded(Problem("internal", f"{type(error).__name__}: {error}"), model.name)


_libraries: dict[str, Library] = {}


def _library(task: BulkTask) -> Library:
    folder = find_content(task.settings.content)
    return _libraries.setdefault(str(folder), Library(folder))


def _lost() -> Grade:
    return _not_graded(Problem("lost", "the process that graded this reply died; grade it again"), "")


def _not_graded(problem: Problem, model: str) -> Grade:
    return Grade(GradeStatus.NOT_GRADED, problem, (), (), model, "", None)
