"""A trainee's pages ask the database little, however long the talk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from practice.domain.rubric import Scope
from practice.services.assembly import Services
from tests.fakes import Cast
from tests.services.classroom import classroom
from tests.services.talk import NOTHING_NOTICED, begin, verdict
from tests.web.exchange import REPLY, finished_report
from tests.web.inside import app_with_accounts, signed_in

MOST = 13


@contextmanager
def statements(services: Services) -> Iterator[list[str]]:
    """What is asked within, without the beginning and the end of transactions."""
    asked: list[str] = []
    this = threading.get_ident()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if threading.get_ident() == this and not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(services.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", ["/scenarios", "/conversations/{}", "/conversations/{}/report"])
def test_a_page_of_a_trainee_takes_at_most_thirteen_queries(services: Services, cast: Cast, page: str) -> None:
    room, app = classroom(services), app_with_accounts(services)
    talk = begin(services, room.owner)
    for line in ("And when would that be?", "Who told you so?", "By which day, then?"):
        cast.appraiser.will_say(NOTHING_NOTICED)
        cast.customer.will_say(line)
        cast.grader.will_say(verdict(3))
        talk.exchange(REPLY)
    cast.grader.will_say(verdict("not_shown", scope=Scope.CONVERSATION))
    services.chat.end(room.owner, talk.id)
    finished_report(signed_in(app, services, room.owner), f"/conversations/{talk.id}")
    for _ in range(3):
        begin(services, room.owner)
    browser = signed_in(app, services, room.owner)
    with statements(services) as asked:
        browser.get(page.format(talk.id))
    assert 0 < len(asked) <= MOST, "\n".join(asked)


def test_a_reply_takes_one_statement_for_its_limit(services: Services, cast: Cast) -> None:
    talk = begin(services, classroom(services).owner)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(3))
    services.worker.stop()
    with statements(services) as asked:
        talk.reply(REPLY)
    assert len([statement for statement in asked if "costly_act" in statement]) == 1
