"""Whole talks without a person or a database, by the same steps as real ones."""

import pytest

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.domain.stock import Move
from practice.library import Library, read_scenario
from practice.model.port import Role
from practice.model.stub.model import StubModel
from practice.services.answering import Answering
from practice.services.simulating import Played, script, simulate
from practice.services.voices import Voices
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, noticed


def _played(library: Library, key: str = "late-parcel", difficulty: int = 3, seed: int = 1) -> Played:
    scenario = read_scenario(library.scenario_document(key).text, key)
    return Played(key, scenario, Language.EN, difficulty, seed)


@pytest.fixture
def stub(library: Library) -> Answering:
    return Answering(library, Voices(dict.fromkeys(Role, StubModel())))


def test_each_reply_is_answered_until_the_trainee_has_no_more_to_say(library: Library, cast: Cast) -> None:
    cast.appraiser.will_say(noticed(("takes_responsibility", "our mistake")), NOTHING_NOTICED)
    cast.customer.will_say("Is it now?", "And when?")
    talk = simulate(Answering(library, cast.voices()), _played(library), script(["It is our mistake.", "I will look."]))
    assert [(turn.number, turn.reply, turn.answer.text) for turn in talk.turns] == [
        (1, "It is our mistake.", "Is it now?"),
        (2, "I will look.", "And when?"),
    ]
    assert [effect.event for effect in talk.turns[0].reactions[0].effects if effect.words] == ["takes_responsibility"]
    assert (talk.outcome, talk.frustration_start) == (Outcome.OPEN, 70)


def test_each_line_is_spoken_knowing_the_talk_before_it(library: Library, cast: Cast) -> None:
    cast.appraiser.will_say(NOTHING_NOTICED, NOTHING_NOTICED)
    cast.customer.will_say("Is it now?", "And when?")
    simulate(Answering(library, cast.voices()), _played(library), script(["It is our mistake.", "I will look."]))
    history = [message.content for message in cast.customer.asked[-1].messages[2:-1]]
    assert history == ["It is our mistake.", "Is it now?"]
    assert cast.appraiser.case()["earlier_replies"] == ["It is our mistake."]


def test_a_talk_ends_where_the_customer_ends_it(library: Library, stub: Answering) -> None:
    talk = simulate(stub, _played(library), script(["You idiot. Shut up, you moron."] * 12))
    assert talk.outcome is Outcome.LEFT
    assert len(talk.turns) < 12
    assert talk.turns[-1].answer.move is Move.LEAVE


def test_without_a_reply_nothing_happens(library: Library, stub: Answering) -> None:
    talk = simulate(stub, _played(library), script([]))
    assert (talk.turns, talk.outcome, talk.frustration_end) == ((), Outcome.OPEN, talk.frustration_start)


def test_the_same_seed_plays_the_same_talk_and_another_seed_other_words(library: Library, stub: Answering) -> None:
    first, again, other = (
        [
            turn.answer.text
            for turn in simulate(stub, _played(library, seed=seed), script(["I see.", "Really.", "Hm, yes."])).turns
        ]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_the_difficulty_is_played_by(library: Library, stub: Answering) -> None:
    replies = ["That is our mistake, and I'd be angry too."]
    trusts = [
        simulate(stub, _played(library, difficulty=level), script(replies)).turns[0].reactions[0].mood.trust
        for level in (1, 5)
    ]
    assert trusts[0] > trusts[1]


def test_of_two_customers_the_reaction_of_each_is_told(library: Library, stub: Answering) -> None:
    played = _played(library, "queue-quarrel")
    talk = simulate(stub, played, script(["Sir, you have stood there for ten minutes.", "Madam, I heard you too."]))
    for turn in talk.turns:
        assert {reaction.customer for reaction in turn.reactions} == {
            customer.key for customer in played.scenario.customers
        }
        assert turn.frustration == max(reaction.mood.frustration for reaction in turn.reactions)
    assert talk.frustration_start == 70


def test_nobody_is_charged_for_waiting(library: Library, stub: Answering) -> None:
    talk = simulate(stub, _played(library, "key-account"), script(["Good morning."] * 3))
    assert "long_wait" not in [effect.event for turn in talk.turns for r in turn.reactions for effect in r.effects]
