"""The migrations make exactly the schema that the tables describe, on both databases."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import autogenerate, command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from practice.domain.conversation import Mode, Outcome, TurnStatus
from practice.domain.mood import Mood, MoodEffect
from practice.domain.score import Quote, ScoreStatus
from practice.domain.stock import Move
from practice.errors import BadSettings, DatabaseUnusable
from practice.services.assembly import assemble
from practice.settings import Settings
from practice.store.chat_reading import load_conversation, path_to
from practice.store.database import Database
from practice.store.grading_reading import latest_grades
from practice.store.migrate import SchemaState, require_current, schema_state, upgrade
from practice.store.person import PersonRole, person_called
from practice.store.tables import METADATA
from tests.conftest import ROOT
from tests.fakes import Cast
from tests.services.talk import Talk, noticed, verdict

MIGRATIONS = ROOT / "practice" / "store" / "migrations"
SCENARIO_OF_0001 = ROOT / "tests" / "domain" / "scenario_of_0001.yaml"
OLD_MOOD = {"frustration": 66, "trust": 28, "patience": 50}
OLD_EFFECT = {"event": "apology", "words": "I am sorry", "frustration": -4, "trust": 3, "patience": 0, "about": None}


def test_the_migrations_and_the_tables_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert autogenerate.compare_metadata(context, METADATA) == []


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    assert upgrade(database) is SchemaState.CURRENT


def test_an_empty_database_asks_to_be_upgraded(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(DatabaseUnusable, match="practice db upgrade"):
        require_current(database)
    database.close()


def test_a_schema_from_a_newer_program_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        ours = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        assert schema_state(database) is SchemaState.TOO_NEW
        with pytest.raises(DatabaseUnusable, match="newer version"):
            upgrade(database)
    finally:
        with database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :ours"), {"ours": ours})


@pytest.fixture
def database_of_0001(request: pytest.FixtureRequest, database_url: str) -> Iterator[Database]:
    """As the first release left it, with two talks in it: one ended, and one whose customer was still speaking."""
    database = Database(database_url)
    to_0001(database)
    with database.writing() as session:
        _add_talks_of_0001(session)
    yield database
    upgrade(database)
    database.close()


def to_0001(database: Database) -> None:
    """The empty schema of the first release."""
    with database.engine.execution_options(practice_writes=True).begin() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade_to(database, "0001")


def upgrade_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with database.engine.execution_options(practice_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _add_talks_of_0001(session: Session) -> None:
    at = "2026-03-01 10:00:00.000000+00:00"
    scenario = SCENARIO_OF_0001.read_text(encoding="utf-8")
    rubric = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8")
    insert_row(session, "person", {"name": "Alice", "role": "trainee", "created_at": at})
    for table, key, version in (("scenario", "late-parcel", scenario), ("rubric", "frontline", rubric)):
        kept = {"key": key, "number": 1, "hash": "h", "text": version, "status": "published", "created_at": at}
        insert_row(session, f"{table}_version", kept)
    for talk, outcome, ended in (("ended", "left", at), ("open", "open", None)):
        versions: dict[str, object] = {"scenario_version_id": 1, "rubric_version_id": 1, "version": 4}
        fate: dict[str, object] = {"outcome": outcome, "started_at": at, "ended_at": ended}
        conversation = {"id": talk, "person_id": 1, "language": "en", "seed": 7, **versions, **fate}
        insert_row(session, "conversation", conversation)
        opening: dict[str, object] = {
            "mood": json.dumps(OLD_MOOD),
            "speaker": "customer",
            "text": "Day ten.",
            "status": "said",
        }
        reply: dict[str, object] = {
            "speaker": "trainee",
            "text": "I am sorry.",
            "status": "said",
            "client_key": "k",
            "reply_seconds": 9.5,
        }
        answer = {**opening, "text": "Are you?", "effects": json.dumps([OLD_EFFECT]), "move": "doubt"}
        if not ended:
            answer = {"speaker": "customer", "text": "", "status": "speaking"}
        parent = None
        turns: tuple[dict[str, object], ...] = (opening, reply, answer)
        for number, turn in enumerate(turns):
            common: dict[str, object] = {
                "id": f"{talk}-{number}",
                "conversation_id": talk,
                "parent_id": parent,
                "said_at": at,
            }
            empty: dict[str, object] = {"attempt": 0, "effects": "[]", "not_believed": "[]"}
            insert_row(session, "turn", {**empty, **common, **turn})
            parent = f"{talk}-{number}"
        session.execute(
            text("UPDATE conversation SET head_turn_id = :head WHERE id = :id"), {"head": parent, "id": talk}
        )


def insert_row(session: Session, table: str, values: dict[str, object]) -> None:
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    session.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), values)


def test_a_database_of_the_first_release_asks_to_be_upgraded(database_of_0001: Database) -> None:
    assert schema_state(database_of_0001) is SchemaState.BEHIND
    with pytest.raises(DatabaseUnusable, match="practice db upgrade"):
        require_current(database_of_0001)


def test_talks_of_the_first_release_are_read_as_they_were_after_the_upgrade(database_of_0001: Database) -> None:
    assert upgrade(database_of_0001) is SchemaState.BEHIND
    assert schema_state(database_of_0001) is SchemaState.CURRENT
    with database_of_0001.reading() as session:
        talk = load_conversation(session, "ended")
        assert talk is not None
        opening, reply, answer = path_to(session, talk.id, talk.head_turn_id)
        turns = session.execute(text("SELECT count(*) FROM turn")).scalar_one()
    assert turns == 6
    assert (talk.outcome, talk.open, talk.seed) == (Outcome.LEFT, False, 7)
    assert (opening.text, reply.text, answer.text) == ("Day ten.", "I am sorry.", "Are you?")
    assert reply.reply_seconds == 9.5
    assert answer.mood == Mood(**OLD_MOOD)
    assert answer.move is Move.DOUBT
    assert answer.effects == (MoodEffect("apology", "I am sorry", -4, 3, 0),)


def test_talks_of_the_first_release_were_of_middling_difficulty_and_nobody_was_charged_for_time(
    database_of_0001: Database,
) -> None:
    upgrade(database_of_0001)
    with database_of_0001.reading() as session:
        talk = load_conversation(session, "open")
        assert talk is not None
        turns = path_to(session, talk.id, talk.head_turn_id)
    assert (talk.difficulty, talk.mode, talk.unhurried) == (3, Mode.PRACTICE, True)
    assert [(turn.customer, turn.beside) for turn in turns] == [("", ())] * 3
    assert turns[-1].status is TurnStatus.SPEAKING


def _add_grade_of_0001(session: Session) -> None:
    """Of the ended talk's reply: one criterion with a level, one not shown; and a later try that failed."""
    at = "2026-03-01 10:00:00.000000+00:00"
    for number, (status, why) in enumerate((("graded", None), ("not_graded", "unreadable_answer")), 1):
        job: dict[str, object] = {"kind": "grade", "subject_id": "ended-1", "state": "done", "fence": 1, "attempts": 1}
        insert_row(session, "job", {**job, "available_at": at, "created_at": at})
        used: dict[str, object] = {"prompt_tokens": 900, "completion_tokens": 80, "cost": 0.25, "milliseconds": 700}
        grade: dict[str, object] = {"turn_id": "ended-1", "rubric_version_id": 1, "status": status, "flags": "[]"}
        asked = {"model": "openai/old", "prompt_hash": "p", "raw_answer": "{}", "parameters": '{"seed": 7}'}
        fault = {"problem_key": why, "problem_detail": why and "no JSON"}
        insert_row(
            session, "grade", {"job_id": number, **grade, **asked, **used, **fault, "attempts": 2, "created_at": at}
        )
    for criterion, status, level, quote in (
        ("calmness", "scored", 4, "I am sorry"),
        ("empathy", "not_shown", None, None),
    ):
        score = {"grade_id": 1, "criterion": criterion, "status": status, "score": level, "reason": "Plain."}
        insert_row(session, "criterion_score", {**score, "quote": quote, "quote_found": quote is not None})


def test_a_grade_of_the_first_release_is_read_as_it_was_after_the_upgrade(database_of_0001: Database) -> None:
    with database_of_0001.writing() as session:
        _add_grade_of_0001(session)
    upgrade(database_of_0001)
    with database_of_0001.reading() as session:
        grade = latest_grades(session, ["ended-1"])["ended-1"]
        calls = session.execute(text("SELECT problem_key FROM grading_call ORDER BY id")).scalars().all()
    calmness, empathy = grade.scores
    assert (calmness.level, calmness.given, calmness.quotes) == (4, 4, (Quote("I am sorry", found=True),))
    assert (empathy.status, empathy.level, empathy.quotes) == (ScoreStatus.NOT_SHOWN, None, ())
    [call] = grade.calls
    assert (call.model, call.raw_answer, call.parameters) == ("openai/old", "{}", {"seed": 7})
    assert (grade.prompt_tokens, grade.completion_tokens, grade.cost, grade.attempts) == (900, 80, 0.25, 2)
    assert calls == [None, "unreadable_answer"]


def test_a_talk_of_the_first_release_can_be_gone_on_with(
    database_of_0001: Database, settings: Settings, cast: Cast
) -> None:
    upgrade(database_of_0001)
    services = assemble(settings, cast.voices())
    alice = services.people.called("Alice", PersonRole.TRAINEE)
    assert {view.conversation.id for view in services.chat.recent(alice)} == {"ended", "open"}
    services.chat.stop(alice, "open-2")
    services.worker.start()
    try:
        talk = Talk(services, alice, "open")
        cast.appraiser.will_say(noticed(("takes_responsibility", "our mistake")))
        cast.customer.will_say("And what now?")
        cast.grader.will_say(verdict())
        answer = talk.exchange("That is our mistake.")
    finally:
        services.worker.stop()
        services.database.close()
    assert (answer.text, answer.customer) == ("And what now?", "customer")
    assert answer.mood is not None
    assert answer.mood.trust > OLD_MOOD["trust"]


def test_a_person_of_the_first_release_is_the_same_after_the_upgrade(database_of_0001: Database) -> None:
    upgrade(database_of_0001)
    with database_of_0001.writing() as session:
        alice = person_called(session, "Alice", PersonRole.TRAINEE)
        talk = load_conversation(session, "open")
    assert talk is not None
    assert talk.person_id == alice.id
    assert (alice.id, alice.email, alice.disabled) == (1, None, False)


def test_after_the_upgrade_the_schema_is_exactly_that_of_the_tables(database_of_0001: Database) -> None:
    upgrade(database_of_0001)
    with database_of_0001.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert autogenerate.compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("column", ["outcome = 'won'", "mode = 'play'", "difficulty = 6", "difficulty = 0"])
def test_after_the_upgrade_the_database_itself_refuses_what_cannot_be(database_of_0001: Database, column: str) -> None:
    upgrade(database_of_0001)
    with pytest.raises(IntegrityError), database_of_0001.writing() as session:
        session.execute(text(f"UPDATE conversation SET {column}"))
    with database_of_0001.writing() as session:
        session.execute(text("UPDATE conversation SET outcome = 'escalated', mode = 'check', difficulty = 5"))


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(DatabaseUnusable, match="something else"):
        upgrade(database)
    database.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, not a database " * 64)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseUnusable, match=r"notes\.db"):
        require_current(database)
    database.close()
    assert path.read_bytes().startswith(b"these are notes")


def test_an_unknown_kind_of_database_names_the_choices() -> None:
    with pytest.raises(BadSettings, match="sqlite:///"):
        Database("mysql://somewhere/else")
