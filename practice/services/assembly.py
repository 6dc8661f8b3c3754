"""Puts the pieces together once, for whoever serves: the web, the terminal or a worker."""

from dataclasses import dataclass

from practice.library import Library, find_content
from practice.services.accounts import AccountService
from practice.services.audit import AuditService
from practice.services.board import Board
from practice.services.chat import ChatService
from practice.services.cohorts import CohortService
from practice.services.debriefing import DebriefingJob
from practice.services.directory import DirectoryService
from practice.services.following import FollowingService
from practice.services.grading_job import GradingJob
from practice.services.grading_talk import TalkGradingJob
from practice.services.identities import IdentityService
from practice.services.invitations import InvitationService
from practice.services.joining import JoiningService
from practice.services.judging import JudgingService
from practice.services.letters import LetterJob, LetterService
from practice.services.links import LinkService
from practice.services.mailing import mailer_from
from practice.services.model_trial import ModelTrialService
from practice.services.organisation_settings import OrganisationSettingsService
from practice.services.people import PeopleService
from practice.services.regrading_job import RegradingJob
from practice.services.report import ReportService
from practice.services.rubrics import RubricService
from practice.services.sessions import SessionService
from practice.services.speaking import SpeakingJob
from practice.services.voices import Voices, voices_from
from practice.services.ways import set_up_in
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
    identities: IdentityService
    letters: LetterService
    directory: DirectoryService
    organisation_settings: OrganisationSettingsService
    model_trial: ModelTrialService
    audit: AuditService
    cohorts: CohortService
    joining: JoiningService
    invitations: InvitationService
    judging: JudgingService
    rubrics: RubricService


def assemble(settings: Settings, voices: Voices | None = None) -> Services:
    """Nothing runs yet: start `worker` in the process that is to do the jobs."""
    mailer = mailer_from(settings)
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
        JobKind.LETTER: LetterJob(database, mailer),
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
        AccountService(database, set_up=set_up_in(settings)),
        LinkService(database),
        SessionService(database),
        identities=IdentityService(database),
        letters=LetterService(database, mailer),
        directory=DirectoryService(database),
        organisation_settings=OrganisationSettingsService(settings, database),
        model_trial=ModelTrialService(settings, database, library, voices),
        audit=AuditService(database),
        cohorts=CohortService(database),
        joining=JoiningService(database),
        invitations=InvitationService(settings, database),
        judging=JudgingService(database),
        rubrics=RubricService(settings, database, library),
    )
