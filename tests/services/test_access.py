"""Every service asks in one place whether a person may, and says no in the same words."""

import re
from collections.abc import Callable

import pytest

from practice.domain.access import Act, ActorRole, Decision
from practice.domain.conversation import Conversation
from practice.errors import NotAllowed, NotFound
from practice.services.access import enforce, require, require_turn
from practice.services.assembly import Services
from practice.services.talk import ConversationView
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from practice.store.types import new_id
from tests.conftest import ROOT
from tests.services.talk import begin

Asked = Callable[[Services, Person, str], object]
OF_A_CONVERSATION: dict[str, Asked] = {
    "view": lambda services, person, id_: services.chat.view(person, id_),
    "reply": lambda services, person, id_: services.chat.reply(person, id_, "Hello", new_id()),
    "end": lambda services, person, id_: services.chat.end(person, id_),
    "report": lambda services, person, id_: services.report.report(person, id_),
    "grade_talk": lambda services, person, id_: services.report.grade_talk(person, id_),
    "ask_for_debrief": lambda services, person, id_: services.report.ask_for_debrief(person, id_),
}
OF_A_TURN: dict[str, Asked] = {
    "stop": lambda services, person, id_: services.chat.stop(person, id_),
    "speak_again": lambda services, person, id_: services.chat.speak_again(person, id_),
    "grade_again": lambda services, person, id_: services.chat.grade_again(person, id_),
    "find": lambda services, person, id_: services.following.find(person, id_),
}
TALK_ACTS = (
    Act.SEE,
    Act.REPLY,
    Act.FOLLOW,
    Act.STOP,
    Act.SPEAK_AGAIN,
    Act.GRADE_AGAIN,
    Act.END,
    Act.REPORT,
    Act.DEBRIEF,
)
COMPARED_BY_HAND = re.compile(r"person(_id|\.id)\s*[!=]=|[!=]=\s*[\w.]*person(_id|\.id)\b")


@pytest.fixture
def trainer(services: Services) -> Person:
    """Of the owner's name, and somebody else all the same."""
    return services.people.called("Alice", PersonRole.TRAINER)


@pytest.fixture
def view(services: Services, alice: Person) -> ConversationView:
    return begin(services, alice).view


@pytest.fixture
def conversation(view: ConversationView) -> Conversation:
    return view.conversation


def _refused(asked: Asked, services: Services, person: Person, id_: str) -> str:
    with pytest.raises(NotFound) as refusal:
        asked(services, person, id_)
    return str(refusal.value)


@pytest.mark.parametrize("name", OF_A_CONVERSATION)
def test_somebody_elses_conversation_is_told_like_none(
    services: Services, view: ConversationView, alice: Person, charlie: Person, trainer: Person, name: str
) -> None:
    asked = OF_A_CONVERSATION[name]
    for stranger in (charlie, trainer):
        for id_ in (view.conversation.id, new_id()):
            assert _refused(asked, services, stranger, id_) == "no such conversation"
    assert services.chat.view(alice, view.conversation.id) == view


@pytest.mark.parametrize("name", OF_A_TURN)
def test_a_turn_of_somebody_elses_conversation_is_told_like_none(
    services: Services, alice: Person, charlie: Person, trainer: Person, name: str
) -> None:
    receipt = begin(services, alice).reply("Hello")
    for stranger in (charlie, trainer):
        for id_ in (receipt.answer_id, receipt.reply_id, new_id()):
            assert _refused(OF_A_TURN[name], services, stranger, id_) == "no such turn"


@pytest.mark.parametrize("act", TALK_ACTS)
def test_the_owner_is_given_what_they_asked_for(
    services: Services, view: ConversationView, alice: Person, act: Act
) -> None:
    opening = view.turns[0].turn
    with services.database.reading() as session:
        assert require(session, alice, act, view.conversation) is view.conversation
        assert require_turn(session, alice, act, opening.id) == opening


@pytest.mark.parametrize("act", TALK_ACTS)
def test_everybody_else_is_told_that_there_is_nothing(
    database: Database, conversation: Conversation, charlie: Person, trainer: Person, act: Act
) -> None:
    with database.reading() as session:
        for stranger in (charlie, trainer):
            with pytest.raises(NotFound, match="no such thing"):
                require(session, stranger, act, conversation, "no such thing")


def test_what_is_not_there_is_told_in_the_words_given(database: Database, alice: Person) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="no such thing"):
        require(session, alice, Act.SEE, None, "no such thing")


def test_what_is_refused_openly_is_another_error_than_what_is_hidden() -> None:
    enforce(Decision.ALLOWED, "no such thing")
    with pytest.raises(NotFound, match="no such thing"):
        enforce(Decision.HIDDEN, "no such thing")
    with pytest.raises(NotAllowed):
        enforce(Decision.REFUSED, "no such thing")


def test_every_role_of_a_person_is_one_that_decisions_know() -> None:
    assert {role.value for role in PersonRole} == {role.value for role in ActorRole}


@pytest.mark.parametrize("floor", ["services", "web", "commands"])
def test_nobody_compares_persons_by_hand(floor: str) -> None:
    sources = sorted((ROOT / "practice" / floor).rglob("*.py"))
    assert sources
    assert [path.name for path in sources if COMPARED_BY_HAND.search(path.read_text(encoding="utf-8"))] == []
