"""Puts the pieces together once, for whoever serves: the web, the terminal or a worker."""

from dataclasses import dataclass

from practice.library import Library, find_content
from practice.services.accounts import AccountService
from practice.services.assignment_changes import AssignmentChanges
from practice.services.assignments import AssignmentService
from practice.services.audit import AuditService
from practice.services.board import Board
from practice.services.chat import ChatService
from practice.services.cohorts import CohortService
from practice.services.comments import CommentService
from practice.services.debriefing import DebriefingJob
from practice.services.directory import DirectoryService
from practice.services.exports import ExportService
from practice.services.following import FollowingService
from practice.services.gold import GoldService
from practice.services.gold_upkeep import GoldUpkeepService
from practice.services.grading_job import GradingJob
from practice.services.grading_talk import TalkGradingJob
from practice.services.group_progress import GroupProgressService
from practice.services.handing_in import HandingInService
from practice.services.identities import IdentityService
from practice.services.invitations import InvitationService
from practice.services.joining import JoiningService
from practice.services.judging import JudgingService
from practice.services.labelling import LabellingService
from practice.services.labelling_again import LabellingAgainService
from practice.services.letters import LetterJob, LetterService
from practice.services.links import LinkService
from practice.services.mailing import mailer_from
from practice.services.model_trial import ModelTrialService
from practice.services.moved_levels import MovedLevels
from practice.services.news import NewsService
from practice.services.organisation_settings import OrganisationSettingsService
from practice.services.people import PeopleService
from practice.services.person_progress import PersonProgressService
from practice.services.preview_flips import PreviewFlips
from practice.services.preview_glances import PreviewGlances
from practice.services.preview_job import PreviewJob
from practice.services.previews import PreviewService
from practice.services.record_store import record_store_from
from practice.services.records import RecordService
from practice.services.regrading_job import RegradingJob
from practice.services.report import ReportService
from practice.services.review import ReviewService
from practice.services.rubric_advice import RubricAdvice
from practice.services.rubrics import RubricService
from practice.services.scenario_versions import ScenarioVersionService
from practice.services.sessions import SessionService
from practice.services.simulation_job import SimulationJob
from practice.services.simulations import SimulationService
from practice.services.speaking import SpeakingJob
from practice.services.statement_job import StatementJob
from practice.services.statements import Statements
from practice.services.trying import TryService
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
    gold: GoldService
    gold_upkeep: GoldUpkeepService
    labelling: LabellingService
    labelling_again: LabellingAgainService
    rubrics: RubricService
    rubric_advice: RubricAdvice
    assignments: AssignmentService
    assignment_changes: AssignmentChanges
    handing_in: HandingInService
    exports: ExportService
    records: RecordService
    previews: PreviewService
    preview_flips: PreviewFlips
    preview_glances: PreviewGlances
    trying: TryService
    scenario_versions: ScenarioVersionService
    simulations: SimulationService
    review: ReviewService
    comments: CommentService
    news: NewsService
    group_progress: GroupProgressService
    person_progress: PersonProgressService
    moved_levels: MovedLevels


def assemble(settings: Settings, voices: Voices | None = None) -> Services:
    """Nothing runs yet: start `worker` in the process that is to do the jobs."""
    mailer = mailer_from(settings)
    database = Database(settings.database_url)
    library = Library(find_content(settings.content))
    voices = voices or voices_from(settings)
    board = Board()
    statements = Statements(settings)
    handlers: dict[JobKind, Handler] = {
        JobKind.SPEAK: SpeakingJob(database, library, voices, board, statements),
        JobKind.GRADE: GradingJob(database, library, voices, board, settings.review_sample, statements),
        JobKind.GRADE_TALK: TalkGradingJob(database, library, voices, settings.review_sample),
        JobKind.REGRADE: RegradingJob(database, library, voices, statements),
        JobKind.DEBRIEF: DebriefingJob(database, library, voices),
        JobKind.LETTER: LetterJob(database, mailer),
        JobKind.STATEMENT: StatementJob(database, record_store_from(settings)),
        JobKind.SIMULATE: SimulationJob(database, library, voices),
    }
    worker = Worker(database, board, handlers, settings.job_threads, settings.lease_seconds)
    handlers[JobKind.PREVIEW] = PreviewJob(database, library, voices, worker.wake)
    chat = ChatService(settings, database, library, board, worker)
    assignments = AssignmentService(database, chat)
    judging, comments = JudgingService(database), CommentService(database)
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
        judging=judging,
        gold=GoldService(database, library),
        gold_upkeep=GoldUpkeepService(database),
        labelling=LabellingService(database, library),
        labelling_again=LabellingAgainService(database, library),
        exports=ExportService(database),
        records=RecordService(settings, database),
        rubrics=RubricService(settings, database, library),
        rubric_advice=RubricAdvice(database),
        assignments=assignments,
        assignment_changes=AssignmentChanges(database, assignments),
        handing_in=HandingInService(database, statements=statements),
        previews=PreviewService(settings, database, library, voices, worker),
        preview_flips=PreviewFlips(database),
        preview_glances=PreviewGlances(settings, database, library, voices),
        trying=TryService(settings, database, library, voices),
        scenario_versions=ScenarioVersionService(database, library),
        simulations=SimulationService(settings, database, library, voices, worker),
        review=ReviewService(database),
        comments=comments,
        news=NewsService(database, comments, judging),
        group_progress=GroupProgressService(database),
        person_progress=PersonProgressService(database, assignments.asked),
        moved_levels=MovedLevels(database, library, voices),
    )
