"""An organisation's own scenarios: who practises which text, who sees it, and what a trial of a draft counts for."""

from collections.abc import Callable

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import BadDocument, BadInput, Conflict, NotAllowed, NotFound
from practice.library import Library, read_scenario
from practice.services.assembly import Services
from practice.services.scenario_versions import ScenarioVersionService
from practice.services.talk import TalkChoices
from practice.services.versions import mistakes_in
from practice.store.cohort import MemberRole
from practice.store.person import Person
from practice.store.readable import readers_of
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin

KEY, NEW = "late-parcel", "lost-keys"
ENGLISH = TalkChoices(Language.EN)
Asked = Callable[[Services, Person], object]
ASKED: dict[str, Asked] = {
    "of": lambda services, person: services.scenario_versions.of(person),
    "text": lambda services, person: services.scenario_versions.text(person, KEY),
    "new_text": lambda services, person: services.scenario_versions.new_text(person, NEW, Channel.PHONE),
    "compared": lambda services, person: services.scenario_versions.compared(person, KEY, 0, 0),
    "advice": lambda services, person: services.scenario_versions.advice(person, KEY, 0),
    "save": lambda services, person: services.scenario_versions.save(person, KEY, "", "", base=0, seen=0),
    "publish": lambda services, person: services.scenario_versions.publish(person, KEY, 1, "new", instead_of=0),
    "retire": lambda services, person: services.scenario_versions.retire(person, KEY, 1),
    "download": lambda services, person: services.scenario_versions.download(person, KEY, 0),
    "try_out": lambda services, person: services.chat.try_out(person, KEY, 0, ENGLISH),
}


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def scenarios(services: Services) -> ScenarioVersionService:
    return services.scenario_versions


@pytest.fixture
def text(library: Library) -> str:
    return library.scenario_document(KEY).text


def titled(text: str, title: str) -> str:
    before, _title, after = text.partition("title:\n")
    _old, line_end, rest = after.partition("\n")
    return f"{before}title:\n  en: {title}{line_end}{rest}"


def published(scenarios: ScenarioVersionService, person: Person, key: str, text: str) -> int:
    summary = scenarios.begun(person, key)
    number = scenarios.save(person, key, text, "", base=0, seen=summary.newest)
    in_force = summary.published.number if summary.published else 0
    scenarios.publish(person, key, number, "better", instead_of=in_force)
    return number


def title_for(services: Services, person: Person, key: str) -> str | None:
    """In the list of what they may practise."""
    return next((e.scenario.title.en for e in services.chat.scenarios(person) if e.key == key), None)


@pytest.mark.parametrize("name", ASKED)
def test_trainees_and_people_without_an_organisation_are_told_no(
    services: Services, room: Classroom, alice: Person, name: str
) -> None:
    for person in (room.owner, alice):
        with pytest.raises(NotAllowed):
            ASKED[name](services, person)


def test_a_published_version_is_played_in_new_talks_of_that_organisation_alone(
    services: Services, scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    before = begin(services, room.owner, KEY)
    number = published(scenarios, room.trainer, KEY, titled(text, "The box"))
    after = begin(services, room.owner, KEY)
    foreign = services.chat.start(room.foreign_trainer, KEY, ENGLISH)
    assert before.view.scenario.title.en != "The box"
    assert after.view.scenario.title.en == title_for(services, room.owner, KEY) == "The box"
    assert services.chat.view(room.foreign_trainer, foreign).scenario == before.view.scenario
    assert title_for(services, room.foreign_trainer, KEY) != "The box"
    assert scenarios.of(room.foreign_trainer)[0].versions == ()
    scenarios.retire(room.admin, KEY, number)
    assert begin(services, room.owner, KEY).view.scenario == before.view.scenario
    assert after.view.scenario.title.en == "The box"


def test_a_scenario_that_only_one_organisation_has_is_practised_once_it_is_published(
    services: Services, scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    assert scenarios.save(room.trainer, NEW, titled(text, "Lost keys"), "", base=0, seen=0) == 1
    [summary] = [one for one in scenarios.of(room.admin) if one.key == NEW]
    assert (summary.title.en, summary.of_file, summary.in_force) == ("Lost keys", False, False)
    with pytest.raises(NotFound):
        begin(services, room.owner, NEW)
    scenarios.publish(room.trainer, NEW, 1, "first", instead_of=0)
    assert title_for(services, room.owner, NEW) == "Lost keys"
    assert begin(services, room.owner, NEW).view.scenario.title.en == "Lost keys"
    for look in (
        lambda: scenarios.scenario(room.foreign_trainer, NEW),
        lambda: scenarios.text(room.foreign_admin, NEW, 1),
        lambda: services.chat.scenario(NEW, room.foreign_trainer),
        lambda: services.chat.start(room.foreign_trainer, NEW, ENGLISH),
        lambda: services.chat.try_out(room.foreign_trainer, NEW, 1, ENGLISH),
    ):
        with pytest.raises(NotFound):
            look()
    scenarios.retire(room.trainer, NEW, 1)
    assert title_for(services, room.owner, NEW) is None


@pytest.mark.parametrize("key", ["Lost keys", "1st", "a/b", "x" * 81, ""])
def test_a_key_that_cannot_stand_in_an_address_is_refused(
    scenarios: ScenarioVersionService, room: Classroom, text: str, key: str
) -> None:
    with pytest.raises(BadInput, match="cannot be a scenario's key"):
        scenarios.new_text(room.trainer, key, Channel.PHONE)
    with pytest.raises(NotFound):
        scenarios.save(room.trainer, key, text, "", base=0, seen=0)


def test_a_new_scenario_starts_from_every_key_of_its_channel_or_from_another(
    scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    empty = scenarios.new_text(room.trainer, NEW, Channel.EMAIL)
    assert "channel: email\n" in empty
    assert "\nsubject:\n" in empty
    with pytest.raises(BadDocument) as told:
        scenarios.save(room.trainer, NEW, empty, "", base=0, seen=0)
    assert {"title.en", "subject.fi"} <= {mistake.key for mistake in mistakes_in(told.value, empty)}
    copied = scenarios.new_text(room.trainer, NEW, Channel.PHONE, like=KEY)
    before, after = (read_scenario(one, "text") for one in (text, copied))
    assert after.title.fi == f"{before.title.fi} ({NEW})"
    assert after.model_copy(update={"title": before.title}) == before
    with pytest.raises(BadInput, match="already"):
        scenarios.new_text(room.trainer, KEY, Channel.PHONE)


def test_a_copy_knows_which_scenario_it_began_as(scenarios: ScenarioVersionService, room: Classroom, text: str) -> None:
    scenarios.save(room.trainer, NEW, text, "", base=0, seen=0, like=KEY)
    scenarios.save(room.trainer, NEW, text, "", base=1, seen=1, like=KEY)
    second, first = scenarios.scenario(room.trainer, NEW).versions
    assert (first.like_key, first.based_on) == (KEY, None)
    assert (second.like_key, second.based_on) == (None, 1)
    with pytest.raises(NotFound):
        scenarios.save(room.trainer, "another", text, "", base=0, seen=0, like="nonsense")


def test_of_two_who_write_at_once_the_second_is_told_and_both_versions_stay(
    scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    scenarios.save(room.trainer, KEY, text + "# mine\n", "", base=0, seen=0)
    with pytest.raises(Conflict, match="version 1 was saved meanwhile"):
        scenarios.save(room.other_trainer, KEY, text + "# theirs\n", "", base=0, seen=0)
    assert scenarios.save(room.other_trainer, KEY, text + "# theirs\n", "", base=0, seen=1) == 2
    [[*_, line]] = scenarios.compared(room.trainer, KEY, 1, 2)
    assert line.text == "# theirs"


def test_changes_and_downloads_are_in_the_audit(
    services: Services, scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    published(scenarios, room.trainer, NEW, text)
    scenarios.download(room.other_trainer, NEW, 1)
    scenarios.retire(room.trainer, NEW, 1)
    changed = services.audit.search(room.admin, Wanted(act=AuditAct.SCENARIO_CHANGED)).entries
    assert [entry.detail for entry in changed] == [
        "version 1 retired; nothing is in force any more",
        "version 1 published in place of nothing: better",
        "version 1 saved as a draft",
    ]
    [taken] = services.audit.search(room.admin, Wanted(act=AuditAct.EXPORTED)).entries
    assert (taken.object_id, taken.detail) == (NEW, "version 1")
    assert services.audit.search(room.foreign_admin, Wanted(act=AuditAct.SCENARIO_CHANGED)).entries == ()


def test_a_trial_plays_exactly_that_version_says_so_and_is_read_by_nobody_else(
    services: Services, scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    """Also where the trainer practises in somebody else's group."""
    email = room.trainer.email or ""
    [autumn] = [one.cohort.id for one in services.cohorts.of(room.other_trainer)]
    services.cohorts.add_member(room.admin, autumn, email, MemberRole.TRAINEE)
    scenarios.save(room.trainer, KEY, titled(text, "The box"), "", base=0, seen=0)
    trial = services.chat.try_out(room.trainer, KEY, 1, ENGLISH)
    usual = services.chat.start(room.trainer, KEY, ENGLISH)
    scenarios.publish(room.trainer, KEY, 1, "now", instead_of=0)
    after = services.chat.start(room.trainer, KEY, ENGLISH)
    views = [services.chat.view(room.trainer, talk) for talk in (trial, usual, after)]
    assert [view.conversation.draft for view in views] == [1, None, None]
    assert [view.scenario.title.en == "The box" for view in views] == [True, False, True]
    with services.database.reading() as session:
        readers = [readers_of(session, talk) for talk in (trial, usual, after)]
    assert readers == [frozenset(), {room.other_trainer.id}, {room.other_trainer.id}]


def test_advice_names_the_line_that_would_go_wrong_in_a_talk(
    scenarios: ScenarioVersionService, room: Classroom, text: str
) -> None:
    assert scenarios.advice(room.trainer, KEY, 0) == ()
    opening = text.index("opening:\n")
    start = text.index("en: ", opening)
    spoilt = text[:start] + "en: " + "word " * 60 + text[text.index("\n", start) :]
    number = scenarios.save(room.trainer, KEY, spoilt, "", base=0, seen=0)
    [mistake] = scenarios.advice(room.trainer, KEY, number)
    assert mistake.key == "customers.0.opening.en"
    assert mistake.line == spoilt[:start].count("\n") + 1
