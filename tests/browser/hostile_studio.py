"""What trainers write and keep in their studio: each text is the wording, put straight into the database."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from practice.domain.conversation import Mode, Outcome, Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.mood import Mood
from practice.domain.override import OverrideReason
from practice.domain.preview import KeptGrade
from practice.domain.scenario import Channel
from practice.domain.score import CriterionScore, Quote, ScoreStatus
from practice.domain.scripted import ScriptedTalk, ScriptedTurn, as_json
from practice.library import Library, read_kept_scenario
from practice.services.preview_figures import finish
from practice.store.assignment import AssignmentRow, add_assignment
from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import CohortRow, MemberRole, add_member
from practice.store.comment import add_comment
from practice.store.database import Database
from practice.store.dispute import DisputeRow
from practice.store.gold import GoldSource
from practice.store.gold_reading import gold_items
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.grading import GradeRow
from practice.store.override import OverrideRow
from practice.store.preview import PreviewRow
from practice.store.preview_writing import ToGrade, add_preview
from practice.store.review import ask_for_answer
from practice.store.simulation import SimulationRow
from practice.store.simulation_reading import add_simulation
from practice.store.types import now
from practice.store.version import RubricVersionRow, ScenarioVersionRow, version_of
from practice.store.version_writing import Whose, add_draft
from tests.browser.hostile import Wording
from tests.browser.hostile_accounts import Shop

RUBRIC, SCENARIO = "frontline", "queue-quarrel"
CRITERIA = ("calmness", "empathy", "solutions", "level_tone")
LONG = "w" * 10_000


@dataclass(frozen=True)
class Studio:
    """`second_id` is of another group of trainer and trainee; `running` and `stopped` are not over.

    `lone_id` is of a set with a single reply, whose place among the others is thus no matter of chance.
    """

    gold_id: str
    item_id: int
    lone_id: str
    preview_id: str
    running_id: str
    simulation_id: str
    stopped_id: str
    assignment_id: str
    second_id: str


def add_studio(database: Database, wording: Wording, content: Path, shop: Shop) -> Studio:
    text, trainer, library = _long(wording), shop.trainer.person, Library(content)
    organisation_id = trainer.organisation_id or 0
    with database.writing() as session:
        gold_id, item_id = _labelled(session, text, organisation_id, trainer.id, 3)
        lone_id, _ = _labelled(session, text, organisation_id, trainer.id, 1)
        rubric = library.rubric_document(RUBRIC).text
        whose = Whose(RubricVersionRow, organisation_id, RUBRIC)
        add_draft(session, whose, f"{rubric}# one more line\n", based_on=None, author_id=trainer.id, note=text)
        before = version_of(session, RubricVersionRow, RUBRIC, rubric).id or 0
        after = session.exec(select(RubricVersionRow).where(RubricVersionRow.organisation_id == organisation_id)).one()
        previews = [
            add_preview(
                session,
                PreviewRow(
                    organisation_id=organisation_id,
                    gold_set_id=gold_id,
                    before_version_id=before,
                    after_version_id=after.id or 0,
                    created_by=trainer.id,
                ),
                _graded(session, gold_id, (before, after.id or 0), wording.storable().whole, over),
            )
            for over in (True, False)
        ]
        scenario = library.scenario_document(SCENARIO).text
        whose = Whose(ScenarioVersionRow, organisation_id, SCENARIO)
        add_draft(session, whose, f"{scenario}# one more line\n", based_on=None, author_id=trainer.id, note=text)
        simulations = [_simulated(session, text, scenario, shop, over) for over in (True, False)]
        task = AssignmentRow(
            cohort_id=shop.cohort_id, scenario_key=SCENARIO, mode=Mode.PRACTICE.value, note=text, created_by=trainer.id
        )
        second = CohortRow(organisation_id=organisation_id, name=f"3 {text}")
        session.add(second)
        session.flush()
        for account, role in ((shop.trainer, MemberRole.TRAINER), (shop.trainee, MemberRole.TRAINEE)):
            add_member(session, second.id, account.person.id, role, now())
        assignment_id = add_assignment(session, task)
    assert finish(database, previews[0]) is not None
    (preview, running), (simulation, stopped) = previews, simulations
    return Studio(gold_id, item_id, lone_id, preview, running, simulation, stopped, assignment_id, second.id)


def speak_beside(database: Database, wording: Wording, shop: Shop) -> str:
    """The id of the trainee's newest talk, of which every turn then has a comment and every grade a disputed level."""
    text, trainer, trainee = _long(wording), shop.trainer.person.id, shop.trainee.person.id
    with database.writing() as session:
        talks = select(ConversationRow).where(ConversationRow.person_id == trainee)
        talk = max(session.exec(talks).all(), key=lambda one: one.started_at)
        for turn in session.exec(select(TurnRow).where(TurnRow.conversation_id == talk.id)).all():
            add_comment(session, turn.id, trainer, text, now())
            for grade in session.exec(select(GradeRow).where(GradeRow.turn_id == turn.id)).all():
                graded, key = grade.id or 0, CRITERIA[0]
                session.add(
                    DisputeRow(
                        grade_id=graded,
                        criterion=key,
                        words=text,
                        person_id=trainee,
                        answer=text,
                        answered_by=trainer,
                        answered_at=now(),
                    )
                )
                reason = OverrideReason.WRONG_LEVEL.value
                session.add(
                    OverrideRow(grade_id=graded, criterion=key, words=text, level=2, reason=reason, person_id=trainer)
                )
                ask_for_answer(session, graded, turn.id, now())
        return talk.id


def _long(wording: Wording) -> str:
    return f"{wording.storable().whole} {LONG}"


def _labelled(session: Session, text: str, organisation_id: int, trainer: int, replies: int) -> tuple[str, int]:
    """A set of replies with levels by somebody without an account."""
    gold_id = add_gold_set(session, organisation_id, RUBRIC, text, trainer)
    items = []
    for number in range(replies):
        labels = tuple(Label(text, key, 1 + number) for key in CRITERIA)
        reply = LabelledReply(f"{number} {text}", Language.EN, Channel.EMAIL, text, text, f"{text} {number}", labels)
        items.append(add_gold_item(session, gold_id, reply, source=GoldSource.IMPORTED, added_by=trainer))
    return gold_id, items[0]


def _graded(session: Session, gold_id: str, versions: tuple[int, int], text: str, over: bool) -> list[ToGrade]:
    """By the later version other levels, and the first reply by neither; not `over`: the last is not tried yet."""
    *tried, last = gold_items(session, gold_id)
    failed = KeptGrade("by-hand", grade_failed(Problem("model_timeout", ""), text))
    wanted = []
    for version, level in zip(versions, (2, 4), strict=True):
        kept = KeptGrade("by-hand", _grade(text, level))
        wanted += [ToGrade(item.id, version, failed if item is tried[0] else kept) for item in tried]
        wanted.append(ToGrade(last.id, version, kept if over else None))
    return wanted


def _grade(text: str, level: int) -> Grade:
    scores = tuple(CriterionScore(key, ScoreStatus.SCORED, level, (Quote(text, True),), text, text) for key in CRITERIA)
    return Grade(GradeStatus.GRADED, None, scores, (), text, "0" * 16)


def _simulated(session: Session, text: str, scenario: str, shop: Shop, over: bool) -> str:
    keys = [customer.key for customer in read_kept_scenario(scenario, SCENARIO).customers]
    moods = {key: Mood(frustration=40, trust=30, patience=20) for key in keys}
    turn = ScriptedTurn(reply=text, answer=text, speaks=keys[0], fell_back=False, moods=moods)
    played = ScriptedTalk(behaviour="skilled", outcome=Outcome.RESOLVED, models=(text,), turns=(turn, turn))
    version = session.exec(select(ScenarioVersionRow).where(ScenarioVersionRow.author_id == shop.trainer.person.id))
    row = SimulationRow(
        organisation_id=shop.trainer.person.organisation_id or 0,
        scenario_version_id=version.one().id or 0,
        language=Language.EN.value,
        difficulty=3,
        created_by=shop.trainer.person.id,
        talks=as_json((played, played if over else ScriptedTalk(behaviour="cold"))),
        problem=None if over else "model_timeout",
    )
    return add_simulation(session, row)
