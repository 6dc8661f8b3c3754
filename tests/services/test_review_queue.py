"""The queue as trainers work through it: what comes in, who sees it, who takes it, when it is done."""

from collections.abc import Iterator

import pytest

from practice.domain.audit import AuditAct
from practice.domain.audit import Wanted as WantedOfAudit
from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.domain.override import OverrideReason
from practice.domain.review import Assigned, Order, ReasonKind, ReviewState, Wanted, reason_of
from practice.errors import BadInput, NotAllowed, NotFound
from practice.services.assembly import Services, assemble
from practice.services.judging import Setting
from practice.services.review import First, ReviewService
from practice.services.talk import TalkChoices
from practice.settings import Settings
from practice.store.audit import find_audit
from practice.store.chat_reading import path_to
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.classroom import add_cohort, classroom
from tests.services.house import at_once
from tests.services.queued import Queued
from tests.services.talk import NOTHING_NOTICED, begin, verdict

ASK = "I did name the telescope."
FLAG = "quote_not_found:empathy"
DONE = Wanted(state=ReviewState.DONE)


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Nobody does the jobs."""
    services = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    yield services
    services.database.close()


@pytest.fixture
def queued(services: Services) -> Queued:
    return Queued(services, classroom(services))


@pytest.fixture
def colleague(queued: Queued) -> Person:
    """Another trainer of the owner's."""
    add_cohort(queued.services, "Evening", queued.room.other_trainer, queued.room.owner)
    return queued.room.other_trainer


def test_a_dispute_is_in_the_queue_until_it_is_answered_and_then_done_by_whoever_answered(queued: Queued) -> None:
    judging, room = queued.services.judging, queued.room
    grade_id = queued.add()
    assert queued.items() == []
    judging.dispute(room.owner, grade_id, "empathy", ASK)
    [item] = queued.items()
    assert (item.entry.grade_id, item.entry.reasons, item.glance.asked) == (grade_id, ("dispute",), ("empathy",))
    judging.answer(room.trainer, grade_id, "empathy", "Looked again.")
    assert queued.items() == []
    [item] = queued.items(wanted=DONE)
    assert item.entry.done_by is not None
    assert (item.entry.done_by.name, item.entry.reasons) == ("Tilda", ("dispute",))


def test_an_answer_leaves_what_else_speaks_for_a_look(queued: Queued) -> None:
    grade_id = queued.add(FLAG)
    queued.services.judging.dispute(queued.room.owner, grade_id, "empathy", ASK)
    assert [item.entry.reasons for item in queued.items()] == [("dispute", FLAG)]
    queued.services.judging.answer(queued.room.trainer, grade_id, "empathy", "Looked again.")
    assert [item.entry.reasons for item in queued.items()] == [(FLAG,)]


def test_the_first_of_two_answers_settles_nothing_yet(queued: Queued) -> None:
    judging, room, grade_id = queued.services.judging, queued.room, queued.add()
    for criterion in ("empathy", "calmness"):
        judging.dispute(room.owner, grade_id, criterion, ASK)
    judging.answer(room.trainer, grade_id, "empathy", "Looked again.")
    assert [item.glance.asked for item in queued.items()] == [("calmness",)]
    judging.answer(room.trainer, grade_id, "calmness", "Here too.")
    assert queued.items() == []


def test_what_was_done_waits_again_when_it_is_disputed(queued: Queued) -> None:
    grade_id = queued.add(FLAG)
    queued.services.review.finish(queued.room.trainer, grade_id)
    assert queued.items() == []
    queued.services.judging.dispute(queued.room.owner, grade_id, "empathy", ASK)
    [item] = queued.items()
    assert (item.entry.reasons, item.entry.done_by, item.entry.done_at) == (("dispute", FLAG), None, None)


def test_a_later_grade_keeps_the_dispute_and_who_had_taken_it(queued: Queued) -> None:
    room, reply = queued.room, queued.reply()
    first = queued.grade(reply, FLAG)
    queued.services.judging.dispute(room.owner, first, "empathy", ASK)
    queued.services.review.assign(room.trainer, first, room.trainer.id, None)
    second = queued.grade(reply)
    [item] = queued.items(wanted=Wanted(assigned=Assigned.ME))
    assert (item.entry.grade_id, item.entry.reasons) == (second, ("dispute",))
    queued.services.judging.answer(room.trainer, second, "empathy", "Looked again.")
    assert queued.items() == []


def test_only_trainers_who_may_read_the_talk_see_it_and_only_trainers_have_a_queue(queued: Queued) -> None:
    grade_id, room = queued.add(FLAG), queued.room
    assert queued.ids() == [grade_id]
    for stranger in (room.other_trainer, room.admin, room.foreign_trainer, room.foreign_admin):
        page = queued.services.review.queue(stranger, Wanted())
        assert (page.items, page.open, page.mine) == ((), 0, 0)
        with pytest.raises(NotFound, match="no such entry"):
            queued.services.review.finish(stranger, grade_id)
    assert not queued.services.review.queue(room.admin, Wanted()).trains
    for trainee in (room.owner, room.fellow):
        with pytest.raises(NotAllowed):
            queued.services.review.queue(trainee, Wanted())
        with pytest.raises(NotAllowed):
            queued.services.review.finish(trainee, grade_id)


def test_a_check_that_goes_on_is_not_shown_before_its_end(queued: Queued) -> None:
    owner = queued.room.owner
    talk = begin(queued.services, owner, choices=TalkChoices(Language.EN, mode=Mode.CHECK, seed=7))
    grade_id = queued.grade(talk.reply("Hello").reply_id, FLAG)
    assert (queued.items(), queued.services.review.queue(queued.room.trainer, Wanted()).open) == ([], 0)
    with pytest.raises(NotFound):
        queued.services.review.finish(queued.room.trainer, grade_id)
    queued.services.chat.end(owner, talk.id)
    assert queued.ids() == [grade_id]


def test_each_kind_of_reason_finds_exactly_the_entries_that_have_one(queued: Queued) -> None:
    kept = {
        queued.add(*reasons): reasons
        for reasons in (
            ("dispute",),
            ("not_graded",),
            ("not_graded:empathy",),
            ("spread:empathy",),
            ("spread:empathy", FLAG),
            ("not_graded", "screen:score_words"),
            (FLAG,),
            ("of_a_later_version:empathy",),
            ("dispute", "random_sample"),
            ("random_sample",),
        )
    }
    for kind in ReasonKind:
        told = {id_ for id_, reasons in kept.items() if kind in {reason_of(reason).kind for reason in reasons}}
        assert set(queued.ids(wanted=Wanted(reason=kind))) == told, kind
    urgent = [
        min(list(ReasonKind).index(reason_of(reason).kind) for reason in kept[id_])
        for id_ in queued.ids(wanted=Wanted(order=Order.REASONS))
    ]
    assert urgent == sorted(urgent)


def test_entries_are_narrowed_by_language_and_sorted_and_come_in_pages(queued: Queued) -> None:
    first = [queued.add(FLAG, language=language) for language in (Language.SV, Language.FI, Language.EN)]
    assert queued.ids() == first
    assert queued.ids(wanted=Wanted(order=Order.OLDEST)) == first
    assert queued.ids(wanted=Wanted(order=Order.NEWEST)) == first[::-1]
    assert queued.ids(wanted=Wanted(order=Order.LANGUAGE)) == first[::-1]
    assert queued.ids(wanted=Wanted(language=Language.FI)) == first[1:2]
    by_two = ReviewService(queued.services.database, page=2)
    pages = [by_two.queue(queued.room.trainer, Wanted(page=number)) for number in (1, 2, 3)]
    assert [[item.entry.grade_id for item in page.items] for page in pages] == [first[:2], first[2:], []]
    assert [(page.more, page.open) for page in pages] == [(True, 3), (False, 3), (False, 3)]


def test_what_a_person_waits_for_comes_first_and_what_chance_drew_last(queued: Queued) -> None:
    drawn, spread, asked, flagged, failed, asked_later, drawn_later = (
        queued.add(*reasons)
        for reasons in (["random_sample"], ["spread:empathy"], [], [FLAG], ["not_graded"], [], ["random_sample"])
    )
    for grade_id in (asked, asked_later):
        queued.services.judging.dispute(queued.room.owner, grade_id, "empathy", ASK)
    assert queued.ids() == [asked, asked_later, failed, spread, flagged, drawn, drawn_later]
    queued.services.judging.answer(queued.room.trainer, asked, "empathy", "Looked again.")
    assert queued.ids() == [asked_later, failed, spread, flagged, drawn, drawn_later]


def test_an_entry_holds_the_reply_and_what_it_answers_and_cuts_what_is_long(queued: Queued) -> None:
    queued.grade(queued.reply(text="I am sorry. " * 20), FLAG)
    queued.grade(queued.reply(text="I am sorry. " * 100), FLAG)
    short, long = (item.entry for item in queued.items())
    assert short.words == ("I am sorry. " * 20).strip()
    assert long.words.endswith("…")
    assert len(long.words) <= 401
    with queued.services.database.reading() as session:
        opening = path_to(session, short.conversation_id, short.turn_id)[0].text
    assert short.before.removesuffix("…")
    assert opening.startswith(short.before.removesuffix("…"))


def test_of_two_who_take_it_the_second_is_told_who_was_first(queued: Queued, colleague: Person) -> None:
    review, trainer = queued.services.review, queued.room.trainer
    grade_id = queued.add(FLAG)
    assert review.assign(trainer, grade_id, trainer.id, None) is None
    assert review.assign(trainer, grade_id, trainer.id, None) is None
    assert review.assign(colleague, grade_id, colleague.id, None) == First(ReviewState.OPEN, "Tilda")
    assert queued.ids(trainer, Wanted(assigned=Assigned.ME)) == [grade_id]
    assert queued.ids(colleague, Wanted(assigned=Assigned.ME)) == []
    assert review.assign(trainer, grade_id, colleague.id, trainer.id) is None
    assert queued.services.review.queue(colleague, Wanted()).mine == 1
    assert review.assign(colleague, grade_id, None, colleague.id) is None
    assert queued.ids(wanted=Wanted(assigned=Assigned.NOBODY)) == [grade_id]


def test_nobody_is_given_what_they_may_not_read(queued: Queued) -> None:
    grade_id, room = queued.add(FLAG), queued.room
    for somebody in (room.other_trainer, room.admin, room.foreign_trainer, room.owner):
        with pytest.raises(BadInput, match="does not read this talk"):
            queued.services.review.assign(room.trainer, grade_id, somebody.id, None)


def test_whoever_finishes_second_is_told_and_it_can_be_opened_again(queued: Queued, colleague: Person) -> None:
    review, trainer = queued.services.review, queued.room.trainer
    grade_id = queued.add(FLAG)
    told = at_once(lambda: review.finish(trainer, grade_id), lambda: review.finish(colleague, grade_id))
    [first] = [one for one in told if one is not None]
    assert isinstance(first, First)
    assert first.state is ReviewState.DONE
    [item] = queued.items(wanted=DONE)
    assert item.entry.done_by is not None
    assert item.entry.done_by.name == first.name
    assert review.assign(trainer, grade_id, trainer.id, None) == first
    assert review.open_again(trainer, grade_id) is None
    assert queued.ids() == [grade_id]
    with queued.services.database.reading() as session:
        kept = find_audit(session, WantedOfAudit(act=AuditAct.REVIEWED), 10)
    assert [entry.detail.partition(": ")[2] for entry in kept] == ["opened again", "done"]
    assert {entry.object_name for entry in kept} == {"late-parcel, Olivia"}


def test_what_was_graded_anew_is_no_longer_anybodys_to_finish(queued: Queued) -> None:
    reply = queued.reply()
    first = queued.grade(reply, FLAG)
    queued.grade(reply, FLAG)
    assert queued.services.review.finish(queued.room.trainer, first) == First(ReviewState.OVERTAKEN, None)


def test_levels_are_those_that_people_left(queued: Queued) -> None:
    grade_id = queued.add(FLAG)
    setting = Setting(5, OverrideReason.WRONG_LEVEL)
    queued.services.judging.override(queued.room.trainer, grade_id, "empathy", setting, "Better than that.")
    [item] = queued.items()
    levels = {given.criterion: (given.level, given.by_trainer) for given in item.glance.levels}
    assert (levels["empathy"], levels["calmness"]) == ((5, True), (2, False))


@pytest.mark.parametrize(("share", "reasons"), [(1.0, [("random_sample",)]), (0.0, [])])
def test_chance_puts_ordinary_grades_in_the_queue(
    settings: Settings, cast: Cast, share: float, reasons: list[tuple[str, ...]]
) -> None:
    services = assemble(settings.model_copy(update={"review_sample": share}), cast.voices())
    services.worker.start()
    queued = Queued(services, classroom(services))
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(4, "I am sorry"))
    begin(services, queued.room.owner).exchange("I am sorry about the telescope.")
    assert [item.entry.reasons for item in queued.items()] == reasons
    services.worker.stop()
    services.database.close()
