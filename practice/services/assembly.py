"""Puts the pieces together once, for whoever serves: the web, the terminal or a worker."""

from dataclasses import dataclass

from practice.library import Library, find_content
from practice.services.accounts import AccountService
from practice.services.board import Board
from practice.services.chat import ChatService
from practice.services.debriefing import DebriefingJob
from practice.services.following import FollowingService
from practice.services.grading_job import GradingJob
from practice.services.grading_talk import TalkGradingJob
from practice.services.links import LinkService
from practice.services.people import PeopleService
from practice.services.regrading_job import RegradingJob
from practice.services.report import ReportService
from practice.services.sessions import SessionService
from practice.services.speaking import SpeakingJob
from practice.services.voices import Voices, voices_from
from practice.services.worker import Handler, Worker
from practice.settings import Settings
from practice.store.database import Database
from practice.store.job import JobKind


@dataclass(frozen=True)
class Services:
    settings: Settings
    database: Database
    library: Library
    voices: Voices
    board: Board
    worker: Worker
    people: PeopleService
    chat: ChatService
    following: FollowingService
    report: ReportService
    accounts: AccountService
    links: LinkService
    sessions: SessionService


def assemble(settings: Settings, voices: Voices | None = None) -> Services:
    """Nothing runs yet: start `worker` in the process that is to do the jobs."""
    database = Database(settings.database_url)
    library = Library(find_content(settings.content))
    voices = voices or voices_from(settings)
    board = Board()
    handlers: dict[JobKind, Handler] = {
        JobKind.SPEAK: SpeakingJob(database, library, voices, board),
        JobKind.GRADE: GradingJob(database, library, voices, board),
        JobKind.GRADE_TALK: TalkGradingJob(database, library, voices),
        JobKind.REGRADE: RegradingJob(database, library, voices),
        JobKind.DEBRIEF: DebriefingJob(database, library, voices),
    }
    worker = Worker(database, board, handlers, settings.job_threads, settings.lease_seconds)
    chat = ChatService(settings, database, library, board, worker)
    return Services(
        settings,
        database,
        library,
        voices,
        board,
        worker,
        PeopleService(database),
        chat,
        FollowingService(database, board),
        ReportService(settings, database, chat, worker),
        AccountService(database),
        LinkService(database),
        SessionService(database),
    )
