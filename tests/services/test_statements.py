"""xAPI statements: told with what happened, sent until they are taken, and never of what is private."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.errors import BadSettings, ModelRefused
from practice.services.assembly import Services, assemble
from practice.services.record_store import record_store_from
from practice.services.statements import statements_kept
from practice.services.talk import TalkChoices
from practice.settings import Settings, load_settings
from practice.store.chat import ConversationRow
from practice.store.job import JobState
from practice.store.person import PersonRole
from practice.store.statement import Outbox, StatementRow, outbox, send_again
from practice.store.types import now
from tests.fakes import Cast
from tests.lrs import RecordStore as Server
from tests.services.classroom import classroom
from tests.services.talk import begin, verdict
from tests.services.told import REPLY, SITE, Told, store_of, telling


@pytest.fixture
def told(settings: Settings, cast: Cast) -> Iterator[Told]:
    with telling(settings, cast) as told:
        yield told


def test_a_talk_is_told_from_its_beginning_to_its_end_without_names_or_texts(told: Told) -> None:
    alice = told.services.people.called("Alice", PersonRole.TRAINEE)
    talk = told.practised(begin(told.services, alice), verdict(4, "sorry"))
    told.cast.grader.will_say(verdict(3, "sorry", scope=Scope.CONVERSATION))
    talk.services.chat.end(alice, talk.id)
    assert told.verbs() == ["answered", "completed", "initialized", "scored"]
    [scored] = told.bodies("scored")
    assert scored["verb"] == {"id": "http://adlnet.gov/expapi/verbs/scored", "display": {"en-US": "scored"}}
    assert scored["actor"]["account"] == {"homePage": f"{SITE}/", "name": str(alice.id)}
    assert scored["object"]["id"] == f"{SITE}/scenarios/late-parcel/replies"
    assert scored["context"]["contextActivities"]["parent"][0]["id"] == f"{SITE}/scenarios/late-parcel"
    assert scored["result"]["score"] == {"scaled": 0.75, "raw": 4.0, "min": 1, "max": 5}
    assert scored["result"]["extensions"][f"{SITE}/xapi/levels"]["empathy"] == 4
    assert told.bodies("completed")[0]["result"]["completion"] is True
    assert all(row.id == row.body["id"].replace("-", "") for row in told.rows())
    everything = json.dumps([row.body for row in told.rows()])
    assert "Alice" not in everything
    assert "I am sorry" not in everything


def test_levels_of_a_check_are_told_once_it_is_over(told: Told) -> None:
    alice = told.services.people.called("Alice", PersonRole.TRAINEE)
    check = TalkChoices(Language.EN, mode=Mode.CHECK, seed=7)
    talk = told.practised(begin(told.services, alice, choices=check), verdict(4, "sorry"))
    assert told.verbs() == ["answered", "initialized"]
    told.cast.grader.will_say(verdict(3, "sorry", scope=Scope.CONVERSATION))
    talk.services.chat.end(alice, talk.id)
    assert told.verbs() == ["answered", "completed", "initialized", "scored"]


def test_what_is_not_graded_has_no_score_and_says_so(told: Told) -> None:
    alice = told.services.people.called("Alice", PersonRole.TRAINEE)
    told.practised(begin(told.services, alice), ModelRefused("not today"))
    [scored] = told.bodies("scored")
    assert "score" not in scored["result"]
    assert scored["result"]["extensions"][f"{SITE}/xapi/grade"] == "not_graded"
    assert f"{SITE}/xapi/problem" in scored["result"]["extensions"]


def test_nothing_is_kept_where_nobody_is_to_be_told(services: Services) -> None:
    begin(services, services.people.called("Alice", PersonRole.TRAINEE))
    with services.database.reading() as session:
        assert session.exec(select(StatementRow)).all() == []


def test_private_practice_is_told_once_it_is_handed_in_and_then_all_of_it(told: Told) -> None:
    room = classroom(told.services)
    told.services.handing_in.set_private(room.trainer, room.cohort_id, private=True)
    talk = told.practised(begin(told.services, room.owner), verdict(3, "sorry"))
    assert told.rows() == []
    assert list(statements_kept(told.services.database, SITE)) == []
    told.services.handing_in.hand_in(room.owner, talk.id)
    assert told.verbs() == ["answered", "initialized", "scored"]


def test_a_store_that_is_down_or_failing_gets_everything_later_and_once(told: Told) -> None:
    alice = told.services.people.called("Alice", PersonRole.TRAINEE)
    begin(told.services, alice)
    server = Server()
    told.send(store_of(server))
    [job] = told.jobs()
    assert job.state == JobState.QUEUED.value
    assert "cannot be reached" in (job.last_error or "")
    first_wait = job.available_at - now()
    with server.open():
        server.answers = [500]
        told.send(store_of(server))
        [job] = told.jobs()
        assert job.state == JobState.QUEUED.value
        assert "500" in (job.last_error or "")
        assert job.available_at - now() > first_wait
        with told.services.database.reading() as session:
            assert outbox(session).waiting == 1
        told.send(store_of(server))
    [row] = told.rows()
    assert list(server.kept.values()) == [row.body]
    assert row.sent_at is not None
    with told.services.database.reading() as session:
        assert outbox(session) == Outbox(1, 0, 0)


def test_the_others_do_not_find_out_one_by_one_that_a_store_is_away(told: Told) -> None:
    alice = told.services.people.called("Alice", PersonRole.TRAINEE)
    for _ in range(3):
        begin(told.services, alice)
    with Server(answers=[503] * 9).open() as server:
        told.send(store_of(server))
        assert server.asked == 1
    assert all("503" in (job.last_error or "") for job in told.jobs())


@pytest.mark.parametrize("status", [409, 204])
def test_a_statement_that_the_store_has_already_counts_as_sent(told: Told, status: int) -> None:
    begin(told.services, told.services.people.called("Alice", PersonRole.TRAINEE))
    with Server(answers=[status]).open() as server:
        told.send(store_of(server))
    assert [job.state for job in told.jobs()] == [JobState.DONE.value]
    assert told.rows()[0].sent_at is not None


def test_a_refusal_is_kept_with_its_reason_until_somebody_mends_it(told: Told) -> None:
    begin(told.services, told.services.people.called("Alice", PersonRole.TRAINEE))
    with Server().open() as server:
        told.send(store_of(server, secret="another"))
        [job] = told.jobs()
        assert job.state == JobState.FAILED.value
        assert job.last_error == f"{server.endpoint} answered 401 Unauthorized: no <b>statement</b> for you"
        with told.services.database.writing() as session:
            found = outbox(session)
            assert (found.sent, found.waiting, found.refused) == (0, 0, 1)
            assert send_again(session) == 1
        told.send(store_of(server))
        assert len(server.kept) == 1


def test_statements_go_to_a_file_one_a_line(told: Told, tmp_path: Path) -> None:
    begin(told.services, told.services.people.called("Alice", PersonRole.TRAINEE))
    path = tmp_path / "statements.jsonl"
    told.send(record_store_from(load_settings(xapi_file=path)))
    [row] = told.rows()
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [row.body]
    assert path.stat().st_mode & 0o077 == 0


def test_talks_from_before_are_told_as_they_would_have_been(told: Told, services: Services, cast: Cast) -> None:
    alice = services.people.called("Alice", PersonRole.TRAINEE)
    talk = Told(services, cast).practised(begin(services, alice), verdict(2, "sorry"))
    assert told.rows() == []
    made = list(statements_kept(services.database, SITE))
    with told.services.database.writing() as session:
        told.services.chat._statements.tell(session, talk.id)
    assert [statement.body for statement in made] == sorted(
        (row.body for row in told.rows()), key=lambda body: str(body["timestamp"])
    )


@pytest.mark.parametrize(("settings", "told_of"), [
    ({"xapi_endpoint": "https://us:secret@lrs.example/xapi"}, "PRACTICE_XAPI_KEY"),
    ({"xapi_endpoint": "http://lrs.example/xapi"}, "https://"),
    ({"xapi_endpoint": "https://lrs.example/xapi", "xapi_key": "us"}, "PRACTICE_XAPI_SECRET"),
    ({"xapi_endpoint": "https://lrs.example/xapi", "xapi_file": "x"}, "PRACTICE_XAPI_FILE"),
])  # fmt: skip
def test_what_cannot_be_meant_stops_the_start(settings: dict[str, str], told_of: str) -> None:
    with pytest.raises(BadSettings, match=told_of):
        record_store_from(load_settings(**settings))


def test_a_reply_is_sent_as_typed_only_where_that_is_asked_for(settings: Settings, cast: Cast) -> None:
    asked = {"xapi_file": Path("x.jsonl"), "xapi_texts": True, "jobs_in_web": False}
    services = assemble(settings.model_copy(update=asked), cast.voices())
    talk = begin(services, services.people.called("Alice", PersonRole.TRAINEE))
    talk.reply(REPLY)
    with services.database.reading() as session:
        row = session.exec(select(StatementRow).where(col(StatementRow.about).startswith("answered"))).one()
        assert session.exec(select(ConversationRow)).one().id == row.conversation_id
    assert row.body["result"]["response"] == REPLY
    services.database.close()
