"""The levels that a preview changes: the worst first, narrowed and sorted, each a click from its reply."""

import pytest
from sqlmodel import select

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.store.chat import ConversationRow
from practice.store.grading import GradeRow
from practice.store.person import Person
from practice.store.types import now
from practice.web.judging_page import anchor_of
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.previewed import ReplyReader, drafted, finished, gold_set, labelled, reply
from tests.services.talk import NOTHING_NOTICED, begin
from tests.web.browser import Browser
from tests.web.inside import app_with_accounts, signed_in
from tests.web.lists import list_at, sorts_both_ways


@pytest.fixture
def cast() -> Cast:
    return Cast(grader=ReplyReader())


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def browser(services: Services, room: Classroom) -> Browser:
    return signed_in(app_with_accounts(services), services, room.trainer)


def previewed(services: Services, trainer: Person, turn_id: str | None = None) -> str:
    """The address of a preview: reply 0 falls far, reply 1 rises, reply 2 in Finnish falls; people said 4 of all."""
    replies = (
        reply(0, 4, 1, *labelled(4)),
        reply(1, 2, 3, *labelled(4)),
        reply(2, 4, 3, *labelled(4, "empathy"), language=Language.FI),
    )
    set_id, number = gold_set(services, trainer, *replies, turn_id=turn_id), drafted(services, trainer)
    begun = services.previews.begin(trainer, "frontline", number, set_id, instead_of=0)
    assert isinstance(begun, str)
    finished(services, trainer, begun)
    return f"/previews/{begun}"


def test_flips_are_narrowed_by_criterion_language_direction_and_words(
    services: Services, room: Classroom, browser: Browser
) -> None:
    page = previewed(services, room.trainer)

    def shown(asked: str) -> list[str]:
        return [row[:7] for row in list_at(browser, f"{page}?{asked}").rows]

    assert shown("") == ["Reply 0"] * 4 + ["Reply 2"] + ["Reply 1"] * 4
    assert shown("criterion=empathy") == ["Reply 0", "Reply 2", "Reply 1"]
    assert shown("language=fi") == ["Reply 2"]
    assert shown("way=up") == ["Reply 1"] * 4
    assert shown("way=down&criterion=empathy") == ["Reply 0", "Reply 2"]
    assert shown("way=to_not_shown") == []
    assert shown("words=reply+1%3A&criterion=calmness") == ["Reply 1"]
    told = browser.get(f"{page}?criterion=empathy&way=up").text
    assert "1 of 9" in told
    assert shown("find=1") == shown("")
    assert "No level changes like that. Show all of them" in browser.get(f"{page}?way=from_not_shown").text
    for odd in ("criterion=colour", "language=xx", "way=sideways", "sort=reply", "page=1000000", "page=0"):
        browser.get(f"{page}?{odd}", status=400)
    browser.get(f"{page}?page=2", status=404)


def test_a_reply_of_a_talk_made_private_stands_in_a_preview_without_its_words(
    services: Services, room: Classroom, browser: Browser
) -> None:
    talk = begin(services, room.owner)
    reply_id = talk.reply("Sorry.").reply_id
    services.chat.end(room.owner, talk.id)
    page = previewed(services, room.trainer, reply_id)
    assert browser.get(page).text.count("Reply 0: 4 1") > 4
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    told = browser.get(page).text
    assert "Reply 0" not in told
    assert "private until it is handed in" in told
    assert "Reply 0" not in browser.get(f"{page}?words=Reply+0").text
    services.handing_in.hand_in(room.owner, talk.id)
    assert "Reply 0: 4 1" in browser.get(page).text


def test_flips_are_sorted_by_every_header_with_what_they_are_narrowed_by(
    services: Services, room: Classroom, browser: Browser
) -> None:
    page = previewed(services, room.trainer)
    assert list_at(browser, page).sorted_by == {"What it means": "descending"}
    named = ["Criterion", "People say", "Before", "After", "What it means"]
    assert sorts_both_ways(browser, f"{page}?criterion=empathy") == named
    rows = list_at(browser, f"{page}?criterion=empathy&sort=before").rows
    assert [row[:7] for row in rows] == ["Reply 1", "Reply 0", "Reply 2"]
    headers = list_at(browser, f"{page}?criterion=empathy").headers
    assert headers["Before"] == f"{page}?criterion=empathy&sort=before#rows-list"


def test_a_flip_is_one_click_from_the_level_of_its_reply(
    services: Services, cast: Cast, room: Classroom, browser: Browser
) -> None:
    talk = begin(services, room.owner)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And when would that be?")
    talk.exchange("Reply 0: 4 1")
    with services.database.writing() as session:
        session.get_one(ConversationRow, talk.id).ended_at = now()
        turn_id = session.exec(select(GradeRow.turn_id)).one()
    page = previewed(services, room.trainer, turn_id)
    links = [str(link["href"]) for link in browser.get(f"{page}?words=%3A+4+1").all("a")]
    report = f"/conversations/{talk.id}/report"
    found = [href for href in links if href.startswith(report)]
    expected = f"{report}#{anchor_of(turn_id, 'empathy')}"
    assert expected in found
    anchors = {attributes.get("id") for _, attributes in browser.get(report).tags}
    assert {href.partition("#")[2] for href in found} <= anchors
