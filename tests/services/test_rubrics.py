"""An organisation's own rubrics: whose they are, which one grades, and two trainers at the same moment."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from practice.domain.audit import AuditAct, Wanted
from practice.errors import BadDocument, BadInput, Conflict, NotAllowed, NotFound
from practice.library import Library
from practice.services.assembly import Services
from practice.services.rubrics import LONGEST_NOTE, RubricService, mistakes_in
from practice.services.versions import LONGEST_TEXT, MOST_LINES
from practice.store.person import Person
from practice.store.version import VersionStatus
from tests.conftest import ROOT
from tests.services.classroom import Classroom, classroom
from tests.services.house import at_once
from tests.services.talk import begin

TEXT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")
KEY = "frontline"
Asked = Callable[[RubricService, Person], object]
ASKED: dict[str, Asked] = {
    "of": lambda rubrics, person: rubrics.of(person),
    "rubric": lambda rubrics, person: rubrics.rubric(person, KEY),
    "text": lambda rubrics, person: rubrics.text(person, KEY),
    "compared": lambda rubrics, person: rubrics.compared(person, KEY, 0, 0),
    "save": lambda rubrics, person: rubrics.save(person, KEY, TEXT, "", base=0, seen=0),
    "publish": lambda rubrics, person: rubrics.publish(person, KEY, 1, "new", instead_of=0),
    "retire": lambda rubrics, person: rubrics.retire(person, KEY, 1),
}


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def rubrics(services: Services) -> RubricService:
    return services.rubrics


def draft(rubrics: RubricService, person: Person, text: str = TEXT, base: int = 0) -> int:
    return rubrics.save(person, KEY, text, "", base=base, seen=rubrics.rubric(person, KEY).newest)


def published(rubrics: RubricService, person: Person, text: str = TEXT) -> int:
    number = draft(rubrics, person, text)
    in_force = rubrics.rubric(person, KEY).published
    rubrics.publish(person, KEY, number, "better", instead_of=in_force.number if in_force else 0)
    return number


def states(rubrics: RubricService, person: Person) -> list[tuple[int, str]]:
    return [(version.number, version.status.value) for version in rubrics.rubric(person, KEY).versions]


def audit(services: Services, person: Person) -> list[tuple[str, str]]:
    """Newest first."""
    found = services.audit.search(person, Wanted(act=AuditAct.RUBRIC_CHANGED))
    return [(entry.actor, entry.detail) for entry in found.entries]


@pytest.mark.parametrize("name", ASKED)
def test_trainees_and_people_without_an_organisation_are_told_no(
    services: Services, room: Classroom, alice: Person, name: str
) -> None:
    for person in (room.owner, alice):
        with pytest.raises(NotAllowed):
            ASKED[name](services.rubrics, person)


def test_without_a_version_of_its_own_an_organisation_uses_the_file(rubrics: RubricService, room: Classroom) -> None:
    [summary] = rubrics.of(room.trainer)
    assert (summary.key, summary.used, summary.published, summary.versions) == (KEY, True, None, ())
    assert rubrics.text(room.trainer, KEY).text == (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8")


def test_saving_adds_a_draft_and_overwrites_none(rubrics: RubricService, room: Classroom) -> None:
    assert draft(rubrics, room.trainer) == 1
    assert draft(rubrics, room.admin, TEXT.replace("\n", "\r\n") + "\r\n# more", base=1) == 2
    newest, first = rubrics.rubric(room.trainer, KEY).versions
    assert (newest.author, newest.based_on, newest.status) == ("Ada", 1, VersionStatus.DRAFT)
    assert (first.author, first.based_on) == ("Tilda", None)
    assert rubrics.text(room.trainer, KEY, 1).text == TEXT
    assert rubrics.text(room.trainer, KEY, 2).text == TEXT + "\n# more\n"


def test_a_text_that_cannot_be_read_is_told_with_line_and_key_and_not_kept(
    rubrics: RubricService, room: Classroom
) -> None:
    spoilt = TEXT.replace("weight:", "wieght:", 1)
    with pytest.raises(BadDocument) as told:
        draft(rubrics, room.trainer, spoilt)
    [words] = [line for line in spoilt.split("\n") if "wieght:" in line]
    [mistake] = [one for one in mistakes_in(told.value, spoilt) if one.key == "criteria.0.wieght"]
    assert (mistake.line, mistake.words) == (spoilt.split("\n").index(words) + 1, words.strip())
    assert mistake.what.startswith("is not known here")
    assert states(rubrics, room.trainer) == []


@pytest.mark.parametrize(
    ("text", "note"),
    [(TEXT + "#" * LONGEST_TEXT, ""), (TEXT + "#\n" * MOST_LINES, ""), (TEXT, "x" * (LONGEST_NOTE + 1))],
)
def test_what_is_too_long_is_refused(rubrics: RubricService, room: Classroom, text: str, note: str) -> None:
    with pytest.raises(BadInput, match="at most"):
        rubrics.save(room.trainer, KEY, text, note, base=0, seen=0)


def test_publishing_retires_the_one_before_and_is_told(
    services: Services, rubrics: RubricService, room: Classroom
) -> None:
    assert [published(rubrics, room.trainer), published(rubrics, room.trainer, TEXT + "# two\n")] == [1, 2]
    assert states(rubrics, room.trainer) == [(2, "published"), (1, "retired")]
    newest, *_, oldest = audit(services, room.admin)
    assert newest == ("Tilda <tilda@shop.example>", "version 2 published in place of version 1, now retired: better")
    assert oldest[1] == "version 1 saved as a draft"
    with pytest.raises(Conflict):
        rubrics.publish(room.trainer, KEY, 2, "again", instead_of=2)


def test_a_retired_version_is_published_again_and_the_audit_tells(
    services: Services, rubrics: RubricService, room: Classroom
) -> None:
    assert [published(rubrics, room.trainer), published(rubrics, room.trainer, TEXT + "# two\n")] == [1, 2]
    rubrics.publish(room.admin, KEY, 1, "back to the first", instead_of=2)
    second, first = rubrics.rubric(room.trainer, KEY).versions
    assert (first.status, first.publisher, first.retired_at) == (VersionStatus.PUBLISHED, "Ada", None)
    assert (second.status, second.publisher, second.retirer) == (VersionStatus.RETIRED, "Tilda", "Ada")
    assert rubrics.text(room.trainer, KEY).text == TEXT
    told = audit(services, room.admin)[0][1]
    assert told == "version 1 published in place of version 2, now retired: back to the first"


def test_the_note_of_who_saved_stays_beside_that_of_who_published(rubrics: RubricService, room: Classroom) -> None:
    number = rubrics.save(room.trainer, KEY, TEXT, "a calmer third level", base=0, seen=0)
    rubrics.publish(room.other_trainer, KEY, number, "for the night shift", instead_of=0)
    [version] = rubrics.rubric(room.trainer, KEY).versions
    assert (version.author, version.note) == (room.trainer.name, "a calmer third level")
    assert (version.publisher, version.published_note) == (room.other_trainer.name, "for the night shift")
    assert version.notes == ("for the night shift", "a calmer third level")


def test_who_knows_a_version_as_a_draft_does_not_retire_what_is_in_force(
    rubrics: RubricService, room: Classroom
) -> None:
    number = published(rubrics, room.trainer)
    with pytest.raises(Conflict):
        rubrics.retire(room.other_trainer, KEY, number, in_force=False)
    assert states(rubrics, room.trainer) == [(number, "published")]
    rubrics.retire(room.other_trainer, KEY, number)
    assert states(rubrics, room.trainer) == [(number, "retired")]


def test_publishing_needs_a_note(rubrics: RubricService, room: Classroom) -> None:
    number = draft(rubrics, room.trainer)
    with pytest.raises(BadInput, match="note"):
        rubrics.publish(room.trainer, KEY, number, " \n", instead_of=0)


def test_a_talk_keeps_the_version_it_began_with(
    services: Services, rubrics: RubricService, room: Classroom, library: Library
) -> None:
    of_file = library.rubric_document(KEY).text
    before = begin(services, room.owner)
    number = published(rubrics, room.trainer)
    during, foreign = begin(services, room.owner), begin(services, room.foreign_trainer)
    rubrics.retire(room.trainer, KEY, number)
    after = begin(services, room.owner)
    talks = ((room.owner, before), (room.owner, during), (room.foreign_trainer, foreign), (room.owner, after))
    texts = [services.chat.view(person, talk.id).conversation.rubric_text for person, talk in talks]
    assert texts == [of_file, TEXT, of_file, of_file]


def test_a_draft_grades_nothing(services: Services, rubrics: RubricService, room: Classroom, library: Library) -> None:
    draft(rubrics, room.trainer)
    talk = begin(services, room.owner)
    kept = services.chat.view(room.owner, talk.id).conversation.rubric_text
    assert kept == library.rubric_document(KEY).text


def test_an_organisations_versions_are_nobody_elses(rubrics: RubricService, room: Classroom) -> None:
    number = published(rubrics, room.trainer)
    hidden: tuple[Callable[[], object], ...] = (
        lambda: rubrics.text(room.foreign_admin, KEY, number),
        lambda: rubrics.compared(room.foreign_admin, KEY, 0, number),
        lambda: rubrics.save(room.foreign_admin, KEY, TEXT, "", base=number, seen=0),
        lambda: rubrics.publish(room.foreign_admin, KEY, number, "mine", instead_of=0),
        lambda: rubrics.retire(room.foreign_admin, KEY, number),
    )
    for asked in hidden:
        with pytest.raises(NotFound, match=r"^no such version of this rubric$"):
            asked()
    assert rubrics.rubric(room.foreign_admin, KEY).versions == ()
    assert draft(rubrics, room.foreign_trainer) == 1
    assert states(rubrics, room.trainer) == [(1, "published")]


def test_who_saves_after_somebody_else_is_told_and_can_save_after_them(rubrics: RubricService, room: Classroom) -> None:
    told = at_once(
        lambda: rubrics.save(room.trainer, KEY, TEXT + "# mine\n", "", base=0, seen=0),
        lambda: rubrics.save(room.other_trainer, KEY, TEXT + "# yours\n", "", base=0, seen=0),
    )
    assert sorted(map(type, told), key=str) == sorted([Conflict, int], key=str)
    assert states(rubrics, room.trainer) == [(1, "draft")]
    assert rubrics.save(room.admin, KEY, TEXT, "", base=0, seen=1) == 2


def test_of_two_who_publish_at_once_one_is_told(rubrics: RubricService, room: Classroom) -> None:
    first, second = draft(rubrics, room.trainer), draft(rubrics, room.other_trainer, TEXT + "# two\n")
    told = at_once(
        lambda: rubrics.publish(room.trainer, KEY, first, "mine", instead_of=0),
        lambda: rubrics.publish(room.other_trainer, KEY, second, "yours", instead_of=0),
    )
    assert [type(one) for one in told if one is not None] == [Conflict]
    assert sorted(state for _, state in states(rubrics, room.trainer)) == ["draft", "published"]


def test_a_retired_version_is_not_retired_again(rubrics: RubricService, room: Classroom) -> None:
    number = draft(rubrics, room.trainer)
    rubrics.retire(room.trainer, KEY, number)
    with pytest.raises(Conflict):
        rubrics.retire(room.trainer, KEY, number)
    assert states(rubrics, room.trainer) == [(1, "retired")]


def test_beginning_a_talk_asks_once_for_the_organisations_rubric(services: Services, room: Classroom) -> None:
    published(services.rubrics, room.trainer)
    asked: list[str] = []
    event.listen(services.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    begin(services, room.owner)
    assert len([one for one in asked if "FROM rubric_version" in one and "conversation" not in one]) == 1
