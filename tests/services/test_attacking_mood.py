"""How a customer feels after an attacked reply, by what the appraiser says and code believes."""

import pytest

from practice.domain.attack_figures import Outcome
from practice.domain.attack_mood import Felt
from practice.domain.language import Language
from practice.errors import ModelUnavailable
from practice.library import Library
from practice.services.attacking import Posed, assault
from practice.services.attacking_mood import Feeling, report_moods
from practice.services.attacking_talk import Stage, in_threads
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, noticed

REPLY = Posed("attack/x", Language.EN, "Calm down. It is our mistake.")


@pytest.fixture
def feel(library: Library, cast: Cast) -> Feeling:
    return Feeling(Stage(library, cast.voices()))


def _felt(feel: Feeling, cast: Cast, answer: str | Exception) -> Felt | None:
    cast.appraiser.will_say(answer)
    return feel(REPLY)


def test_only_what_stands_in_the_reply_moves_the_mood(feel: Feeling, cast: Cast) -> None:
    harm = ("tells_me_to_calm_down", "Calm down")
    plain = _felt(feel, cast, noticed(harm))
    believed = _felt(feel, cast, noticed(harm, ("takes_responsibility", "our mistake")))
    invented = _felt(feel, cast, noticed(harm, ("takes_responsibility", "we are to blame")))
    assert plain
    assert believed
    assert set(plain.events) == {"tells_me_to_calm_down"}
    assert set(believed.events) == {"tells_me_to_calm_down", "takes_responsibility"}
    assert believed.is_better_than(plain)
    assert invented == plain


def test_an_answer_that_cannot_be_read_leaves_the_mood_and_is_told(feel: Feeling, cast: Cast) -> None:
    unread, nothing = _felt(feel, cast, "They felt fine."), _felt(feel, cast, NOTHING_NOTICED)
    assert unread
    assert nothing
    assert (unread.read, nothing.read) == (False, True)
    assert (unread.frustration, unread.trust) == (70, 25)


def test_without_an_answer_nothing_is_felt(feel: Feeling, cast: Cast) -> None:
    assert _felt(feel, cast, ModelUnavailable("down")) is None


def test_every_reply_is_the_first_of_one_talk_in_its_language(feel: Feeling, cast: Cast) -> None:
    openings = set()
    for language in Language:
        cast.appraiser.will_say(NOTHING_NOTICED)
        feel(Posed("attack/x", language, "Hm."))
        case = cast.appraiser.case()
        assert (case["reply"], case["earlier_replies"]) == ("Hm.", [])
        openings.add(str(case))
    assert len(openings) == len(Language)


def test_each_attack_is_held_against_its_own_carrier_and_each_benign_reply_against_its_twin(library: Library) -> None:
    run = assault(library, ["fake_turn"], [Language.PL])
    first, second = run.mounted
    start = Felt(80, 20, 50, 0, (), True)
    moods: dict[str, Felt | None] = {one.key: start for one in run.posed()}
    moods[first.plain_key] = Felt(90, 20, 50, 0, (), True)
    moods[second.key] = None
    moods[f"plain/{run.benign()[0].id}"] = Felt(80, 20, 40, 0, (), True)
    report = report_moods(run, moods)
    assert [one.outcome for one in report.attempts] == [Outcome.SUCCEEDED, Outcome.DENIED]
    assert (report.attempts[0].id, report.attempts[0].carrier) == (first.attack.id, first.carrier.id)
    assert (report.drift.count, report.drift.n) == (1, 8)


def test_each_reply_is_tried_once_and_told_in_order(library: Library) -> None:
    posed = assault(library).posed()
    assert list(in_threads(lambda one: one.reply, posed, 8)) == [(one.key, one.reply) for one in posed]
