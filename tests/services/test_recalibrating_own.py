"""What an organisation has published itself is recalibrated for itself, by labels of its own."""

from dataclasses import replace

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.errors import NotFound
from practice.services.assembly import Services
from practice.services.own_rubrics import rubric_in_force
from practice.services.recalibrating import RecalibrationService, Use, use_in_talks
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin
from tests.services.test_recalibrating import HASH, MOVED, RAW, empathy, proposal

KEY = "frontline"


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def recalibrating(services: Services) -> RecalibrationService:
    return RecalibrationService(services.database)


def published(services: Services, person: Person, more: str) -> str:
    """The person's organisation publishes the file's text with so much more."""
    text = services.library.rubric_document(KEY).text + more
    summary = services.rubrics.rubric(person, KEY)
    number = services.rubrics.save(person, KEY, text, "", base=0, seen=summary.newest)
    in_force = summary.published.number if summary.published else 0
    services.rubrics.publish(person, KEY, number, "better", instead_of=in_force)
    return text


def use_of(services: Services, organisation: str | None = None) -> Use:
    library = services.library
    own = rubric_in_force(services.database, library, organisation, KEY) if organisation else None
    return use_in_talks(services.settings, library, services.voices, own)


def test_its_own_version_is_moved_and_nobody_elses(
    services: Services, cast: Cast, room: Classroom, recalibrating: RecalibrationService
) -> None:
    """Also where another organisation has published the very same words."""
    text = published(services, room.trainer, "# Ours.\n")
    assert published(services, room.foreign_trainer, "# Ours.\n") == text
    use = use_of(services, "shop")
    assert use.rubric.text == text
    kept = recalibrating.keep(use, [proposal()], HASH)
    assert (kept.version, kept.organisation) == (1, "shop")
    assert empathy(begin(services, room.owner), cast) == MOVED
    for other in (room.foreign_trainer, services.people.called("Alice", room.owner.role)):
        assert empathy(begin(services, other), cast) == RAW
    published(services, room.trainer, "# Ours, newer.\n")
    assert empathy(begin(services, room.owner), cast) == RAW


def test_what_is_kept_for_the_file_leaves_an_own_version_as_it_is_and_says_whose(
    services: Services, cast: Cast, room: Classroom, recalibrating: RecalibrationService
) -> None:
    published(services, room.trainer, "# Ours.\n")
    kept = recalibrating.keep(use_of(services), [proposal()], HASH)
    assert (kept.organisation, kept.own_elsewhere) == (None, ("shop",))
    assert empathy(begin(services, room.owner), cast) == RAW
    assert empathy(begin(services, room.foreign_trainer), cast) == MOVED
    assert use_of(services, "bank") == use_of(services)


def test_it_is_listed_with_its_organisation_and_switched_off_for_that_alone(
    services: Services, room: Classroom, recalibrating: RecalibrationService
) -> None:
    published(services, room.trainer, "# Ours.\n")
    for organisation in ("shop", None):
        recalibrating.keep(use_of(services, organisation), [proposal()], HASH)
    assert [one.organisation for one in recalibrating.listed()] == ["shop", None]
    with pytest.raises(NotFound, match="no organisation 'mill'"):
        recalibrating.switch_off(KEY, organisation="mill")
    with pytest.raises(NotFound, match="known: none"):
        recalibrating.switch_off(KEY, organisation="bank")
    assert [one.organisation for one in recalibrating.switch_off(KEY, organisation="shop")] == ["shop"]
    assert [one.organisation for one in recalibrating.listed() if one.newest and one.applies] == [None]
    assert [one.organisation for one in recalibrating.switch_off(KEY)] == [None]


def test_an_organisation_reads_in_its_audit_of_its_own_and_of_the_files_and_of_no_other(
    services: Services, room: Classroom, recalibrating: RecalibrationService
) -> None:
    published(services, room.trainer, "# Ours.\n")
    for organisation in ("shop", None):
        recalibrating.keep(use_of(services, organisation), [proposal()], HASH)
    recalibrating.switch_off(KEY)
    wanted = Wanted(act=AuditAct.GRADES_CHANGED)
    ours, theirs = (services.audit.search(admin, wanted).entries for admin in (room.admin, room.foreign_admin))
    assert (len(ours), len(theirs)) == (4, 2)


def test_there_is_nothing_in_force_for_an_organisation_or_a_rubric_that_is_not_there(
    services: Services, room: Classroom
) -> None:
    assert rubric_in_force(services.database, services.library, "shop", KEY).version_id is None
    for organisation, key in (("mill", KEY), ("shop", "nonsense")):
        with pytest.raises(NotFound):
            rubric_in_force(services.database, services.library, organisation, key)
    assert replace(use_of(services), version_id=None) == use_of(services, "shop")
