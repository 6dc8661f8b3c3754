"""Parts of the conversation page that are sent while somebody watches."""

from dataclasses import replace

from flask import Flask

from practice.services.assembly import Services
from practice.store.person import Person
from practice.web.fragments import Fragments
from tests.fakes import Cast
from tests.services.talk import begin
from tests.web.exchange import REPLY, tell


def test_an_answer_that_is_over_is_not_marked_as_waiting_for_the_grade_that_follows(
    app: Flask, services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    tell(cast)
    talk.hear(talk.reply(REPLY))
    view = services.chat.view(alice, talk.id)
    grading = replace(view, turns=tuple(replace(entry, grading=True, grade=None) for entry in view.turns))
    answer = view.turns[-1].turn
    with app.test_request_context():
        fragments = Fragments(grading)
    assert "data-unsettled" not in fragments.answer(answer)
    assert "data-unsettled" in fragments.lines(answer.id), "a page loaded now has to watch for the grade"
