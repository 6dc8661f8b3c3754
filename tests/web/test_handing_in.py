"""Making a group's practice private: what its page asks first, in numbers, and that one press changes nothing."""

import re

import pytest

from practice.services.assembly import Services
from practice.store.person import Person
from tests.services.classroom import Classroom, classroom
from tests.services.queued import Queued
from tests.services.talk import begin
from tests.web.browser import Browser, Sight
from tests.web.inside import app_with_accounts, signed_in


@pytest.fixture
def room(services: Services) -> Classroom:
    services.worker.stop()
    return classroom(services)


@pytest.fixture
def trainer(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.trainer)


def group(room: Classroom) -> str:
    return f"/cohorts/{room.cohort_id}"


def is_private(services: Services, trainer: Person, room: Classroom) -> bool:
    return services.cohorts.cohort(trainer, room.cohort_id).cohort.private_until_handed_in


def told(sight: Sight, term: str) -> int:
    found = re.search(rf"{re.escape(term)} (\d+)", sight.text)
    assert found, sight.text
    return int(found[1])


def test_making_practice_private_is_asked_about_in_numbers_first(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    queued = Queued(services, room)
    services.judging.dispute(room.owner, queued.add(), "calmness", "I kept calm.")
    begin(services, room.fellow)
    sight = trainer.get(group(room))
    assert f"{group(room)}/privacy" in [link["href"] for link in sight.all("a")]
    assert f"{group(room)}/privacy" not in [form["action"] for form in sight.all("form")]
    asked = trainer.get(f"{group(room)}/privacy")
    assert told(asked, "Conversations that they no longer read") == 2
    assert told(asked, "Trainees whose conversations these are") == 2
    assert told(asked, "with a second look that nobody has answered") == 1
    assert told(asked, "with a level that a trainer has set") == 0
    assert told(asked, "Entries that leave the queue") == len(queued.ids()) == 1
    assert "Neither a trainer nor an administrator can undo this." in asked.text
    assert not is_private(services, room.trainer, room)
    [form] = [form for form in asked.all("form") if form["action"] == f"{group(room)}/privacy"]
    fields = {field["name"] or "": field["value"] or "" for field in asked.all("input") if field.get("name")}
    done = trainer.post(form["action"] or "", private=fields["private"], confirmed=fields["confirmed"])
    assert done.headers["Location"] == f"{group(room)}#privacy-title"
    assert is_private(services, room.trainer, room)


def test_one_press_makes_nothing_private_and_leads_to_the_question(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    pressed = trainer.post(f"{group(room)}/privacy", private="yes")
    assert (pressed.status_code, pressed.headers["Location"]) == (303, f"{group(room)}/privacy")
    assert not is_private(services, room.trainer, room)


def test_nothing_is_asked_of_a_private_group_and_it_opens_with_one_press(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    assert trainer.client.get(f"{group(room)}/privacy").headers["Location"] == f"{group(room)}#privacy-title"
    assert trainer.post(f"{group(room)}/privacy", private="no").status_code == 303
    assert not is_private(services, room.trainer, room)
    assert "At the moment that is no conversation." in trainer.get(f"{group(room)}/privacy").text


@pytest.mark.parametrize("language", ["fi", "pl", "sv"])
def test_the_question_speaks_every_language(room: Classroom, trainer: Browser, language: str) -> None:
    english = trainer.get(f"{group(room)}/privacy").text
    trainer.language = language
    translated = trainer.get(f"{group(room)}/privacy").text
    for words in ("Make practice private", "Leave it as it is", "can undo this"):
        assert words in english
        assert words not in translated


def test_a_set_says_how_many_of_its_replies_are_private_and_shows_none_of_them(
    services: Services, room: Classroom, trainer: Browser
) -> None:
    talk = begin(services, room.owner)
    reply_id = talk.reply("Sorry about the kettle.").reply_id
    set_id = services.gold.make(room.trainer, "Spring", "frontline")
    services.gold.keep(room.trainer, reply_id, set_id)
    assert told(trainer.get(f"{group(room)}/privacy"), "Labelled replies that are left out as well") == 1
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    for page in (f"/gold/{set_id}", f"/gold/{set_id}?taken_out=yes"):
        sight = trainer.get(page)
        assert "1 reply is private until handed in: no trainer may read its conversation now." in sight.text
        assert "kettle" not in sight.text
        assert "This set is empty" not in sight.text
    services.handing_in.hand_in(room.owner, talk.id)
    assert "kettle" in trainer.get(f"/gold/{set_id}").text
    assert "private until" not in trainer.get(f"/gold/{set_id}").text
