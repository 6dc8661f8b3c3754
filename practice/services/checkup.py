"""Looks at everything the service needs and says of each whether it is well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from practice.errors import NotSent, PracticeError
from practice.library import Library, find_content
from practice.model.port import Message, ModelRequest, Role
from practice.services.record_store import record_store_from
from practice.services.voices import voices_from
from practice.settings import Settings, load_settings
from practice.store.database import Database
from practice.store.migrate import require_current
from practice.store.statement import outbox


@dataclass(frozen=True)
class Finding:
    """`detail` says in plain words what is well, or what to do."""

    what: str
    well: bool
    detail: str


def examine() -> Iterator[Finding]:
    """One finding after the other; without usable settings nothing else can be looked at."""
    try:
        settings = load_settings()
    except PracticeError as error:
        yield Finding("settings", False, str(error))
        return
    yield Finding("settings", True, f"model {settings.model}")
    yield _finding("database", partial(_database, settings))
    yield _finding("rubrics and prompts", partial(_content, settings))
    yield _finding("learning records", partial(_records, settings))
    for role in Role:
        yield _finding(f"model for the {role.value}", partial(_model, settings, role))


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except PracticeError as error:
        return Finding(what, False, str(error))


def _database(settings: Settings) -> str:
    database = Database(settings.database_url)
    require_current(database)
    return f"{database.shown_url()}, schema current"


def _content(settings: Settings) -> str:
    library = Library(find_content(settings.content))
    library.check()
    library.rubric_document(settings.rubric)
    return f"{len(library.rubrics())} rubric(s), {len(library.scenarios())} scenario(s) in {library.folder}"


def _records(settings: Settings) -> str:
    """Raises NotSent where statements were refused, or wait with a trouble."""
    store = record_store_from(settings)
    database = Database(settings.database_url)
    require_current(database)
    with database.reading() as session:
        found = outbox(session)
    told = f"{found.sent} sent, {found.waiting} waiting, {found.refused} refused"
    if found.refused or found.trouble:
        way_out = "; mend it, then run: practice xapi send-again" if found.refused else ""
        raise NotSent(f"{told}; newest trouble: {found.trouble or 'none told'}{way_out}")
    return f"to {store.name}: {told}" if store else "no statement leaves (PRACTICE_XAPI_ENDPOINT, PRACTICE_XAPI_FILE)"


def _model(settings: Settings, role: Role) -> str:
    model = voices_from(settings).of(role)
    question = Library(find_content(settings.content)).prompt("checkup")
    messages = (Message("system", question.render_system({})), Message("user", question.render_user({})))
    answer = model.complete(ModelRequest(role, messages, question.head.temperature, question.head.max_tokens))
    stub = "built-in stub, not a language model; " if model.name == "stub" else ""
    return f"{answer.model} ({stub}answered in {answer.milliseconds} ms)"
