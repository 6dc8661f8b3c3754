"""A run that grades kept replies again: chosen, begun, followed to its end, and compared."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.regrading import Comparison, Only, compare
from practice.errors import BadInput, ModelMisconfigured, NotFound
from practice.library import Document, read_rubric
from practice.model.live import LiveModel
from practice.services.voices import Voices
from practice.services.worker import Worker
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.regrading import (
    RegradingRow,
    RunProgress,
    add_run,
    kept_replies,
    progress_of,
    regraded,
    unfinished_runs,
)
from practice.store.version import RubricVersionRow, version_of

LOOK_EVERY_SECONDS = 0.2
#: Characters that the tables have room for.
_LONGEST_MODEL = 200
_LONGEST_KEY = 80


@dataclass(frozen=True)
class Choice:
    """What to grade and how. `rubric` is None for each talk's own, `model` for the graders of the settings."""

    rubric: Document | None = None
    model: str | None = None
    since: datetime | None = None
    only: Only | None = None


class RegradingService:
    def __init__(self, database: Database, voices: Voices) -> None:
        self._database = database
        self._voices = voices

    def begin(self, choice: Choice) -> str | None:
        """The new run's id, with a job for each reply; None where no reply is chosen, and nothing is written then.

        Raises BadInput for a rubric that cannot grade, ModelMisconfigured for such a model.
        """
        _require_rubric(choice.rubric)
        self._require_model(choice.model)
        with self._database.writing() as session:
            replies = kept_replies(session, choice.since, choice.only)
            if not replies:
                return None
            told = f"replies graded anew: {len(replies)}"
            run = RegradingRow(model=choice.model, since=choice.since, only=choice.only.value if choice.only else None)
            if choice.rubric:
                version = version_of(session, RubricVersionRow, choice.rubric.key, choice.rubric.text)
                run.rubric_version_id = version.id
                told += f", by rubric {version.key} version {version.number}"
            run_id = add_run(session, run, replies)
            add_audit(session, None, AuditAct.GRADES_CHANGED, Audited(AuditedKind.GRADES, run_id), told)
            return run_id

    def find(self, run_id: str | None = None) -> str:
        """A run to go on with: the one called so, or the newest that is not finished. Raises NotFound."""
        with self._database.reading() as session:
            unfinished = unfinished_runs(session)
            if run_id is not None and progress_of(session, run_id) is not None:
                return run_id
        if run_id is not None:
            raise NotFound(f"no run {run_id!r}; unfinished: {', '.join(unfinished) or 'none'}")
        if not unfinished:
            raise NotFound("no run is unfinished; `practice regrade` without --resume begins one")
        return unfinished[0]

    def progress(self, run_id: str) -> RunProgress:
        """Raises NotFound."""
        with self._database.reading() as session:
            found = progress_of(session, run_id)
        if found is None:
            raise NotFound(f"no run {run_id!r}")
        return found

    def follow(self, run_id: str, worker: Worker) -> Iterator[RunProgress]:
        """How far it is, again and again, until none of its jobs is open. Whoever else does some is seen too."""
        pause = threading.Event()
        while (progress := self.progress(run_id)).open:
            yield progress
            # A worker looks for more once a second; here it has nothing better to do.
            worker.wake()
            pause.wait(LOOK_EVERY_SECONDS)
        yield progress

    def comparison(self, run_id: str) -> Comparison:
        with self._database.reading() as session:
            return compare(regraded(session, run_id))

    def _require_model(self, name: str | None) -> None:
        if name is None:
            return
        if len(name) > _LONGEST_MODEL:
            raise ModelMisconfigured(f"{name[:40]!r}… is longer than {_LONGEST_MODEL} characters")
        for model in self._voices.graders(name).models:
            if isinstance(model, LiveModel):
                model.preload()


def _require_rubric(document: Document | None) -> None:
    if document is None:
        return
    if len(document.key) > _LONGEST_KEY:
        raise BadInput(f"{document.path}: its name is longer than {_LONGEST_KEY} characters; rename the file")
    read_rubric(document.text, str(document.path))
