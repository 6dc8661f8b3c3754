"""What both walks through the routes need: a world of objects, and a look at all that is kept and told."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from sqlalchemy import select
from sqlmodel import update
from werkzeug.test import TestResponse

from practice.domain.conversation import TurnStatus
from practice.domain.language import Language
from practice.errors import Conflict
from practice.services.assembly import Services
from practice.services.assignments import Task
from practice.services.simulations import SimulationChoices
from practice.store.chat import ConversationRow, TurnRow
from practice.store.chat_reading import load_turn
from practice.store.database import Database
from practice.store.job import JobRow, JobState
from practice.store.person import Person
from practice.store.review import ask_for_review
from practice.store.tables import METADATA
from tests.conftest import ROOT
from tests.services import gold_files
from tests.services.graded import grade_by_hand
from tests.services.talk import begin
from tests.web.browser import Browser
from tests.web.routes import Row
from tests.web.routes_of_previews import previewed

#: None, and one that no page of ours holds.
TOKENS: tuple[dict[str, str], ...] = ({}, {"csrf_token": "made-up"})
SHORT = 10
_TOKEN = re.compile(r'(name="csrf_token" value=)"[^"]+"')


def talks_of(services: Services, owner: Person) -> dict[str, str]:
    """The talks and turns that rows name. Nobody may be doing the jobs."""
    past = begin(services, owner)
    lost = past.reply("Hello")
    _lose_all_jobs(services.database, lost.answer_id)
    services.chat.end(owner, past.id)
    _lose_all_jobs(services.database, lost.answer_id)
    return {
        "talk": begin(services, owner).id,
        "past": past.id,
        "answer": begin(services, owner).reply("Hello").answer_id,
        "lost_reply": lost.reply_id,
        "lost_answer": lost.answer_id,
    }


def drafted(services: Services, trainer: Person) -> dict[str, str]:
    """Drafts of a rubric (with a preview) and of a scenario that rows name, and what they would be published for."""
    text = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")
    rubric = services.rubrics.rubric(trainer, "frontline")
    number = services.rubrics.save(trainer, "frontline", text, "", base=0, seen=rubric.newest)
    in_force = rubric.published.number if rubric.published else 0
    found = {"rubric_version": str(number), "rubric_in_force": str(in_force), "rubric_text": text}
    preview = previewed(services, trainer, found["rubric_version"], found["rubric_in_force"])
    return {**found, **_scenario_drafted(services, trainer), **preview}


def _scenario_drafted(services: Services, trainer: Person) -> dict[str, str]:
    """With a simulation of it, which waits to be played."""
    text = services.library.scenario_document("late-parcel").text
    summary = services.scenario_versions.scenario(trainer, "late-parcel")
    number = services.scenario_versions.save(trainer, "late-parcel", text, "", base=0, seen=summary.newest)
    choices = SimulationChoices(Language.EN, 3, ("skilled",))
    return {
        "scenario_version": str(number),
        "scenario_in_force": str(summary.published.number if summary.published else 0),
        "scenario_text": text,
        "simulation": services.simulations.begin(trainer, "late-parcel", number, choices),
    }


def asked(services: Services, trainer: Person, owner: Person, cohort_id: str) -> dict[str, str]:
    """What that cohort is asked to practise, and a talk of its own that the owner keeps private."""
    talk = begin(services, owner)
    talk.reply("Hello")
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).private = True
    return {"assignment": services.assignments.make(trainer, cohort_id, Task("late-parcel")), "private_talk": talk.id}


def labelled(services: Services, trainer: Person) -> dict[str, str]:
    """A set with a reply that nobody here has labelled, and one that the trainer has."""
    set_id = gold_files.new_set(services, trainer, gold_files.row(1, "4"), gold_files.row(3, "4"))
    item, own = (one.id for one in gold_files.items(services, set_id))
    services.labelling.label(trainer, set_id, own, gold_files.all_levels(4))
    return {"gold_set": set_id, "gold_item": str(item), "own_item": str(own)}


def _lose_all_jobs(database: Database, answer_id: str) -> None:
    with database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
        session.get_one(TurnRow, answer_id).status = TurnStatus.FAILED.value


def disputed(services: Services, owner: Person, answer_id: str) -> str:
    """The id of a grade of the reply before, whose first criterion its owner disputes.

    It is handed in where an earlier visitor has made a group private.
    """
    with services.database.reading() as session:
        answer = load_turn(session, answer_id)
    assert answer is not None
    grade_id = grade_by_hand(services, answer.parent_id or "")
    with suppress(Conflict):
        services.handing_in.hand_in(owner, answer.conversation_id)
    services.judging.dispute(owner, grade_id, "calmness", "I kept calm.")
    return str(grade_id)


def flagged(services: Services, owner: Person) -> str:
    """The id of a grade of theirs in the queue, at which nobody waits for an answer."""
    reply_id = begin(services, owner).reply("Hello").reply_id
    grade_id = grade_by_hand(services, reply_id)
    with services.database.writing() as session:
        ask_for_review(session, grade_id, reply_id, ("no_quote:empathy",))
    return str(grade_id)


def send(browser: Browser, row: Row, ids: Mapping[str, str], accept: str = "") -> TestResponse:
    """As a page of ours would send it."""
    path, accept = row.path.format(**ids), accept or row.accept
    if row.changes:
        return browser.post(path, accept, **{name: value.format(**ids) for name, value in row.form})
    return browser.client.open(path, method=row.method, headers={"Accept": accept})


def send_with(browser: Browser, row: Row, ids: Mapping[str, str], token: Mapping[str, str]) -> TestResponse:
    form = {**{name: value.format(**ids) for name, value in row.form}, **token}
    return browser.client.open(row.path.format(**ids), method=row.method, data=form, headers={"Accept": row.accept})


def kept(database: Database, *, without_audit: bool = False) -> dict[str, list[str]]:
    """All that the database holds."""
    tables = [table for table in METADATA.sorted_tables if not (without_audit and table.name == "audit")]
    with database.reading() as session:
        connection = session.connection()
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


def told(response: TestResponse, path: str, ids: Mapping[str, str]) -> tuple[int, str, list[tuple[str, str]]]:
    """All of an answer but the path and the ids asked for, and what is made up anew for each page."""
    # A short id is a number, which stands on a page for much else.
    asked = [path, *(id_ for id_ in ids.values() if len(id_) > SHORT)]
    text, headers = _TOKEN.sub(r"\1", response.text), []
    for name, value in response.headers:
        if name not in ("Set-Cookie", "Content-Length"):
            headers.append((name, _unasked(value, asked)))
    return response.status_code, _unasked(text, asked), headers


def _unasked(text: str, asked: Iterable[str]) -> str:
    for known in asked:
        text = text.replace(known, "ASKED")
    return text


def session_of(browser: Browser) -> dict[str, object]:
    """Who is signed in and what they chose; `_fresh` is a note of flask-login's to itself."""
    with browser.client.session_transaction() as session:
        return {key: value for key, value in session.items() if key != "_fresh"}
