"""Tells what happened in talks as xAPI statements, in the transaction in which it happened."""

from collections.abc import Iterator

from sqlmodel import Session

from practice.domain.xapi import Statement, Told
from practice.services.exchange import scenario_of
from practice.settings import Settings
from practice.store.chat import lock_conversation
from practice.store.database import Database
from practice.store.export_reading import Period, open_to_others, talk_page
from practice.store.job import JobKind, add_job
from practice.store.statement import StatementRow, abouts_kept, add_statement
from practice.store.statement_reading import TalkToTell, talk_to_tell

_PAGE = 100
_SCORED = "scored:"


class Statements:
    """Where nobody is to be told anything, it does nothing."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._wanted = settings is not None and bool(settings.xapi_endpoint or settings.xapi_file)
        self._site = site_of(settings) if settings else ""
        self._texts = settings is not None and settings.xapi_texts

    def hold(self, session: Session, conversation_id: str) -> None:
        """Comes first in a transaction that keeps a grade and tells: who judges or opens the talk holds it first too.

        Held later, each might wait for what the other has changed. A job that is given up has changed its own row
        before, which nobody waits for who holds a talk.
        """
        if self._wanted:
            lock_conversation(session, conversation_id)

    def tell(self, session: Session, conversation_id: str) -> None:
        """Keeps every statement of this talk that is not kept yet, each with the job that sends it.

        Of a talk that is private nothing is told until it is handed in; then all of it. One transaction at a time
        tells of a talk, so that the one which opens it and the one which keeps a grade do not miss each other's work.
        """
        if not self._wanted:
            return
        self.hold(session, conversation_id)
        kept = abouts_kept(session, conversation_id)
        told_grades = [int(about.removeprefix(_SCORED)) for about in kept if about.startswith(_SCORED)]
        talk = talk_to_tell(session, conversation_id, told_grades)
        if talk is None:
            return
        for statement in statements_of(talk, self._site, texts=self._texts):
            if statement.about not in kept:
                self._keep(session, talk, statement)

    def _keep(self, session: Session, talk: TalkToTell, statement: Statement) -> None:
        row = StatementRow(
            id=statement.id.hex,
            organisation_id=talk.organisation_id,
            conversation_id=talk.conversation.id,
            about=statement.about,
            body=statement.body,
        )
        if add_statement(session, row):
            add_job(session, JobKind.STATEMENT, row.id)


def statements_of(talk: TalkToTell, site: str, *, texts: bool = False) -> list[Statement]:
    """In the order in which it happened."""
    conversation = talk.conversation
    told = Told(site, conversation, scenario_of(conversation).title.model_dump(), texts)
    found = [told.initialized()]
    found += [told.answered(reply.turn, reply.number) for reply in talk.replies]
    found += [told.scored(one.reply.turn, one.reply.number, one.grade, one.graded_at) for one in talk.graded]
    if conversation.ended_at is not None:
        found.append(told.completed(conversation.ended_at))
    return sorted(found, key=lambda statement: str(statement.body["timestamp"]))


def statements_kept(
    database: Database, site: str, organisation_id: int | None = None, *, texts: bool = False
) -> Iterator[Statement]:
    """Of every talk there is but private ones, also of those from before anybody was told; page after page."""
    last = None
    while True:
        with database.reading() as session:
            talks = talk_page(session, open_to_others(organisation_id), Period(), last, _PAGE)
            found = [talk for row in talks if (talk := talk_to_tell(session, row.id))]
        for talk in found:
            yield from statements_of(talk, site, texts=texts)
        if len(talks) < _PAGE:
            return
        last = talks[-1]


def site_of(settings: Settings) -> str:
    """With which activities and accounts begin, without a slash at its end."""
    if settings.site:
        return settings.site.rstrip("/")
    host = settings.hosts.split(",")[0] if settings.hosts else "localhost"
    return f"https://{f'[{host}]' if ':' in host else host}"
